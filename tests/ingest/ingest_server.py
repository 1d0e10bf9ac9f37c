"""A web server of this machine for tests, that answers as each path is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from briefwright.ingest import Client, Web

HOST = "news.test"
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        self.server.asked.append((self.path, dict(self.headers)))
        answer = self.server.answers.get(self.path, not_found)
        # Clients that have had enough close the connection.
        with suppress(ConnectionError):
            answer(self)
        self.close_connection = True

    def log_message(self, format: str, *args: Any) -> None:
        del format, args


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()

    def url(self, path: str, host: str = HOST) -> str:
        return f"http://{host}:{self.server_port}{path}"

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def client(self, **settings: Any) -> Client:
        """One that knows the server by name, as if it stood on an intranet."""
        web = Web(**{"intranet": (HOST,), "delay": 0.0, "seconds": 5.0, **settings})
        return Client(web, look_up=look_up)


def look_up(host: str, port: int) -> list[str]:
    del port
    names = {HOST: "127.0.0.1", "inner.test": "10.0.0.7"}
    found = names.get(host, host)
    if not set(found) <= set("0123456789abcdef.:"):
        raise OSError("no such host")
    return [found]


@contextmanager
def serving() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            server.shutdown()
            thread.join()


def says(
    body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200, **headers: str
) -> Answer:
    content = body.encode() if isinstance(body, str) else body

    def answer(handler: Handler) -> None:
        handler.send_response(status)
        if kind:
            handler.send_header("Content-Type", kind)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        handler.wfile.write(content)

    return answer


def redirects(to: str, status: int = 302) -> Answer:
    return says("", status=status, Location=to)


def drips(piece: bytes, every: float, *, head: bool = False) -> Answer:
    """Sends a piece now and then, for ever; with `head`, in its headers."""

    def answer(handler: Handler) -> None:
        start = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
        handler.wfile.write(start if head else start + b"\r\n")
        while not handler.server.stopping.wait(every):
            handler.wfile.write(piece)
            handler.wfile.flush()

    return answer


def not_found(handler: Handler) -> None:
    says("no such page", status=404)(handler)
