"""What a vector of words does not carry: distances, counts, and what patterns guess.

One row for each thing or pair, numbers near 0 to 1. The order of the columns is the weights'.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from briefwright.countries import mentions
from briefwright.nn.sheet import Floats
from briefwright.reader.patterns.areas import area_strength
from briefwright.reader.patterns.outlook import strength
from briefwright.reader.patterns.words import CUES, GIVEN
from briefwright.reader.patterns.worth import worth
from briefwright.reader.trained.pairs import CountryPair, SpeakerPair, gap, sentence_at
from briefwright.reader.trained.proposals import Proposals
from briefwright.reading import Speaker
from briefwright.spans import Span

SENTENCE_FEATURES = 16
PERSON_FEATURES = 16
TITLE_FEATURES = 14
COUNTRY_FEATURES = 15
QUOTATION_FEATURES = 13
SPEAKER_FEATURES = 17

_STEM = re.compile(r"[^\W\d_]{4,}")
_FORMER = re.compile(r"\b(?:former|ex-|then|late)\b", re.I)
_CUE_NEAR = re.compile(
    r"[\s,]*(?:also |further |then |later |has |had |went )*(?:"
    + "|".join(sorted(CUES, key=len)[::-1])
    + r")\b"
)


def sentence_features(proposals: Proposals) -> Floats:
    page = proposals.page
    sentences = page.segments.sentences
    total = len(sentences)
    title = _stems(page.article.title or "")
    people_at = sorted(span.start for one in proposals.persons for span in one.mentions)
    outers = [one.outer for one in page.segments.quotations if one.within is None]
    opened = [outer.start for outer in outers]
    told = worth(page, proposals.persons)
    rows = []
    for index, sentence in enumerate(sentences):
        span = sentence.span
        words = span.of(page.text)
        first = max(0, bisect_right(opened, span.start) - 1)
        quoted = sum(
            max(0, min(outer.end, span.end) - max(outer.start, span.start))
            for outer in outers[first : bisect_left(opened, span.end)]
        )
        persons = bisect_left(people_at, span.end) - bisect_left(people_at, span.start)
        kind = page.segments.paragraphs[sentence.paragraph].kind
        leads = index == 0 or sentences[index - 1].paragraph != sentence.paragraph
        rows.append(
            (
                index / max(1, total - 1),
                math.exp(-index / 2),
                math.log1p(total) / 4,
                min(1.5, len(words.split()) / 40),
                quoted / max(1, len(words)),
                float(leads),
                float(kind == "heading"),
                float(kind == "item"),
                float(words.rstrip().endswith((":", "?"))),
                min(1.5, max(-0.5, strength(words) / 3)),
                area_strength(page, index) / 4,
                len(_stems(words) & title) / max(3, len(title)),
                min(1.0, persons / 4),
                min(1.0, len({one.country for one in page.countries_in(span)}) / 4),
                told[index].bottom_line,
                told[index].summary,
            )
        )
    return _floats(rows, SENTENCE_FEATURES)


def person_features(proposals: Proposals) -> Floats:
    page = proposals.page
    title = (page.article.title or "").lower()
    said: dict[int, int] = {}
    for guess in proposals.guesses.values():
        if guess.person is not None:
            said[guess.person] = said.get(guess.person, 0) + 1
    about: dict[int, int] = {}
    for who in proposals.chain.of_sentence:
        if who is not None:
            about[who] = about.get(who, 0) + 1
    sentences = max(1, len(page.segments.sentences))
    rows = []
    for index, known in enumerate(proposals.known):
        person = known.person
        words = person.name.of(page.text).split()
        spoken = [page.segments.quotation_around(span) is not None for span in person.mentions]
        owned = [page.text[span.end : span.end + 2] in ("’s", "'s") for span in person.mentions]
        first = sentence_at(page, person.mentions[0].start)
        rows.append(
            (
                person.takes_part,
                person.central,
                math.log1p(len(person.mentions)) / 3,
                float(person.title is not None),
                float(len(words) == 1),
                math.exp(-first / 3),
                first / sentences,
                float(words[-1].lower() in title),
                sum(spoken) / len(spoken),
                sum(owned) / len(owned),
                math.log1p(said.get(index, 0)) / 2,
                about.get(index, 0) / sentences,
                min(1.5, len(proposals.known) / 10),
                float(words[0].lower() in GIVEN),
                float(any(_FORMER.search(one.of(page.text)) for one in known.titles)),
                sentence_at(page, person.mentions[-1].start) / sentences,
            )
        )
    return _floats(rows, PERSON_FEATURES)


def title_features(proposals: Proposals) -> Floats:
    page, persons = proposals.page, proposals.persons
    starts = sorted(
        (span.start, index) for index, one in enumerate(persons) for span in one.mentions
    )
    places = [start for start, _ in starts]
    rows = []
    for pair in proposals.titles:
        person, span = persons[pair.person], pair.span
        nearest = min(person.mentions, key=lambda one: gap(one, span))
        away = gap(nearest, span)
        words = span.of(page.text)
        reach = [
            index
            for _, index in starts[
                bisect_left(places, span.start - 60) : bisect_right(places, span.end + 60)
            ]
        ]
        holds = any(
            index != pair.person
            for _, index in starts[bisect_left(places, span.start) : bisect_left(places, span.end)]
        )
        rows.append(
            (
                math.log1p(away) / 6,
                float(span.end <= nearest.start),
                float(away <= 2),
                float(away <= 6),
                min(1.5, len(words.split()) / 8),
                float(pair.beside),
                float(person.title == span),
                float(pair.described),
                float(bool(_FORMER.search(words))),
                float(holds),
                float(bool(page.countries_in(span))),
                float(any(index != pair.person for index in reach)),
                float(words[:1].isupper()),
                math.exp(-sentence_at(page, span.start) / 3),
            )
        )
    return _floats(rows, TITLE_FEATURES)


def country_features(proposals: Proposals, pairs: Sequence[CountryPair]) -> Floats:
    page, persons = proposals.page, proposals.persons
    ranked = list(page.ranked_countries)
    counts: dict[str, int] = {}
    for mention in page.countries:
        counts[mention.country] = counts.get(mention.country, 0) + 1
    total = max(1, len(page.countries))
    headline = {one.country for one in mentions(page.article.title or "")}
    titled = [
        {one.country for span in known.titles for one in page.countries_in(span)}
        for known in proposals.known
    ]
    rows = []
    for pair in pairs:
        person, mention = persons[pair.person], pair.mention
        nearest = min(person.mentions, key=lambda one: gap(one, mention.span))
        away = gap(nearest, mention.span)
        rank = ranked.index(mention.country)
        rows.append(
            (
                float(person.country == mention.country),
                float(person.country == mention.country and person.country_span is not None),
                float(mention.country in titled[pair.person]),
                math.log1p(away) / 6,
                float(mention.span.end <= nearest.start),
                float(away <= 40),
                float(sentence_at(page, nearest.start) == sentence_at(page, mention.span.start)),
                float(mention.kind == "name"),
                float(mention.kind == "demonym"),
                1 / (1 + rank),
                counts[mention.country] / total,
                float(page.home == mention.country),
                float(mention.country in headline),
                float(any(mention.country in one for one in titled)),
                float(person.title is not None),
            )
        )
    return _floats(rows, COUNTRY_FEATURES)


def quotation_features(proposals: Proposals) -> Floats:
    page = proposals.page
    rows = []
    for index in proposals.quotations:
        quotation = page.segments.quotations[index]
        words = quotation.span.of(page.text)
        guess = proposals.guesses.get(index)
        resolved = guess.resolved if guess else None
        sentence = page.segments.sentences[sentence_at(page, quotation.outer.start)].span
        long = [word for word in words.split() if len(word) > 3]
        rows.append(
            (
                min(1.5, math.log1p(len(words.split())) / 3),
                float(guess is not None),
                float(resolved == "named"),
                float(resolved == "pronoun"),
                float(resolved == "context"),
                float(resolved == "none"),
                float(guess is not None and guess.cue is not None),
                float(quotation.closed),
                float(words[-1:] in ".,!?"),
                float(words[:1].isupper()),
                sum(word[:1].isupper() for word in long) / max(1, len(long)),
                float(quotation.outer.start - sentence.start < 3),
                float(quotation.continues is not None),
            )
        )
    return _floats(rows, QUOTATION_FEATURES)


def speaker_features(proposals: Proposals, pairs: Sequence[SpeakerPair]) -> Floats:
    page = proposals.page
    groups = _by_quotation(pairs)
    rank = {
        row: order
        for place in groups
        for order, row in enumerate(_most_recent_first(proposals, pairs, groups[place], place))
    }
    rows = []
    for row, pair in enumerate(pairs):
        index = proposals.quotations[pair.quotation]
        outer = page.segments.quotations[index].outer
        guess = proposals.guesses.get(index)
        earlier = (
            proposals.guesses.get(proposals.quotations[pair.quotation - 1])
            if pair.quotation
            else None
        )
        place = sentence_at(page, outer.start)
        sentence = page.segments.sentences[place].span
        same = sentence.contains(pair.mention)
        inside = outer.contains(pair.mention)
        away = gap(pair.mention, outer)
        meant = _meant_as(proposals, pair, sentence, outer)
        rows.append(
            (
                float(_is_guess(guess, pair)),
                float(_is_guess(guess, pair) and guess is not None and guess.resolved == "named"),
                float(_is_guess(guess, pair) and guess is not None and guess.resolved == "pronoun"),
                float(_is_guess(earlier, pair)),
                float(same and not inside),
                float(inside),
                float(pair.mention.end <= outer.start),
                math.log1p(away) / 7,
                1 / (1 + rank[row]),
                float(proposals.chain.of_sentence[place] == pair.person),
                float(place > 0 and proposals.chain.of_sentence[place - 1] == pair.person),
                float(pair.body is not None),
                proposals.persons[pair.person].takes_part if pair.person is not None else 0.5,
                float(bool(_CUE_NEAR.match(page.text, pair.mention.end))),
                float("pronoun" in meant),
                float("description" in meant),
                min(1.0, len(groups[pair.quotation]) / 10),
            )
        )
    return _floats(rows, SPEAKER_FEATURES)


def _meant_as(proposals: Proposals, pair: SpeakerPair, sentence: Span, outer: Span) -> set[str]:
    """By what kinds of words the pair's person is meant around the quotation `outer`, in its
    sentence or up to its end, other than by name."""
    references = proposals.chain.references
    first, last = (
        bisect_left(references, place, key=lambda one: one.span.start)
        for place in (sentence.start, max(sentence.end, outer.end))
    )
    return {
        one.kind
        for one in references[first:last]
        if one.kind != "named" and one.person == pair.person and not outer.contains(one.span)
    }


def latest(proposals: Proposals, pairs: Sequence[SpeakerPair], rows: Sequence[int]) -> int | None:
    """Of one quotation's rows that of whoever was named last before it."""
    if not rows:
        return None
    start = quotation_start(proposals, pairs[rows[0]].quotation)
    at, row = max((_last_before(proposals, pairs[row], start), row) for row in rows)
    return row if at >= 0 else None


