"""Addresses to bytes, politely and within limits: the one place where anything is fetched."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Self
from urllib.parse import urljoin, urlsplit

import briefwright
from briefwright.errors import NotAllowed, TooLarge, Unreachable, Unreadable, Unsupported
from briefwright.ingest import addresses
from briefwright.ingest.limits import MAX_BYTES, megabytes
from briefwright.spans import Value

if TYPE_CHECKING:
    import httpx
    from protego import Protego

_ACCEPT = (
    "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/pdf,"
    "text/plain;q=0.8,*/*;q=0.5"
)
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_ARTICLES = re.compile(r"(?:image|audio|video|font|model)/", re.I)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)
_ROBOTS_BYTES = 512_000
_LONGEST_DELAY = 10.0
_CONNECT = 10.0


class Web(Value):
    """How addresses are read: the configuration of a run."""

    proxy: str | None = None
    """An HTTP proxy, which then looks names up; off by default, whatever the environment says."""
    intranet: tuple[str, ...] = ()
    """Host names or patterns that may have addresses which are not public."""
    contact: str | None = None
    """Whom a site's owner may write to; part of the user agent."""
    seconds: float = 30.0
    """For one address, redirects and all."""
    max_bytes: int = MAX_BYTES
    redirects: int = 8
    robots: bool = True
    delay: float = 1.0
    """Seconds between two pages of one host."""


class Fetched(Value):
    """What an address gave. `content` is None if it has not changed since the last time."""

    url: str
    """Where it was found in the end."""
    content: bytes | None
    kind: str = ""
    """The media type as the server states it, in lower case."""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    retrieved: str = ""


