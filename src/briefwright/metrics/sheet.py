"""A brief as the measures see it, read from our own JSON or from a reference brief's.

The two differ in names (`key_quotes`, `quotes`) and in depth (evidence as spans or as strings,
the bottom line as an object or as a string); here they are one. What is absent is empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefwright.article import count_words
from briefwright.metrics.values import Statements
from briefwright.metrics.words import country, stems, tokens
from briefwright.spans import Value

Json = Mapping[str, Any]
Cover = tuple[tuple[int, int], ...]
"""Disjoint stretches of a text, in order."""

_LISTS = ("summary", "participants", "key_quotes", "quotes", "cooperation_areas", "outlook")


class Person(Value):
    name: str
    title: str
    organisation: str
    country: str
    aliases: tuple[tuple[str, ...], ...]
    """Tokens of each."""
    central: bool


class Quote(Value):
    text: str
    speaker: str


class Area(Value):
    label: tuple[str, ...]
    """Stems."""
    status: str
    parties: frozenset[str]
    """Folded as countries are."""
    cover: Cover


class Outlook(Value):
    cover: Cover
    kind: str
    by: str
    when: str


class Claim(Value):
    """A sentence and the words that it rests on."""

    text: str
    evidence: str
    """Empty where none is given, as with the bottom line of a reference brief."""


class Sheet(Value):
    people: tuple[Person, ...] = ()
    quotes: tuple[Quote, ...] = ()
    areas: tuple[Area, ...] = ()
    outlook: tuple[Outlook, ...] = ()
    bottom_line: str = ""
    summary: str = ""
    statements: Statements = Statements()
    claims: tuple[Claim, ...] = ()
    """Bottom line, summary and outlook."""
    items: int = 0
    withheld: dict[str, int] | None = None
    replaced: int = 0


def sheet(brief: Json, text: str) -> Sheet:
    """The brief's items, with evidence as places in `text`; evidence that is not there is lost."""
    summary = [_text(point) for point in _items(brief, "summary")]
    return Sheet(
        people=tuple(
            _person(one)
            for one in _items(brief, "participants")
            if (one.get("kind") or "person") == "person"
        ),
        quotes=tuple(
            Quote(text=_string(one, "text"), speaker=_string(one, "speaker"))
            for one in _items(brief, "key_quotes") or _items(brief, "quotes")
        ),
        areas=tuple(
            Area(
                label=stems(_string(one, "label")),
                status=_string(one, "status"),
                parties=frozenset(country(str(party)) for party in _items(one, "parties")),
                cover=_cover(one, text),
            )
            for one in _items(brief, "cooperation_areas")
        ),
        outlook=tuple(_outlook(one, text) for one in _items(brief, "outlook")),
        bottom_line=_text(brief.get("bottom_line")),
        summary=" ".join(summary),
        statements=_statements(brief),
        claims=tuple(_claims(brief)),
        items=sum(len(_items(brief, field)) for field in _LISTS) + bool(brief.get("bottom_line")),
        withheld=_withheld(brief),
        replaced=sum(bool(one.get("replaced")) for one in _items(brief, "withheld")),
    )


def shared(one: Cover, other: Cover) -> float:
    """The share of the shorter cover's characters that both hold; 0 if either is empty."""
    least = min(_length(one), _length(other))
    if not least:
        return 0.0
    common = sum(
        max(0, min(end, stop) - max(start, begin)) for start, end in one for begin, stop in other
    )
    return common / least


def _length(cover: Cover) -> int:
    return sum(end - start for start, end in cover)


def _person(one: Json) -> Person:
    return Person(
        name=_string(one, "name"),
        title=_string(one, "title"),
        organisation=_string(one, "organisation"),
        country=_string(one, "country"),
        aliases=tuple(tokens(alias) for alias in _items(one, "aliases")),
        central=bool(one.get("central")),
    )


def _outlook(one: Json, text: str) -> Outlook:
    return Outlook(
        cover=_cover(one, text),
        kind=_string(one, "kind"),
        by=_string(one, "by"),
        when=_string(one, "when"),
    )


def _claims(brief: Json) -> Iterator[Claim]:
    for one in (brief.get("bottom_line"), *_items(brief, "summary"), *_items(brief, "outlook")):
        if said := _text(one):
            given = _items(one, "evidence") if isinstance(one, Mapping) else []
            yield Claim(text=said, evidence="\n".join(filter(None, map(_text, given))))


def _cover(one: Json, text: str) -> Cover:
    return merged(
        place
        for evidence in _items(one, "evidence")
        if (place := _place(evidence, text)) is not None
    )


def _place(evidence: Any, text: str) -> tuple[int, int] | None:
    if isinstance(evidence, Mapping) and "start" in evidence:
        return int(evidence["start"]), int(evidence["end"])
    words = _text(evidence)
    start = text.find(words) if words else -1
    return (start, start + len(words)) if start >= 0 else None


def merged(places: Iterable[tuple[int, int]]) -> Cover:
    """The stretches in order, those that touch as one; empty ones are none."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(places):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _statements(brief: Json) -> Statements:
    sentences = [one for one in (brief.get("bottom_line"), *_items(brief, "summary")) if _text(one)]
    by_origin: dict[str, int] = {}
    for one in sentences:
        if isinstance(one, Mapping) and (origin := one.get("origin")):
            by_origin[origin] = by_origin.get(origin, 0) + 1
    return Statements(
        total=len(sentences),
        words=sum(count_words(_text(one)) for one in sentences),
        by_origin=by_origin,
    )


def _withheld(brief: Json) -> dict[str, int] | None:
    if brief.get("withheld") is None:
        return None
    codes: dict[str, int] = {}
    for one in _items(brief, "withheld"):
        code = _string(one, "code")
        codes[code] = codes.get(code, 0) + 1
    return codes


def _items(one: Json, name: str) -> list[Any]:
    return list(one.get(name) or ())


def _string(one: Json, name: str) -> str:
    return str(one.get(name) or "")


def _text(one: Any) -> str:
    return one if isinstance(one, str) else _string(one, "text") if one else ""
