"""How commands read addresses: the options, the environment's configuration, what is said."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.ingest import Network, Web
    from briefwright.store.feeds import Feed

OfflineOption = Annotated[
    bool, typer.Option("--offline", help="Fetch nothing: neither addresses nor feeds' links.")
]
StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store", metavar="FILE", help="Remember feeds here, and read what is new in them."
    ),
]


@contextmanager
def network(*, offline: bool, store: Path | None) -> Iterator[Network]:
    """The network as the options and the environment have it, closed at the end."""
    from briefwright.ingest import Client, Network
    from briefwright.store import Store

    with ExitStack() as stack:
        client = None if offline else stack.enter_context(Client(_web()))
        kept = stack.enter_context(Store(store)) if store is not None else None
        yield Network(client=client, store=kept, report=_say)


def _web() -> Web:
    from briefwright.ingest import Web

    hosts = os.environ.get("BRIEFWRIGHT_INTRANET", "").replace(",", " ").split()
    proxy = os.environ.get("BRIEFWRIGHT_PROXY") or None
    if proxy is not None and not proxy.lower().startswith(("http://", "https://")):
        # Standard error is kept in logs, where no password belongs.
        host = proxy.rpartition("@")[2]
        output.usage(f"BRIEFWRIGHT_PROXY={host!r}: give an address such as http://proxy:3128")
    return Web(
        proxy=proxy,
        intranet=tuple(hosts),
        contact=os.environ.get("BRIEFWRIGHT_CONTACT") or None,
    )


def _say(feed: Feed) -> None:
    if feed.status == "unchanged":
        output.say(f"feed {feed.url}: unchanged since {feed.changed or 'the last look'}")
    elif feed.status == "read":
        rest = f"; {feed.reason}" if feed.reason else ""
        output.say(f"feed {feed.url}: {feed.entries:,} entries, {feed.articles:,} articles{rest}")
