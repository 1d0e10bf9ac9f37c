"""The items of reference briefs as entries."""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.brief import FieldName
from briefwright.runs.entries import said
from briefwright.runs.keys import key
from briefwright.runs.places import Places
from briefwright.runs.reference import (
    Reference,
    ReferenceItem,
    ReferenceParticipant,
    ReferencePoint,
    ReferenceQuote,
)
from briefwright.runs.values import FIELDS, Entry

_LETTERS: dict[FieldName, str] = {
    "bottom_line": "S",
    "summary": "S",
    "participants": "P",
    "cooperation_areas": "A",
    "key_quotes": "Q",
    "outlook": "O",
}


def entries(reference: Reference, places: Places) -> tuple[Entry, ...]:
    """Every item in the order of `FIELDS`, with ids as our own briefs give them."""
    made: list[Entry] = []
    for field in FIELDS:
        # The bottom line is S1 and the summary goes on from S2.
        first = 2 if field == "summary" and reference.bottom_line else 1
        for number, item in enumerate(_items(reference, field), first):
            text, facets = said(item)
            found = [(one, places.find(one)) for one in _evidence(item)]
            made.append(
                Entry(
                    key=key(field, text, facets),
                    id=f"{_LETTERS[field]}{number}",
                    field=field,
                    text=text,
                    facets=facets,
                    evidence=tuple(place for _, place in found if place),
                    lost=tuple(one for one, place in found if place is None),
                )
            )
    return tuple(made)


def _items(given: Reference, field: FieldName) -> Sequence[ReferenceItem]:
    if field == "bottom_line":
        return (ReferencePoint(text=given.bottom_line),) if given.bottom_line else ()
    found: Sequence[ReferenceItem] = getattr(given, "quotes" if field == "key_quotes" else field)
    return found


def _evidence(item: ReferenceItem) -> Sequence[str]:
    if isinstance(item, ReferenceParticipant):
        return [item.name, *filter(None, (item.title, item.organisation))]
    return [item.text] if isinstance(item, ReferenceQuote) else item.evidence
