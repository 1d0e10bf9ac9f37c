"""From what a model said to a draft: numbers become spans, texts become wordings of evidence.

What rests on nothing is refused here and listed; everything else is for `ground` to check.
"""

from __future__ import annotations

from collections.abc import Mapping

from briefwright import parties
from briefwright.condense.choice import Choice
from briefwright.draft import (
    Draft,
    DraftArea,
    DraftOutlook,
    DraftParticipant,
    Line,
    Refused,
)
from briefwright.ground.folding import fold
from briefwright.prompted.asking import Heard
from briefwright.prompted.listing import Listing
from briefwright.prompted.people import as_before, participants, who
from briefwright.prompted.said import (
    FIELDS,
    SECTIONS,
    Parsed,
    SaidArea,
    SaidLine,
    SaidOutlook,
    Section,
)
from briefwright.prompted.spoken import quotes
from briefwright.prompted.written import Written
from briefwright.spans import Span, Value


class Drafted(Value):
    """A draft of one article, and how it came about."""

    draft: Draft
    fallen: tuple[Section, ...] = ()
    """Sections that the model was asked for and that are the embedded reader's, if only in part."""
    cut: tuple[Section, ...] = ()
    """Sections whose answer ended too soon."""
    denied: tuple[Section, ...] = ()
    """Sections that the model says are empty, and in which the embedded reader found some."""
    unread: tuple[Span, ...] = ()
    """What the model did not see."""


def drafted(heard: Heard, *, listing: Listing, choice: Choice, embedded: Draft) -> Drafted:
    """What the model said as a draft; what it did not say is as `embedded` has it.

    `choice` is of the reading that the evidence is read by: whom "he" stands for, who speaks.
    """
    said = heard.said
    refused: list[Refused] = [
        Refused(field=FIELDS[section], text=one.text, code="no-evidence", reason=one.reason)
        for section, unusable in heard.unusable.items()
        for one in unusable
    ]
    written = Written(listing, choice, heard, refused)
    fallen = heard.asked - set(said)
    taking = embedded.participants
    if "participants" in said:
        taking = participants(said["participants"].items, written)
    spoken = tuple(as_before(one, embedded, taking) for one in embedded.quotes)
    if "quotations" in said:
        spoken = quotes(said["quotations"].items, written, taking, embedded)
        if said["quotations"].fault is not None:
            fallen.add("quotations")
    bottom_line = _bottom_line(said, written)
    if bottom_line is None and embedded.bottom_line is not None and "bottom_line" in heard.asked:
        fallen.add("bottom_line")
    bottom_line = bottom_line or embedded.bottom_line
    summary = _summary(said, written, bottom_line)
    if not summary and embedded.summary and "summary" in heard.asked:
        fallen.add("summary")
    outlook = _outlook(said, written, taking)
    if outlook is None:
        outlook = tuple(as_before(one, embedded, taking) for one in embedded.outlook)
        if "outlook" in heard.asked:
            fallen.add("outlook")
    made = Draft(
        bottom_line=bottom_line,
        summary=summary or _others(embedded.summary, bottom_line),
        participants=taking,
        quotes=spoken,
        areas=_areas(said, written, embedded),
        outlook=outlook,
        refused=tuple(dict.fromkeys(refused)),
    )
    return Drafted(
        draft=made,
        fallen=tuple(one for one in SECTIONS if one in fallen),
        cut=tuple(one for one in SECTIONS if one in heard.cut and one not in fallen),
        denied=tuple(one for one in SECTIONS if one in said and _denied(one, said[one], embedded)),
        unread=heard.unread,
    )


def _denied(section: Section, said: Parsed, embedded: Draft) -> bool:
    found = {
        "participants": embedded.participants,
        "areas": embedded.areas,
        "outlook": embedded.outlook,
    }
    return said.is_empty and bool(found.get(section))


def _bottom_line(said: Mapping[Section, Parsed], written: Written) -> Line | None:
    items = said["bottom_line"].items if "bottom_line" in said else ()
    line = next((one for one in items if isinstance(one, SaidLine)), None)
    return written.line(line.sentences, line.text, "bottom_line") if line is not None else None


def _summary(
    said: Mapping[Section, Parsed], written: Written, bottom_line: Line | None
) -> tuple[Line, ...]:
    """The points, each on a first sentence of its own: that one stands should the words fall."""
    items = said["summary"].items if "summary" in said else ()
    taken = set(bottom_line.evidence[:1]) if bottom_line is not None else set()
    found = []
    for one in items:
        if not isinstance(one, SaidLine):
            continue
        listed = written.listing.sentence
        numbers = sorted(one.sentences, key=lambda number: listed(number) in taken)
        if listed(numbers[0]) in taken:
            written.refuse(
                "summary", one.text, "said-already", "another line rests on the same sentence"
            )
            continue
        line = written.line(numbers, one.text, "summary")
        if line is not None:
            taken.add(line.evidence[0])
            found.append(line)
    return tuple(found)


def _others(lines: tuple[Line, ...], bottom_line: Line | None) -> tuple[Line, ...]:
    """The lines but the one that says what the bottom line does."""
    first = bottom_line.evidence[:1] if bottom_line is not None else ()
    return tuple(line for line in lines if line.evidence[:1] != first)


def _areas(
    said: Mapping[Section, Parsed], written: Written, embedded: Draft
) -> tuple[DraftArea, ...]:
    if "areas" not in said:
        return embedded.areas
    listing = written.listing
    return tuple(
        DraftArea(
            label=one.label,
            status=one.status,
            parties=tuple(
                dict.fromkeys(
                    listing.name(party).text if isinstance(party, int) else party
                    for party in one.parties
                )
            ),
            evidence=(listing.sentence(one.sentence),),
            resolved=written.evidence(one.sentence).resolved[0],
        )
        for one in said["areas"].items
        if isinstance(one, SaidArea) and _is_a_field(one, written)
    )


def _is_a_field(area: SaidArea, written: Written) -> bool:
    if written.is_time(area.label):
        code, reason = "label-is-a-time", "a time is no field of cooperation"
    elif _is_a_party(area, written.listing):
        code, reason = "label-is-a-party", "who cooperates is no field of cooperation"
    else:
        return True
    written.refuse("areas", area.label, code, reason, replaced=False)
    return False


def _is_a_party(area: SaidArea, listing: Listing) -> bool:
    own = (listing.name(one).text if isinstance(one, int) else one for one in area.parties)
    label = fold(area.label)
    return parties.canonical(area.label) is not None or any(fold(one) == label for one in own)


def _outlook(
    said: Mapping[Section, Parsed], written: Written, taking: tuple[DraftParticipant, ...]
) -> tuple[DraftOutlook, ...] | None:
    """None where nothing usable was said; a model that repeats the example says nothing."""
    items = said["outlook"].items if "outlook" in said else ()
    found = []
    for one in items:
        if not isinstance(one, SaidOutlook):
            continue
        line = written.line((one.sentence,), one.text, "outlook")
        if line is None:
            continue
        by = written.by(one)
        found.append(
            DraftOutlook(
                line=line,
                kind=one.kind,
                by=by,
                participant=who(taking, by) if by is not None else None,
                when=written.when(one),
            )
        )
    return None if "outlook" not in said or (items and not found) else tuple(found)
