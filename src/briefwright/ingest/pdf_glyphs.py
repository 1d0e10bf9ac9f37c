"""The text layer of a PDF as lines with their places. With `pdf_device` alone to import pdfminer.

In the order of the page's own instructions: programs that write articles write columns one after
the other, and sorting by place would mix them.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

from briefwright.spans import Value

MOST_PAGES = 500
_MOST_GLYPHS = 2_000_000
_SPACE = 0.15
_CELL = 2.0
"""Gaps in a line, in sizes of its type: between words, and between the cells of a table."""


class Line(Value):
    """A line of type. Places are in points from the lower left corner of the page."""

    words: str
    x0: float
    x1: float
    y: float
    size: float


class Page(Value):
    width: float
    height: float
    lines: tuple[Line, ...]
    scanned: bool = False
    """Whether an image covers most of the page, its text perhaps laid invisibly over it."""


class Printed(Value):
    """A PDF's text layer."""

    pages: tuple[Page, ...]
    title: str | None = None
    hidden: int = 0
    """Letters that nobody sees: white on white, tiny, beside the page, of an invisible kind."""
    unreadable: int = 0
    """Letters whose fonts do not say what they are."""
    left: int = 0
    """Pages past the limit, which were not read."""


class Glyph(NamedTuple):
    """A letter with the edges and foot of its box, in points, and the size of its type."""

    text: str
    x0: float
    x1: float
    y: float
    size: float


class CrowdedPage(Exception):
    """A page of more letters than can be printed on one."""


def printed(content: bytes, opened: Callable[[int], None] = lambda _: None) -> Printed:
    """The text layer; `opened` is told how many pages there are before any is read.

    Raises CrowdedPage, or whatever pdfminer raises, which is no closed set.
    """
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    from briefwright.ingest.pdf_device import Device

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        manager = PDFResourceManager()
        device = Device(manager)
        interpreter = PDFPageInterpreter(manager, device)
        pages: list[Page] = []
        left = 0
        whole = list(PDFPage.create_pages(document))
        opened(len(whole))
        for page in whole:
            if len(pages) >= MOST_PAGES or device.total > _MOST_GLYPHS:
                left += 1
                continue
            interpreter.process_page(page)
            pages.append(device.taken())
        return Printed(
            pages=tuple(pages),
            title=_title(document),
            hidden=device.hidden,
            unreadable=device.unreadable,
            left=left,
        )


def _title(document: Any) -> str | None:
    from pdfminer.pdftypes import resolve1
    from pdfminer.utils import decode_text

    for info in document.info:
        value = resolve1(info.get("Title")) if isinstance(info, dict) else None
        if isinstance(value, bytes) and value:
            return " ".join(decode_text(value).split()) or None
    return None


def lines(glyphs: list[Glyph]) -> list[Line]:
    """The glyphs in lines, in their order; wide gaps in a line are those between cells."""
    found: list[Line] = []
    run: list[Glyph] = []
    for glyph in glyphs:
        if run and _is_new_line(run, glyph):
            found += _line(run)
            run = []
        run.append(glyph)
    return found + (_line(run) if run else [])


def _is_new_line(run: list[Glyph], glyph: Glyph) -> bool:
    last = run[-1]
    size = max(last.size, glyph.size)
    return abs(glyph.y - last.y) > size / 2 or glyph.x0 < last.x0 - size


def _gap(glyph: Glyph, after: Glyph) -> float:
    return (after.x0 - glyph.x1) / max(after.size, 1.0)


def _are_cells(gaps: list[float]) -> bool:
    """Whether the wide gaps of a line part the cells of a table; justified ones are all alike."""
    return len(gaps) < 2 or max(gaps) - min(gaps) > 0.1 * max(gaps)


def _line(run: list[Glyph]) -> list[Line]:
    gaps = [_gap(*pair) for pair in pairwise(run)]
    cells = _are_cells([one for one in gaps if one > _SPACE])
    words = [run[0].text]
    for glyph, gap in zip(run[1:], gaps, strict=True):
        if gap > _CELL and cells and words[-1].strip():
            words.append(" | ")
        elif gap > _SPACE:
            words.append(" ")
        words.append(glyph.text)
    text = " ".join("".join(words).split())
    if not text.strip(" |"):
        return []
    counts = Counter(round(one.size, 1) for one in run)
    return [
        Line(
            words=text,
            x0=min(one.x0 for one in run),
            x1=max(one.x1 for one in run),
            y=run[0].y,
            # Small type is mixed in, as marks of notes; a single large letter is an initial.
            size=max(size for size, count in counts.items() if count * 5 >= len(run)),
        )
    ]
