"""What every request must pass, and what every answer carries."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefwright.review.door import Door

BODY_MOST = 128 * 1024
_CLOSED = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _CLOSED,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": under that, browsers send forms with the origin "null", and the origin
    # could not be checked. No other site learns of the page either way.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class TooLong(Exception):
    """The body is over the limit."""


def policy(nonce: str) -> str:
    """The page's own style and script, forms to ourselves, and nothing else."""
    return (
        f"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )


def guarded(app: ASGIApp, door: Door) -> ASGIApp:
    """The application behind the checks of Host and Origin, with our headers on every answer."""

    async def guard(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = _refused(scope["method"], Headers(scope=scope), door)
        answer = app if refused is None else refused
        await answer(scope, receive, with_headers)

    return guard


def _refused(method: str, headers: Headers, door: Door) -> PlainTextResponse | None:
    hosts = headers.getlist("host")
    if len(hosts) != 1 or not door.is_host(hosts[0]):
        return _no(421, f"This page is at http://127.0.0.1:{door.port}/ and nowhere else.")
    if method not in ("GET", "HEAD", "POST"):
        return _no(405, "Only GET, HEAD and POST.")
    origins = headers.getlist("origin")
    if method == "POST" and (len(origins) != 1 or not door.is_origin(origins[0], hosts[0])):
        return _no(403, "Forms are taken from the page itself alone.")
    if method == "POST" and not headers.get("content-type", "").startswith(
        "application/x-www-form-urlencoded"
    ):
        return _no(415, "Forms are taken as application/x-www-form-urlencoded alone.")
    return None


def _no(status: int, text: str) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n", status_code=status)


async def body(request: Request) -> bytes:
    """The body, read no further than it may be long. Raises TooLong."""
    length = request.headers.get("content-length", "0")
    # "²" is a digit to Python, of which it makes no integer, and neither of thousands of digits.
    if not re.fullmatch(r"[0-9]{1,9}", length) or int(length) > BODY_MOST:
        raise TooLong
    read = bytearray()
    async for piece in request.stream():
        read += piece
        if len(read) > BODY_MOST:
            raise TooLong
    return bytes(read)
