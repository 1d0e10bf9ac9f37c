"""What pdfminer draws a page on: it tells the letters that are seen from those that are not.

Imported late, by `pdf_glyphs` alone, as it brings all of pdfminer.
"""

from __future__ import annotations

from typing import Any, cast

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.utils import apply_matrix_pt

from briefwright.ingest.pdf_glyphs import CrowdedPage, Glyph, Page, lines

_MOST_SHAPES = 2000
# A full page of a broadsheet has some 40,000.
_MOST_OF_PAGE = 100_000
_TINIEST = 1.5
_WHITE = 0.97
_INVISIBLE = 3
_SCAN = 0.5
_UNREADABLE = "(cid:"


class Device(PDFLayoutAnalyzer):
    """Gathers the glyphs of a page in the order of its instructions, seen and unseen apart."""

    def __init__(self, manager: PDFResourceManager) -> None:
        super().__init__(manager)
        self.total = self.hidden = self.unreadable = 0
        self._glyphs: list[Glyph] = []
        self._covered: list[tuple[float, float, float, float]] = []
        self._unseen: list[Glyph] = []
        self._mode = 0
        self._size = (1.0, 1.0)
        self._image = 0.0
        self._of_page = 0

    def begin_page(self, page: Any, ctm: Any) -> None:
        super().begin_page(page, ctm)
        self._size = (max(1.0, self.cur_item.width), max(1.0, self.cur_item.height))
        self._glyphs, self._covered, self._unseen, self._image = [], [], [], 0.0
        self._of_page = 0

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

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        del stroke, evenodd
        if not fill or _is_white(gstate.ncolor) or len(self._covered) > _MOST_SHAPES:
            return
        points = [
            (float(x), float(y))
            for piece in path
            for x, y in zip(piece[1::2], piece[2::2], strict=False)
        ]
        if points:
            places = [apply_matrix_pt(self.ctm, one) for one in points]
            xs, ys = [x for x, _ in places], [y for _, y in places]
            self._covered.append((min(xs), min(ys), max(xs), max(ys)))

    def render_char(self, *arguments: Any, **named: Any) -> float:
        advance: float = super().render_char(*arguments, **named)
        self._add(cast("LTChar", self.cur_item._objs.pop()))
        return advance

    def _add(self, char: LTChar) -> None:
        self.total += 1
        self._of_page += 1
        if self._of_page > _MOST_OF_PAGE:
            raise CrowdedPage
        text = char.get_text()
        if text.startswith(_UNREADABLE):
            self.unreadable += 1
            return
        if not char.upright:
            return
        glyph = Glyph(text, char.x0, char.x1, char.y0, char.size)
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
            lines=tuple(lines(self._glyphs)),
            scanned=scanned,
        )


def _is_white(colour: Any) -> bool:
    """Whether a fill colour is white; patterns and spaces of other numbers are not."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    if not all(isinstance(part, (int, float)) for part in parts):
        return False
    if len(parts) in {1, 3}:
        return all(part >= _WHITE for part in parts)
    return len(parts) == 4 and all(part <= 1 - _WHITE for part in parts)
