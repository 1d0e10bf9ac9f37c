"""The work on articles: who is at it, and how it ended.

An item is leased while a run is at it. A run that dies, or does not renew its leases, loses them;
should it finish an item all the same, the first to finish counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Literal

from briefwright.article import Article
from briefwright.spans import Value
from briefwright.store import Store
from briefwright.store.articles import opened, pack
from briefwright.store.runs import now

LEASE = timedelta(minutes=3)
"""Leases are renewed several times as often; longer than a machine is likely to stand still."""
State = Literal["pending", "done", "rejected", "quarantined"]


class Leased(Value):
    """An article that a run has taken on."""

    key: str
    article: Article


class Ended(Value):
    """How the work on an article ended."""

    article: str
    """Its key in the store."""
    state: Literal["done", "rejected", "quarantined"]
    code: str | None = None
    reason: str | None = None
    attempts: int = 0
    """How often it was tried alone and failed the worker."""
    brief: str | None = None
    """JSON without the article's text, which the store has already."""
    seconds: float = 0.0
    day: str | None = None
    """Of the run, ISO 8601."""


class Standing(Value):
    """How far the work on an article is."""

    state: State
    code: str | None = None
    made: str | None = None
    """When the brief by the wanted recipe was made; None if there is none."""


def want(store: Store, article: str, recipe: str, *, again: bool = False) -> Standing:
    """Ask for a brief by the recipe: how the article's item now stands.

    What was done, rejected or quarantined by another recipe is pending again; what was rejected
    or quarantined by this one only if `again`.
    """
    with store.writing() as connection:
        row = connection.execute(
            "SELECT i.recipe, i.state, i.code, b.made FROM item i LEFT JOIN brief b "
            "ON b.article = i.article AND b.recipe = ? WHERE i.article = ?",
            (recipe, article),
        ).fetchone()
        if row is None:
            connection.execute(
                "INSERT INTO item (article, recipe, state, attempts, changed, day) "
                "SELECT key, ?, 'pending', 0, ?, day FROM article WHERE key = ?",
                (recipe, now(), article),
            )
            return Standing(state="pending")
        old, state, code, made = row
        if state != "pending" and (old != recipe or (again and state != "done" and not made)):
            _reopen(store, article, recipe)
            return Standing(state="pending")
    return Standing(state=state, code=code, made=made)


def _reopen(store: Store, article: str, recipe: str) -> None:
    store.connection.execute(
        "UPDATE item SET recipe = ?, state = 'pending', code = NULL, reason = NULL, attempts = 0, "
        "owner = NULL, leased_until = NULL, changed = ? WHERE article = ?",
        (recipe, now(), article),
    )


def adopt(store: Store, token: str, recipe: str) -> int:
    """Take over what is pending and wanted by no run that is going on; how many that are.

    They become inputs of the run, by negative numbers.
    """
    with store.writing() as connection:
        rows = connection.execute(
            "SELECT i.article, a.source FROM item i JOIN article a ON a.key = i.article "
            "WHERE i.state = 'pending' AND NOT EXISTS (SELECT 1 FROM input n JOIN run r "
            "ON r.token = n.run WHERE n.article = i.article AND r.ended IS NULL)"
        ).fetchall()
        connection.executemany(
            "INSERT INTO input VALUES (?, ?, ?, ?)",
            [(token, -number, source, key) for number, (key, source) in enumerate(rows, start=1)],
        )
        connection.executemany(
            "UPDATE item SET recipe = ?, owner = NULL WHERE article = ?",
            [(recipe, key) for key, _ in rows],
        )
    return len(rows)


def inherit(store: Store, token: str, recipe: str) -> None:
    """Take over what the run waits for, and what waits for another recipe that no run has now."""
    with store.writing() as connection:
        connection.execute(
            "UPDATE item SET recipe = :recipe WHERE state = 'pending' AND owner IS NULL "
            "AND recipe != :recipe "
            "AND EXISTS (SELECT 1 FROM input n WHERE n.article = item.article AND n.run = :token) "
            "AND NOT EXISTS (SELECT 1 FROM input n JOIN run r ON r.token = n.run "
            "WHERE n.article = item.article AND r.ended IS NULL AND r.recipe = item.recipe)",
            {"recipe": recipe, "token": token},
        )


