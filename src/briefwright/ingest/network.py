"""Addresses and the pages that feeds link to: fetched, read, and what is remembered of feeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from briefwright.article import Article, Remark
from briefwright.errors import NotAllowed, SourceError, Unsupported
from briefwright.ingest import feed, formats
from briefwright.ingest.failed import Failed, failed, guarded
from briefwright.ingest.feed import Linked
from briefwright.ingest.fetch import Client, Fetched
from briefwright.store import Store, feeds
from briefwright.store.feeds import Feed

ADDRESS = re.compile(r"https?://", re.I)
_FEED_NAME = re.compile(
    r"(?:\A|/)(?:feeds?|rss|atom|(?:index|feeds?|rss|atom)\.xml|[^/]+\.(?:rss|atom|rdf))/?\Z", re.I
)
_HEAD = 4096


class Look(NamedTuple):
    """A feed as a run leaves it, and the sources of the articles that were read from it."""

    feed: Feed
    sources: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Network:
    """How addresses are read; without a client none is."""

    client: Client | None = None
    store: Store | None = None
    """Where feeds' states are kept; without one every feed is read anew."""
    report: Callable[[Feed], None] | None = None
    """Told of each feed when it is done."""
    looks: list[Look] = field(default_factory=list)
    """What `commit` is to put into the store."""
    failed: set[str] = field(default_factory=set)
    """Sources of articles of which nothing came; whoever makes something of them adds to it."""


OFFLINE = Network()


def commit(network: Network) -> None:
    """Remember the feeds that were read, once all that was made of their articles is on the disk.

    Before that it would be too soon: the next run would be told that nothing has changed, and
    what an interrupted run had not written would be lost. A feed of whose articles one failed is
    read whole the next time. Raises StoreError.
    """
    while network.looks:
        look = network.looks[0]
        if network.store is not None:
            state = look.feed
            if not look.sources.isdisjoint(network.failed):
                state = state.model_copy(update={"etag": None, "last_modified": None})
            feeds.put(network.store, state)
        network.looks.pop(0)


def read(url: str, network: Network) -> Iterator[Article | Failed]:
    """The article of a page, or those of a feed; none if the feed has not changed.

    Raises SourceError.
    """
    before = feeds.get(network.store, url) if network.store is not None else None
    if before is not None and before.changed is None:
        # Kept by an earlier version, and never read as a feed.
        before = None
    try:
        found = _get(url, network, page=before is None and not _names_feed(url), before=before)
        content = found.content
        if content is None:
            _keep(network, _after(before, url, status="unchanged"))
            return
        if before is None and not _is_feed(found):
            if _names_feed(url):
                # Only feeds are read without a look at robots.txt.
                found = _get(url, network, page=True)
            for item in formats.fetched(found, url):
                yield from guarded(item.source, _finished(item, found, network))
            return
        parsed = feed.parsed(content, url, kind=_media(found), base=found.url)
    except SourceError as error:
        if before is not None or _names_feed(url):
            _keep(network, _after(before, url, status="failed", reason=str(error)))
        raise
    yield from _feed(parsed, found, url, network)


def linked(item: Linked, network: Network) -> Article | Failed:
    """The article that a feed names; what the feed carries of it where it cannot be fetched."""
    entry = item.entry
    assert entry.link is not None
    try:
        found = _get(entry.link, network, page=True)
        articles = list(formats.fetched(found, entry.link))
        first = articles[0] if len(articles) == 1 else None
        if not isinstance(first, Article):
            raise Unsupported(f"{entry.link}: not one article; give it as a source of its own")
    except SourceError as error:
        if item.extract is None:
            return failed(item.source, error)
        return _extract(item.extract, error)
    article = _placed(first, found)
    return article.model_copy(
        update={
            "title": article.title or entry.title,
            "byline": article.byline or entry.byline,
            "published": _finer(article.published, entry.published),
            "publisher": article.publisher or item.publisher,
            "language": article.language or entry.language,
        }
    )


