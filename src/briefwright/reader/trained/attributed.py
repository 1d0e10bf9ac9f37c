"""For each quotation, one after the other, whom the words around it may mean by its speaker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from briefwright.reader.patterns.sayers import Sayer, sayer, stater
from briefwright.reader.trained.meant import NOBODY, Meant, meant
from briefwright.reader.trained.proposals import Proposals
from briefwright.reading import Person
from briefwright.spans import Span

# Characters of "it added." between two quotations from one document.
BETWEEN = 60
# Characters from "told" to the name of whoever is told: a title.
HEARER_NEAR = 50
_THE_SAME = re.compile(
    r"(?:the|this)\s+(?:\w+\s+)?(?:spokes\w+|official|diplomat|source|aide|advis[eo]r|representative"
    r"|minister|envoy|officer)",
    re.I,
)
_DOCUMENT = re.compile(
    r"\b(?:message|letter|statement|report|tweet|text|readout|communiqu[eé]|note|post)\Z", re.I
)
_AND_THAT = re.compile(r"[,\s]*(?:and|but|or|nor|as well as)\s+[^“”\".;:]{0,50}")
_TELLS = re.compile(r"(?:tell|told|inform|assur|remind|ask|urg|warn)\w*")
# From the verb to the name of whoever is told: "told the visiting minister X", "stressed to X".
_TOLD = re.compile(r"\s+(?:(?!that\b)[\w’'.-]+\s+){0,6}")
_TOLD_TO = re.compile(r"\s+to\s+(?:(?!that\b)[\w’'.-]+\s+){0,6}")


def sayers(proposals: Proposals) -> tuple[Sayer | None, ...]:
    """For each quotation the words beside it that name who says it."""
    page = proposals.page
    outers = [page.segments.quotations[index].outer for index in proposals.quotations]
    befores = [0, *(one.end for one in outers)]
    afters = [*(one.start for one in outers[1:]), len(page.text)]
    return tuple(
        sayer(page, outer, before=before, after=after)
        for outer, before, after in zip(outers, befores, afters, strict=False)
    )


def attributed(
    proposals: Proposals, people: Sequence[Person], words: Sequence[Sayer | None]
) -> tuple[Meant, ...]:
    """For each quotation whom `words`, those beside it, may mean."""
    found: list[Meant] = []
    for place, said in enumerate(words):
        span = said.span if said else None
        own = meant(proposals, people, span) if span else None
        if place and _is_again(proposals, words, found, place):
            own = replace(found[-1], again=True)
        elif own is None:
            own, span = _just_named(proposals, place, said) or Meant(), None
        hearers = _hearers(proposals, said, own)
        found.append(replace(own, words=span, hearers=hearers))
    return tuple(found)


def _hearers(proposals: Proposals, said: Sayer | None, own: Meant) -> frozenset[int]:
    """Who is told it: nobody of those speaks, though they are named nearest."""
    if said is None or own.certain:
        return NOBODY
    text, end = proposals.page.text, said.verb.end
    way = _TOLD if _TELLS.fullmatch(said.verb.of(text)) else _TOLD_TO
    near = Span(start=end, end=end + HEARER_NEAR)
    return frozenset(
        index
        for index, mention in proposals.people_named.at(near)
        if end < mention.start and way.fullmatch(text, end, mention.start)
    )


def _just_named(proposals: Proposals, place: int, said: Sayer | None) -> Meant | None:
    """The one person whom the sentence before names, where "he said" stands beside."""
    page = proposals.page
    outer = page.segments.quotations[proposals.quotations[place]].outer
    index = page.sentence_of(outer.start)
    if said is None or said.span.of(page.text).lower() not in ("he", "she"):
        return None
    if not index or outer.start - page.segments.sentences[index].span.start > 2:
        return None
    before, here = page.segments.sentences[index - 1], page.segments.sentences[index]
    if before.paragraph != here.paragraph or any(
        one.outer.overlaps(before.span) for one in page.segments.quotations
    ):
        return None
    outside = [
        one
        for one in proposals.chain.references
        if before.span.contains(one.span) and page.segments.quotation_around(one.span) is None
    ]
    named = frozenset(one.person for one in outside)
    if len(named) != 1 or any(one.kind == "pronoun" for one in outside):
        return None
    # "The envoy said after talks with X": the envoy.
    words = stater(page, before.span)
    if words is not None and not any(one.span.overlaps(words) for one in outside):
        return None
    return Meant(named, NOBODY, certain=True, near=True)


def _is_again(
    proposals: Proposals,
    words: Sequence[Sayer | None],
    found: Sequence[Meant],
    place: int,
) -> bool:
    """Whether it is another of whoever said the quotation before, whom nobody else comes after."""
    page = proposals.page
    outer, last = (
        page.segments.quotations[proposals.quotations[one]].outer for one in (place, place - 1)
    )
    between = Span(start=last.end, end=max(last.end, outer.start))
    said, earlier = words[place], words[place - 1]
    if any(between.contains(mention) for _, mention in proposals.people_named.at(between)):
        return False
    if said is None:
        same = page.sentence_of(outer.start) == page.sentence_of(last.start)
        return same and _AND_THAT.fullmatch(between.of(page.text)) is not None
    own = said.span.of(page.text)
    if _THE_SAME.fullmatch(own):
        return found[-1].unnamed
    if own.lower() != "it" or between.end - between.start > BETWEEN or earlier is None:
        return False
    return found[-1].again or _DOCUMENT.search(earlier.span.of(page.text)) is not None
