"""Paragraphs, headings and list items, by lines and blank lines; datelines are not its concern."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefwright.segments import Paragraph
from briefwright.spans import Span, trimmed

_BLOCK = re.compile(r"(?:[^\n]|\n(?![^\S\n]*(?:\n|\Z)))+")
_BULLET = re.compile(r"[^\S\n]*(?:[-*•·▪‣◦●–—o]|\(?\d{1,2}[.)]|\(?[a-z]\))[^\S\n]+(?=\S)")
_ENDS_SENTENCE = re.compile(r"""[.!?:;…]["'”’»)\]]*\Z""")
_WIDE_GAP = re.compile(r"""(?<=[.!?…"'”’»)\]])[^\S\n]{2,}(?=\S)""")
_NARROW_GAP = re.compile(r"""[.!?…]["'”’»)\]]*[^\S\n](?=[^\W\d_a-z]|["'“‘«])""")

HEADING_WORDS = 14
WRAP_WIDTHS = range(40, 121)


def paragraphs(text: str, masks: Sequence[Span] = ()) -> tuple[Paragraph, ...]:
    """The paragraphs of the text in order, without the masked characters and without bullets."""
    found: list[Paragraph] = []
    for block in _BLOCK.finditer(text):
        for line in _lines(text, block.start(), block.end()):
            for piece in _outside(line, masks):
                found.extend(_paragraphs_of(text, piece))
    return tuple(_with_headings(text, found))


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The block's lines, or the block whole where its lines were broken at a column."""
    lines: list[Span] = []
    at = start
    for line in text[start:end].split("\n"):
        span = trimmed(text, at, at + len(line))
        if span.end > span.start:
            lines.append(span)
        at += len(line) + 1
    if lines and _is_wrapped(text, lines):
        yield Span(start=lines[0].start, end=lines[-1].end)
    else:
        yield from lines


def _is_wrapped(text: str, lines: Sequence[Span]) -> bool:
    if len(lines) < 2 or any(_BULLET.match(text, line.start, line.end) for line in lines):
        return False
    inner = lines[:-1]
    if any(line.end - line.start not in WRAP_WIDTHS for line in inner):
        return False
    ended = sum(bool(_ENDS_SENTENCE.search(line.of(text))) for line in inner)
    return ended * 2 < len(inner)


def _outside(span: Span, masks: Sequence[Span]) -> Iterator[Span]:
    at = span.start
    for mask in sorted(masks, key=lambda mask: mask.start):
        if not mask.overlaps(span):
            continue
        if mask.start > at:
            yield Span(start=at, end=mask.start)
        at = max(at, mask.end)
    if at < span.end:
        yield Span(start=at, end=span.end)


def _paragraphs_of(text: str, piece: Span) -> Iterator[Paragraph]:
    bullet = _BULLET.match(text, piece.start, piece.end)
    if bullet:
        yield Paragraph(span=trimmed(text, bullet.end(), piece.end), kind="item")
        return
    at = piece.start
    for gap in _lost_breaks(text, piece):
        yield Paragraph(span=trimmed(text, at, gap.start))
        at = gap.end
    rest = trimmed(text, at, piece.end)
    if rest.end > rest.start:
        yield Paragraph(span=rest)


def _lost_breaks(text: str, piece: Span) -> list[Span]:
    """Wide gaps between sentences, where an exporter turned paragraph breaks into spaces.

    Some typists set two spaces after every sentence, so the gaps count as breaks only where
    sentences with a single space between them show that the writer does not.
    """
    wide = [
        Span(start=match.start(), end=match.end())
        for match in _WIDE_GAP.finditer(text, piece.start, piece.end)
    ]
    narrow = sum(1 for _ in _NARROW_GAP.finditer(text, piece.start, piece.end))
    return wide if narrow else []


def _with_headings(text: str, found: Sequence[Paragraph]) -> Iterator[Paragraph]:
    for index, paragraph in enumerate(found):
        words = paragraph.span.of(text)
        is_heading = (
            paragraph.kind == "text"
            and index + 1 < len(found)
            and len(words.split()) <= HEADING_WORDS
            and not _ENDS_SENTENCE.search(words)
            and not words.endswith((",", "—", "–", "-"))
            and _stands_alone(text, paragraph.span)
        )
        yield Paragraph(span=paragraph.span, kind="heading") if is_heading else paragraph


def _stands_alone(text: str, span: Span) -> bool:
    """Whether only white space is left on the span's line."""
    line_start = text.rfind("\n", 0, span.start) + 1
    line_end = text.find("\n", span.end)
    line_end = len(text) if line_end < 0 else line_end
    return not text[line_start : span.start].strip() and not text[span.end : line_end].strip()
