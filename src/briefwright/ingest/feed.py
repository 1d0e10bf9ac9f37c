"""RSS, Atom and JSON feeds to their entries. The only module that imports feedparser.

From bytes only: feedparser takes a string for a path or an address and would open it.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, BinaryIO
from urllib.parse import urlsplit

from briefwright.article import Article, Remark, count_words
from briefwright.errors import NoText, SourceError, TooLarge, Unreadable
from briefwright.ingest import isolated, page
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.dates import iso, moment
from briefwright.ingest.failed import Failed, failed, guarded
from briefwright.ingest.limits import whole
from briefwright.spans import Value

MOST_ENTRIES = 1000
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*|<\?[^>]*\?>\s*|<!DOCTYPE[^>\[]*>\s*)*"
    r"<(?:\w+:)?(?:rss|feed|rdf|channel)\b",
    re.I | re.S,
)
# feedparser's time may grow with the square of what is in an entry.
_SMALL = 50_000
_FULL_WORDS = 120
_CUT = re.compile(
    r"(?:\[?(?:\.\.\.|…)\]?|(?:read|continue|see|view)\s+(?:more|reading|the full \w+)\W*)\s*\Z",
    re.I,
)
_TAG = re.compile(r"<[^<>]*>")


class Entry(Value):
    """One entry of a feed, nothing checked yet."""

    id: str | None = None
    title: str | None = None
    link: str | None = None
    published: str | None = None
    byline: str | None = None
    language: str | None = None
    html: str | None = None
    """The most that the feed says of it."""
    whole: bool = False
    """Whether that is likely to be the article, and not how it begins."""


class Linked(Value):
    """An article that a feed names and does not carry; whoever may fetch reads it."""

    entry: Entry
    source: str
    """The feed's name and which entry of it this is."""
    publisher: str | None = None
    extract: Article | None = None
    """What the feed carries of it, if that is a sentence at least."""


class Parsed(Value):
    """A feed's entries, in its order."""

    title: str | None = None
    entries: tuple[Entry | Failed, ...]
    left: int = 0
    """Entries past the limit."""


def looks_like(text: str) -> bool:
    """Whether the beginning of a text is that of a feed."""
    return _MARKUP.match(text) is not None


def read(stream: BinaryIO, source: str) -> Iterator[Article | Failed | Linked]:
    """What is in a feed, in its order: articles whole, or where they are. Raises SourceError."""
    yield from items(parsed(whole(stream, source), source), source)


def items(parsed: Parsed, source: str) -> Iterator[Article | Failed | Linked]:
    """An article for each entry that carries it, what can be known of it for the others."""
    for number, entry in enumerate(parsed.entries, start=1):
        place = f"{source}: entry {number}"
        if isinstance(entry, Failed):
            yield entry
        else:
            yield from guarded(place, _item(entry, place, parsed.title))
    if parsed.left:
        yield failed(source, left(parsed, source))


def left(parsed: Parsed, source: str) -> TooLarge:
    """What is to be said of the entries past the limit."""
    return TooLarge(
        f"{source}: of its {len(parsed.entries) + parsed.left:,} entries the first "
        f"{MOST_ENTRIES:,} were read, and {parsed.left:,} were not; give them as a feed of their "
        f"own"
    )


def _item(entry: Entry, place: str, publisher: str | None) -> Iterator[Article | Failed | Linked]:
    article = _carried(entry, place, publisher)
    if article is not None and (entry.whole or entry.link is None):
        yield article
    elif entry.link is None:
        yield failed(place, NoText(f"{place}: carries no article and no link to one"))
    else:
        yield Linked(entry=entry, source=place, publisher=publisher, extract=article)


def _carried(entry: Entry, place: str, publisher: str | None) -> Article | None:
    """What the feed itself carries of an article, with a word on it if that is not the whole."""
    if entry.html is None:
        return None
    try:
        fragment = page.fragment(entry.html, place)
        remarks = fragment.remarks if entry.whole else (*fragment.remarks, EXTRACT)
        found = Found(
            text=fragment.text,
            title=entry.title,
            url=entry.link,
            publisher=publisher,
            byline=entry.byline,
            published=entry.published,
            language=entry.language,
            remarks=remarks,
        )
        return assemble(found, place, stem_of(entry.link) if entry.link else entry.title or "entry")
    except SourceError:
        return None