class Client:
    """Fetches one address after the other; remembers each host's robots.txt and last page.

    `look_up`, `sleep` and `now` are there for tests.
    """

    def __init__(
        self,
        web: Web | None = None,
        *,
        look_up: addresses.Resolve = addresses.resolve,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.web = web or Web()
        self._look_up = look_up
        self._sleep = sleep
        self._now = now
        self._robots: dict[str, Protego | str] = {}
        self._last: dict[str, float] = {}
        self._inner: httpx.Client | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._inner is not None:
            self._inner.close()
            self._inner = None

    @property
    def agent(self) -> str:
        contact = f"; {self.web.contact}" if self.web.contact else ""
        return f"Briefwright/{briefwright.__version__} (reads news for briefing notes{contact})"

    def get(
        self, url: str, *, page: bool = True, headers: Mapping[str, str] | None = None
    ) -> Fetched:
        """What is at the address; robots.txt is obeyed for pages, and not for feeds.

        Raises NotAllowed, Unreachable, TooLarge, Unsupported or Unreadable.
        """
        self._clock_start()
        try:
            return self._follow(url, page=page, headers=headers or {})
        except (NotAllowed, Unreachable) as error:
            if str(error).startswith(url):
                raise
            raise type(error)(f"{url}: {error}") from error

    def _follow(self, url: str, *, page: bool, headers: Mapping[str, str]) -> Fetched:
        at = url
        for _ in range(self.web.redirects + 1):
            addresses.check_url(at)
            if page and self.web.robots:
                self._obey(at)
            answer = self._ask(at, headers, url)
            if isinstance(answer, Fetched):
                return answer
            at = _next(at, answer, url)
        raise Unreachable(
            f"{url}: redirected more than {self.web.redirects} times; open it in a browser and "
            f"save the page"
        )

    def _ask(self, at: str, headers: Mapping[str, str], first: str) -> Fetched | str:
        """The answer, or where it redirects to; faults name the address asked for first."""
        import httpx

        client = self._client()
        client.cookies.clear()
        try:
            self._proxied(at)
            with client.stream("GET", at, headers=dict(headers)) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return str(response.headers["location"])
                return _fetched(response, self.web.max_bytes, first, asked=bool(headers))
        except httpx.TimeoutException as error:
            raise Unreachable(
                f"{first}: no answer within {self.web.seconds:.0f} s; try again later"
            ) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            reason = " ".join(str(error).split())[:200] or type(error).__name__
            raise Unreachable(f"{first}: cannot be fetched ({reason}); try again later") from error

    def _proxied(self, at: str) -> None:
        """Vet what can be vetted here where a proxy looks the names up."""
        if self.web.proxy is None:
            return
        import httpx

        url = httpx.URL(at)
        # As it is sent: letters of other scripts may come down to those of an address.
        host = url.raw_host.decode("ascii", "replace")
        addresses.refuse_local(host, intranet=self.web.intranet)
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            addresses.vetted(host, port, intranet=self.web.intranet, look_up=self._look_up)
        except Unreachable:
            # Behind a proxy most names are unknown.
            return

    def _obey(self, at: str) -> None:
        """Raise NotAllowed if the site's robots.txt keeps us out; wait between two of its pages."""
        parts = urlsplit(at)
        origin = f"{parts.scheme}://{parts.netloc}"
        if origin not in self._robots:
            self._robots[origin] = self._rules(f"{origin}/robots.txt")
        rules = self._robots[origin]
        if isinstance(rules, str):
            raise NotAllowed(
                f"{at}: its site's robots.txt cannot be read ({rules}), so pages of it are not "
                f"fetched; try again later, or open it in a browser and save it"
            )
        if not rules.can_fetch(at, "Briefwright"):
            raise NotAllowed(
                f"{at}: its site's robots.txt asks programs not to fetch it; open it in a browser "
                f"and save it"
            )
        asked = rules.crawl_delay("Briefwright") or 0.0
        delay = min(max(self.web.delay, asked), _LONGEST_DELAY)
        last = self._last.get(origin)
        wait = 0.0 if last is None else last + delay - self._now()
        if wait > 0:
            self._sleep(min(wait, delay))
            self._clock_start()
        self._last[origin] = self._now()

    def _rules(self, url: str) -> Protego | str:
        """What robots.txt says (RFC 9309); if it cannot be read, why."""
        from protego import Protego

        try:
            content = self._follow(url, page=False, headers={}).content or b""
        except _Status as error:
            if error.status < 500 and error.status != 429:
                return Protego.parse("")
            return f"its server answers {error.status}"
        except (TooLarge, Unsupported, Unreadable):
            # A site that serves something else under that name has stated no rules.
            return Protego.parse("")
        return Protego.parse(content[:_ROBOTS_BYTES].decode("utf-8", "replace"))

    def _clock_start(self) -> None:
        self._client()
        self._clock.start(self.web.seconds)

    def _client(self) -> httpx.Client:
        if self._inner is None:
            import httpx

            from briefwright.ingest.connect import Clock, transport

            self._clock = Clock()
            self._inner = httpx.Client(
                transport=transport(
                    self._clock,
                    intranet=self.web.intranet,
                    look_up=self._look_up,
                    proxy=self.web.proxy,
                ),
                headers={
                    "User-Agent": self.agent,
                    "Accept": _ACCEPT,
                    "Accept-Encoding": "gzip, deflate",
                    "Accept-Language": "en, *;q=0.5",
                },
                timeout=httpx.Timeout(self.web.seconds, connect=min(_CONNECT, self.web.seconds)),
                trust_env=False,
                follow_redirects=False,
            )
        return self._inner


def _next(at: str, location: str, first: str) -> str:
    try:
        return urljoin(at, location)
    except ValueError as error:
        raise Unreachable(
            f"{first}: redirects to what is no address ({error}); open it in a browser and save "
            f"the page"
        ) from error


def _fetched(response: httpx.Response, limit: int, url: str, *, asked: bool) -> Fetched:
    """The answer; `asked` is whether it may be that nothing has changed."""
    kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    charset = _CHARSET.search(response.headers.get("content-type", ""))
    facts = {
        "url": str(response.url),
        "kind": kind,
        "charset": charset[1] if charset else None,
        "etag": response.headers.get("etag", "")[:500] or None,
        "last_modified": response.headers.get("last-modified", "")[:100] or None,
        "retrieved": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    if response.status_code == 304 and asked:
        return Fetched(content=None, **facts)
    if response.status_code != 200:
        raise _refused(response, url)
    if _NOT_ARTICLES.match(kind):
        raise Unsupported(f"{url}: not an article but {kind}; give the page it stands in")
    return Fetched(content=_body(response, limit, url), **facts)


class _Status(Unreachable):
    """An answer that is an error; `status` says which."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        self.status = status


def _refused(response: httpx.Response, url: str) -> Unreachable:
    status = response.status_code
    later = response.headers.get("retry-after", "")[:40]
    advice = {
        304: "it says that nothing has changed, and was not asked that; try again later",
        401: "it asks for a login; open it in a browser and save the page",
        402: "it asks for a subscription; open it in a browser and save the page",
        403: "it refuses programs; open it in a browser and save the page",
        404: "there is no such page; check the address",
        410: "the page is gone",
        429: f"it asks to come back later{f' ({later})' if later else ''}",
        451: "it may not be shown here, for legal reasons",
        503: f"it is overloaded; try again later{f' ({later})' if later else ''}",
    }.get(status, "try again later" if status >= 500 else "check the address")
    return _Status(f"{url}: the server answers {status}; {advice}", status)


def _body(response: httpx.Response, limit: int, url: str) -> bytes:
    content = bytearray()
    for piece in _inflated(response, limit, url):
        content += piece
        if len(content) > limit:
            raise TooLarge(f"{url}: larger than {megabytes(limit)}, the limit for one page")
    return bytes(content)


def _inflated(response: httpx.Response, limit: int, url: str) -> Iterator[bytes]:
    """The body without its packing, never more than a piece past the limit at once."""
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in {"identity", ""}:
        yield from response.iter_raw()
        return
    if coding not in {"gzip", "x-gzip", "deflate"}:
        raise Unreadable(f"{url}: packed as {coding!r}, which was not asked for")
    packed: zlib._Decompress | None = None
    for piece in response.iter_raw():
        # A body of gzip may be several, one after the other, with zeros to fill the last.
        while piece:
            try:
                packed = packed or _unpacking(coding, piece[0])
                yield packed.decompress(piece, limit + 1)
            except zlib.error as error:
                raise Unreadable(f"{url}: its packing is broken ({error}); try again") from error
            if packed.unconsumed_tail:
                raise TooLarge(f"{url}: inflates to more than {megabytes(limit)}")
            piece = packed.unused_data.lstrip(b"\0") if packed.eof else b""
            if packed.eof and piece:
                packed = None
    if packed is not None and not packed.eof:
        raise Unreadable(f"{url}: it breaks off before its end; try again")


def _unpacking(coding: str, first: int) -> zlib._Decompress:
    if coding != "deflate":
        return zlib.decompressobj(47)
    # Some servers send deflate without zlib's header.
    return zlib.decompressobj(15 if first & 0x0F == 8 else -15)
