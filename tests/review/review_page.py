"""The page on a real port, answered by a thread, and a client that fills its forms."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlencode

import httpx

from briefwright.review.desk import Desk
from briefwright.review.door import Door
from briefwright.review.serving import listening, server

_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


@contextmanager
def page(desk: Desk, *, reviewer: str | None = None) -> Iterator[Door]:
    """The door of the page of this desk, which is closed at the end."""
    listener = listening()
    listener.listen(16)
    door = Door(listener.getsockname()[1], reviewer=reviewer)
    running = server(desk, door)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield door
    finally:
        running.should_exit = True
        thread.join()
        desk.ballots.close()


def client(base: str = "") -> httpx.Client:
    # No proxy stands between us and the loopback, and plain HTTP needs no certificates, which
    # take long to load.
    return httpx.Client(base_url=base, trust_env=False, verify=False)


class Visitor:
    """A browser without scripts: follows, keeps cookies, sends the forms of the page it is on."""

    def __init__(self, door: Door, *, name: str | None = None) -> None:
        self.at = f"http://127.0.0.1:{door.port}"
        self.client = client(self.at)
        self.client.get(door.address)
        self.page = self.get("/")
        if name is not None:
            self.page = self.send("/name", reviewer=name)

    def get(self, path: str) -> httpx.Response:
        self.page = self.client.get(path, follow_redirects=True)
        return self.page

    def send(self, path: str, **fields: object) -> httpx.Response:
        """The form with the token of the page that was last shown."""
        found = _CSRF.search(self.page.text)
        content = urlencode({"csrf": found[1] if found else "", **fields}, doseq=True)
        self.page = self.client.post(
            path,
            content=content,
            headers={
                "content-type": "application/x-www-form-urlencoded",
                "origin": self.at,
            },
            follow_redirects=True,
        )
        return self.page

    @property
    def number(self) -> int:
        """Of the pair that is shown."""
        return int(self.page.url.path.rpartition("/")[2])

    @property
    def text(self) -> str:
        return html.unescape(
            re.sub(r"<(style|script).*?</\1>", "", self.page.text, flags=re.DOTALL)
        )

    def named(self, words: str, side: str = "") -> str:
        """The name on the page of the item that says this."""
        for at, said in re.findall(
            r'<li class="item[^"]*" id="([^"]+)".*?<p class="said"[^>]*>(.*?)</p>',
            self.page.text,
            re.DOTALL,
        ):
            if at.startswith(side) and words in html.unescape(said):
                return str(at)
        raise AssertionError(f"no item says {words!r}")

    def close(self) -> None:
        self.client.close()
