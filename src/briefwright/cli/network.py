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
    """The network as the options and the environment have it, closed at the end.

    What it read of feeds is remembered when the block ends without an exception: whatever is
    made of their articles must be on the disk by then, and the sources of what failed be in its
    `failed`.
    """
    from briefwright.ingest import Client, Network, commit
    from briefwright.store import Store

    with ExitStack() as stack:
        client = None if offline else stack.enter_context(Client(_web()))
        kept = stack.enter_context(Store(store)) if store is not None else None
        found = Network(client=client, store=kept, report=_say)
        yield found
        # A run that is interrupted does not come here, and the next one reads its feeds again.
        commit(found)


def _web() -> Web:
    from briefwright.errors import SettingError
    from briefwright.ingest.settings import web

    try:
        return web(os.environ)
    except SettingError as error:
        output.usage(str(error))


def _say(feed: Feed) -> None:
    if feed.status == "unchanged":
        output.say(f"feed {feed.url}: unchanged since {feed.changed or 'the last look'}")
    elif feed.status == "read":
        rest = f"; {feed.reason}" if feed.reason else ""
        output.say(f"feed {feed.url}: {feed.entries:,} entries, {feed.articles:,} articles{rest}")
