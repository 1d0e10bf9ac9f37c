"""Between whom an area of cooperation is: the countries that act, not those that are the topic."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from briefwright.parties import Kind
from briefwright.reader.patterns.page import Page
from briefwright.reading import Person
from briefwright.spans import Span

# From so many countries on no two are those the article is about.
MANY = 5
_LOOK_BACK = 60
_THE = r"\s+(?:the\s+)?\Z"
_INSIDE = re.compile(rf"\bin{_THE}")
_MONEY = re.compile(r"\s(?:dollars?|sanctions|embassy)\b")
# "against Israel", "threats posed by Iran": whom it is turned on.
_AGAINST = re.compile(
    r"\b(?:against|counter(?:s|ed|ing)?|confront(?:s|ed|ing)?|posed by|response to"
    r"|(?:threats?|attacks?|aggression|sanctions|constraints|restrictions|pressure|curbs|limits)"
    r"\s+(?:from|by|on)|(?:withdr\w+|pull\w*\s+out)\s+(?:of|from|by)|ensur\w+ that|prevent\w*"
    rf"|deter\w*|condemn\w*){_THE}",
    re.I,
)
# "the situation in Syria", "issues, including Ukraine": what it is about.
_ABOUT = re.compile(
    r"\b(?:(?:situations?|crisis|crises|wars?|conflicts?|ceasefire|developments?|events|fighting"
    r"|clashes|peace|stability|issues?|question|refugees|territorial integrity|people)"
    r"\s+(?:in|of|on|over|from|to)|includ(?:es?|ing)|such as|especially|particularly|regarding"
    rf"|concerning|support (?:to|for)){_THE}",
    re.I,
)
_TOPIC_AFTER = re.compile(
    r"(?:[’']s?)?\s+(?:crisis|crises|issues?|ceasefire|conflict|war|question|situation|refugees"
    r"|territor\w+|people\b|constitution\w*|nuclear (?:program(?:me)?|file|threat|activit)"
    r"|(?:bid|attack|threat|withdrawal|violation|aggression|exit|pullout)s?\b)",
    re.I,
)
TWO = re.compile(
    r"\b(?:the two (?:sides|parties|countries|nations|ministers|presidents|leaders|diplomats"
    r"|officials|states)|both (?:sides|countries|nations|parties)|bilateral|mutual)\b",
    re.I,
)
# "between Tehran and Rome", "Tehran's readiness", "Tehran-Rome ties"; not "in Tehran".
_PLACED = re.compile(r"\b(?:in|at|to|from|near|visit\w*|for|of|leave|left|arriv\w*)\s+\Z")
_BESIDE = re.compile(r"\b(?:between|and|with)\s+\Z|[-–]\Z")
_ACTING = re.compile(
    r"[’']s?\b|[-–]\w|\s+(?:and|is|was|has|had|will|would|wants|said|expects|favors|also)\b"
)
_AND = re.compile(r"(?:\s*,)?\s*(?:and|or|,)?\s*(?:the\s+)?")
# What stands between two of a row, and how much at most.
_ROW = re.compile(r"\s*(?:,|,?\s(?:and|or)\b)\s*(?:and\s)?(?:the\s)?\s*")
_LONG_GAP = 16
# "The UN Security Council resolution", "at the UN General Assembly": no party.
_OF_THE_BODY = re.compile(
    r"(?:[’']s?)?\s+(?:(?i:resolution|charter|sanctions|reports?|headquarters|inspectors?|convention"
    r"|peacekeep\w+)|Security Council|General Assembly|Human Rights)\b"
)
_AT_OR_TO = re.compile(rf"\b(?:in|at|to|for|from){_THE}")


class Mention(Protocol):
    """Words that stand for a country or a body."""

    @property
    def span(self) -> Span: ...
    @property
    def kind(self) -> Kind: ...


def main_parties(page: Page, people: Sequence[Person]) -> tuple[str, ...]:
    """The two countries whose people take part, else the two named most; these too where people of
    many countries do."""
    if _are_many(people):
        return page.ranked_countries[:2]
    central = sorted(people, key=lambda person: -person.central)
    named = [person.country for person in central if person.country and person.takes_part > 0.5]
    return tuple(dict.fromkeys([*named, *page.ranked_countries]))[:2]


def parties_in(
    page: Page, sentence: Span, main: Sequence[str], people: Sequence[Person]
) -> tuple[str, ...]:
    """The countries that act in the sentence, by name or by their people.

    `main` where these alone act, or where it tells of two sides and names others; where it names
    one other, the first of `main` beside it. Of 293 areas of the 70 reference briefs in dev.jsonl
    81% have just these parties, precision 0.91, recall 0.90; of 1,394 others 77%, 0.89, 0.86.
    """
    named = [one.country for one in acting(page.text, page.countries_in(sentence))]
    named += [
        person.country
        for person in people
        if person.country
        and person.takes_part > 0.5
        and any(sentence.contains(mention) for mention in person.mentions)
    ]
    parties = tuple(dict.fromkeys(named))
    two = len(main) == 2 and TWO.search(sentence.of(page.text)) is not None
    alone = len(parties) < 2 and set(parties) <= set(main)
    if alone or (two and len(parties) != 2):
        return tuple(main)
    return parties if len(parties) > 1 else (*parties, *main[:1])


def _are_many(people: Sequence[Person]) -> bool:
    """Whether so many countries take part that no two are what the article is about."""
    taking = {person.country for person in people if person.country and person.takes_part > 0.5}
    return len(taking) >= MANY


_M = TypeVar("_M", bound=Mention)


def acting(text: str, mentions: Sequence[_M]) -> list[_M]:
    """The mentions in one sentence that may be parties; what a list names after a topic is no more
    one than the topic."""
    found: list[_M] = []
    topic: _M | None = None
    for one in mentions:
        listed = (
            topic is not None
            # "The institute in Lima and the Fijian academy": a place and a party.
            and (topic.kind, one.kind) != ("capital", "demonym")
            and _AND.fullmatch(text, topic.span.end, one.span.start)
        )
        if listed or not _acts(text, one):
            topic = one
            continue
        topic = None
        found.append(one)
    return found


def in_lists(text: str, acting: Sequence[_M]) -> list[list[_M]]:
    """Those of one sentence's that stand in one row: "Chad, Mali and Togo"."""
    found: list[list[_M]] = []
    for one in acting:
        between = text[found[-1][-1].span.end : one.span.start] if found else ""
        if len(between) < _LONG_GAP and _ROW.fullmatch(between):
            found[-1].append(one)
        else:
            found.append([one])
    return found


def _acts(text: str, mention: Mention) -> bool:
    """Whether it may be a party: no place, no currency, no target, no topic."""
    start, end = mention.span.start, mention.span.end
    before = text[max(0, start - _LOOK_BACK) : start]
    if mention.kind == "capital" and not _speaks_for_its_country(before, text[end : end + 12]):
        return False
    if _MONEY.match(text, end) or _TOPIC_AFTER.match(text, end):
        return False
    if _AGAINST.search(before) or _ABOUT.search(before):
        return False
    if mention.kind == "body":
        return _OF_THE_BODY.match(text, end) is None and _AT_OR_TO.search(before) is None
    return mention.kind != "name" or _INSIDE.search(before) is None


def _speaks_for_its_country(before: str, after: str) -> bool:
    """Whether a capital stands for the government in it."""
    if _PLACED.search(before):
        return False
    return bool(_ACTING.match(after) or _BESIDE.search(before))
