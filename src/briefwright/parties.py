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
# Short names that are words too where everything is in capitals: "FIJI AND CHILE, WHO MET".
_ALSO_WORDS = frozenset({"WHO", "ECO", "NAM", "CIS", "AU", "IMO", "FAO"})
_CAPITALS_BESIDE = re.compile(r"[A-Z]{2,}\W*\Z"), re.compile(r"\W*[A-Z]{2,}\b")
_NEAR = 16


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
        if not _is_word(text, match)
    ]
    ends = [body.span.end for body in bodies]
    named = []
    for one in countries.mentions(text) if states is None else states:
        near = bisect_right(ends, one.span.start)
        if near == len(bodies) or not one.span.overlaps(bodies[near].span):
            named.append(PartyMention(span=one.span, party=one.country, kind=one.kind))
    return tuple(sorted((*bodies, *named), key=lambda one: one.span.start))


def canonical(name: str) -> str | None:
    """The name that stands for `name` in a brief: "UN" is the United Nations; None if unknown.

    In any case, with "the" or without.
    """
    return _folded().get(_fold(name)) or countries.canonical(name)


def missing(parties: Iterable[str], text: str) -> tuple[str, ...]:
    """Those of the parties that the text names in none of their forms."""
    named = {one.party for one in mentions(text)}
    return tuple(one for one in parties if canonical(one) not in named and not _stands(one, text))


@cache
def _forms() -> Mapping[str, str]:
    rows = json.loads(_TABLE.read_text(encoding="utf-8"))
    forms = {form: row["name"] for row in rows for form in (row["name"], *row["other"])}
    # "Nato", "Asean", as some papers write them.
    spoken = {form.capitalize(): name for form, name in forms.items() if _is_spoken(form)}
    return {**spoken, **forms}


def _is_spoken(form: str) -> bool:
    return form in ("NATO", "OPEC") or (form.isalpha() and form.isupper() and len(form) > 4)


@cache
def _folded() -> Mapping[str, str]:
    return {_fold(form): name for form, name in _forms().items()}


def _fold(name: str) -> str:
    return _spaced(name).strip().casefold().removeprefix("the ")


@cache
def _pattern() -> re.Pattern[str]:
    forms = sorted(_forms(), key=len, reverse=True)
    words = "|".join(
        re.escape(form).replace(r"\ ", r"[ \xa0]").replace("'", "['’]") for form in forms
    )
    # "China-ASEAN" names both; "non-OPEC" and "AU$3 million" name neither.
    return re.compile(rf"(?<!\w)(?<!\bnon-)(?<!\bNon-)(?:{words})(?![\w$])")


def _is_word(text: str, match: re.Match[str]) -> bool:
    if match.group() not in _ALSO_WORDS:
        return False
    before, after = _CAPITALS_BESIDE
    start, end = match.span()
    # "ECO-friendly".
    if re.match(r"-[a-z]", text[end : end + 2]):
        return True
    return bool(
        before.search(text[max(0, start - _NEAR) : start]) or after.match(text, end, end + _NEAR)
    )


def _stands(party: str, text: str) -> bool:
    """Whether a party that is in no table is named; as whole words."""
    if canonical(party) is not None or not party.strip():
        return False
    return re.search(rf"(?<!\w){re.escape(party)}(?!\w)", text) is not None


def _spaced(words: str) -> str:
    return words.replace("\xa0", " ").replace("’", "'")
