"""What is remembered of feeds: how to ask whether they changed, and how the last look ended."""

from __future__ import annotations

import sqlite3
from typing import Literal

from briefwright.spans import Value
from briefwright.store import Store

Status = Literal["read", "unchanged", "failed"]


class Feed(Value):
    """A feed as it was left by the last look at it."""

    url: str
    etag: str | None = None
    last_modified: str | None = None
    status: Status
    reason: str | None = None
    """Why it failed, for people."""
    entries: int = 0
    """In the feed, when it was last read."""
    articles: int = 0
    """Of those, the ones that became articles."""
    checked: str
    """ISO 8601 date-time of the last look."""
    changed: str | None = None
    """ISO 8601 date-time at which it was last read anew."""


_FIELDS = tuple(Feed.model_fields)


def get(store: Store, url: str) -> Feed | None:
    """The feed as it was left. Raises StoreError."""
    try:
        row = store.connection.execute(
            f"SELECT {', '.join(_FIELDS)} FROM feed WHERE url = ?", (url,)
        ).fetchone()
    except sqlite3.Error as error:
        raise store.error(error) from error
    return Feed.model_validate(dict(zip(_FIELDS, row, strict=True))) if row else None


def put(store: Store, feed: Feed) -> None:
    """Remember the feed; what could only be asked for again is kept. Raises StoreError."""
    marks = ", ".join(f":{name}" for name in _FIELDS)
    try:
        store.connection.execute(
            f"INSERT OR REPLACE INTO feed ({', '.join(_FIELDS)}) VALUES ({marks})",
            feed.model_dump(),
        )
    except sqlite3.Error as error:
        raise store.error(error) from error


def every(store: Store) -> list[Feed]:
    """All feeds by address. Raises StoreError."""
    try:
        rows = store.connection.execute(
            f"SELECT {', '.join(_FIELDS)} FROM feed ORDER BY url"
        ).fetchall()
    except sqlite3.Error as error:
        raise store.error(error) from error
    return [Feed.model_validate(dict(zip(_FIELDS, row, strict=True))) for row in rows]