def _feed(
    parsed: feed.Parsed, found: Fetched, url: str, network: Network
) -> Iterator[Article | Failed]:
    articles: list[str] = []
    bad = 0
    for item in feed.items(parsed, url):
        for done in guarded(item.source, _of_feed(item, found, network)):
            if isinstance(done, Article):
                articles.append(done.source)
            bad += isinstance(done, Failed)
            yield done
    whole = not bad
    bad -= bool(parsed.left)
    now = _now()
    _keep(
        network,
        Feed(
            url=url,
            # What failed today is to be tried again tomorrow, though the feed be the same.
            etag=found.etag if whole else None,
            last_modified=found.last_modified if whole else None,
            status="read",
            reason=_not_read(bad, parsed.left),
            entries=len(parsed.entries) + parsed.left,
            articles=len(articles),
            checked=now,
            changed=now,
        ),
        frozenset(articles),
    )


def _not_read(bad: int, left: int) -> str | None:
    reasons = [
        f"{bad:,} of its entries could not be read" if bad else "",
        f"{left:,} past the first {feed.MOST_ENTRIES:,} were not read" if left else "",
    ]
    return ", ".join(filter(None, reasons)) or None


def _of_feed(item: formats.Item, found: Fetched, network: Network) -> Iterator[Article | Failed]:
    if isinstance(item, Linked):
        yield linked(item, network)
    elif isinstance(item, Article):
        yield item.model_copy(update={"retrieved": found.retrieved})
    else:
        yield item


def _get(url: str, network: Network, *, page: bool, before: Feed | None = None) -> Fetched:
    if network.client is None:
        raise NotAllowed(f"{url}: nothing is fetched (--offline); save the page as a file")
    headers: dict[str, str] = {}
    if before is not None and before.etag:
        headers["If-None-Match"] = before.etag
    if before is not None and before.last_modified:
        headers["If-Modified-Since"] = before.last_modified
    return network.client.get(url, page=page, headers=headers)


def _names_feed(url: str) -> bool:
    """Whether the address is one that feeds have; robots.txt is for what follows links."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return _FEED_NAME.search(f"{parts.path}") is not None


def _is_feed(found: Fetched) -> bool:
    head = (found.content or b"")[:_HEAD].decode("utf-8", "replace").lstrip("\ufeff")
    return feed.looks_like(head)


def _media(found: Fetched) -> str:
    return f"{found.kind}; charset={found.charset}" if found.charset else found.kind


def _finished(item: formats.Item, found: Fetched, network: Network) -> Iterator[Article | Failed]:
    if isinstance(item, Linked):
        yield linked(item, network)
    else:
        yield _placed(item, found) if isinstance(item, Article) else item


def _placed(article: Article, found: Fetched) -> Article:
    """With where and when it was fetched; a page may name another of its own site as itself."""
    stated = article.url if article.url and _same_site(article.url, found.url) else None
    return article.model_copy(update={"url": stated or found.url, "retrieved": found.retrieved})


def _same_site(one: str, other: str) -> bool:
    try:
        hosts = [(urlsplit(url).hostname or "").removeprefix("www.") for url in (one, other)]
    except ValueError:
        return False
    return hosts[0] == hosts[1]


def _extract(article: Article, error: SourceError) -> Article:
    remark = Remark(
        code="link-not-read", text=f"The page that the feed links to was not read: {error}"[:400]
    )
    return article.model_copy(update={"remarks": (*article.remarks, remark)})


def _finer(of_page: str | None, of_feed: str | None) -> str | None:
    """The page's date, or the feed's of the same day where that has the time."""
    if of_page and of_feed and "T" not in of_page and of_feed.startswith(of_page):
        return of_feed
    return of_page or of_feed


def _after(before: Feed | None, url: str, **now: str | None) -> Feed:
    known = before.model_dump() if before is not None else {"url": url}
    return Feed.model_validate({**known, "reason": None, **now, "checked": _now()})


def _keep(network: Network, state: Feed, sources: frozenset[str] = frozenset()) -> None:
    # What never was read as a feed may be none.
    if network.store is not None and state.changed is not None:
        network.looks.append(Look(state, sources))
    if network.report is not None:
        network.report(state)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
