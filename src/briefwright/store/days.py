"""What was done on a day: briefs, what was rejected or quarantined and why, what is left.

To the day D belong the articles whose own day is D, and those that a run of the day D was the
first to see or, where earlier ones left them, the first to brief: of these, the ones of an earlier
day are stale, and `age_days` says by how much.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, tzinfo

from briefwright.brief import Brief
from briefwright.spans import Value
from briefwright.store import Store
from briefwright.store.articles import DayFrom, opened, unpack, unreadable
from briefwright.store.items import State


class Entry(Value):
    """An article of the day and how far the work on it is."""

    key: str
    """Of the article in the store."""
    id: str
    source: str
    title: str | None
    url: str | None
    publisher: str | None
    """The outlet."""
    published: str | None
    """As in `Article.published`."""
    retrieved: str | None
    language: str | None
    words: int
    day: str | None
    """ISO 8601; None for an undated article that was put to no day."""
    day_from: DayFrom
    first_day: str
    """The day of the run that saw it first."""
    age_days: int | None
    """Days from the article's own day to the one asked for: 0 is the day itself, more is stale."""
    state: State
    code: str | None
    reason: str | None
    """Why it was rejected or quarantined, for people."""
    attempts: int


class Done(Value):
    """An article of the day that has a brief."""

    entry: Entry
    brief: Brief
    """With the article's text."""
    notes: tuple[str, ...]
    """Paths of the notes that were made of it."""


class Failure(Value):
    """An input that no article could be read from."""

    source: str
    day: str
    code: str
    reason: str


_COLUMNS = (
    "a.key, a.id, a.source, a.title, a.url, a.publisher, a.published, a.retrieved, a.language, "
    "a.words, a.day, a.day_from, a.first_day, i.state, i.code, i.reason, i.attempts"
)
_NAMES = tuple(name.strip().split(".")[1] for name in _COLUMNS.split(","))
_OF_DAY = (
    "FROM article a JOIN item i ON i.article = a.key "
    "WHERE a.key IN (SELECT key FROM article WHERE day = :day "
    "UNION SELECT key FROM article WHERE first_day = :day "
    "UNION SELECT article FROM item WHERE briefed_day = :day) "
)


def entries(store: Store, day: date) -> list[Entry]:
    """All articles of the day, whatever became of them, in the order of their publication."""
    with store.reading() as connection:
        rows = connection.execute(
            f"SELECT {_COLUMNS} {_OF_DAY}", {"day": day.isoformat()}
        ).fetchall()
    found = [_entry(row, day) for row in rows]
    return sorted(found, key=lambda one: (moment(one.published, UTC), one.id, one.key))


def moment(published: str | None, within: tzinfo) -> datetime:
    """When it was published, in UTC, to sort by; what tells no time comes last.

    A day alone is its beginning in the zone, a time without a zone is the zone's own.
    """
    # Not as text: 09:00+02:00 comes before 08:00+00:00.
    try:
        found = datetime.fromisoformat(published or "")
        return (found if found.tzinfo else found.replace(tzinfo=within)).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime.max.replace(tzinfo=UTC)


def done(store: Store, day: date) -> Iterator[Done]:
    """The articles of the day that have a brief, one after the other, so that memory stays flat.

    A brief made by earlier models counts, where the present ones could not do the article; its
    entry then says "rejected" or "quarantined".
    """
    for entry in entries(store, day):
        found = brief(store, entry.key)
        if found is not None:
            yield Done(entry=entry, brief=found, notes=_notes(store, entry.key))


def rejected(store: Store, day: date) -> list[Entry]:
    return [one for one in entries(store, day) if one.state == "rejected"]


def quarantined(store: Store, day: date) -> list[Entry]:
    return [one for one in entries(store, day) if one.state == "quarantined"]


def left(store: Store, day: date) -> list[Entry]:
    """Those that no run has come to yet: it was stopped, or its deadline came."""
    return [one for one in entries(store, day) if one.state == "pending"]


def failures(store: Store, day: date) -> list[Failure]:
    """The inputs of the day's runs that gave no article, by source."""
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT source, day, code, reason FROM failure WHERE day = ? ORDER BY source",
            (day.isoformat(),),
        ).fetchall()
    names = tuple(Failure.model_fields)
    return [Failure.model_validate(dict(zip(names, row, strict=True))) for row in rows]


def brief(store: Store, article: str) -> Brief | None:
    """The brief of an article by its key in the store, with the article's text.

    Raises StoreError.
    """
    with store.reading() as connection:
        row = connection.execute(
            "SELECT b.content, a.content FROM brief b JOIN article a ON a.key = b.article "
            "WHERE b.article = ?",
            (article,),
        ).fetchone()
    if row is None:
        return None
    try:
        found = Brief.model_validate_json(unpack(row[0]))
    except (ValueError, zlib.error) as error:
        raise unreadable(store, f"the brief of {article}", error) from error
    text = opened(store, article, row[1]).text
    with_text = found.articles[0].model_copy(update={"text": text})
    return found.model_copy(update={"articles": (with_text,)})


def _notes(store: Store, article: str) -> tuple[str, ...]:
    with store.reading() as connection:
        rows = connection.execute(
            "SELECT path FROM note WHERE article = ? AND written IS NOT NULL ORDER BY path",
            (article,),
        ).fetchall()
    return tuple(path for (path,) in rows)


def _entry(row: Sequence[object], asked: date) -> Entry:
    fields = dict(zip(_NAMES, row, strict=True))
    own = fields["day"]
    age = (asked - date.fromisoformat(str(own))).days if own else None
    return Entry.model_validate({**fields, "age_days": age})
