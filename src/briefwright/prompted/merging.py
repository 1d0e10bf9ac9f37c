"""What was said of the passages of one article, put together without loss."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from briefwright.ground.folding import fold
from briefwright.prompted.said import (
    Parsed,
    Said,
    SaidArea,
    SaidLine,
    SaidOutlook,
    SaidParticipant,
    SaidQuotation,
    Section,
)


def merged(section: Section, answers: Sequence[Parsed]) -> Parsed:
    """One answer of several: names once, quotations once, areas and outlook once an evidence.

    Of a thing said twice the first counts, and the later ones fill in what it leaves open.
    """
    found: dict[Hashable, Said] = {}
    for answer in answers:
        for one in answer.items:
            key = _KEY[section](one)
            before = found.get(key)
            found[key] = one if before is None else _filled(before, one)
    items = list(found.values())
    if section == "participants":
        items.sort(key=lambda one: not getattr(one, "central", False))
    return Parsed(
        items=tuple(items),
        unusable=tuple(dict.fromkeys(one for answer in answers for one in answer.unusable)),
        is_empty=not items and any(answer.is_empty for answer in answers),
        fault=next((answer.fault for answer in answers if answer.fault), None),
    )


def _filled(first: Said, second: Said) -> Said:
    """The first, with what it leaves open as the second says it."""
    if isinstance(first, SaidQuotation) and isinstance(second, SaidQuotation):
        # That nobody speaks is no reason to drop what another passage gives a speaker to.
        return first if first.speaker is not None else second
    changed: dict[str, Any] = {}
    for name in ("title", "organisation", "country", "by", "when"):
        if getattr(first, name, "") is None:
            changed[name] = getattr(second, name)
    if isinstance(first, SaidParticipant) and isinstance(second, SaidParticipant):
        changed["central"] = first.central or second.central
    if isinstance(first, SaidArea) and isinstance(second, SaidArea):
        changed["parties"] = tuple(dict.fromkeys((*first.parties, *second.parties)))
    return first.model_copy(update=changed)


def _participant(one: Said) -> Hashable:
    assert isinstance(one, SaidParticipant)
    return fold(one.name).casefold() if isinstance(one.name, str) else one.name


def _quotation(one: Said) -> Hashable:
    assert isinstance(one, SaidQuotation)
    return one.quotation


def _area(one: Said) -> Hashable:
    assert isinstance(one, SaidArea)
    return one.sentence, fold(one.label).casefold()


def _outlook(one: Said) -> Hashable:
    assert isinstance(one, SaidOutlook)
    return one.sentence


def _line(one: Said) -> Hashable:
    assert isinstance(one, SaidLine)
    return fold(one.text).casefold()


_KEY: dict[Section, Callable[[Said], Hashable]] = {
    "participants": _participant,
    "quotations": _quotation,
    "areas": _area,
    "outlook": _outlook,
    "bottom_line": _line,
    "summary": _line,
}
