"""Which people the article calls "he" and which "she", and the pronoun beside a quotation."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal

from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.words import CUES
from briefwright.reader.trained.proposals import Proposals
from briefwright.spans import Span

Pronoun = Literal["he", "she", "it"]

_FORMS: dict[str, Pronoun] = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
}
_PRONOUN = re.compile(r"\b(?:he|him|his|himself|she|her|hers|herself)\b", re.I)
_TITLED: dict[Pronoun, re.Pattern[str]] = {
    "he": re.compile(
        r"\b(?:Mr|Sir|Lord|King|Prince|Emir|Amir|Sultan|Ayatollah|Father|Pope)\b\.?"
        r"|\b(?:spokes|states|congress|business|chair|alder|police)man\b"
    ),
    "she": re.compile(
        r"\b(?:Ms|Mrs|Miss|Lady|Dame|Queen|Princess|Sheikha|Empress)\b\.?"
        r"|\b(?:spokes|states|congress|business|chair|alder|police)woman\b"
    ),
}
_SAYS = "|".join(sorted(CUES, key=len)[::-1])
# "He said"; but "X said he would" is no inversion of it, and "said she." is.
_BESIDE = re.compile(
    rf"\b(he|she|it)\s+(?:\w+\s+){{0,2}}?(?:{_SAYS})\b|\b(?:{_SAYS})\s+(he|she)(?=[,.;:]|\s*\Z)",
    re.I,
)
_OPENS = re.compile(r"(He|She)\b")
# What a title tells counts for more than a pronoun that may be somebody else's.
TITLE = 3
# Characters beside a quotation within which its speaker is told.
NEAR = 160


def pronouns(proposals: Proposals) -> tuple[Pronoun | None, ...]:
    """For each person what the article calls them, None where it does not tell or disagrees."""
    page, persons = proposals.page, proposals.persons
    mentions = sorted(
        [
            *(
                (span.start, span.end, index)
                for index, one in enumerate(persons)
                for span in one.mentions
            ),
            *(
                (one.span.start, one.span.end, one.person)
                for one in proposals.chain.references
                if one.kind == "description"
            ),
        ]
    )
    starts = [start for start, _, _ in mentions]
    votes = [{"he": 0, "she": 0} for _ in persons]
    for index, known in enumerate(proposals.known):
        for said, pattern in _TITLED.items():
            lead = [
                page.text[max(0, span.start - 12) : span.start] for span in known.person.mentions
            ]
            if any(pattern.search(one.of(page.text)) for one in known.titles) or any(
                pattern.search(words) for words in lead
            ):
                votes[index][said] += TITLE
    for place, sentence in enumerate(page.segments.sentences):
        named = mentions[
            bisect_left(starts, sentence.span.start) : bisect_left(starts, sentence.span.end)
        ]
        if {index for _, _, index in named} != {index for _, _, index in named[:1]} or not named:
            continue
        # One person alone in the sentence: the pronoun behind the name is most likely theirs, and
        # so is the first of the next sentence, if that names nobody.
        index = named[0][2]
        behind = Span(start=named[0][1], end=max(named[0][1], sentence.span.end))
        for word in _words(page, behind)[:1]:
            votes[index][word] += 1
        if place + 1 < len(page.segments.sentences):
            following = page.segments.sentences[place + 1].span
            if bisect_left(starts, following.start) == bisect_left(starts, following.end):
                for word in _words(page, following)[:1]:
                    votes[index][word] += 1
    return tuple(_settled(one) for one in votes)


def _words(page: Page, span: Span) -> list[Pronoun]:
    """The pronouns outside quotations."""
    return [
        _FORMS[match.group().lower()]
        for match in _PRONOUN.finditer(page.text, span.start, min(span.end, len(page.text)))
        if page.segments.quotation_around(Span(start=match.start(), end=match.end())) is None
    ]


def _settled(votes: dict[str, int]) -> Pronoun | None:
    he, she = votes["he"], votes["she"]
    if he >= 2 + 2 * she:
        return "he"
    return "she" if she >= 2 + 2 * he else None


def pronouns_beside(proposals: Proposals) -> tuple[Pronoun | None, ...]:
    """For each quotation the pronoun that is said to speak in its sentence, outside quotations."""
    page = proposals.page
    outers = [page.segments.quotations[index].outer for index in proposals.quotations]
    found: list[Pronoun | None] = []
    for place, outer in enumerate(outers):
        index = page.sentence_of(outer.start)
        if index is None:
            found.append(None)
            continue
        sentence = page.segments.sentences[index].span
        before = outers[place - 1].end if place else 0
        after = outers[place + 1].start if place + 1 < len(outers) else sentence.end
        behind = page.text[outer.end : min(sentence.end, after, outer.end + NEAR)]
        ahead = page.text[max(sentence.start, before, outer.start - NEAR) : outer.start]
        match = _BESIDE.search(behind) or _BESIDE.search(ahead)
        word = (match.group(1) or match.group(2)).lower() if match else None
        if word is None and outer.start - sentence.start < 3:
            word = _opening(page, index)
        found.append(None if word is None else _FORMS.get(word, "it"))
    return tuple(found)


def _opening(page: Page, index: int) -> str | None:
    """The "he" that opens the sentence before, of the same paragraph."""
    if not index:
        return None
    before, here = page.segments.sentences[index - 1], page.segments.sentences[index]
    match = _OPENS.match(before.span.of(page.text))
    return match.group(1).lower() if match and before.paragraph == here.paragraph else None


def fits(called: Sequence[Pronoun | None], person: int | None, beside: Pronoun | None) -> bool:
    """Whether the pronoun may mean the person, or else a body: only a body is "it"."""
    if beside is None:
        return True
    if person is None or beside == "it":
        return person is None and beside == "it"
    return called[person] in (None, beside)
