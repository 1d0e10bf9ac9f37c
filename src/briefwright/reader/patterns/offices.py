"""Offices of a country that stand in the text without a name: "the Fijian foreign minister".

Whose they are is told by everybody's title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefwright.reader.patterns.everyone import Everyone, Stated
from briefwright.reader.patterns.page import Page
from briefwright.reading import Person
from briefwright.spans import Span

_OFFICE = (
    r"minister|president|premier|chancellor|spokes(?:man|woman|person)|ambassador|secretary|speaker"
    r"|governor|king|queen|emir|amir|sultan|prince|chief|commander|envoy|negotiator|leader|pope"
)
# "Iran's parliament speaker", "the French minister", but not "Iran's minister of health".
_BEHIND = re.compile(
    r"(?:[’']s?)?[ \xa0]((?:[\w-]+[ \xa0]){0,3}?)(" + _OFFICE + r")\b(?![ -]+(?:of|to|for|in)\b)",
    re.I,
)
# Offices that differ by such a word are different offices.
_RANKS = frozenset("deputy vice former assistant acting ex first shadow".split())


@dataclass(frozen=True)
class _Phrase:
    """An office of a country that no name stands beside: "the Iranian foreign minister"."""

    country: str
    span: Span
    head: str
    words: frozenset[str]


def elsewhere(party: Everyone, stated: Mapping[int, Stated]) -> Iterator[tuple[int, Stated]]:
    """ "Iran's parliament speaker" for whoever alone is Parliament Speaker without a country."""
    heads: dict[str, list[int]] = {}
    offices: dict[int, tuple[str, frozenset[str]]] = {}
    for index, person in enumerate(party.people):
        office = _office(party.page, person)
        if office is not None:
            offices[index] = office
            heads.setdefault(office[0], []).append(index)
    claims: dict[int, list[Stated]] = {}
    for phrase in _phrases(party):
        fitting = [
            index for index in heads.get(phrase.head, ()) if _fits(phrase, offices[index][1])
        ]
        # "The Iranian foreign minister" is whoever was called that by name.
        if any(
            index in stated
            and stated[index][0] == phrase.country
            and party.people[index].mentions[0].start < phrase.span.start
            for index in fitting
        ):
            continue
        free = [index for index in fitting if index not in stated]
        if len(free) == 1:
            claims.setdefault(free[0], []).append((phrase.country, phrase.span))
    for index, found in claims.items():
        if len({country for country, _ in found}) == 1:
            yield index, found[0]


def _office(page: Page, person: Person) -> tuple[str, frozenset[str]] | None:
    """The noun of the title and the words before it: "speaker" and "parliament"."""
    if person.title is None:
        return None
    words = re.findall(r"[^\W\d_]+", person.title.of(page.text).lower())
    for place, word in enumerate(words):
        if word in ("of", "for", "to", "in", "at"):
            break
        if re.fullmatch(_OFFICE, word) and not (
            place + 1 < len(words) and re.fullmatch(_OFFICE, words[place + 1])
        ):
            return word, frozenset(words[:place])
    return None


def _phrases(party: Everyone) -> Iterator[_Phrase]:
    page = party.page
    titles = [person.title for person in party.people if person.title is not None]
    for mention in page.countries:
        if mention.kind == "capital":
            continue
        behind = _BEHIND.match(page.text, mention.span.end)
        if behind is None:
            continue
        here = Span(start=mention.span.start, end=behind.end())
        if any(title.overlaps(here) for title in titles) or _is_named(party, here.end):
            continue
        words = frozenset(re.findall(r"[^\W\d_]+", behind.group(1).lower()))
        yield _Phrase(mention.country, mention.span, behind.group(2).lower(), words)


def _is_named(party: Everyone, end: int) -> bool:
    """Whether a name follows, known or not: the office is then that one's."""
    return bool(re.match(r",?[ \xa0][A-Z]", party.page.text[end : end + 3]))


def _fits(phrase: _Phrase, words: frozenset[str]) -> bool:
    return phrase.words <= words and words & _RANKS == phrase.words & _RANKS
