"""The text layer of a PDF as lines with their places. The only module that imports pdfminer.

In the order of the page's own instructions: programs that write articles write columns one after
the other, and sorting by place would mix them.
"""

from __future__ import annotations

import io
import logging
import warnings
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from briefwright.spans import Value

if TYPE_CHECKING:
    from pdfminer.layout import LTChar

MOST_PAGES = 500
_MOST_GLYPHS = 2_000_000
_MOST_SHAPES = 2000
_SPACE = 0.15
_CELL = 2.0
"""Gaps in a line, in sizes of its type: between words, and between the cells of a table."""
_TINIEST = 1.5
_WHITE = 0.97
_INVISIBLE = 3
_SCAN = 0.5
_UNREADABLE = "(cid:"


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


class _Glyph(NamedTuple):
    text: str
    x0: float
    x1: float
    y: float
    size: float


def printed(content: bytes) -> Printed:
    """The text layer. Raises whatever pdfminer raises, which is no closed set."""
    from pdfminer.pdfdocument import PDFDocument
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage
    from pdfminer.pdfparser import PDFParser

    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        manager = PDFResourceManager()
        device = _device(manager)
        interpreter = PDFPageInterpreter(manager, device)
        pages: list[Page] = []
        left = 0
        for page in PDFPage.create_pages(document):
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


def _device(manager: Any) -> Any:
    """pdfminer's device that gathers the glyphs of a page; a function, as the import is late."""
    from pdfminer.converter import PDFLayoutAnalyzer

    class Device(PDFLayoutAnalyzer):
        def __init__(self) -> None:
            super().__init__(manager)
            self.total = self.hidden = self.unreadable = 0
            self._glyphs: list[_Glyph] = []
            self._covered: list[tuple[float, float, float, float]] = []
            self._unseen: list[_Glyph] = []
            self._mode = 0
            self._size = (1.0, 1.0)
            self._image = 0.0

        def begin_page(self, page: Any, ctm: Any) -> None:
            super().begin_page(page, ctm)
            self._size = (max(1.0, self.cur_item.width), max(1.0, self.cur_item.height))
            self._glyphs, self._covered, self._unseen, self._image = [], [], [], 0.0

        def receive_layout(self, ltpage: Any) -> None:
            del ltpage

        def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
            self._mode = textstate.render
            super().render_string(textstate, seq, ncs, graphicstate)

        def render_image(self, name: str, stream: Any) -> None:
            del name, stream
            box = self.cur_item.bbox
            area = abs(box[2] - box[0]) * abs(box[3] - box[1])
            self._image = max(self._image, area / (self._size[0] * self._size[1]))
            self._covered.append(box)

        def paint_path(
            self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any
        ) -> None:
            del stroke, evenodd
            if not fill or _is_white(gstate.ncolor) or len(self._covered) > _MOST_SHAPES:
                return
            points = [
                (float(x), float(y))
                for piece in path
                for x, y in zip(piece[1::2], piece[2::2], strict=False)
            ]
            if points:
                from pdfminer.utils import apply_matrix_pt

                places = [apply_matrix_pt(self.ctm, one) for one in points]
                xs, ys = [x for x, _ in places], [y for _, y in places]
                self._covered.append((min(xs), min(ys), max(xs), max(ys)))

        def render_char(self, *arguments: Any, **named: Any) -> float:
            advance: float = super().render_char(*arguments, **named)
            self._add(cast("LTChar", self.cur_item._objs.pop()))
            return advance

        def _add(self, char: LTChar) -> None:
            self.total += 1
            text = char.get_text()
            if text.startswith(_UNREADABLE):
                self.unreadable += 1
                return
            if not char.upright:
                return
            glyph = _Glyph(text, char.x0, char.x1, char.y0, char.size)
            if self._mode == _INVISIBLE:
                self._unseen.append(glyph)
            elif self._is_seen(char):
                self._glyphs.append(glyph)
            else:
                self.hidden += bool(text.strip())

        def _is_seen(self, char: LTChar) -> bool:
            x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
            if char.size < _TINIEST or not (0 <= x <= self._size[0] and 0 <= y <= self._size[1]):
                return False
            return not _is_white(char.graphicstate.ncolor) or any(
                x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._covered
            )

        def taken(self) -> Page:
            scanned = self._image > _SCAN
            if scanned:
                # Text recognised in a scan lies invisibly over its image.
                self._glyphs += self._unseen
            else:
                self.hidden += sum(bool(one.text.strip()) for one in self._unseen)
            return Page(
                width=self._size[0],
                height=self._size[1],
                lines=tuple(_lines(self._glyphs)),
                scanned=scanned,
            )

    return Device()


def _is_white(colour: Any) -> bool:
    """Whether a fill colour is white; patterns and spaces of other numbers are not."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False
    if len(parts) in {1, 3}:
        return all(part >= _WHITE for part in parts)
    return len(parts) == 4 and all(part <= 1 - _WHITE for part in parts)


def _lines(glyphs: list[_Glyph]) -> list[Line]:
    lines: list[Line] = []
    run: list[_Glyph] = []
    for glyph in glyphs:
        if run and _is_new_line(run, glyph):
            lines += _line(run)
            run = []
        run.append(glyph)
    return lines + (_line(run) if run else [])


def _is_new_line(run: list[_Glyph], glyph: _Glyph) -> bool:
    last = run[-1]
    size = max(last.size, glyph.size)
    return abs(glyph.y - last.y) > size / 2 or glyph.x0 < last.x0 - size


def _gap(glyph: _Glyph, after: _Glyph) -> float:
    return (after.x0 - glyph.x1) / max(after.size, 1.0)


def _are_cells(gaps: list[float]) -> bool:
    """Whether the wide gaps of a line part the cells of a table; justified ones are all alike."""
    return len(gaps) < 2 or max(gaps) - min(gaps) > 0.1 * max(gaps)


def _line(run: list[_Glyph]) -> list[Line]:
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
