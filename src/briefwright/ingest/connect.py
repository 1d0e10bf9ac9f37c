"""Connections to vetted addresses only, and none past its time. The only module with httpcore.

A name is looked up once, and the connection goes to what was looked up: a second look-up could
give another address. Every read and write ends with the request, not each by a time of its own:
a server that sends a byte now and then would else never be done.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore
import httpx

from briefwright.ingest.addresses import Resolve, vetted

_PIECE = 1 << 16


class Clock:
    """The time until which the request at hand must be done."""

    def __init__(self) -> None:
        self.until = 0.0

    def start(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """No more than what is left. Raises httpcore.ReadTimeout if that is nothing."""
        left = self.until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("the time for the request is over")
        return left if timeout is None else min(left, timeout)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, clock: Clock) -> None:
        self._inner = inner
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(min(max_bytes, _PIECE), self._clock.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._clock.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, self._clock.left(timeout))
        return _Stream(inner, self._clock)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(
        self, clock: Clock, *, intranet: Sequence[str], look_up: Resolve, trusted: str | None
    ) -> None:
        self._inner = httpcore.SyncBackend()
        self._clock = clock
        self._intranet = intranet
        self._look_up = look_up
        self._trusted = trusted

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        if host == self._trusted:
            addresses = [host]
        else:
            addresses = vetted(host, port, intranet=self._intranet, look_up=self._look_up)
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        for address in addresses[:4]:
            try:
                inner = self._inner.connect_tcp(
                    address, port, self._clock.left(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(inner, self._clock)
        raise failure or httpcore.ConnectError("no address to connect to")


class _Transport(httpx.HTTPTransport):
    """httpx's own transport with a pool of ours, which its constructor does not take."""

    def __init__(self, pool: httpcore.ConnectionPool) -> None:
        self._pool = pool


def transport(
    clock: Clock, *, intranet: Sequence[str], look_up: Resolve, proxy: str | None
) -> httpx.BaseTransport:
    """Connects to vetted addresses, or to the proxy alone."""
    context = httpx.create_ssl_context()
    # No connection is kept: a later request would go to it without being vetted.
    if proxy is None:
        backend = _Backend(clock, intranet=intranet, look_up=look_up, trusted=None)
        pool = httpcore.ConnectionPool(
            ssl_context=context, max_keepalive_connections=0, network_backend=backend
        )
        return _Transport(pool)
    address = httpx.URL(proxy)
    backend = _Backend(clock, intranet=(), look_up=look_up, trusted=address.host)
    headers = httpx.Proxy(proxy).raw_auth
    return _Transport(
        httpcore.HTTPProxy(
            httpcore.URL(
                scheme=address.raw_scheme, host=address.raw_host, port=address.port, target=b"/"
            ),
            proxy_auth=headers,
            ssl_context=context,
            max_keepalive_connections=0,
            network_backend=backend,
        )
    )
