"""Items that several outlets have in common, once each, with the evidence of all.

An item keeps the words of the outlet that has it first. Another outlet is cited with it only if its
own words bear it out: what it denies, doubts or gives another figure for is not common.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from briefwright.brief import (
    CooperationArea,
    KeyQuote,
    OutlookItem,
    Participant,
    ParticipantSpans,
    Slice,
    Statement,
)
from briefwright.ground.tokens import content, tokens
from briefwright.sealed import EDITED
from briefwright.story.agreement import agree, borne_out, elsewhere, opposed, same_words
from briefwright.story.likeness import alike
from briefwright.story.turned import substituted, turned

_Cited = TypeVar("_Cited", Statement, CooperationArea, KeyQuote, OutlookItem)

# Of the words that carry meaning, either way.
_STATEMENT, _AREA = 0.6, 0.75
# The cautious end first: where outlets differ, a note must not say more than the least of them.
# Work that is under way claims more than a text about it.
_STATUSES = ("discussed", "proposed", "agreed", "signed", "under way")


def statements(items: Sequence[Statement]) -> tuple[Statement, ...]:
    """Without those that repeat an earlier one, even with another figure: that is a difference."""
    found: list[Statement] = []
    for item in _joined(items, _same_statement):
        if not any(_repeats(item.text, one.text) for one in found):
            found.append(item)
    return tuple(found)


def _same_statement(one: Statement | OutlookItem, other: Statement | OutlookItem) -> bool:
    return agree(one.text, other.text, least=_STATEMENT) and borne_out(one.text, other.evidence)


def _repeats(one: str, other: str) -> bool:
    if max(alike(one, other), alike(other, one)) < _STATEMENT:
        return False
    # What is denied, doubted, turned round or said of another place is news, however alike the
    # words are; so is another word in the place of one.
    if opposed(one, other) or turned(one, other) or elsewhere(one, other):
        return False
    return not substituted(one, other)


def outlook(items: Sequence[OutlookItem]) -> tuple[OutlookItem, ...]:
    return _joined(items, lambda one, other: one.kind == other.kind and _same_statement(one, other))


def quotes(items: Sequence[KeyQuote]) -> tuple[KeyQuote, ...]:
    return _joined(
        items, lambda one, other: same_words(one.text, other.text) and not other_speaker(one, other)
    )


def other_speaker(one: KeyQuote, other: KeyQuote) -> bool:
    """Whether the outlets name two speakers, as their surnames tell."""
    if not (one.speaker and other.speaker):
        return False
    return one.speaker.casefold().split()[-1:] != other.speaker.casefold().split()[-1:]


def areas(items: Sequence[CooperationArea]) -> tuple[CooperationArea, ...]:
    """With the more cautious status, and the parties that any outlet names."""
    found: list[CooperationArea] = []
    for one in _joined(items, same_area):
        twins = [other for other in items if same_area(one, other)]
        status = min((twin.status for twin in twins), key=_STATUSES.index)
        parties = tuple(dict.fromkeys(party for twin in twins for party in twin.parties))
        changed = {"status": status, "parties": parties, "seal": _worst(one, *twins)}
        found.append(one.model_copy(update=changed))
    return tuple(found)


def same_area(one: CooperationArea, other: CooperationArea) -> bool:
    return agree(one.label, other.label, least=_AREA)


def _joined(items: Sequence[_Cited], twin: Callable[[_Cited, _Cited], bool]) -> tuple[_Cited, ...]:
    found: list[_Cited] = []
    for item in items:
        twins = [number for number, one in enumerate(found) if twin(one, item)]
        if twins:
            found[twins[0]] = _with_evidence(found[twins[0]], item)
        else:
            found.append(item)
    return tuple(found)


def _with_evidence(item: _Cited, twin: _Cited) -> _Cited:
    evidence: tuple[Slice, ...] = tuple(dict.fromkeys((*item.evidence, *twin.evidence)))
    return item.model_copy(update={"evidence": evidence, "seal": _worst(item, twin)})


def _worst(*items: _Cited | Participant) -> str | None:
    """`EDITED` if any of them is: what a person changed makes the whole unchecked."""
    return EDITED if any(one.seal == EDITED for one in items) else items[0].seal


def people(
    groups: Sequence[Sequence[Participant]],
) -> tuple[tuple[Participant, ...], dict[tuple[int, str], str]]:
    """Everyone once, and for each brief's own id the new one: (number of the brief, id) -> id."""
    found: list[Participant] = []
    known: dict[tuple[int, str], str] = {}
    for index, group in enumerate(groups):
        for person in group:
            at = next((n for n, one in enumerate(found) if same_person(one, person)), None)
            if at is None:
                at = len(found)
                found.append(person.model_copy(update={"id": f"{index}:{person.id}"}))
            elif found[at].id != f"{index}:{person.id}":
                found[at] = _together(found[at], person)
            known[index, person.id] = found[at].id
    return tuple(sorted(found, key=lambda one: not one.central)), known


def same_person(one: Participant, other: Participant) -> bool:
    """Whether the names are of one: the same words, or one name's are all in the other's."""
    if one.kind != other.kind:
        return False
    names = [[token.key for token in tokens(person.name)] for person in (one, other)]
    short, long = sorted(names, key=len)
    if short == long:
        return bool(short)
    # A surname alone is too little: it may be a namesake.
    return len(short) > 1 and short[-1] == long[-1] and set(short) <= set(long)


def _together(one: Participant, other: Participant) -> Participant:
    """The first with what it lacks from the other, and the evidence of both."""
    changed: dict[str, object] = {}
    spans: dict[str, Slice | None] = {}
    for fact in ("title", "organisation", "country"):
        ranked = (_gives(one, fact), getattr(one, fact) is not None)
        source = one if ranked >= (_gives(other, fact), getattr(other, fact) is not None) else other
        changed[fact] = getattr(source, fact)
        spans[fact] = getattr(source.spans, fact)
    own = (*one.evidence, *((one.spans.name,) if not one.evidence else ()))
    theirs = (*other.evidence, *((other.spans.name,) if not other.evidence else ()))
    changed["aliases"] = tuple(dict.fromkeys((*one.aliases, *other.aliases)))
    changed["seal"] = _worst(one, other)
    changed["central"] = one.central or other.central
    changed["evidence"] = tuple(dict.fromkeys((*own, *theirs)))
    changed["spans"] = ParticipantSpans(name=one.spans.name, **spans)
    return one.model_copy(update=changed)


def _gives(person: Participant, fact: str) -> bool:
    """Whether the outlet states the fact; one that was worked out goes behind."""
    return getattr(person, fact) is not None and getattr(person.spans, fact) is not None


def title_words(title: str) -> frozenset[str]:
    """The words of a title that say what the office is."""
    return frozenset(content(title))
