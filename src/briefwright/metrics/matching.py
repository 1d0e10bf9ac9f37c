"""Which item of a brief is which of its reference's.

The thresholds are those of the reference scorer that came with the reference briefs; they define
the measures and are not tuned here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from briefwright.metrics.sheet import Area, Person, Quote, Sheet, shared, sheet
from briefwright.metrics.words import bag_f1, matches, name_similarity, quote_similarity, tokens
from briefwright.spans import Value

SAME_NAME = 0.7
SAME_QUOTE = 0.6
SAME_AREA = 0.5
SAME_PLACE = 0.5
ALIAS = 0.85
# Areas named differently are still one if they rest on the same words and share a word.
AREA_PLACE = 0.6
AREA_FLOOR = 0.55
AREA_LABEL_SHARE = 0.2

Places = tuple[tuple[int, int], ...]
"""Pairs of places: in the brief's list, in the reference's."""


class Matched(Value):
    people: Places
    """Among the participants that are persons."""
    quotes: Places
    areas: Places
    outlook: Places


def matched(found: Sheet, wanted: Sheet) -> Matched:
    """Greedy one-to-one, the most alike first."""
    return Matched(
        people=tuple(matches(found.people, wanted.people, _same_person, least=SAME_NAME)),
        quotes=tuple(matches(found.quotes, wanted.quotes, _same_quote, least=SAME_QUOTE)),
        areas=tuple(matches(found.areas, wanted.areas, _same_area, least=SAME_AREA)),
        outlook=tuple(
            matches(
                found.outlook,
                wanted.outlook,
                lambda one, other: shared(one.cover, other.cover),
                least=SAME_PLACE,
            )
        ),
    )


def match(brief: Mapping[str, Any], reference: Mapping[str, Any], text: str) -> Matched:
    """The same of the JSON of a brief and of its reference, both of them on `text`."""
    return matched(sheet(brief, text), sheet(reference, text))


def same_speaker(one: str, other: str) -> bool:
    return name_similarity(one, other) >= SAME_NAME


def _same_person(one: Person, reference: Person) -> float:
    alias = ALIAS if tokens(one.name) in reference.aliases else 0.0
    return max(name_similarity(one.name, reference.name), alias)


def _same_quote(one: Quote, reference: Quote) -> float:
    return quote_similarity(one.text, reference.text)


def _same_area(one: Area, reference: Area) -> float:
    label = bag_f1(one.label, reference.label)
    if label and shared(one.cover, reference.cover) >= AREA_PLACE:
        return max(label, AREA_FLOOR + AREA_LABEL_SHARE * label)
    return label
