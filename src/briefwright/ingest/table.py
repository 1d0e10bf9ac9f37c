"""CSV and TSV: one article a row, under a row that names the columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from briefwright.article import Article
from briefwright.errors import NoText, SourceError, TooLarge, Unreadable
from briefwright.ingest import rows
from briefwright.ingest.assemble import assemble, stem_of
from briefwright.ingest.decode import decode
from briefwright.ingest.failed import Failed, failed
from briefwright.ingest.limits import MAX_INFLATED, MAX_LINE, megabytes

COLUMNS = {
    "text": "text body content article articlebody article_body fulltext full_text story",
    "id": "id article_id guid",
    "title": "title headline heading",
    "byline": "byline author authors creator",
    "published": "published date published_at pubdate publication_date datetime timestamp",
    "url": "url link address permalink",
    "publisher": "publisher source outlet newspaper publication site",
    "language": "language lang",
}
"""What the columns of an article may be called, in lower case."""

_NAMES = {alias: name for name, aliases in COLUMNS.items() for alias in aliases.split()}
_DELIMITERS = ",;\t|"
_SAMPLE = 65_536
_LONGEST_NAME = 40
_MOST_COLUMNS = 1000


def read(stream: BinaryIO, source: str) -> Iterator[Article | Failed]:
    """An article or a failure for each row, in order. Raises SourceError for the whole."""
    content = stream.read(MAX_INFLATED + 1)
    if len(content) > MAX_INFLATED:
        raise TooLarge(f"{source}: larger than {megabytes(MAX_INFLATED)}; give it as JSONL")
    if not content.strip():
        raise NoText(f"{source}: it is empty; check that it was saved completely")
    text = decode(content, source)
    # Python's limit is for the whole process, and stands below the length of a long article.
    csv.field_size_limit(MAX_LINE)
    lines = csv.reader(io.StringIO(text, newline=""), _dialect(text), strict=True)
    names = _header(lines, source)
    stem = stem_of(source)
    count = 0
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            break
        except csv.Error as error:
            raise Unreadable(
                f"{source}:{lines.line_num}: the row is broken ({error}); open it in a "
                f"spreadsheet and save it as CSV again"
            ) from error
        if any(map(str.strip, cells)):
            count += 1
            yield _article(names, cells, f"{source}:{lines.line_num}", stem)
    if not count:
        raise NoText(f"{source}: there are no rows below its names of columns")


def looks_like(text: str) -> bool:
    """Whether the beginning of a text is a row of names of columns, one of them of a text.

    Prose has commas too: every cell must be short, and another name than the text's be known.
    """
    first = text.lstrip("\ufeff\r\n").partition("\n")[0].rstrip("\r")
    try:
        cells = next(csv.reader([first], _dialect(first), strict=True), [])
    except csv.Error:
        return False
    known = {_NAMES.get(_key(cell)) for cell in cells} - {None}
    short = all(len(cell.strip()) <= _LONGEST_NAME for cell in cells)
    return short and len(known) > 1 and "text" in known


def _key(cell: str) -> str:
    return cell.strip().strip("\ufeff").lower().replace(" ", "_")


def _dialect(text: str) -> type[csv.Dialect]:
    """By the first line: csv.Sniffer takes the commas of prose for delimiters."""
    first = text.lstrip("\ufeff\n\r")[:_SAMPLE].partition("\n")[0]
    counts = {mark: first.count(mark) for mark in _DELIMITERS}

    class Found(csv.excel):
        delimiter = max(counts, key=lambda mark: counts[mark])

    return Found


def _header(lines: Iterator[list[str]], source: str) -> list[str]:
    try:
        written = next((cells for cells in lines if any(map(str.strip, cells))), [])
    except csv.Error as error:
        raise Unreadable(f"{source}: not CSV ({error}); save it as CSV again") from error
    names: list[str] = []
    for cell in written[:_MOST_COLUMNS]:
        name = _NAMES.get(_key(cell), "")
        names.append("" if name in names else name)
    if "text" not in names:
        shown = ", ".join(repr(cell.strip()[:30]) for cell in written[:8])
        raise Unreadable(
            f"{source}: no column for the articles' text in its first row ({shown}); name one "
            f"'text'"
        )
    return names


def _article(names: list[str], cells: list[str], place: str, stem: str) -> Article | Failed:
    row: dict[str, object] = {
        name: cell for name, cell in zip(names, cells, strict=False) if name and cell.strip()
    }
    try:
        return assemble(rows.found(row, place), place, stem)
    except SourceError as error:
        return failed(place, error)
