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
    """The network as the options and the environment have it, closed at the end.

    What it read of feeds is remembered when the block ends without an exception: whatever is
    made of their articles must be on the disk by then, and the sources of what failed be in its
    `failed`.
    """
    from briefwright.ingest import commit
    from briefwright.store import Store

    with ExitStack() as stack:
        opened = stack.enter_context(client(offline=offline))
        kept = stack.enter_context(Store(store)) if store is not None else None
        found = of(opened, kept, output.say)
        yield found
        # A run that is interrupted does not come here, and the next one reads its feeds again.
        commit(found)


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
    from briefwright.errors import SettingsError
    from briefwright.ingest.settings import web

    try:
        return web(os.environ)
    except SettingsError as error:
        output.usage(str(error))


def _say(feed: Feed, say: Callable[[str], None]) -> None:
    if feed.status == "unchanged":
        say(f"feed {feed.url}: unchanged since {feed.changed or 'the last look'}")
    elif feed.status == "read":
        rest = f"; {feed.reason}" if feed.reason else ""
        say(f"feed {feed.url}: {feed.entries:,} entries, {feed.articles:,} articles{rest}")
