"""The page on a port of this machine, for as long as the program runs."""

from __future__ import annotations

import os
import socket
import sys
import webbrowser
from collections.abc import Callable

import uvicorn

from briefwright.errors import ReviewError
from briefwright.review.desk import Desk
from briefwright.review.door import HOST, Door
from briefwright.review.server import app

# Sessions end with the program: an answer that hangs must not keep it.
_GRACE_SECONDS = 2


def listening(port: int = 0) -> socket.socket:
    """A socket of the loopback interface; port 0 is any that is free. Raises ReviewError."""
    made = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":
            # After a restart the port may be had at once. On Windows it would mean to share it.
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((HOST, port))
    except OSError as error:
        made.close()
        raise ReviewError(
            f"port {port} of {HOST} cannot be had ({error.strerror or error}); give another with "
            "--port, or leave it out"
        ) from error
    return made


def server(desk: Desk, door: Door) -> uvicorn.Server:
    """The server of the page; `run(sockets=[...])` answers until its `should_exit` is set."""
    return uvicorn.Server(
        uvicorn.Config(
            app(desk, door),
            log_config=None,
            access_log=False,
            server_header=False,
            lifespan="off",
            ws="none",
            http="h11",
            proxy_headers=False,
            limit_concurrency=64,
            h11_max_incomplete_event_size=32 * 1024,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
    )


def serve(
    desk: Desk,
    door: Door,
    listener: socket.socket,
    *,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Answer until the program is interrupted; `ready` is called when the page can be reached.

    Raises KeyboardInterrupt when it was Ctrl-C that ended it, once open answers are given.
    """
    # The socket takes connections from now on, and they wait for the loop below.
    listener.listen(128)
    ready()
    server(desk, door).run(sockets=[listener])


def show(address: str) -> bool:
    """Open a browser there; False where there is no screen for one."""
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform not in ("win32", "darwin") and not screen:
        # Else a browser for terminals would take this one.
        return False
    try:
        return webbrowser.open(address)
    except webbrowser.Error:
        return False
