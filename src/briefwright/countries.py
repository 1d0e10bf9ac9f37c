"""Countries as news names them: names, adjectives, inhabitants and capitals. Knows no article.

The table is our own, in countries.json: every member of the United Nations and the few others
that news treats as parties. Its short names are those that briefs carry.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from briefwright.spans import Span, Value

Kind = Literal["name", "demonym", "capital"]

_TABLE = Path(__file__).with_name("countries.json")

# Capitals that are more often something else: an adjective, a person, another town.
_NOT_AS_CAPITALS = frozenset({"Male", "Victoria", "Georgetown", "Kingston", "Sucre", "Praia"})
# Names that people bear too; beside another capitalised name they are taken for one.
_ALSO_OF_PEOPLE = frozenset(
    "Georgia Jordan Chad Israel India Kenya Cuba Holland America Britain Paris London Sofia"
    " Santiago Lima Washington Wellington Berlin Dakar Colombo Nassau".split()
)
_CAPITALISED_BEFORE = re.compile(r"(?<![\w.])([A-Z][\w’'-]*\.?) \Z")
_CAPITALISED_AFTER = re.compile(r" ([A-Z][\w’'-]*)")
# Words beside such a name that leave it a country: "Jordan Foreign Minister", "In Jordan".
_OFFICE = re.compile(
    r"(?:Foreign|Prime|Deputy|First|Minist|President|King|Queen|Govern|Parliament|Embass|Ambassador"
    r"|Army|Air|Armed|Chamber|National|Central|Health|Defen[cs]e|Interior|Finance|Trade|Energy"
    r"|Republic|Speaker|Senate|House|Police|State|And|Of|The|In|At|From|For|To|With|On|Of|By|But"
    r"|While|When|As|If|Meanwhile|Since|After|Before|Both|Neighbou?ring|Western|Eastern|Northern"
    r"|Southern|North|South|East|West|Central|Mainland|Via|Between|Against|Into|Through|Over|That"
    r"|Where|How|Why|Does|Will|Can|Is|Are|Said|Says|Visit|Visits|Kingdom|Crown|Prince|January"
    r"|February|March|April|May|June|July|August|September|October|November|December|Monday"
    r"|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|DC|D\.C)"
)
# After these "American" is of a continent.
_REGION_BEFORE = re.compile(r"\b(?:Latin|South|North|Central|Pan|Inter|Native)[ -]\Z")


class CountryMention(Value):
    """Words of a text that stand for a country."""

    span: Span
    country: str
    """The short name."""
    kind: Kind


class _Entry(Value):
    name: str
    other: tuple[str, ...]
    demonyms: tuple[str, ...]
    capitals: tuple[str, ...]


def mentions(text: str) -> tuple[CountryMention, ...]:
    """Every country named in `text`, in order and without overlap; the longest form wins.

    Case matters ("US", not "us"), except that names and capitals of four letters and more are
    also found in capitals throughout. "Michael Jordan" and "Chad Smith" are people, "Latin
    American" is no country's adjective.
    """
    found = []
    for match in _pattern().finditer(text):
        country, kind = _forms()[_key(match.group())]
        if not _is_somebody(text, match) and not _is_region(text, match):
            span = Span(start=match.start(), end=match.end())
            found.append(CountryMention(span=span, country=country, kind=kind))
    return tuple(found)


def canonical(name: str) -> str | None:
    """The short name of the country that `name` names ("Republic of Korea", "the U.S.").

    Names, official names and adjectives are taken, in any case; capitals are not.
    """
    wanted = _folded(name)
    return _folded_names().get(wanted) if wanted else None


def names() -> tuple[str, ...]:
    """The short names of all countries in the table."""
    return tuple(entry.name for entry in _entries())


def forms(country: str) -> tuple[str, ...]:
    """Everything the country with this short name is called, itself and its adjectives."""
    entry = next((one for one in _entries() if one.name == country), None)
    return () if entry is None else (entry.name, *entry.other, *entry.demonyms)


@cache
def _entries() -> tuple[_Entry, ...]:
    rows = json.loads(_TABLE.read_text(encoding="utf-8"))
    return tuple(_Entry.model_validate(row) for row in rows)


@cache
def _forms() -> Mapping[str, tuple[str, Kind]]:
    """Each form as it is written, with apostrophes straight, to its country."""
    forms: dict[str, tuple[str, Kind]] = {}
    for entry in _entries():
        for form in (entry.name, *entry.other):
            forms.setdefault(form, (entry.name, "name"))
    for entry in _entries():
        for form in entry.demonyms:
            forms.setdefault(form, (entry.name, "demonym"))
    for entry in _entries():
        for form in entry.capitals:
            if form not in _NOT_AS_CAPITALS:
                forms.setdefault(form, (entry.name, "capital"))
    for form, (country, kind) in tuple(forms.items()):
        if len(form) >= (5 if kind == "demonym" else 4):
            forms.setdefault(form.upper(), (country, kind))
    return forms


@cache
def _folded_names() -> Mapping[str, str]:
    return {
        _folded(form): country for form, (country, kind) in _forms().items() if kind != "capital"
    }


@cache
def _pattern() -> re.Pattern[str]:
    # "US$3 million" and "US dollars" are money.
    return re.compile(r"(?<!\w)(?:" + _alternatives(_forms()) + r")(?!\w|\$| dollars?\b)")


def _alternatives(forms: Iterable[str]) -> str:
    """The forms as a regular expression shaped like a trie: one look at each character decides."""
    branches: dict[str, list[str]] = {}
    ends = False
    for form in forms:
        if form:
            branches.setdefault(form[0], []).append(form[1:])
        else:
            ends = True
    if not branches:
        return ""
    parts = [_character(first) + _alternatives(rest) for first, rest in sorted(branches.items())]
    joined = parts[0] if len(parts) == 1 and not ends else "(?:" + "|".join(parts) + ")"
    return joined + "?" if ends else joined


def _character(character: str) -> str:
    if character == "'":
        return "['’‘]"
    if character == " ":
        return "[ \\xa0]"
    return re.escape(character)


def _key(form: str) -> str:
    return form.replace("’", "'").replace("‘", "'").replace("\xa0", " ")


def _folded(name: str) -> str:
    plain = re.sub(r"[^\w]+", " ", _key(name).casefold().replace(".", "")).strip()
    return plain.removeprefix("the ")


def _is_somebody(text: str, match: re.Match[str]) -> bool:
    if match.group() not in _ALSO_OF_PEOPLE:
        return False
    after = _CAPITALISED_AFTER.match(text, match.end())
    if after and not _OFFICE.match(after.group(1)):
        return True
    before = _CAPITALISED_BEFORE.search(text, max(0, match.start() - 30), match.start())
    if before is None:
        return False
    word = before.group(1)
    return not _OFFICE.match(word) and word not in _forms()


def _is_region(text: str, match: re.Match[str]) -> bool:
    if match.group() not in ("American", "Americans", "America"):
        return False
    return bool(_REGION_BEFORE.search(text, max(0, match.start() - 12), match.start()))
