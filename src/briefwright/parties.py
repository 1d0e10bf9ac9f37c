"""Whoever stands as a party of an area: countries, and the bodies that news names beside them.

The table of bodies is our own, in international.json: intergovernmental organisations, and a few
movements that states negotiate with. Knows no article.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Literal

from briefwright import countries
from briefwright.spans import Span, Value

Kind = Literal["name", "demonym", "capital", "body"]

_TABLE = Path(__file__).with_name("international.json")


class PartyMention(Value):
    """Words of a text that stand for a country or for an international body."""

    span: Span
    party: str
    """The short name of a country, or the name that the table has first."""
    kind: Kind


def mentions(
    text: str, states: Sequence[countries.CountryMention] | None = None
) -> tuple[PartyMention, ...]:
    """Every country and body named in `text`, in order; a body's name hides countries inside it.

    `states` are the countries in it, if they are known.
    """
    bodies = [
        PartyMention(
            span=Span(start=match.start(), end=match.end()),
            party=_forms()[_spaced(match.group())],
            kind="body",
        )
        for match in _pattern().finditer(text)
    ]
    ends = [body.span.end for body in bodies]
    named = []
    for one in countries.mentions(text) if states is None else states:
        near = bisect_right(ends, one.span.start)
        if near == len(bodies) or not one.span.overlaps(bodies[near].span):
            named.append(PartyMention(span=one.span, party=one.country, kind=one.kind))
    return tuple(sorted((*bodies, *named), key=lambda one: one.span.start))


def canonical(name: str) -> str | None:
    """The name that stands for `name` in a brief: "UN" is the United Nations; None if unknown."""
    return _forms().get(_spaced(name).strip()) or countries.canonical(name)


def missing(parties: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the parties that the text names in none of their forms."""
    named = {one.party for one in mentions(text)}
    return tuple(one for one in parties if one not in text and canonical(one) not in named)


@cache
def _forms() -> Mapping[str, str]:
    rows = json.loads(_TABLE.read_text(encoding="utf-8"))
    return {form: row["name"] for row in rows for form in (row["name"], *row["other"])}


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_forms(), key=len, reverse=True)
    words = "|".join(
        re.escape(form).replace(r"\ ", r"[ \xa0]").replace("'", "['’]") for form in forms
    )
    return re.compile(rf"(?<![\w-])(?:{words})(?!\w)")


def _spaced(words: str) -> str:
    return words.replace("\xa0", " ").replace("’", "'")
