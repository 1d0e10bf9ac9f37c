"""Several outlets on one story, as one brief: what they share, and what they differ on.

Each article is read and grounded by itself; here items are only joined, never reworded, so every
statement still stands in the article it came from. Knows nothing of models or of notes.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, zip_longest
from typing import TypeVar

from briefwright.brief import Brief, Caution, Statement
from briefwright.ground import rechecked
from briefwright.parties import missing
from briefwright.sealed import sealed, unsealed
from briefwright.story.differ import differences
from briefwright.story.joined import areas, outlook, people, quotes, statements
from briefwright.story.likeness import alike
from briefwright.story.numbered import numbered, shifted

__all__ = ["merge"]

_Item = TypeVar("_Item")

POINTS = 4
"""Of the summary, as in the brief of one article."""

# Share of the lead's words, in title and statements, that another article on the same story has.
SAME_STORY = 0.2

_OF_ONE = frozenset(
    {"single-source", "speaker-resolved", "speaker-unknown", "country-inferred", "party-inferred"}
)


def merge(briefs: Sequence[Brief]) -> Brief:
    """One brief of the articles of all, the leading one's bottom line first.

    The lead is the article whose bottom line the others bear out best; of equals the first. One
    brief comes back as it is.
    """
    if len(briefs) == 1:
        return briefs[0]
    was_sealed = all(one.seal for one in briefs)
    # Before anything is joined: what was edited must not come out of here as checked.
    briefs = [rechecked(one) for one in briefs]
    offsets = [sum(len(one.articles) for one in briefs[:n]) for n in range(len(briefs))]
    whole = [shifted(one, by) for one, by in zip(briefs, offsets, strict=True)]
    lead = max(range(len(whole)), key=lambda at: (_borne_out(whole, at), -at))
    order = [lead, *(at for at in range(len(whole)) if at != lead)]
    ordered = [whole[at] for at in order]
    differ = differences(ordered, [offsets[at] for at in order])
    joined = _joined(ordered)
    made = Brief(
        id=f"{briefs[lead].id}-and-{len(briefs) - 1}-more",
        articles=tuple(article for one in whole for article in one.articles),
        bottom_line=joined.bottom_line,
        summary=joined.summary,
        participants=joined.participants,
        key_quotes=joined.key_quotes,
        cooperation_areas=joined.cooperation_areas,
        outlook=joined.outlook,
        differences=differ,
        withheld=tuple(chain.from_iterable(one.withheld for one in ordered)),
        provenance=ordered[0].provenance,
        run=ordered[0].run,
    )
    made = numbered(made)
    made = made.model_copy(update={"cautions": _cautions(made, ordered)})
    return sealed(made) if was_sealed else unsealed(made)


def _joined(ordered: Sequence[Brief]) -> Brief:
    """The leading brief with the items of the others joined to its own."""
    lead = ordered[0]
    first = [lead.bottom_line] if lead.bottom_line else []
    points = _points(ordered)
    stated = statements([*first, *points])
    persons, known = people([one.participants for one in ordered])
    said = [
        quote.model_copy(update={"speaker_id": known.get((index, quote.speaker_id or ""))})
        for index, quote in _in_turn([one.key_quotes for one in ordered])
    ]
    planned = [
        item.model_copy(update={"by_id": known.get((index, item.by_id or ""))})
        for index, item in _in_turn([one.outlook for one in ordered])
    ]
    return lead.model_copy(
        update={
            "bottom_line": stated[0] if first else None,
            "summary": tuple(stated[len(first) :][:POINTS]),
            "participants": persons,
            "key_quotes": quotes(said),
            "cooperation_areas": areas([area for one in ordered for area in one.cooperation_areas]),
            "outlook": outlook(planned),
        }
    )


def _points(ordered: Sequence[Brief]) -> list[Statement]:
    """Points of the summary in turn; another outlet's bottom line is its first."""
    offered: list[tuple[Statement, ...]] = [ordered[0].summary]
    for one in ordered[1:]:
        offered.append(((one.bottom_line,) if one.bottom_line else ()) + one.summary)
    # The sentence that opens a list says nothing without it.
    return [point for _, point in _in_turn(offered) if not point.text.endswith(":")]


def _in_turn(lists: Sequence[Sequence[_Item]]) -> list[tuple[int, _Item]]:
    """The first of each list, then the second of each, each with the number of its list."""
    return [
        (index, one)
        for group in zip_longest(*lists)
        for index, one in enumerate(group)
        if one is not None
    ]


def _borne_out(briefs: Sequence[Brief], at: int) -> float:
    line = briefs[at].bottom_line
    if line is None:
        return -1.0
    others = [one for number, one in enumerate(briefs) if number != at]
    return sum(alike(line.text, _said(one)) for one in others) / len(others)


def _said(brief: Brief) -> str:
    titles = [article.title or "" for article in brief.articles]
    first = [brief.bottom_line.text] if brief.bottom_line else []
    return " ".join([*titles, *first, *(point.text for point in brief.summary)])


def _cautions(made: Brief, ordered: Sequence[Brief]) -> tuple[Caution, ...]:
    found: list[Caution] = []
    apart = [
        one.articles[0].publisher or one.articles[0].id
        for one in ordered[1:]
        if alike(_said(one), _said(ordered[0])) < SAME_STORY
    ]
    if apart:
        found.append(
            Caution(
                code="not-one-story",
                text=f"May be on something else than the others: {', '.join(apart)}.",
            )
        )
    if made.differences:
        ids = tuple(one.id for one in made.differences)
        found.append(Caution(code="outlets-differ", text="The outlets differ on facts.", items=ids))
    found += _resolved(made)
    for one in ordered:
        whose = one.articles[0].publisher or one.articles[0].id
        found += [
            caution.model_copy(update={"text": f"{whose}: {caution.text}", "items": ()})
            for caution in one.cautions
            if caution.code not in _OF_ONE
        ]
    found.append(_sources(made))
    return tuple(found)


def _resolved(made: Brief) -> list[Caution]:
    """What the cautions of each article say of its items, of the items of the story."""
    ids = tuple(one.id for one in made.key_quotes if one.resolved in ("pronoun", "context"))
    unknown = tuple(one.id for one in made.key_quotes if one.speaker is None)
    inferred = tuple(
        one.id for one in made.participants if one.country and one.spans.country is None
    )
    parties = tuple(
        one.id
        for one in made.cooperation_areas
        if missing(one.parties, " ".join(each.text for each in one.evidence))
    )
    texts = (
        ("speaker-resolved", "Who said it was worked out, not named beside it.", ids),
        ("speaker-unknown", "The article does not say who said it.", unknown),
        ("country-inferred", "The country was worked out, not stated beside the name.", inferred),
        ("party-inferred", "Between whom was worked out, not said in the sentence.", parties),
    )
    return [Caution(code=code, text=text, items=items) for code, text, items in texts if items]


def _sources(made: Brief) -> Caution:
    outlets = {article.publisher or article.id for article in made.articles}
    many = len(made.articles)
    if len(outlets) == 1:
        text = f"Everything here rests on {many} articles of one outlet."
        return Caution(code="single-source", text=text)
    return Caution(
        code="several-sources",
        text=f"Rests on {many} articles of {len(outlets)} outlets; they may share a source.",
    )
