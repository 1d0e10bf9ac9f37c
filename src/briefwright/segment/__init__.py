"""An article's text into paragraphs, sentences and quotations; all spans, no meaning."""

from __future__ import annotations

from briefwright.article import Article
from briefwright.segment.paragraphs import paragraphs
from briefwright.segment.quotations import quotations
from briefwright.segment.sentences import sentences
from briefwright.segments import Segments

__all__ = ["segment"]


def segment(article: Article) -> Segments:
    """The article's parts in text order; what is masked is in none of them.

    Any text is taken, however broken: the spans always lie inside it, sentences and paragraphs
    never overlap, and a quotation never leaves its paragraph.
    """
    found = paragraphs(article.text, [mask.span for mask in article.masked])
    return Segments(
        paragraphs=found,
        sentences=sentences(article.text, found),
        quotations=quotations(article.text, found),
    )
