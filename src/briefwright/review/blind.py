"""What a reviewer sees of two briefs: their words and where those stand, and nothing of the hand.

No run's name, id, check, origin, caution or provenance passes through here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from briefwright.brief import FieldName, Slice
from briefwright.render.characters import shown, shown_within
from briefwright.review.corrected import CITED, FACETS, Item, corrected
from briefwright.review.passages import Passages
from briefwright.review.values import ITEM_REASONS, SIDES, Edit, Pairing, Remark, Side
from briefwright.runs import Candidate, Case
from briefwright.runs.values import FIELDS, HEADINGS
from briefwright.spans import Value

_PARAGRAPH = re.compile(r"[^\n]+")
_LABELS = {"by": "said by", "when": "when"}


class Fact(Value):
    """One thing said besides an item's words."""

    name: str
    label: str
    value: str
    choices: tuple[str, ...] = ()
    """What it is chosen from; empty where it is written."""


class Shown(Value):
    """One item on one side."""

    at: str
    """ "left-3": the side, and which of the brief's items it is."""
    side: Side
    field: FieldName
    text: str
    facts: tuple[Fact, ...]
    """What the brief says; a correction's are in `now_facts`."""
    place: str
    """Anchor of the first place in the article; "" if it is nowhere."""
    state: str
    """As `corrected.Item.state`."""
    now: str
    """The words as corrected."""
    now_facts: tuple[Fact, ...]
    now_evidence: tuple[str, ...]
    cited: bool
    """Whether a correction may name evidence."""
    same: bool
    """Whether the other side says the very same."""
    marked: str
    """Why the reviewer marked it wrong; "" if not."""
    marked_code: str
    marked_comment: str


class Part(Value):
    """One field of both briefs."""

    field: FieldName
    heading: str
    sides: Mapping[Side, tuple[Shown, ...]]
    blank: tuple[Fact, ...]
    """The facts of an item to be added."""
    cited: bool


class Piece(Value):
    """Characters of the article with the items that rest on them."""

    text: str
    cites: str
    """Their `Shown.at`, between spaces."""
    anchor: str


class Reading(Value):
    """One article."""

    title: str
    origin: str
    """Outlet and date."""
    paragraphs: tuple[tuple[Piece, ...], ...]


class View(Value):
    title: str
    parts: tuple[Part, ...]
    articles: tuple[Reading, ...]
    corrections: Mapping[Side, int]
    """How many edits of the reviewer hold on each side."""


def view(
    case: Case,
    pairing: Pairing,
    passages: Passages,
    *,
    edits: Mapping[Side, Sequence[Edit]],
    remarks: Sequence[Remark] = (),
) -> View:
    """The two briefs side by side, the article cut where what they rest on begins and ends."""
    pair = {side: case.candidates[pairing.seat(side).run] for side in SIDES}
    # See `passages`: alike for both, or the reference would be known by what it does not cite.
    alike = any(one.hand == "person" for one in pair.values())
    items = {side: corrected(pair[side], edits[side]) for side in SIDES}
    places = {
        at: _places(item, passages, alike=alike)
        for side in SIDES
        for at, item in named(pair[side], items[side], side)
    }
    marked = {one.key: one for one in remarks}
    anchors, articles = _articles(case, places)
    both = _keys(pair["left"]) & _keys(pair["right"])
    sides = {
        side: tuple(
            _shown(at, side, item, places[at], anchors.get(at, ""), marked, both)
            for at, item in named(pair[side], items[side], side)
        )
        for side in SIDES
    }
    return View(
        title=shown(case.title),
        parts=tuple(_part(field, sides) for field in FIELDS),
        articles=articles,
        corrections={side: len(edits[side]) for side in SIDES},
    )


def named(candidate: Candidate, items: Sequence[Item], side: Side) -> Iterator[tuple[str, Item]]:
    """Each item with its name on the page, by which forms speak of it."""
    order = {entry.id: number for number, entry in enumerate(candidate.entries, 1)}
    for item in items:
        # An added one is called "+1" by its id already.
        yield f"{side}-{order.get(item.id, item.id)}", item


