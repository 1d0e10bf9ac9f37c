"""From a draft to a brief: every item checked against the article, what fails withheld.

The one way from models to what we stand behind; both kinds of draft take it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from briefwright.article import Article, count_words
from briefwright.brief import (
    Brief,
    Caution,
    MaskedSpan,
    OutlookItem,
    Participant,
    Provenance,
    SourceArticle,
    Statement,
)
from briefwright.draft import Draft
from briefwright.ground import items
from briefwright.ground.cautions import cautions
from briefwright.ground.instructions import instruction_like
from briefwright.ground.items import Ground
from briefwright.ground.recheck import rechecked
from briefwright.sealed import sealed
from briefwright.spans import Span

__all__ = [
    "BOTTOM_LINE_WORDS",
    "OUTLOOK_WORDS",
    "SUMMARY_WORDS",
    "ground",
    "instruction_like",
    "rechecked",
]

BOTTOM_LINE_WORDS = 35
SUMMARY_WORDS = 30
OUTLOOK_WORDS = 25

Item = TypeVar("Item")
Drafted = TypeVar("Drafted")


def ground(
    draft: Draft,
    article: Article,
    *,
    provenance: Provenance,
    flagged: Iterable[Span] = (),
    unread: Iterable[Span] = (),
    drafted: Iterable[Caution] = (),
) -> Brief:
    """The brief that the article supports.

    `flagged` are spans that address a model (`instruction_like`): nothing built on them is kept.
    `unread` are spans that no model saw; the brief says how many words they hold. `drafted` are
    cautions on how the draft was made.
    Every item of the draft is in the brief or in `withheld`, with a code and a reason.
    """
    state = Ground(article.text, flagged)
    for one in draft.refused:
        state.withhold(one.field, one.text, one.code, one.reason, replaced=one.replaced)
    people = _each(
        draft.participants, lambda one, number: items.participant(state, one, number=number)
    )
    bottom_line = _bottom_line(state, draft)
    first = 2 if bottom_line else 1
    summary = _summary(state, draft, first)
    source = _source(article, unread)
    brief = Brief(
        id=article.id,
        articles=(source,),
        bottom_line=bottom_line,
        summary=_kept(summary),
        participants=_kept(people),
        key_quotes=_kept(
            _each(
                draft.quotes,
                lambda one, number: items.quote(state, one, people, number=number),
            )
        ),
        cooperation_areas=_kept(
            _each(draft.areas, lambda one, number: items.area(state, one, number=number))
        ),
        outlook=_kept(_outlook(state, draft, people)),
        withheld=tuple(state.withheld),
        provenance=provenance,
    )
    found = (*drafted, *cautions(brief, article, state.flagged))
    return sealed(brief.model_copy(update={"cautions": found}))


def _bottom_line(state: Ground, draft: Draft) -> Statement | None:
    if draft.bottom_line is None:
        return None
    return items.statement(
        state, "bottom_line", draft.bottom_line, number=1, limit=BOTTOM_LINE_WORDS
    )


def _summary(state: Ground, draft: Draft, first: int) -> list[Statement | None]:
    return _each(
        draft.summary,
        lambda one, number: items.statement(
            state, "summary", one, number=number, limit=SUMMARY_WORDS
        ),
        first=first,
    )


def _outlook(
    state: Ground, draft: Draft, people: list[Participant | None]
) -> list[OutlookItem | None]:
    return _each(
        draft.outlook,
        lambda one, number: items.outlook(state, one, people, number=number, limit=OUTLOOK_WORDS),
    )


def _each(
    drafted: Iterable[Drafted],
    check: Callable[[Drafted, int], Item | None],
    *,
    first: int = 1,
) -> list[Item | None]:
    """The verdicts in order; numbers run over what is kept, and None stands for the withheld."""
    found: list[Item | None] = []
    number = first
    for one in drafted:
        kept = check(one, number)
        found.append(kept)
        number += kept is not None
    return found


def _kept(found: Iterable[Item | None]) -> tuple[Item, ...]:
    return tuple(one for one in found if one is not None)


def _source(article: Article, unread: Iterable[Span]) -> SourceArticle:
    hidden = sum(count_words(mask.span.of(article.text)) for mask in article.masked)
    words = max(0, count_words(article.text) - hidden)
    return SourceArticle(
        id=article.id,
        title=article.title,
        source=article.source,
        url=article.url,
        publisher=article.publisher,
        byline=article.byline,
        published=article.published,
        retrieved=article.retrieved,
        language=article.language,
        sha256=article.sha256,
        words=words,
        words_read=max(0, words - sum(count_words(one.of(article.text)) for one in unread)),
        visible_share=article.visible_share,
        masked=tuple(
            MaskedSpan(start=mask.span.start, end=mask.span.end, reason=mask.reason)
            for mask in article.masked
        ),
        text=article.text,
    )
