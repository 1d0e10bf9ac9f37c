"""The size and the health of a store, and taking old days out of it."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.errors import StoreError
from briefwright.spans import Value
from briefwright.store import Store, runs
from briefwright.store.articles import unpack


class Stats(Value):
    """What a store holds, and how much room it takes."""

    path: Path
    bytes: int
    """Of the file and its write-ahead log."""
    free_bytes: int
    """Of these, the ones that the next rows will fill."""
    article_bytes: int
    brief_bytes: int
    articles: int
    done: int
    rejected: int
    quarantined: int
    pending: int
    notes: int
    failures: int
    feeds: int
    runs: int
    first_day: str | None
    last_day: str | None


class Pruned(Value):
    """What was taken out, or would be."""

    articles: int
    failures: int
    runs: int
    bytes_before: int
    bytes_after: int
    """As before, if nothing was taken out."""


def stats(store: Store) -> Stats:
    with store.reading() as connection:

        def one(query: str) -> int:
            return int(connection.execute(query).fetchone()[0] or 0)

        states = dict(connection.execute("SELECT state, count(*) FROM item GROUP BY state"))
        days = connection.execute("SELECT min(day), max(day) FROM article").fetchone()
        return Stats(
            path=store.path,
            bytes=_size(store),
            free_bytes=one("PRAGMA freelist_count") * one("PRAGMA page_size"),
            article_bytes=one("SELECT sum(length(content)) FROM article"),
            brief_bytes=one("SELECT sum(length(content)) FROM brief"),
            articles=one("SELECT count(*) FROM article"),
            done=states.get("done", 0),
            rejected=states.get("rejected", 0),
            quarantined=states.get("quarantined", 0),
            pending=states.get("pending", 0),
            notes=one("SELECT count(*) FROM note WHERE written IS NOT NULL"),
            failures=one("SELECT count(*) FROM failure"),
            feeds=one("SELECT count(*) FROM feed"),
            runs=one("SELECT count(*) FROM run"),
            first_day=days[0],
            last_day=days[1],
        )


def faults(store: Store) -> Iterator[str]:
    """What is wrong with the store, one thing a line; nothing if it is well."""
    yield from _damage(store)
    yield from _contradictions(store)
    yield from _unreadable(store)


def changed_notes(store: Store) -> Iterator[tuple[Path, str]]:
    """Notes that are not on the disk as they were written: "missing" or "changed"."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT path, sha256 FROM note WHERE written IS NOT NULL ORDER BY path"
        )
        for path, sha256 in rows:
            try:
                content = Path(path).read_bytes()
            except OSError:
                yield Path(path), "missing"
                continue
            if hashlib.sha256(content).hexdigest() != sha256:
                yield Path(path), "changed"


def _damage(store: Store) -> Iterator[str]:
    try:
        for (line,) in store.connection.execute("PRAGMA integrity_check(20)"):
            if line != "ok":
                yield f"damaged: {line}"
        broken = store.connection.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise store.error(error) from error
    if broken:
        yield f"{len(broken):,} rows refer to rows that are not there"


_CONTRADICTIONS = (
    (
        "SELECT count(*) FROM item i LEFT JOIN brief b ON b.article = i.article "
        "WHERE i.state = 'done' AND b.article IS NULL",
        "articles are done and have no brief",
    ),
    (
        "SELECT count(*) FROM article a LEFT JOIN item i ON i.article = a.key "
        "WHERE i.article IS NULL",
        "articles are neither waiting nor done, rejected or quarantined",
    ),
    (
        "SELECT count(*) FROM item WHERE state IN ('rejected', 'quarantined') AND reason IS NULL",
        "articles were rejected or quarantined without a reason",
    ),
)


def _contradictions(store: Store) -> Iterator[str]:
    with store.reading() as connection:
        for query, words in _CONTRADICTIONS:
            (count,) = connection.execute(query).fetchone()
            if count:
                yield f"{count:,} {words}"


def _unreadable(store: Store) -> Iterator[str]:
    with store.reading() as connection:
        for article, content in connection.execute("SELECT article, content FROM brief"):
            try:
                Brief.model_validate_json(unpack(content))
            except Exception as error:
                # zlib, UTF-8, JSON and pydantic each have exceptions of their own.
                yield f"the brief of {article} cannot be read ({type(error).__name__})"
        for article, content in connection.execute("SELECT key, content FROM article"):
            try:
                Article.model_validate_json(unpack(content))
            except Exception as error:
                yield f"the article {article} cannot be read ({type(error).__name__})"


_OLD = (
    "SELECT a.key FROM article a JOIN item i ON i.article = a.key "
    "WHERE coalesce(a.day, a.first_day) < :day AND a.first_day < :day AND i.state != 'pending'"
)
# What a killed one left is not cleared away yet: the next batch does that.
_OVER = "day < :day AND ended IS NOT NULL"


def prune(store: Store, before: date, *, dry: bool = False) -> Pruned:
    """Take out articles, briefs, failures and runs of the days before; notes' files stay.

    What is waiting stays. Raises StoreError while a run is going on.
    """
    day = {"day": before.isoformat()}
    with store.writing() as connection:
        (going,) = connection.execute("SELECT count(*) FROM run WHERE ended IS NULL").fetchone()
        if going > len(runs.gone(store)):
            raise StoreError(f"{store.path}: a run is going on; prune when it has ended")
        counts = [
            int(connection.execute(f"SELECT count(*) FROM {rest}", day).fetchone()[0])
            for rest in (f"({_OLD})", "failure WHERE day < :day", f"run WHERE {_OVER}")
        ]
        if not dry:
            connection.execute(f"DELETE FROM article WHERE key IN ({_OLD})", day)
            connection.execute("DELETE FROM failure WHERE day < :day", day)
            connection.execute(f"DELETE FROM run WHERE {_OVER}", day)
    size = _size(store)
    if not dry:
        with store.reading() as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Pruned(
        articles=counts[0],
        failures=counts[1],
        runs=counts[2],
        bytes_before=size,
        bytes_after=_size(store),
    )


def _size(store: Store) -> int:
    files = (store.path, store.path.with_name(f"{store.path.name}-wal"))
    return sum(file.stat().st_size for file in files if file.exists())
