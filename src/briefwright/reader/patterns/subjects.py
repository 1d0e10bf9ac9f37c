"""Who each sentence is about, so that "he" and "the minister" can be resolved."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.words import CUES
from briefwright.reading import Antecedent, Person
from briefwright.spans import Span, inside_any

_PRONOUN = re.compile(r"\b(?:[Hh]e|[Ss]he)\b")
_HEADS = (
    r"minister|president|ambassador|spokes(?:man|woman|person)|official|diplomat|premier|envoy|leader"
    r"|secretary|chief|head|chairman|chairwoman|director|speaker|governor|commander|general|king|emir"
    r"|amir|prince|sultan|mayor|adviser|advisor|lawmaker|negotiator|coach|manager|cleric|politician"
    r"|representative|coordinator|professor|analyst|expert|MP|deputy|pope|chancellor|senator|judge"
    r"|parliamentarian|legislator|captain|author|CEO|researcher"
)
DESCRIPTION = re.compile(
    r"\b(?:[Tt]he|[Hh]is|[Ii]ran’s|[A-Z][\w]+(?:’s|'s))\s+((?:[\w’'.-]+\s+){0,4}?)"
    rf"((?i:vice\s+|vice-)?(?:(?i:{_HEADS})))\b(?![’'-])(?!\s+of\s+the\s+(?:two|countr))"
    # "Iran's chief diplomat": the last of such words is the noun.
    rf"(?!\s+(?i:{_HEADS})\b)"
)
_OBLIQUE = re.compile(
    r"\b(?:with|to|by|of|from|for|on|in|at|between|and|against|including|as|about|over|"
    r"counterpart|visiting|told|met|quoted|after|before|than)\s*,?\s+"
    r"(?:(?!that\b|said\b)[\w’'.-]+,?\s+){0,9}\Z"
)
_SPEAKS_AFTER = re.compile(
    r",?\s+(?:(?:also|further|then|later|has|had|went|who|on \w+day)\s+){0,3}(?:"
    + "|".join(sorted(CUES, key=len)[::-1])
    + r")\b"
)
_SPEAKS_BEFORE = re.compile(r"\b(?:said|added|told|noted|explained|stated)\s+\Z")
# Longer ones are run-on text of a broken page; each word in one is weighed against the others.
LONGEST_SENTENCE = 2000
# A subject opens its sentence, after at most a phrase of time and place.
NEAR_START = 160
_VAGUE = frozenset("official diplomat leader politician cleric head chief".split())


@dataclass(frozen=True)
class Reference:
    """Words that name somebody: by name, pronoun or description."""

    span: Span
    person: int
    kind: str
    """"named", "pronoun" or "description"."""


@dataclass(frozen=True)
class Subjects:
    references: tuple[Reference, ...]
    """All of them, in text order."""
    of_sentence: tuple[int | None, ...]
    """Who the sentence is about, or whoever the ones before it were about."""

    @property
    def antecedents(self) -> tuple[Antecedent, ...]:
        return tuple(
            Antecedent(span=reference.span, person=reference.person)
            for reference in self.references
            if reference.kind != "named"
        )


def subjects(page: Page, people: Sequence[Person]) -> Subjects:
    """One pass in text order: each sentence's references, then its subject, then the next."""
    named = sorted(
        (mention.start, mention.end, index)
        for index, person in enumerate(people)
        for mention in person.mentions
    )
    references: list[Reference] = []
    of_sentence: list[int | None] = []
    outers = [quotation.outer for quotation in page.segments.quotations if quotation.within is None]
    opened = [outer.start for outer in outers]
    current: int | None = None
    place = 0
    for sentence in page.segments.sentences:
        start, end = sentence.span.start, sentence.span.end
        while place < len(named) and named[place][0] < start:
            place += 1
        mine = []
        stop = min(end, start + LONGEST_SENTENCE)
        while place < len(named) and named[place][0] < stop:
            mine.append(named[place])
            place += 1
        first = max(0, bisect_right(opened, start) - 1)
        end = min(end, start + LONGEST_SENTENCE)
        quotes = list(outers[first : bisect_right(opened, end)])
        found = _in_sentence(page, people, Span(start=start, end=end), mine, quotes, current)
        references.extend(found)
        current = _subject(page, sentence.span, found, quotes, current)
        of_sentence.append(current)
    return Subjects(tuple(references), tuple(of_sentence))


