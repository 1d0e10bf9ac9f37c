"""The article as it stands beside a note: its text, cut where the evidence of a statement begins
and ends."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from briefwright.brief import Brief, Participant, Slice, SourceArticle
from briefwright.render.characters import shown, shown_within
from briefwright.render.evidence import outlet
from briefwright.render.language import of_words
from briefwright.render.parts import NoteArticle, NotePiece
from briefwright.render.select import Selection, slices

_PARAGRAPH = re.compile(r"[^\n]+")

_Citation = tuple[int, int, str, str]
"""Start and end in the article's text, anchor, id."""


def articles(brief: Brief, selection: Selection) -> tuple[NoteArticle, ...]:
    """Every article of the brief, each piece with the statements that rest on it."""
    citations: dict[int, list[_Citation]] = defaultdict(list)
    for anchor, item in selection.items():
        for part in slices(item):
            citations[part.article].append((part.start, part.end, anchor, shown(item.id)))
        if isinstance(item, Participant):
            for part, fact in _facts(item):
                own = (part.start, part.end, f"{anchor}/{fact}", shown(item.id))
                citations[part.article].append(own)
    return tuple(
        NoteArticle(
            outlet=outlet(brief, index),
            title=shown(article.title),
            language=of_words(brief, index, shown(article.text)),
            paragraphs=tuple(_paragraphs(article, citations[index])),
        )
        for index, article in enumerate(brief.articles)
    )


def _facts(person: Participant) -> list[tuple[Slice, str]]:
    spans = person.spans
    facts = (
        (spans.title, "title"),
        (spans.organisation, "organisation"),
        (spans.country, "country"),
    )
    return [(part, fact) for part, fact in facts if part is not None]


def _paragraphs(
    article: SourceArticle, citations: list[_Citation]
) -> Iterator[tuple[NotePiece, ...]]:
    text = article.text or ""
    masks = [(mask.start, mask.end) for mask in article.masked]
    for line in _PARAGRAPH.finditer(text):
        start, end = line.span()
        if not shown(line.group()):
            continue
        inside = [one for one in citations if one[0] < end and one[1] > start]
        cuts = {start, end}
        for edge in (*masks, *((low, high) for low, high, _, _ in inside)):
            cuts.update(at for at in edge if start < at < end)
        bounds = sorted(cuts)
        pieces = (_piece(text, low, high, inside, masks) for low, high in pairwise(bounds))
        yield tuple(piece for piece in pieces if piece.text)


def _piece(
    text: str,
    start: int,
    end: int,
    citations: list[_Citation],
    masks: list[tuple[int, int]],
) -> NotePiece:
    resting = [one for one in citations if one[0] <= start and end <= one[1]]
    return NotePiece(
        text=shown_within(text[start:end]),
        cites=" ".join(dict.fromkeys(anchor for _, _, anchor, _ in resting)),
        ids=", ".join(dict.fromkeys(id_ for _, _, _, id_ in resting)),
        set_aside=any(low <= start and end <= high for low, high in masks),
    )