EXTRACT = Remark(
    code="feed-extract",
    text="This is what the feed carries of the article, and may be only how it begins.",
)


def parsed(content: bytes, source: str, *, kind: str = "", base: str = "") -> Parsed:
    """The entries. Raises Unreadable if it is no feed, NoText if there is no entry in it."""
    if len(content) <= _SMALL:
        return parsed_here(content, source, kind=kind, base=base)
    return Parsed.model_validate(isolated.answer("feed", content, source, kind, base))


def parsed_here(content: bytes, source: str, *, kind: str = "", base: str = "") -> Parsed:
    """The same, in this process and however long it takes."""
    import feedparser

    headers = {"content-type": kind} if kind else {}
    if base:
        headers["content-location"] = base
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = feedparser.parse(io.BytesIO(content), response_headers=headers)
    except Exception as error:
        # It promises no set of exceptions for what no feed should hold.
        raise Unreadable(f"{source}: a broken feed ({type(error).__name__})") from error
    entries = found.get("entries") or []
    if not entries:
        if found.get("version"):
            raise NoText(f"{source}: a feed without entries; nothing is in it now")
        problem = found.get("bozo_exception")
        why = f" ({' '.join(str(problem).split())[:120]})" if problem else ""
        raise Unreadable(f"{source}: not a feed{why}; give the address of an RSS or Atom feed")
    feed = found.get("feed") or {}
    language = _string(feed.get("language"))
    return Parsed(
        title=_plain(feed.get("title")),
        entries=tuple(_entries(entries[:MOST_ENTRIES], language, source)),
        left=max(0, len(entries) - MOST_ENTRIES),
    )


def _entries(found: list[Any], language: str | None, source: str) -> Iterator[Entry | Failed]:
    for number, one in enumerate(found, start=1):
        yield from guarded(f"{source}: entry {number}", _entry(one, language))


def _entry(one: Any, language: str | None) -> Iterator[Entry]:
    bodies = [_string(part.get("value")) for part in one.get("content") or [] if part]
    summary = _string(one.get("summary"))
    html = max([body for body in (*bodies, summary) if body], key=len, default=None)
    yield Entry(
        id=_string(one.get("id")),
        title=_plain(one.get("title")),
        link=_link(one.get("link")),
        published=_date(one),
        byline=_names(one),
        language=language,
        html=html,
        whole=html is not None and _is_whole(html, stated=html in bodies),
    )


def _is_whole(html: str, *, stated: bool) -> bool:
    """By its length, and whether it breaks off; what is stated as content needs less of it."""
    text = " ".join(_TAG.sub(" ", html).split())
    least = _FULL_WORDS if not stated else _FULL_WORDS // 2
    return count_words(text) >= least and not _CUT.search(text)


def _date(one: Any) -> str | None:
    """The date as it is written, for its zone; else as feedparser understands it, in UTC."""
    for name in ("published", "updated", "created"):
        # Asked for "updated", feedparser gives "published" and warns that it will not for ever.
        written = _string(one.get(name)) if dict.__contains__(one, name) else None
        if written and moment(found := iso(written)) is not None:
            return found
        parts = one.get(f"{name}_parsed") if dict.__contains__(one, f"{name}_parsed") else None
        if parts:
            try:
                year, month, day, hour, minute, second = parts[:6]
                return datetime(year, month, day, hour, minute, second, tzinfo=UTC).isoformat()
            except (ValueError, TypeError, OverflowError):
                continue
    return None


def _names(one: Any) -> str | None:
    authors = [_plain(author.get("name")) for author in one.get("authors") or [] if author]
    return ", ".join(dict.fromkeys(filter(None, authors))) or _plain(one.get("author"))


def _link(value: object) -> str | None:
    written = _string(value)
    try:
        return written if written and urlsplit(written).scheme in {"http", "https"} else None
    except ValueError:
        return None


def _plain(value: object) -> str | None:
    written = _string(value)
    return " ".join(_TAG.sub("", written).split()) or None if written else None


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
