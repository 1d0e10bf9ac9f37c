"""The parts of an article, all as spans of `Article.text`. Knows nothing of their meaning."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal

from briefwright.spans import Span, Value


class Paragraph(Value):
    span: Span
    kind: Literal["text", "heading", "item"] = "text"
    """An item is one bullet or number of a list; its span leaves the bullet out."""


class Sentence(Value):
    span: Span
    paragraph: int
    """Index into `Segments.paragraphs`."""


class Quotation(Value):
    """Words between quotation marks. One that runs over several paragraphs is one per paragraph,
    each naming the one it continues."""

    span: Span
    """The words, without the marks."""
    outer: Span
    """The words with their marks."""
    paragraph: int
    closed: bool = True
    """False if the closing mark is missing: the quotation then ends at its paragraph."""
    continues: int | None = None
    """Index of the quotation in the paragraph before that this one goes on with."""
    within: int | None = None
    """Index of the quotation that this one is nested in."""


class Segments(Value):
    """In text order; masked parts of the article are in none of them."""

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]
    quotations: tuple[Quotation, ...]

    def sentence_at(self, offset: int) -> int | None:
        """Index of the sentence that holds the offset, None between sentences."""
        index = bisect_right(self.sentences, offset, key=lambda one: one.span.start) - 1
        return index if index >= 0 and offset < self.sentences[index].span.end else None

    def quotation_around(self, span: Span) -> int | None:
        """Index of the quotation, not itself nested, that holds the span with its marks."""
        # They begin in text order and those that are not nested do not overlap.
        index = bisect_right(self.quotations, span.start, key=lambda one: one.outer.start) - 1
        while index >= 0 and self.quotations[index].within is not None:
            index -= 1
        return index if index >= 0 and self.quotations[index].outer.contains(span) else None
