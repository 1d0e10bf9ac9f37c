"""Which of a view's strings carry evidence, and the words of it: what Word shows as comments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from briefwright.render.parts import (
    DASH,
    NoteEntry,
    NoteEvidence,
    NoteItem,
    NoteParticipant,
    View,
)

_Item = TypeVar("_Item", bound=NoteItem)

# The field of each kind of item that states something; the reference stands in where a template
# does not print it, or changes it with a filter.
_STATED = {"NoteArea": "label", "NoteParticipant": "name", "NoteDifference": "about"}
_FACTS = ("title", "organisation", "country")


class Cited(str):
    """A string that knows under which key its evidence is; otherwise like any other."""

    __slots__ = ("key",)
    key: str

    def __new__(cls, text: str, key: str) -> Cited:
        made = super().__new__(cls, text)
        made.key = key
        return made


LANGUAGE = "lang/"
"""Begins the key of a string that has no comment and is in another language: "lang/fr"."""


def languages(view: View) -> Mapping[str, tuple[str, str]]:
    """For the key of each statement that is in another language its tag, and its reference."""
    items: list[NoteItem] = [
        *([view.bottom_line] if view.bottom_line else []),
        *view.summary,
        *view.participants,
        *view.areas,
        *view.quotes,
        *view.outlook,
    ]
    found = {one.anchor: (one.language, one.id) for one in items if one.language}
    for person in view.participants:
        for fact in ("title", "organisation"):
            if person.language:
                found[f"{person.anchor}/{fact}"] = (person.language, person.id)
    return found


def citing(view: View) -> View:
    """The view with its statements as `Cited` strings; equal to the one without."""
    point = view.bottom_line
    return view.model_copy(
        update={
            "bottom_line": _marked(point) if point else None,
            **{
                field: tuple(_marked(item) for item in getattr(view, field))
                for field in ("summary", "areas", "quotes", "outlook", "differences")
            },
            "participants": tuple(_facts(_marked(person)) for person in view.participants),
            "subject": _in(view.subject_language, view.subject),
            "annex": tuple(_entry(entry) for entry in view.annex),
        }
    )


def _in(language: str, text: str) -> str:
    return Cited(text, f"{LANGUAGE}{language}") if language else text


def _entry(entry: NoteEntry) -> NoteEntry:
    evidence = tuple(
        part.model_copy(update={"text": _in(part.language, part.text)}) for part in entry.evidence
    )
    return entry.model_copy(update={"text": _in(entry.language, entry.text), "evidence": evidence})


def _marked(item: _Item) -> _Item:
    field = _STATED.get(type(item).__name__, "text")
    changed = {name: Cited(getattr(item, name), item.anchor) for name in (field, "id")}
    return item.model_copy(update=changed)


def _facts(person: NoteParticipant) -> NoteParticipant:
    changed = {
        fact: Cited(getattr(person, fact), f"{person.anchor}/{fact}")
        for fact in _FACTS
        if getattr(person, fact) != DASH and getattr(person, f"{fact}_evidence")
    }
    return person.model_copy(update=changed)


def comments(view: View) -> Mapping[str, str]:
    """For each key of a `Cited` string its evidence, a line a passage."""
    found: dict[str, str] = {}
    facts = {person.anchor: person for person in view.participants}
    for entry in view.annex:
        person = facts.get(entry.anchor)
        evidence = [one for one in entry.evidence if person is None or one.label in ("", "name")]
        found[entry.anchor] = _worded(entry, evidence)
        for fact in _FACTS if person else ():
            one: NoteEvidence | None = getattr(person, f"{fact}_evidence")
            if one:
                found[f"{entry.anchor}/{fact}"] = f"[{entry.id}] {fact}\n{_passage(one)}"
    return found


def _worded(entry: NoteEntry, evidence: list[NoteEvidence]) -> str:
    head = f"[{entry.id}] {entry.origin}; {entry.verdict}"
    lines = [_passage(one) for one in evidence] or ["No evidence is given."]
    return "\n".join([head, *lines])


def _passage(one: NoteEvidence) -> str:
    if not one.place:
        return one.text[:1].upper() + one.text[1:] + "."
    return f"“{one.text}” ({one.place})"
