"""How commands read addresses: the options, the environment's configuration, what is said."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.ingest import Client, Network, Web
    from briefwright.store import Store
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
    from briefwright.store import Store

    with ExitStack() as stack:
        opened = stack.enter_context(client(offline=offline))
        kept = stack.enter_context(Store(store)) if store is not None else None
        yield of(opened, kept, output.say)


@contextmanager
def client(*, offline: bool) -> Iterator[Client | None]:
    """What fetches, closed at the end; None if nothing is to be fetched."""
    from briefwright.ingest import Client

    if offline:
        yield None
        return
    with Client(_web()) as opened:
        yield opened


def of(client: Client | None, store: Store | None, say: Callable[[str], None]) -> Network:
    """A network that says of each feed how it was found."""
    from briefwright.ingest import Network

    return Network(client=client, store=store, report=lambda feed: _say(feed, say))


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


def _say(feed: Feed, say: Callable[[str], None]) -> None:
    if feed.status == "unchanged":
        say(f"feed {feed.url}: unchanged since {feed.changed or 'the last look'}")
    elif feed.status == "read":
        rest = f"; {feed.reason}" if feed.reason else ""
        say(f"feed {feed.url}: {feed.entries:,} entries, {feed.articles:,} articles{rest}")
