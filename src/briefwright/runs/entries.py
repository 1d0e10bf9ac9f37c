"""The items of our own briefs as entries, and what an item says, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable

from briefwright.brief import (
    Brief,
    Check,
    CooperationArea,
    FieldName,
    KeyQuote,
    Origin,
    OutlookItem,
    Participant,
    Slice,
    Statement,
)
from briefwright.runs.keys import key
from briefwright.runs.places import Places
from briefwright.runs.reference import (
    ReferenceArea,
    ReferenceItem,
    ReferenceOutlook,
    ReferenceParticipant,
    ReferencePoint,
    ReferenceQuote,
)
from briefwright.runs.values import FIELDS, Entry
from briefwright.sealed import seal

Item = Statement | Participant | KeyQuote | CooperationArea | OutlookItem


def entries(brief: Brief, places: Places, *, moved: bool) -> tuple[Entry, ...]:
    """Every item in the order of `FIELDS`; `moved` if the case shows another text than it read."""
    return tuple(
        _entry(field, item, brief, places, moved=moved)
        for field in FIELDS
        for item in _items(brief, field)
    )


def _items(brief: Brief, field: FieldName) -> tuple[Item, ...]:
    if field == "bottom_line":
        return (brief.bottom_line,) if brief.bottom_line else ()
    found: tuple[Item, ...] = getattr(brief, field)
    return found


def _entry(field: FieldName, item: Item, brief: Brief, places: Places, *, moved: bool) -> Entry:
    text, facets = said(item)
    evidence, lost = places.kept(_evidence(item), moved=moved)
    return Entry(
        key=key(field, text, facets),
        id=item.id,
        field=field,
        text=text,
        facets=facets,
        evidence=evidence,
        lost=lost,
        origin=_origin(item),
        checks=_checks(item),
        edited=item.seal is not None and item.seal != seal(item, brief),
        cautions=tuple(one.text for one in brief.cautions if item.id in one.items),
    )


def said(item: Item | ReferenceItem) -> tuple[str, dict[str, str]]:
    """The item's text and its facets."""
    match item:
        case Participant() | ReferenceParticipant():
            return item.name, _stated(
                kind=item.kind if item.kind == "organisation" else None,
                title=item.title,
                organisation=item.organisation,
                country=item.country,
            )
        case KeyQuote() | ReferenceQuote():
            return item.text, _stated(speaker=item.speaker)
        case CooperationArea() | ReferenceArea():
            return item.label, _stated(status=item.status, parties=", ".join(item.parties))
        case OutlookItem() | ReferenceOutlook():
            return item.text, _stated(kind=item.kind, by=item.by, when=item.when)
        case Statement() | ReferencePoint():
            return item.text, {}


def _stated(**facets: str | None) -> dict[str, str]:
    """Those that say something."""
    return {name: value for name, value in facets.items() if value}


def _evidence(item: Item) -> Iterable[Slice]:
    if isinstance(item, Participant):
        yield item.spans.name
        yield from (one for one in (item.spans.title, item.spans.organisation) if one)
        if item.spans.country:
            yield item.spans.country
    yield from item.evidence


def _origin(item: Item) -> Origin | None:
    return None if isinstance(item, Participant | KeyQuote) else item.origin


def _checks(item: Item) -> tuple[Check, ...] | None:
    # Names and quotations are slices of the article or they are not in a brief.
    return ("verbatim",) if isinstance(item, Participant | KeyQuote) else item.checks
