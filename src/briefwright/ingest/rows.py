"""JSONL: one article a line, read line by line however long the file is, and written."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import BinaryIO

from briefwright.article import Article, Remark, count_words
from briefwright.errors import NoText, SourceError, TooLarge, Unreadable
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.clean import clean, one_line
from briefwright.ingest.failed import Failed, failed
from briefwright.ingest.limits import CHUNK, MAX_LINE, megabytes

_SHORT_NAME = 60
_MOST_REMARKS = 20
_LONGEST_REMARK = 400
_CHANGED = "text-changed"


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


def row(article: Article) -> str:
    """The article as one line of JSON: what was found, what was cut, and the text as it was read.

    `read` takes it again, and finds out if the text was changed in between.
    """
    fields = {
        "id": article.id,
        "title": article.title,
        "byline": article.byline,
        "publisher": article.publisher,
        "published": article.published,
        "retrieved": article.retrieved,
        "url": article.url,
        "language": article.language,
        "source": article.source,
        "sha256": article.sha256,
        "words": count_words(article.text),
        "visible_share": article.visible_share,
        "remarks": [remark.model_dump() for remark in article.remarks],
        "cut": [
            {
                "start": mask.span.start,
                "end": mask.span.end,
                "reason": mask.reason,
                "text": mask.span.of(article.text),
            }
            for mask in article.masked
        ],
        "text": article.text,
    }
    # U+2028 in a text would end the line for some readers.
    return json.dumps(fields, ensure_ascii=False).replace("\u2028", "\\u2028")


def _unmarked(line: bytes, source: str) -> bytes:
    if line.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in line[:4]:
        raise Unreadable(f"{source}: wrong encoding; JSONL is UTF-8, so save it as UTF-8")
    return line.removeprefix(b"\xef\xbb\xbf")


def _skip_line(stream: BinaryIO, line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(CHUNK)


def _article(line: bytes, place: str, stem: str) -> Article | Failed:
    try:
        return assemble(found(_row(line, place), place), place, stem)
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


def found(row: dict[str, object], place: str) -> Found:
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise Unreadable(f'{place}: the row has no text; give the article as a string under "text"')
    return Found(
        text=text,
        id=_string(row.get("id")),
        title=_string(row.get("title")),
        url=_string(row.get("url")),
        publisher=_string(row.get("publisher")) or _outlet(row),
        byline=_names(row.get("byline")) or _names(row.get("author")),
        published=_string(row.get("published")) or _string(row.get("date")),
        language=_string(row.get("language")),
        retrieved=_string(row.get("retrieved")),
        visible_share=_share(row.get("visible_share")),
        remarks=(*_remarks(row.get("remarks")), *_changed(row, text)),
    )


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and 0 <= value <= 1 else None


def _remarks(value: object) -> tuple[Remark, ...]:
    """What was said of the article when it was read from its own source."""
    if not isinstance(value, list):
        return ()
    pairs = [
        (_string(one.get("code")), _string(one.get("text")))
        for one in value
        if isinstance(one, dict)
    ]
    return tuple(
        Remark(code=one_line(code), text=one_line(text)[:_LONGEST_REMARK])
        for code, text in pairs[:_MOST_REMARKS]
        if code and text and code != _CHANGED
    )


def _changed(row: dict[str, object], text: str) -> tuple[Remark, ...]:
    stated = row.get("sha256")
    if not isinstance(stated, str):
        return ()
    if hashlib.sha256(clean(text).encode("utf-8")).hexdigest() == stated.lower():
        return ()
    return (
        Remark(
            code=_CHANGED,
            text="The text is not the one that was read from the source: its SHA-256 is not the "
            "one given with it.",
        ),
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


def _outlet(row: dict[str, object]) -> str | None:
    """A `source` that is an outlet's name; datasets, and `row`, keep paths and addresses there."""
    value = None if "publisher" in row else _string(row.get("source"))
    return value if value and len(value) <= _SHORT_NAME and "/" not in value else None
