"""A headless Chromium driven over its debugging pipe: real pointer, real keys, no library."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}

# The browser reads its pipe on 3 and answers on 4.
_EXEC = """
import os, sys
read, write = os.dup(int(sys.argv[1])), os.dup(int(sys.argv[2]))
for given, wanted in ((read, 3), (write, 4)):
    os.dup2(given, wanted)
    os.set_inheritable(wanted, True)
os.execv(sys.argv[3], sys.argv[3:])
"""


class Page:
    """One page of a running browser."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._asked, self._buffer, self._session = 0, b"", ""
        self.events: list[dict[str, Any]] = []

    def open(self, path: Path) -> None:
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")
        self.call("Page.navigate", url=path.as_uri())
        while not any(event.get("method") == "Page.loadEventFired" for event in self.events):
            self._take()

    def call(self, method: str, **params: Any) -> dict[str, Any]:
        self._asked += 1
        message: dict[str, Any] = {"id": self._asked, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._take()
            if answer.get("id") == self._asked:
                assert "error" not in answer, answer
                found: dict[str, Any] = answer["result"]
                return found

    def _take(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            read = os.read(self._read, 65536)
            assert read, "the browser ended"
            self._buffer += read
        one, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        if "method" in message:
            self.events.append(message)
        return message

    def js(self, expression: str) -> Any:
        result = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    def point_at(self, selector: str) -> None:
        box = f"document.querySelector({json.dumps(selector)}).getBoundingClientRect()"
        x, y = self.js(f"(b => [b.x + 20, b.y + 8])({box})")
        self.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def tab(self) -> None:
        for kind in ("keyDown", "keyUp"):
            self.call("Input.dispatchKeyEvent", type=kind, **_TAB)

    def media(self, *, dark: bool = False, printed: bool = False) -> None:
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        kind = "print" if printed else "screen"
        self.call("Emulation.setEmulatedMedia", media=kind, features=[scheme])

    def screenshot(self) -> bytes:
        return base64.b64decode(self.call("Page.captureScreenshot")["data"])


@contextmanager
def browser(path: Path, profile: Path, *, width: int = 1500, height: int = 1000) -> Iterator[Page]:
    """The file open in a browser of its own."""
    theirs_in, ours_out = os.pipe()
    ours_in, theirs_out = os.pipe()
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe"]
    flags += [f"--user-data-dir={profile}", f"--window-size={width},{height}"]
    assert CHROMIUM
    ends = (str(theirs_in), str(theirs_out))
    running = subprocess.Popen(
        [sys.executable, "-c", _EXEC, *ends, CHROMIUM, *flags],
        pass_fds=(theirs_in, theirs_out),
        stderr=subprocess.DEVNULL,
    )
    for end in (theirs_in, theirs_out):
        os.close(end)
    try:
        page = Page(ours_out, ours_in)
        page.open(path)
        yield page
    finally:
        running.kill()
        running.wait()
        for end in (ours_in, ours_out):
            os.close(end)