def _places(item: Item, passages: Passages, *, alike: bool) -> tuple[Slice, ...]:
    if alike and item.original is not None and item.state in ("kept", "deleted"):
        return passages.of(item.original)
    return item.evidence


def _shown(
    at: str,
    side: Side,
    item: Item,
    places: Sequence[Slice],
    anchor: str,
    marked: Mapping[str, Remark],
    both: Collection[str],
) -> Shown:
    was = item.original
    mark = marked.get(was.key) if was else None
    before = was.facets if was else {}
    return Shown(
        at=at,
        side=side,
        field=item.field,
        text=shown(was.text if was else item.text),
        facts=tuple(fact for fact in facts(item.field, before) if fact.value),
        place=anchor,
        state=item.state,
        now=shown(item.text),
        now_facts=facts(item.field, item.facets),
        now_evidence=tuple(shown(part.text) for part in places),
        cited=item.field in CITED,
        same=was is not None and was.key in both,
        marked=ITEM_REASONS[mark.reason] if mark else "",
        marked_code=mark.reason if mark else "",
        marked_comment=shown(mark.comment) if mark else "",
    )


def _keys(candidate: Candidate) -> set[str]:
    return {entry.key for entry in candidate.entries}


def facts(field: FieldName, said: Mapping[str, str]) -> tuple[Fact, ...]:
    """Every fact that the field has, empty where nothing is said."""
    return tuple(
        Fact(
            name=name,
            label=_LABELS.get(name, name),
            value=shown(said.get(name)),
            choices=choices,
        )
        for name, choices in FACETS[field].items()
    )


def _part(field: FieldName, sides: Mapping[Side, Sequence[Shown]]) -> Part:
    return Part(
        field=field,
        heading=HEADINGS[field],
        sides={side: tuple(one for one in sides[side] if one.field == field) for side in SIDES},
        blank=facts(field, {}),
        cited=field in CITED,
    )


def _articles(
    case: Case, places: Mapping[str, Sequence[Slice]]
) -> tuple[dict[str, str], tuple[Reading, ...]]:
    """The articles, and for each item the anchor of the first piece that it rests on."""
    anchors: dict[str, str] = {}
    found = []
    for number, one in enumerate(case.texts):
        cuts = [
            (part.start, part.end, at)
            for at, parts in places.items()
            for part in parts
            if part.article == number and one.text
        ]
        origin = ", ".join(filter(None, (shown(one.publisher), shown(one.published)[:10])))
        paragraphs = tuple(_paragraphs(one.text or "", cuts, number, anchors))
        found.append(Reading(title=shown(one.title), origin=origin, paragraphs=paragraphs))
    return anchors, tuple(found)


def _paragraphs(
    text: str, cuts: Sequence[tuple[int, int, str]], number: int, anchors: dict[str, str]
) -> Iterator[tuple[Piece, ...]]:
    for line in _PARAGRAPH.finditer(text):
        start, end = line.span()
        if not shown(line.group()):
            continue
        inside = [one for one in cuts if one[0] < end and one[1] > start]
        edges = {start, end}
        for low, high, _ in inside:
            edges.update(at for at in (low, high) if start < at < end)
        yield tuple(
            _piece(text, low, high, inside, number, anchors)
            for low, high in pairwise(sorted(edges))
            if shown_within(text[low:high])
        )


def _piece(
    text: str,
    start: int,
    end: int,
    cuts: Sequence[tuple[int, int, str]],
    number: int,
    anchors: dict[str, str],
) -> Piece:
    resting = dict.fromkeys(at for low, high, at in cuts if low <= start and end <= high)
    anchor = f"a{number + 1}-{start}" if resting else ""
    for at in resting:
        anchors.setdefault(at, anchor)
    return Piece(text=shown_within(text[start:end]), cites=" ".join(resting), anchor=anchor)
