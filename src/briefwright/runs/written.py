"""The items of reference briefs as entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from briefwright.brief import FieldName
from briefwright.runs.entries import stated
from briefwright.runs.keys import key
from briefwright.runs.places import Places
from briefwright.runs.reference import Reference
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
        for number, (text, facets, words) in enumerate(_items(reference, field), first):
            found = [(one, places.find(one)) for one in words]
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


_Item = tuple[str, dict[str, str], Sequence[str]]


def _items(given: Reference, field: FieldName) -> Iterator[_Item]:
    match field:
        case "bottom_line":
            if given.bottom_line:
                yield given.bottom_line, {}, ()
        case "summary":
            yield from ((one.text, {}, one.evidence) for one in given.summary)
        case "participants":
            for one in given.participants:
                kind = "organisation" if one.kind == "organisation" else None
                said = stated(
                    kind=kind, title=one.title, organisation=one.organisation, country=one.country
                )
                yield one.name, said, [one.name, *filter(None, (one.title, one.organisation))]
        case "key_quotes":
            yield from ((one.text, stated(speaker=one.speaker), [one.text]) for one in given.quotes)
        case "cooperation_areas":
            for area in given.cooperation_areas:
                said = stated(status=area.status, parties=", ".join(area.parties))
                yield area.label, said, area.evidence
        case "outlook":
            for item in given.outlook:
                said = stated(kind=item.kind, by=item.by, when=item.when)
                yield item.text, said, item.evidence
