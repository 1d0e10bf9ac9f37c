"""Offices of a country that stand in the text without a name: "the Fijian foreign minister".

Whose they are is told by everybody's title.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefwright.reader.patterns.everyone import Everyone, Stated, home_of
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


_Office = tuple[str, frozenset[str]]
"""The noun, and the words before it: "speaker" and "parliament"."""


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
    offices: dict[int, _Office] = {}
    for index, person in enumerate(party.people):
        office = _office(party.page, person)
        if office is not None and not _holds_a_name(party, person):
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
        if len(free) == 1 and not _is_guest(party, stated, offices, phrase, free[0]):
            claims.setdefault(free[0], []).append((phrase.country, phrase.span))
    for index, found in claims.items():
        if len({country for country, _ in found}) == 1:
            yield index, found[0]


def _is_guest(
    party: Everyone,
    stated: Mapping[int, Stated],
    offices: Mapping[int, _Office],
    phrase: _Phrase,
    index: int,
) -> bool:
    """Whether "the Omani minister" is rather somebody else: of that country, and named before.

    Against an inferred country the phrase must be definite: "who will be U.S. president" is not.
    """
    page = party.page
    abroad = phrase.country != home_of(page)
    for other, person in enumerate(party.people):
        told = stated[other][0] if other in stated else person.country
        if other == index or told != phrase.country:
            continue
        # At home many are named without their office, and the office is another's.
        if other in offices:
            fits = offices[other][0] == phrase.head
        else:
            fits = abroad and person.title is None
        if fits and person.mentions[0].start < phrase.span.start:
            return True
    if party.people[index].country in (None, phrase.country):
        return False
    lead = page.text[max(0, phrase.span.start - 4) : phrase.span.start].lower()
    owned = page.text[phrase.span.end : phrase.span.end + 1] in ("’", "'")
    return lead != "the " and not owned


def _office(page: Page, person: Person) -> _Office | None:
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


def _holds_a_name(party: Everyone, person: Person) -> bool:
    """Whether the title is also somebody's name, and so hardly a title: "President Tamani"."""
    title = person.title
    if title is None:
        return False
    first = bisect_left(party.starts, title.start)
    return any(
        start < title.end and party.people[other] is not person
        for start, _, other in party.named[first : first + 1]
    )


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
