"""JSONL: one article a line, read line by line however long the file is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from briefwright.article import Article
from briefwright.errors import NoText, SourceError, TooLarge, Unreadable
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.failed import Failed, failed
from briefwright.ingest.limits import CHUNK, MAX_LINE, megabytes

_SHORT_NAME = 60


def read(stream: BinaryIO, source: str) -> Iterator[Article | Failed]:
    """An article or a failure for each line that is not blank, in order.

    Raises NoText if there is none, Unreadable if the file is UTF-16 or UTF-32.
    """
    stem = stem_of(source)
    number = rows = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if number == 1:
            line = _unmarked(line, source)
        place = f"{source}:{number}"
        if len(line) > MAX_LINE:
            _skip_line(stream, line)
            error = TooLarge(
                f"{place}: the line is longer than {megabytes(MAX_LINE)}, the limit for one "
                f"article; put each article on a line of its own"
            )
            yield failed(place, error)
        elif line.strip():
            yield _article(line, place, stem)
        else:
            continue
        rows += 1
    if not rows:
        raise NoText(f"{source}: there are no rows in it; check that it was saved completely")


def _unmarked(line: bytes, source: str) -> bytes:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in line[:4]:
        raise Unreadable(f"{source}: wrong encoding; JSONL is UTF-8, so save it as UTF-8")
    return line.removeprefix(b"\xef\xbb\xbf")


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(CHUNK)


def _article(line: bytes, place: str, stem: str) -> Article | Failed:
    try:
        return assemble(_found(_row(line, place), place), place, stem)
    except SourceError as error:
        return failed(place, error)


def _row(line: bytes, place: str) -> dict[str, object]:
    try:
        row = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{place}: wrong encoding, byte {error.start + 1:,} of the line is not UTF-8; save "
            f"the file as UTF-8"
        ) from error
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"{place}: the row is not JSON ({error.msg}, column {error.colno:,}); write one JSON "
            f"object a line"
        ) from error
    except (RecursionError, ValueError) as error:
        # Nested thousands deep, or a number of thousands of digits.
        raise Unreadable(
            f"{place}: the row's JSON is nested too deep or holds too long a number; keep the "
            f"text and its plain fields only"
        ) from error
    if not isinstance(row, dict):
        raise Unreadable(
            f'{place}: the row is not a JSON object; write one object with a "text" a line'
        )
    return row


def _found(row: dict[str, object], place: str) -> Found:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Unreadable(f'{place}: the row has no text; give the article as a string under "text"')
    return Found(
        text=text,
        id=_string(row.get("id")),
        title=_string(row.get("title")),
        url=_string(row.get("url")),
        publisher=_string(row.get("publisher")) or _short(_string(row.get("source"))),
        byline=_names(row.get("byline")) or _names(row.get("author")),
        published=_string(row.get("published")) or _string(row.get("date")),
        language=_string(row.get("language")),
    )


def _string(value: object) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    return None


def _names(value: object) -> str | None:
    if isinstance(value, list):
        return ", ".join(name for name in map(_string, value) if name) or None
    return _string(value)


def _short(value: str | None) -> str | None:
    """A `source` that is an outlet's name; datasets also keep paths and addresses there."""
    return value if value and len(value) <= _SHORT_NAME and "/" not in value else None
