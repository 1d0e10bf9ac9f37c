"""Articles as they were read, each once, with the day that it belongs to."""

from __future__ import annotations

import zlib
from typing import Literal

from briefwright.article import Article, count_words
from briefwright.errors import StoreError
from briefwright.spans import Value
from briefwright.store import Store

DayFrom = Literal["published", "retrieved", "run", "none"]
"""What an article's day was taken from; "none" belongs to no day."""


class Dated(Value):
    """An article on its way into the store."""

    key: str
    """Of its content, whatever it was called and whenever it was fetched."""
    article: Article
    day: str | None
    """ISO 8601 date in the run's zone."""
    day_from: DayFrom
    first_day: str
    """The day of the run that saw it first."""
    first_seen: str
    """ISO 8601 date-time, UTC."""


def put(store: Store, dated: Dated) -> bool:
    """Keep the article; False if it is there already, and is left as it is."""
    article = dated.article
    with store.writing() as connection:
        made = connection.execute(
            "INSERT OR IGNORE INTO article VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (
                dated.key,
                article.id,
                article.source,
                article.title,
                article.url,
                article.publisher,
                article.published,
                article.retrieved,
                article.language,
                count_words(article.text),
                dated.day,
                dated.day_from,
                dated.first_day,
                dated.first_seen,
                pack(article.model_dump_json(exclude_defaults=True)),
            ),
        )
    return made.rowcount > 0


def get(store: Store, key: str) -> Article | None:
    with store.reading() as connection:
        row = connection.execute("SELECT content FROM article WHERE key = ?", (key,)).fetchone()
    return opened(store, key, row[0]) if row else None


def opened(store: Store, key: str, content: bytes) -> Article:
    """The article of a row. Raises StoreError for one that is damaged."""
    try:
        return Article.model_validate_json(unpack(content))
    except (ValueError, zlib.error) as error:
        raise unreadable(store, f"the article {key}", error) from error


def unreadable(store: Store, what: str, cause: Exception) -> StoreError:
    return StoreError(
        f"{store.path}: {what} cannot be read ({type(cause).__name__}); bring back a copy of the "
        "store: briefwright store check says what else is damaged"
    )


class Facts(Value):
    """What a note's name is made of, and when its brief was."""

    id: str
    source: str
    title: str | None
    day: str | None
    briefed: str | None
    """When the brief was made; None if there is none."""


def facts(store: Store, key: str) -> Facts:
    """Of an article that is there. Raises StoreError, if it is not."""
    with store.reading() as connection:
        row = connection.execute(
            "SELECT a.id, a.source, a.title, a.day, b.made FROM article a "
            "LEFT JOIN brief b ON b.article = a.key WHERE a.key = ?",
            (key,),
        ).fetchone()
    if row is None:
        raise store.error(LookupError(f"it has no article {key}"))
    return Facts.model_validate(dict(zip(Facts.model_fields, row, strict=True)))


def pack(text: str) -> bytes:
    """News shrinks to some 40%; level 6 takes a tenth of a millisecond."""
    return zlib.compress(text.encode(), 6)


def unpack(content: bytes) -> str:
    return zlib.decompress(content).decode()