def _in_sentence(
    page: Page,
    people: Sequence[Person],
    span: Span,
    named: Sequence[tuple[int, int, int]],
    quotes: Sequence[Span],
    current: int | None,
) -> list[Reference]:
    found = [Reference(Span(start=start, end=end), person, "named") for start, end, person in named]
    for match in DESCRIPTION.finditer(page.text, span.start, span.end):
        here = Span(start=match.start(), end=match.end())
        if any(other.span.start < here.end + 40 and here.overlaps(other.span) for other in found):
            continue
        if any(0 <= other.span.start - here.end <= 2 for other in found):
            continue
        who = described(page, people, here, match.group(2), current)
        if who is not None:
            found.append(Reference(here, who, "description"))
    for match in _PRONOUN.finditer(page.text, span.start, span.end):
        here = Span(start=match.start(), end=match.end())
        inside = inside_any(here, quotes)
        earlier = [
            other
            for other in found
            if other.span.end <= here.start and inside_any(other.span, quotes) == inside
        ]
        who = _of_pronoun(page, span, earlier, current)
        if who is not None:
            found.append(Reference(here, who, "pronoun"))
    found.sort(key=lambda reference: reference.span.start)
    return found


def _of_pronoun(
    page: Page, span: Span, earlier: Sequence[Reference], current: int | None
) -> int | None:
    """The sentence's own subject, else that of the ones before."""
    straight = [other for other in earlier if not is_oblique(page, span, other.span)]
    if straight:
        return min(straight, key=lambda other: other.span.start).person
    return current


def described(
    page: Page, people: Sequence[Person], span: Span, head: str, current: int | None
) -> int | None:
    """The person whom "the Iranian foreign minister" means, None if nobody fits."""
    words = span.of(page.text).lower()
    country = next((mention.country for mention in page.countries_in(span)), None)
    head = head.lower()
    offices = [word for word in re.findall(r"[a-z]+", words) if word not in ("the", "his", "s")]
    fits: list[tuple[float, int]] = []
    for index, person in enumerate(people):
        if not person.mentions or person.mentions[0].start > span.end:
            continue
        title = person.title.of(page.text).lower() if person.title else ""
        if country is not None and person.country != country:
            continue
        score = 0.0
        if head in title:
            score = 2.0 + sum(word in title for word in offices) * 0.2
            score -= 0.6 if ("deputy" in title) != ("deputy" in words) else 0.0
            score -= 0.6 if ("vice" in title) != ("vice" in words) else 0.0
            score += 0.2 if title.endswith(head) else 0.0
        elif head in _VAGUE:
            score = 1.0
        if score:
            if index == current:
                score += 0.5
            fits.append((score + 0.3 * person.takes_part, index))
    if not fits:
        return current if head in _VAGUE and country is None else None
    return max(fits, key=lambda fit: fit[0])[1]


def is_oblique(page: Page, sentence: Span, span: Span) -> bool:
    """Whether the mention is the object of a preposition or verb, or a mere possessor."""
    after = page.text[span.end : span.end + 2]
    if after in ("’s", "'s"):
        return True
    if _SPEAKS_AFTER.match(page.text, span.end, span.end + 40):
        return False
    lead = page.text[max(sentence.start, span.start - 110) : span.start]
    lead = re.split(r"[,;:“”\"]\s", lead)[-1] if not re.search(r",\s+\Z", lead) else lead
    return bool(_OBLIQUE.search(lead))


def _subject(
    page: Page,
    span: Span,
    found: Sequence[Reference],
    quotes: Sequence[Span],
    current: int | None,
) -> int | None:
    """Who speaks in the sentence, else its grammatical subject."""
    outside = [one for one in found if not inside_any(one.span, quotes)]
    straight = [one for one in outside if not is_oblique(page, span, one.span)]
    for one in straight:
        if _speaks(page, one.span):
            return one.person
    if straight and (current is None or straight[0].span.start - span.start < NEAR_START):
        return straight[0].person
    return current


def _speaks(page: Page, span: Span) -> bool:
    after = page.text[span.end : span.end + 40]
    return bool(_SPEAKS_AFTER.match(after)) or bool(
        _SPEAKS_BEFORE.search(page.text[max(0, span.start - 12) : span.start])
    )
