"""Sentences of paragraphs, by sentencex; a dateline belongs to none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from briefwright.segments import Paragraph, Sentence
from briefwright.spans import Span, trimmed

# "TEHRAN — ", "NAIROBI, March 3 (Xinhua) -- ", "LONDON (AP) - ": place in capitals, then a dash.
_DATELINE = re.compile(
    r"[A-Z][A-Z.’'\- ]{2,30}(?:,[^.—–\n]{1,40})?(?:\s?\([^)\n]{1,30}\))?\s?(?:—|–|--|-)\s+(?=\S)"
)
# Where sentencex does not split: no space after the stop, and "in May." before a quotation.
_MISSED_BREAK = re.compile(
    r"""(?<=[a-z)][.!?])(?=[A-Z“][a-z“])|(?<=\.["”])(?=[A-Z][a-z])|(?<=\bMay\.)\s(?=["“‘'][A-Z])"""
)
# sentencex takes time by the square of the number of quotation marks that have no partner.
WINDOW = 10_000
# Only for text that sentencex cannot take.
_ENDS = re.compile(r"(?<=[.!?]) ")
_WORD_CHARACTER = re.compile(r"\w")


def sentences(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Sentence, ...]:
    """The sentences of all paragraphs in order; a piece without letters or digits is none."""
    found: list[Sentence] = []
    for index, paragraph in enumerate(paragraphs):
        start = paragraph.span.start
        dateline = _DATELINE.match(text, start, paragraph.span.end)
        if dateline:
            start = dateline.end()
        for window in _windows(text, start, paragraph.span.end):
            for span in _split(text, window.start, window.end):
                if _WORD_CHARACTER.search(text, span.start, span.end):
                    found.append(Sentence(span=span, paragraph=index))
    return tuple(found)


def _windows(text: str, start: int, end: int) -> Iterator[Span]:
    """The paragraph whole; one longer than any prose in pieces that end at white space."""
    while end - start > WINDOW:
        space = text.rfind(" ", start + WINDOW // 2, start + WINDOW)
        cut = space if space > 0 else start + WINDOW
        yield Span(start=start, end=cut)
        start = cut
    yield Span(start=start, end=end)


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    # One line break and one space are the same length, so offsets hold. sentencex 1.0.32 steps
    # into the middle of a wider space, and dies of it.
    line = re.sub(r"\s", " ", text[start:end])
    at = 0
    for piece in _pieces(line):
        # sentencex keeps every character; looking the piece up guards against the day it does not.
        found = line.find(piece, at)
        if found < 0:
            continue
        at = found + len(piece)
        last = found
        for gap in _MISSED_BREAK.finditer(piece):
            yield trimmed(text, start + last, start + found + gap.start())
            last = found + gap.start()
        yield trimmed(text, start + last, start + at)
    if line[at:].strip():
        yield trimmed(text, start + at, end)


def _pieces(line: str) -> list[str]:
    import sentencex

    try:
        return list(sentencex.segment("en", line))
    except BaseException as error:
        # What Rust calls a panic is no Exception, and its class cannot be imported. One sentence
        # split worse is better than a run that ends.
        if type(error).__name__ != "PanicException":
            raise
        return _ENDS.split(line)