def quotation_start(proposals: Proposals, place: int) -> int:
    """Where the quotation begins, its mark included."""
    return proposals.page.segments.quotations[proposals.quotations[place]].outer.start


def _by_quotation(pairs: Sequence[SpeakerPair]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = {}
    for row, pair in enumerate(pairs):
        groups.setdefault(pair.quotation, []).append(row)
    return groups


def _most_recent_first(
    proposals: Proposals, pairs: Sequence[SpeakerPair], rows: Sequence[int], place: int
) -> list[int]:
    start = quotation_start(proposals, place)
    return sorted(rows, key=lambda row: -_last_before(proposals, pairs[row], start))


def _is_guess(guess: Speaker | None, pair: SpeakerPair) -> bool:
    if guess is None:
        return False
    if pair.person is not None:
        return guess.person == pair.person
    return guess.body == pair.body


def mentions_of(proposals: Proposals, pair: SpeakerPair) -> tuple[Span, ...]:
    if pair.person is not None:
        return proposals.persons[pair.person].mentions
    return proposals.bodies[pair.body or 0].mentions


def _last_before(proposals: Proposals, pair: SpeakerPair, start: int) -> int:
    spans = mentions_of(proposals, pair)
    return max((span.start for span in spans if span.start < start), default=-1)


def _stems(words: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in _STEM.findall(words))


def _floats(rows: Sequence[Sequence[float]], columns: int) -> Floats:
    return np.asarray(rows, dtype=np.float32).reshape(-1, columns)
