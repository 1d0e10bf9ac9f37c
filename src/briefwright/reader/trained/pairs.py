"""Who might belong to what: every person with every country, every quotation with whoever may
have said it. The network judges the pairs."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from briefwright.countries import CountryMention
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.proposals import MOST_SPEAKERS, Proposals, ranked_mentions
from briefwright.spans import Span


@dataclass(frozen=True)
class SpeakerPair:
    """Whoever might say a quotation; a person or a body."""

    quotation: int
    """Index into `Proposals.quotations`."""
    person: int | None
    body: int | None
    mention: Span


@dataclass(frozen=True)
class CountryPair:
    person: int
    mention: CountryMention


def country_pairs(proposals: Proposals) -> list[CountryPair]:
    """Each person with the countries named most, at their mention nearest to the person."""
    ranked = ranked_mentions(proposals.page)
    found = []
    for index, person in enumerate(proposals.persons):
        for candidates in ranked.values():
            nearest = min(
                candidates, key=lambda one: min(gap(span, one.span) for span in person.mentions)
            )
            found.append(CountryPair(index, nearest))
    return found


def speaker_pairs(proposals: Proposals) -> list[SpeakerPair]:
    """Each quotation with the people and bodies named nearest to it."""
    found: list[SpeakerPair] = []
    for place, index in enumerate(proposals.quotations):
        outer = proposals.page.segments.quotations[index].outer
        near = [
            (gap(span, outer), SpeakerPair(place, person, body, span))
            for person, body, spans in _parties(proposals)
            for span in [min(spans, key=lambda one: gap(one, outer))]
        ]
        near.sort(key=lambda one: one[0])
        found.extend(pair for _, pair in near[:MOST_SPEAKERS])
    return found


def _parties(proposals: Proposals) -> list[tuple[int | None, int | None, tuple[Span, ...]]]:
    return [
        *((index, None, person.mentions) for index, person in enumerate(proposals.persons)),
        *((None, index, body.mentions) for index, body in enumerate(proposals.bodies)),
    ]


def sentence_at(page: Page, offset: int) -> int:
    """The sentence that holds the offset, else the last one that starts before it."""
    return max(0, bisect_right(page.sentence_starts, offset) - 1)


def gap(one: Span, other: Span) -> int:
    """Characters between two spans; 0 where they touch or overlap."""
    return max(0, other.start - one.end, one.start - other.end)
