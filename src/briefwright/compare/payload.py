"""A comparison's articles as JSON for the page's script.

Short names, for there may be hundreds of articles. Offsets count UTF-16 units, as the script's
strings do.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import Any

from briefwright.compare.matching import changed, likeness, matches
from briefwright.compare.values import Comparison
from briefwright.metrics.words import facts, tokens
from briefwright.render.characters import marked
from briefwright.runs import Candidate, Case, Entry
from briefwright.runs.values import FIELDS, HEADINGS

Json = dict[str, Any]

_DIGITS = 4
_UNVERIFIED = "not verified"


def payload(comparison: Comparison) -> Json:
    """All that the page's script draws from."""
    sides = comparison.sides
    return {
        "sides": [marked(name) for name in sides],
        "runs": len(comparison.runs),
        "reference": comparison.reference is not None,
        "fields": [[name, HEADINGS[name]] for name in FIELDS],
        "measures": [
            {"name": row.name, "label": row.label, "group": row.group, "better": row.better}
            for row in comparison.measures
        ],
        "cases": [_case(case, comparison) for case in comparison.cases],
    }


def embedded(value: object) -> str:
    """JSON that may stand inside a <script> element: nothing in it ends one or begins a tag."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def _case(case: Case, comparison: Comparison) -> Json:
    sides = [name for name in comparison.sides if name in case.candidates]
    places = [comparison.sides.index(name) for name in sides]
    values = comparison.values[case.id]
    known = _known(case)
    return {
        "id": marked(case.id),
        "title": marked(case.title),
        "date": (case.texts[0].published or "")[:10],
        "texts": [
            {
                "title": marked(one.title or ""),
                "from": marked(one.publisher or one.source or ""),
                "date": marked(one.published or ""),
                "text": marked(one.text or ""),
            }
            for one in case.texts
        ],
        "briefs": {
            str(at): _brief(case.candidates[name], case, known)
            for at, name in zip(places, sides, strict=True)
        },
        "pairs": {
            f"{one}-{other}": _pair(case.candidates[a], case.candidates[b])
            for one, a in zip(places, sides, strict=True)
            for other, b in zip(places, sides, strict=True)
            if one < other
        },
        "values": {
            str(comparison.sides.index(name)): [
                None if value is None else round(value, _DIGITS) for value in found
            ]
            for name, found in values.items()
        },
    }


def _brief(candidate: Candidate, case: Case, known: frozenset[str]) -> Json:
    maps = [_Units(one.text or "") for one in case.texts]
    return {
        "hand": candidate.hand,
        "entries": [_entry(one, maps, known) for one in candidate.entries],
        "withheld": [
            {
                "field": FIELDS.index(one.field),
                "text": marked(one.text),
                "reason": marked(one.reason),
                "replaced": one.replaced,
            }
            for one in candidate.withheld or ()
        ],
        "cautions": [marked(one.text) for one in candidate.cautions],
        "remarks": [marked(one) for one in candidate.remarks],
    }


def _entry(entry: Entry, maps: Sequence[_Units], known: frozenset[str]) -> Json:
    made: Json = {
        "id": marked(entry.id),
        "field": FIELDS.index(entry.field),
        "text": marked(entry.text),
        "facets": {marked(name): marked(value) for name, value in entry.facets.items()},
        "at": [
            [part.article, maps[part.article].at(part.start), maps[part.article].at(part.end)]
            for part in entry.evidence
            if 0 <= part.article < len(maps)
        ],
        "marks": _marks(entry),
    }
    if entry.lost:
        made["lost"] = [marked(one) for one in entry.lost]
    absent = _absent(entry, known)
    if absent:
        made["absent"] = absent
    if entry.cautions:
        made["cautions"] = [marked(one) for one in entry.cautions]
    return made


def _marks(entry: Entry) -> list[str]:
    """What a reviewer is told of how the item came about."""
    marks = []
    if entry.edited:
        marks.append(f"edited, {_UNVERIFIED}")
    elif entry.checks is not None and not entry.checks:
        marks.append(_UNVERIFIED)
    if entry.origin:
        marks.append("article’s words" if entry.origin == "extracted" else entry.origin)
    return marks


def _absent(entry: Entry, known: frozenset[str]) -> list[list[int]]:
    """Names and numbers of a statement that no article of the case has, as ranges of its text."""
    if not known or entry.field not in ("bottom_line", "summary"):
        return []
    units, found, at = _Units(entry.text), [], 0
    for fact in facts(entry.text):
        at = entry.text.index(fact, at)
        if not known.issuperset(tokens(fact)):
            found.append([units.at(at), units.at(at + len(fact))])
        at += len(fact)
    return found


def _known(case: Case) -> frozenset[str]:
    return frozenset(
        token for one in case.texts if one.text for token in tokens(f"{one.text} {one.title or ''}")
    )


def _pair(one: Candidate, other: Candidate) -> Json:
    """The matched items as places in the briefs' lists of items, with the words that differ."""
    met: list[list[Any]] = []
    alike: list[float | None] = []
    for field in FIELDS:
        first, second = one.of(field), other.of(field)
        found = matches(first, second)
        whole = len(first) + len(second)
        sum_ = sum(likeness(first[match.first], second[match.second]) for match in found)
        alike.append(round(2 * sum_ / whole, 3) if whole else None)
        for match in found:
            met.append(_met(one, other, first[match.first], second[match.second], match.how))
    return {"met": met, "alike": alike}


def _met(one: Candidate, other: Candidate, first: Entry, second: Entry, how: str) -> list[Any]:
    places = [_place(one, first), _place(other, second), how]
    if how == "same" or first.text == second.text:
        return places
    left, right = changed(first.text, second.text)
    return [*places, _ranges(first.text, left), _ranges(second.text, right)]


def _place(candidate: Candidate, entry: Entry) -> int:
    return next(at for at, one in enumerate(candidate.entries) if one is entry)


def _ranges(text: str, found: Iterable[tuple[int, int]]) -> list[list[int]]:
    units = _Units(text)
    return [[units.at(start), units.at(end)] for start, end in found]


class _Units:
    """Code points of a text counted as UTF-16 units."""

    def __init__(self, text: str) -> None:
        # The rule is that there are none beyond the first plane, and then nothing is counted.
        self._beyond = [at for at, sign in enumerate(text) if ord(sign) > 0xFFFF]

    def at(self, place: int) -> int:

        return place + bisect_left(self._beyond, place)
