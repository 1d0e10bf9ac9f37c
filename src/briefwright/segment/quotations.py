"""Quotations by their marks: straight and curly, nested, over several paragraphs, unclosed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from briefwright.segments import Paragraph, Quotation
from briefwright.spans import Span, trimmed

_MARK = re.compile("[\"“”„‟«»‘’'‚]")
_OPENING = {"“": '"', "„": '"', "‟": '"', "«": '"', "‘": "'", "‚": "'"}
_CLOSING = {"”": '"', "»": '"', "’": "'"}
_BEFORE_OPENING = frozenset("([{—–-/:\"“„«‘'")
_ENDS_SENTENCE = re.compile(r"""[.!?…][”"’']*\s*\Z""")
# Single marks are mostly apostrophes; within this many characters a quotation has closed.
SINGLE_REACH = 600
# Deeper nesting is a text of stray marks, not speech; the limit also bounds the scan's work.
DEPTH = 4


@dataclass
class _Open:
    """A mark that still waits for its closing one."""

    start: int
    kind: str
    mark: str
    within: int | None
    continues: int | None
    slot: int


@dataclass
class _Scan:
    """One paragraph's marks, read left to right."""

    text: str
    paragraph: int
    span: Span
    found: list[Quotation | None]
    carried: int | None
    """Index of the quotation that the paragraph before left open."""
    stack: list[_Open] = field(default_factory=list)

    def open(self, at: int, kind: str, mark: str, continues: int | None = None) -> None:
        if len(self.stack) == DEPTH:
            self.close(at, mark_width=0, closed=False)
        within = self.stack[-1].slot if self.stack else None
        self.found.append(None)
        slot = len(self.found) - 1
        self.stack.append(_Open(at, kind, mark, within, continues, slot))

    def close(self, at: int, *, mark_width: int, closed: bool) -> None:
        top = self.stack.pop()
        words = trimmed(self.text, top.start + 1, at)
        if words.end == words.start:
            return
        self.found[top.slot] = Quotation(
            span=words,
            outer=Span(start=top.start, end=at + mark_width),
            paragraph=self.paragraph,
            closed=closed,
            continues=top.continues,
            within=top.within,
        )

    def close_through(self, kind: str, at: int) -> bool:
        """Close the innermost quotation of the kind; what is nested in it ends unclosed."""
        if not any(item.kind == kind for item in self.stack):
            return False
        while self.stack[-1].kind != kind:
            self.close(at, mark_width=0, closed=False)
        self.close(at, mark_width=1, closed=True)
        return True


def quotations(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quotation, ...]:
    """Every run of quoted words in order of its opening mark.

    A quotation whose closing mark is missing ends at its paragraph; if the next paragraph opens
    with a mark, the quotation there `continues` it, as is the custom for speech over several
    paragraphs.
    """
    found: list[Quotation | None] = []
    carried: int | None = None
    for index, paragraph in enumerate(paragraphs):
        scan = _Scan(text, index, paragraph.span, found, carried)
        for match in _MARK.finditer(text, paragraph.span.start, paragraph.span.end):
            _take(scan, match.start())
        carried = None
        while scan.stack:
            top = scan.stack[-1]
            scan.close(paragraph.span.end, mark_width=0, closed=False)
            if top.kind == '"' and found[top.slot] is not None:
                carried = top.slot
    return _compacted(found)


def _compacted(found: Sequence[Quotation | None]) -> tuple[Quotation, ...]:
    """Without the empty ones; indices are renumbered."""
    kept = [index for index, quotation in enumerate(found) if quotation is not None]
    place = {old: new for new, old in enumerate(kept)}
    return tuple(
        quotation.model_copy(
            update={
                "continues": place.get(quotation.continues)
                if quotation.continues is not None
                else None,
                "within": place.get(quotation.within) if quotation.within is not None else None,
            }
        )
        for quotation in found
        if quotation is not None
    )


def _take(scan: _Scan, at: int) -> None:
    mark = scan.text[at]
    if mark in "'‘’‚":
        _take_single(scan, at, mark)
        return
    is_open = any(item.kind == '"' for item in scan.stack)
    if mark in _OPENING or (mark == '"' and _looks_opening(scan, at, is_open)):
        _open_double(scan, at, mark)
    elif not is_open:
        # Some outlets type the closing mark at both ends.
        if mark != '"' and _looks_opening(scan, at, is_open):
            _open_double(scan, at, mark)
    else:
        scan.close_through('"', at)


def _open_double(scan: _Scan, at: int, mark: str) -> None:
    text, span = scan.text, scan.span
    if at == span.start and scan.carried is not None:
        scan.open(at, '"', mark, continues=scan.carried)
        return
    same = [item for item in scan.stack if item.kind == '"']
    after_stop = _ENDS_SENTENCE.search(text, max(0, at - 8), at) is not None
    if same and (same[-1].mark == mark == '"' or after_stop):
        # A second opening mark after a full stop: speech over paragraphs whose breaks were lost.
        while scan.stack[-1] is not same[-1]:
            scan.close(at, mark_width=0, closed=False)
        before = same[-1].slot
        scan.close(at, mark_width=0, closed=False)
        scan.open(at, '"', mark, continues=before if after_stop else None)
        return
    scan.open(at, '"', mark)


def _looks_opening(scan: _Scan, at: int, is_open: bool) -> bool:
    text, span = scan.text, scan.span
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    if after.isspace():
        return False
    if before.isspace() or before in _BEFORE_OPENING:
        if before in "-–—/:" and is_open:
            return False
        return not (is_open and after in ",.;:!?)")
    return False


def _take_single(scan: _Scan, at: int, mark: str) -> None:
    text, span = scan.text, scan.span
    before = text[at - 1] if at > span.start else " "
    after = text[at + 1] if at + 1 < span.end else " "
    is_open = bool(scan.stack) and scan.stack[-1].kind == "'"
    opening = (before.isspace() or before in _BEFORE_OPENING) and (after.isalpha() or after == "“")
    if mark in "‘‚" or (mark == "'" and opening and not is_open):
        if opening and not is_open and _single_end(scan, at) is not None:
            scan.open(at, "'", mark)
        return
    if is_open and at == _single_end(scan, scan.stack[-1].start):
        scan.close_through("'", at)


def _single_end(scan: _Scan, start: int) -> int | None:
    """Where a single mark opened at `start` closes, telling apostrophes and plural possessives.

    Prefers a mark beside punctuation; "the students’ books" closes only if nothing later does.
    """
    text = scan.text
    stop = min(scan.span.end, start + SINGLE_REACH)
    fallback: int | None = None
    for at in range(start + 1, stop):
        character = text[at]
        if character in '“”"«»' and text[at - 1] != text[start] and at + 1 < stop:
            nested_opening = character in "“«" or (character == '"' and text[at - 1].isspace())
            if not nested_opening:
                break
        if character not in "'’":
            continue
        after = text[at + 1] if at + 1 < scan.span.end else " "
        if after.isalnum():
            continue
        beside = text[at - 1] in ",.!?…" or after in ',.;:!?)”"»' or after == "—"
        if beside or text[at - 1] != "s":
            return at
        if fallback is None:
            fallback = at
    return fallback