def reopen_failed(store: Store, recipe: str) -> None:
    """Make all that was rejected or quarantined pending again."""
    with store.writing() as connection:
        rows = connection.execute(
            "SELECT article FROM item WHERE state IN ('rejected', 'quarantined')"
        ).fetchall()
        for (article,) in rows:
            _reopen(store, article, recipe)


def lease(store: Store, token: str, recipe: str, *, most: int) -> list[Leased]:
    """Take on up to so many pending articles that nobody is at, of the latest day first."""
    with store.writing() as connection:
        rows = connection.execute(
            "SELECT a.key, a.content FROM item i JOIN article a ON a.key = i.article "
            "WHERE i.state = 'pending' AND i.recipe = ? "
            "AND (i.owner IS NULL OR i.leased_until < ?) "
            "ORDER BY i.day DESC, i.rowid LIMIT ?",
            (recipe, _stamp(), most),
        ).fetchall()
        until = _stamp(LEASE)
        connection.executemany(
            "UPDATE item SET owner = ?, leased_until = ? WHERE article = ?",
            [(token, until, key) for key, _ in rows],
        )
    return [Leased(key=key, article=opened(store, key, content)) for key, content in rows]


def free_now(store: Store, recipe: str, *, most: int) -> int:
    """How many articles could be leased, counted up to so many."""
    with store.reading() as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM (SELECT 1 FROM item WHERE state = 'pending' AND recipe = ? "
            "AND owner IS NULL LIMIT ?)",
            (recipe, most),
        ).fetchone()
    return int(count)


def renew(store: Store, token: str) -> None:
    with store.writing() as connection:
        connection.execute(
            "UPDATE item SET leased_until = ? WHERE owner = ? AND state = 'pending'",
            (_stamp(LEASE), token),
        )


def free(store: Store, articles: Iterable[str], token: str) -> None:
    """Give leased articles back undone."""
    with store.writing() as connection:
        connection.executemany(
            "UPDATE item SET owner = NULL, leased_until = NULL WHERE article = ? AND owner = ?",
            [(article, token) for article in articles],
        )


def finish(store: Store, ended: Ended, recipe: str) -> bool:
    """Keep how the work ended; False if another run was first, and nothing is kept."""
    with store.writing() as connection:
        changed = connection.execute(
            "UPDATE item SET state = ?, code = ?, reason = ?, attempts = ?, owner = NULL, "
            "leased_until = NULL, changed = ? "
            "WHERE article = ? AND recipe = ? AND state = 'pending'",
            (
                ended.state,
                ended.code,
                ended.reason,
                ended.attempts,
                now(),
                ended.article,
                recipe,
            ),
        )
        if changed.rowcount and ended.brief is not None:
            connection.execute(
                "INSERT OR REPLACE INTO brief VALUES (?, ?, ?, ?, ?)",
                (ended.article, recipe, now(), ended.seconds, pack(ended.brief)),
            )
            connection.execute(
                "UPDATE item SET briefed_day = coalesce(briefed_day, ?) WHERE article = ?",
                (ended.day, ended.article),
            )
    return changed.rowcount > 0


def rendered(store: Store, ended: Ended, recipe: str) -> None:
    """Notes of a brief that was there already were made, or could not be."""
    with store.writing() as connection:
        connection.execute(
            "UPDATE item SET state = ?, code = ?, reason = ?, attempts = ?, changed = ? "
            "WHERE article = ? AND recipe = ? AND state != 'pending'",
            (
                ended.state,
                ended.code,
                ended.reason,
                ended.attempts,
                now(),
                ended.article,
                recipe,
            ),
        )


def state(store: Store, article: str) -> State | None:
    with store.reading() as connection:
        row = connection.execute("SELECT state FROM item WHERE article = ?", (article,)).fetchone()
    return row[0] if row else None


def reason(store: Store, article: str) -> str:
    """Why it was rejected or quarantined; empty if it was not."""
    with store.reading() as connection:
        row = connection.execute("SELECT reason FROM item WHERE article = ?", (article,)).fetchone()
    return row[0] or "" if row else ""


def pending(store: Store, token: str) -> int:
    """Articles of the run that are not done with yet, whoever is at them."""
    with store.reading() as connection:
        (count,) = connection.execute(
            "SELECT count(DISTINCT n.article) FROM input n JOIN item i ON i.article = n.article "
            "WHERE n.run = ? AND i.state = 'pending'",
            (token,),
        ).fetchone()
    return int(count)


def _stamp(later: timedelta = timedelta()) -> str:
    return (datetime.now(UTC) + later).isoformat(timespec="seconds")
