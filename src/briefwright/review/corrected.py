"""A brief with a reviewer's corrections, and the reference brief it makes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, get_args

from briefwright.brief import FieldName, Slice
from briefwright.reading import OutlookKind, Status
from briefwright.review.values import Edit
from briefwright.runs import Candidate, Entry, Reference, Text
from briefwright.runs.values import FIELDS
from briefwright.spans import Value

Json = Mapping[str, Any]
State = Literal["kept", "changed", "deleted", "added"]

FACETS: Mapping[FieldName, Mapping[str, tuple[str, ...]]] = {
    "bottom_line": {},
    "summary": {},
    "participants": {
        "kind": ("person", "organisation"),
        "title": (),
        "organisation": (),
        "country": (),
        "central": ("", "yes"),
    },
    "cooperation_areas": {"status": get_args(Status), "parties": ()},
    "key_quotes": {"speaker": ()},
    "outlook": {"kind": get_args(OutlookKind), "by": (), "when": ()},
}
"""What can be corrected of an item besides its words; with the values to choose from, if any."""
CITED: tuple[FieldName, ...] = ("summary", "cooperation_areas", "outlook")
"""Fields whose items carry evidence in a reference brief."""


class Item(Value):
    """One item as the reviewer would have it."""

    id: str
    field: FieldName
    text: str
    facets: Mapping[str, str]
    evidence: tuple[Slice, ...]
    state: State
    original: Entry | None
    """None for one that was added."""


def corrected(candidate: Candidate, edits: Sequence[Edit]) -> tuple[Item, ...]:
    """Every item with the edits done in their order, by field; those deleted are in it, so marked.

    An edit of an item that is not there does nothing.
    """
    items = {
        entry.id: Item(
            id=entry.id,
            field=entry.field,
            text=entry.text,
            facets=facets(candidate, entry),
            evidence=entry.evidence,
            state="kept",
            original=entry,
        )
        for entry in candidate.entries
    }
    for edit in edits:
        found = items.get(edit.item)
        if edit.kind == "add":
            items[edit.item] = Item(
                id=edit.item,
                field=edit.field,
                text=edit.text,
                facets=edit.facets,
                evidence=edit.evidence,
                state="added",
                original=None,
            )
        elif found is not None:
            items[edit.item] = _edited(found, edit)
    return tuple(sorted(items.values(), key=lambda one: FIELDS.index(one.field)))


def _edited(item: Item, edit: Edit) -> Item:
    if edit.kind == "delete":
        return item.model_copy(update={"state": "deleted"})
    return item.model_copy(
        update={
            "text": edit.text,
            "facets": edit.facets,
            "evidence": edit.evidence,
            "state": "changed" if item.original else "added",
        }
    )


def facets(candidate: Candidate, entry: Entry) -> dict[str, str]:
    """The entry's facets with those that only a correction asks for."""
    known = {name: entry.facets[name] for name in FACETS[entry.field] if name in entry.facets}
    if entry.field == "participants":
        known.setdefault("kind", "person")
        if _source(candidate, entry).get("central"):
            known["central"] = "yes"
    return known


def reference(
    candidate: Candidate,
    items: Sequence[Item],
    texts: Sequence[Text],
    *,
    wrong: Collection[str] = (),
) -> Reference:
    """The corrected brief as a reference brief with its article.

    `wrong` are keys of items marked wrong: those that were not changed since are left out.
    """
    held = [
        item
        for item in items
        if item.state != "deleted"
        and not (item.state == "kept" and item.original and item.original.key in wrong)
    ]
    by_field: dict[FieldName, list[Json]] = {field: [] for field in FIELDS}
    for item in held:
        by_field[item.field].append(_written(candidate, item))
    lines = by_field["bottom_line"]
    return Reference.model_validate(
        {
            "id": candidate.id,
            "title": texts[0].title,
            "text": "\n\n".join(one.text for one in texts if one.text) or None,
            # Of two, one was added beside the other: it is the one that is meant.
            "bottom_line": lines[-1]["text"] if lines else None,
            "summary": by_field["summary"],
            "participants": by_field["participants"],
            "quotes": by_field["key_quotes"],
            "cooperation_areas": by_field["cooperation_areas"],
            "outlook": by_field["outlook"],
        }
    )


def _written(candidate: Candidate, item: Item) -> Json:
    source = _source(candidate, item.original) if item.original else {}
    said = {name: value for name, value in item.facets.items() if value}
    evidence = [part.text for part in item.evidence]
    match item.field:
        case "participants":
            central = said.pop("central", "") == "yes"
            return {
                "name": item.text,
                **said,
                "aliases": source.get("aliases", ()),
                "central": central,
            }
        case "key_quotes":
            same = item.original is not None and item.facets == item.original.facets
            as_written = {name: source.get(name) for name in ("speaker_as_written", "cue")}
            return {"text": item.text, **said, **(as_written if same else {})}
        case "cooperation_areas":
            parties = [one.strip() for one in said.pop("parties", "").split(",")]
            if item.original and item.facets.get("parties") == item.original.facets.get("parties"):
                parties = list(source.get("parties", ()))
            return {
                "label": item.text,
                **said,
                "parties": [one for one in parties if one],
                "evidence": evidence,
            }
        case _:
            return {"text": item.text, **said, "evidence": evidence}


def _source(candidate: Candidate, entry: Entry) -> Json:
    """The item's own JSON in its brief, which holds more than the entry."""
    name = "quotes" if entry.field == "key_quotes" and "quotes" in candidate.brief else entry.field
    rows = candidate.brief.get(name) or ()
    if entry.field == "bottom_line":
        return {}
    at = [one.id for one in candidate.of(entry.field)].index(entry.id)
    found: Json = rows[at]
    return found
