"""Wheels made here, and an index of one that sends it slowly."""

from __future__ import annotations

import time
import zipfile
from http.server import BaseHTTPRequestHandler
from pathlib import Path


def wheel_file(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def installable(path: Path, members: dict[str, bytes]) -> Path:
    """A wheel with the metadata that pip wants."""
    name = "briefwright_no_such_package-1.0"
    about = "Metadata-Version: 2.1\nName: briefwright-no-such-package\nVersion: 1.0\n"
    tag = "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    facts = {"METADATA": about.encode(), "WHEEL": tag.encode(), "RECORD": b""}
    return wheel_file(
        path / f"{name}-py3-none-any.whl",
        members | {f"{name}.dist-info/{each}": fact for each, fact in facts.items()},
    )


class SlowIndex(BaseHTTPRequestHandler):
    """An index of one wheel, which it sends in pieces, half a second apart."""

    wheel: Path

    def do_GET(self) -> None:
        link = f'<a href="/{self.wheel.name}">{self.wheel.name}</a>'.encode()
        asked = self.path == f"/{self.wheel.name}"
        body = self.wheel.read_bytes() if asked else link
        self.send_response(200)
        self.send_header("Content-Type", "application/zip" if asked else "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for start in range(0, len(body), 500_000):
            self.wfile.write(body[start : start + 500_000])
            self.wfile.flush()
            time.sleep(0.5 if asked else 0)

    def log_message(self, *_said: object) -> None:
        return
