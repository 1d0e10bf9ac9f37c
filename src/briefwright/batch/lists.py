"""Lists of feeds: OPML as feed readers export it, and TOML written by hand."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from briefwright.batch.values import Line
from briefwright.errors import NotAllowed, NotFound, TooLarge, Unreadable
from briefwright.ingest import Failed
from briefwright.ingest.failed import failed
from briefwright.ingest.limits import MAX_BYTES
from briefwright.ingest.network import ADDRESS
from briefwright.ingest.xml import attribute, local, parsed

_MOST = 10_000


def is_list(source: str) -> bool:
    """Whether the source names others."""
    return Path(source).suffix.lower() in (".opml", ".toml")


def expanded(source: str, say: Callable[[Line], None]) -> Iterator[str | Failed]:
    """The sources that a list names, or the source itself. Raises SourceError for a bad list.

    Lists come from others: what is no address in one is a failure, and no file of this machine.
    """
    if not is_list(source):
        yield source
        return
    try:
        with Path(source).open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise NotFound(
            f"{source}: cannot be read ({error.strerror or error}); check the name of the list"
        ) from error
    found = opml(content, source) if source.lower().endswith(".opml") else toml(content, source)
    if not found:
        raise Unreadable(f"{source}: names no feed; give each an address")
    once = list(dict.fromkeys(found))
    if len(once) < len(found):
        twice = len(found) - len(once)
        say(Line(kind="said", text=f"{source}: {twice:,} of its feeds stand in it twice"))
    if len(once) > _MOST:
        raise TooLarge(f"{source}: names more than {_MOST:,} feeds; split the list")
    for feed in once:
        yield feed if ADDRESS.match(feed) else _refused(feed, source)


def _refused(feed: str, source: str) -> Failed:
    error = NotAllowed(
        f"{source}: the feed {feed!r} is no http or https address; name files and folders "
        "themselves as sources"
    )
    return failed(f"{source}: {feed}", error)


def opml(content: bytes, source: str) -> list[str]:
    """The addresses of an OPML list (opml.org/spec2.opml), in its order. Raises Unreadable."""
    root = parsed(content, source)
    if local(root).lower() != "opml":
        raise Unreadable(f"{source}: not an OPML list; export one from a feed reader")
    return [
        address
        for element in root.iter()
        if local(element).lower() == "outline"
        and (
            address := (attribute(element, "xmlUrl") or attribute(element, "xmlurl") or "").strip()
        )
    ]


def toml(content: bytes, source: str) -> list[str]:
    """The addresses under `feeds`: strings, or tables with a `url`. Raises Unreadable."""
    try:
        table = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"{source}: not TOML ({error}); see docs/operations.md") from error
    feeds = table.get("feeds")
    if not isinstance(feeds, list):
        raise Unreadable(
            f'{source}: has no list "feeds"; write feeds = ["https://...", ...]. A configuration '
            "is given with --config"
        )
    return [_address(one, number, source) for number, one in enumerate(feeds, start=1)]


def _address(one: Any, number: int, source: str) -> str:
    found = one.get("url") if isinstance(one, dict) else one
    if not isinstance(found, str) or not found.strip():
        raise Unreadable(f'{source}: feed {number} has no address; write url = "https://..."')
    return found.strip()
