"""Ids and article numbers of a brief that was put together from others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from briefwright.brief import Brief, Slice
from briefwright.spans import Value

_V = TypeVar("_V", bound=Value)


def shifted(brief: Brief, by: int) -> Brief:
    """The brief with every slice in the article so many places on."""
    return _shifted(brief, by) if by else brief


def _shifted(value: _V, by: int) -> _V:
    if isinstance(value, Slice):
        return value.model_copy(update={"article": value.article + by})
    changed: dict[str, Any] = {}
    for name in type(value).model_fields:
        held = getattr(value, name)
        if isinstance(held, Value):
            changed[name] = _shifted(held, by)
        elif isinstance(held, tuple) and held and isinstance(held[0], Value):
            changed[name] = tuple(_shifted(one, by) for one in held)
    return value.model_copy(update=changed)


def numbered(brief: Brief) -> Brief:
    """The brief with its items numbered through, and the references between them kept."""
    people = {one.id: f"P{n}" for n, one in enumerate(brief.participants, start=1)}
    first = 2 if brief.bottom_line else 1
    line = brief.bottom_line
    quotes = [
        one.model_copy(update={"speaker_id": people.get(one.speaker_id or "")})
        for one in brief.key_quotes
    ]
    outlook = [
        one.model_copy(update={"by_id": people.get(one.by_id or "")}) for one in brief.outlook
    ]
    return brief.model_copy(
        update={
            "bottom_line": line.model_copy(update={"id": "S1"}) if line else None,
            "summary": _with_ids(brief.summary, "S", first),
            "participants": _with_ids(brief.participants, "P"),
            "key_quotes": _with_ids(quotes, "Q"),
            "cooperation_areas": _with_ids(brief.cooperation_areas, "A"),
            "outlook": _with_ids(outlook, "O"),
            "differences": _with_ids(brief.differences, "D"),
        }
    )


def _with_ids(items: Iterable[_V], letter: str, first: int = 1) -> tuple[_V, ...]:
    return tuple(
        one.model_copy(update={"id": f"{letter}{number}"})
        for number, one in enumerate(items, start=first)
    )
