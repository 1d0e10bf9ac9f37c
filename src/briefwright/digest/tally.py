"""The coverage of a day as a document shows it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from briefwright.digest.parts import AsideRow, CoveragePart, MissedRow, OutletRow
from briefwright.digest.values import Aside, Coverage, Digest, Fate, Missed
from briefwright.render.characters import shown
from briefwright.render.method import day, rows
from briefwright.render.parts import DASH, NoteRow

FATES: dict[Fate, str] = {
    "failed": "Not read",
    "rejected": "No brief",
    "quarantined": "Quarantined",
    "left": "Left for the next run",
}
_UNDATED = {
    "run": "put to the day of the run",
    "retrieved": "put to the day they were fetched",
    "none": "put to no day, and shown here",
}


def tally(digest: Digest) -> CoveragePart:
    covered = digest.coverage
    return CoveragePart(
        sums=_sums(covered),
        remarks=_remarks(digest),
        outlets=tuple(
            OutletRow(
                name=shown(one.name),
                read=f"{one.read:,}",
                copies=_number(one.copies),
                missed=_number(one.missed),
                stale=_number(one.stale),
            )
            for one in covered.outlets
        ),
        missed=tuple(map(_missed, covered.missed)),
        stale=_asides(covered.stale),
        later=_asides(covered.later),
    )


def _sums(covered: Coverage) -> tuple[NoteRow, ...]:
    """Every input of the day, once."""
    fates = Counter(one.fate for one in covered.missed)
    shown_too = sum(one.earlier_brief for one in covered.missed)
    pairs = [
        ("Inputs", covered.read + len(covered.missed) - shown_too),
        ("Articles of the day", covered.of_the_day),
        ("Stale", len(covered.stale)),
        ("Of a later day", len(covered.later)),
        *((label, fates[fate]) for fate, label in FATES.items()),
    ]
    found = [(label, f"{number:,}") for label, number in pairs if number or label == "Inputs"]
    if shown_too:
        found.append(("Counted twice", f"{shown_too:,}, shown by the brief of an earlier run"))
    return rows(found)


def _remarks(digest: Digest) -> tuple[str, ...]:
    covered = digest.coverage
    found = []
    if covered.undated:
        where = _UNDATED.get(digest.undated or "", "put where the runs that read them were told to")
        found.append(f"Articles without a date of their own: {covered.undated:,}, {where}.")
    if covered.copies:
        found.append(f"Near-copies listed under “also in” and not read again: {covered.copies:,}.")
    return tuple(found)


def _missed(one: Missed) -> MissedRow:
    name = re.split(r"[/\\]", one.source.rstrip("/\\"))[-1]
    source = one.source if "://" in one.source else name
    return MissedRow(
        what=shown(one.title) or shown(source),
        outlet=shown(one.outlet) or DASH,
        fate=FATES[one.fate],
        reason=shown(one.reason),
    )


def _asides(asides: Sequence[Aside]) -> tuple[AsideRow, ...]:
    return tuple(
        AsideRow(
            age=_age(one.age_days),
            day=day(one.day.isoformat()),
            outlet=shown(one.outlet),
            title=shown(one.title),
            bottom_line=shown(one.bottom_line),
        )
        for one in asides
    )


def _age(days: int) -> str:
    number = abs(days)
    return f"{number:,} {'day' if number == 1 else 'days'}"


def _number(count: int) -> str:
    return f"{count:,}" if count else DASH
