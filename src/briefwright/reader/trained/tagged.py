"""Spans that the network tagged, as whole words of the article."""

from __future__ import annotations

from briefwright.nn.pieces import Pieces
from briefwright.nn.sheet import Floats
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.labels import TAGS
from briefwright.spans import Span


def tagged(
    page: Page, pieces: Pieces, tags: Floats, kind: str, *, least: float = 0.5
) -> list[tuple[Span, float]]:
    """Spans of one kind with the mean probability of their pieces, in text order.

    A piece belongs to a span from `least` on. `tags` is [T, kinds, 3]: outside, begin, inside.
    """
    own = tags[:, TAGS.index(kind)]
    inside = own[:, 1] + own[:, 2]
    # Numbers of Python's own: those of an array are made anew at each look.
    taken, begun = (inside >= least).tolist(), (own[:, 1] > own[:, 2]).tolist()
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for place, (taking, begins) in enumerate(zip(taken, begun, strict=True)):
        if start is not None and (not taking or (begins and not _amid_word(pieces, place))):
            runs.append((start, place))
            start = None
        if taking and start is None:
            start = place
    if start is not None:
        runs.append((start, len(inside)))
    found: dict[tuple[int, int], tuple[Span, float]] = {}
    for first, last in runs:
        span = _whole_words(page, pieces, first, last)
        if span is not None:
            found.setdefault((span.start, span.end), (span, float(inside[first:last].mean())))
    return [found[key] for key in sorted(found)]


def _amid_word(pieces: Pieces, place: int) -> bool:
    """Whether the piece goes on with the word of the one before."""
    return place > 0 and pieces.starts[place] == pieces.ends[place - 1]


def _whole_words(page: Page, pieces: Pieces, first: int, last: int) -> Span | None:
    left = page.token_at(int(pieces.starts[first]))
    right = page.token_at(int(pieces.ends[last - 1]) - 1)
    if left >= len(page.tokens) or right >= len(page.tokens) or right < left:
        return None
    place = page.sentence_of(page.tokens[left].start)
    if place is None:
        return None
    # Nothing that has a name goes on behind its sentence.
    while right > left and page.tokens[right].end > page.segments.sentences[place].span.end:
        right -= 1
    while left < right and not page.tokens[left].text[:1].isalnum():
        left += 1
    while right > left and not page.tokens[right].text[-1:].isalnum():
        if page.tokens[right].text == ")":
            break
        right -= 1
    return Span(start=page.tokens[left].start, end=page.tokens[right].end)
