"""The same article about other countries and other people, so that none is learnt by heart."""

from __future__ import annotations

import json
import random
import re
from bisect import bisect_right
from dataclasses import replace
from functools import cache
from pathlib import Path

import briefwright
from briefwright.article import Article
from briefwright.countries import mentions
from briefwright.reader.patterns.words import FUNCTION, HONORIFICS, OFFICES
from briefwright.segment import segment
from briefwright.segments import Segments
from briefwright.spans import Span
from gold import Gold

# Also names of people, and one that is not swapped and so must not be swapped in.
_UNFIT = frozenset(("Georgia", "Jordan", "Chad", "United States"))
_WORD = re.compile(r"[^\W\d_]{3,}")
# Syllables of no language: names that nobody bears, so that the words around them must tell.
_OPENERS = (
    "Al Ba Ber Da Do El Fa Ga Gor Ha Ibr Ja Ka Kel La Lu Ma Mir Na No Or Pa Ra Ro Sa Sha Ta Ur Va"
    " Wa Yo Za"
).split()
_MIDDLES = "ba da de di ka la le li lo ma mi na ne no ra re ri ro sa se sha ta to va vi za".split()
_CLOSERS = (
    "bek da dar des di ev ez far ga han hi ja kar ko la lin man mo nen ni or ov ra rez ri sen shi"
    " ski son ta tti un va vic yan zade"
).split()


_TITLES = OFFICES | HONORIFICS | FUNCTION


def swapped(
    article: Article, gold: Gold, rng: random.Random
) -> tuple[Article, Segments, Gold] | None:
    """Countries exchanged for others throughout, and the words of people's names for new ones.

    None if the gold no longer fits the sentences of the new text.
    """
    changes = countries_swapped(article.text, rng) + _people(article.text, gold, rng)
    changes.sort()
    kept: list[tuple[int, int, str]] = []
    for change in changes:
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    if not kept:
        return None
    text, place = _rewritten(article.text, kept)
    words = {article.text[start:end]: new for start, end, new in kept}
    title = article.title and _said(article.title, words)
    masked = tuple(
        mask.model_copy(update={"span": moved})
        for mask in article.masked
        if (moved := _shifted(mask.span, place)) is not None
    )
    other = article.model_copy(update={"text": text, "title": title, "masked": masked})
    old, new = segment(article), segment(other)
    if [_shifted(one.span, place) for one in old.sentences] != [one.span for one in new.sentences]:
        return None
    return other, new, _moved(gold, place, words)


def _shifted(span: Span | None, place: tuple[list[int], list[int]]) -> Span | None:
    """Where the characters stand after the rewriting; None if they do not any more."""
    if span is None:
        return None
    starts, shifts = place
    start, end = (
        offset + shifts[bisect_right(starts, offset) - 1] for offset in (span.start, span.end)
    )
    return Span(start=start, end=end) if 0 <= start < end else None


def countries_swapped(text: str, rng: random.Random) -> list[tuple[int, int, str]]:
    table = _table()
    others: dict[str, str] = {}
    changes = []
    for mention in mentions(text):
        if mention.country not in table or mention.country == "United States":
            continue
        if mention.country not in others:
            free = sorted(set(table) - set(others.values()))
            others[mention.country] = rng.choice(free)
        forms = table[others[mention.country]]
        form = forms[{"name": 0, "demonym": 1, "capital": 2}[mention.kind]]
        if mention.span.of(text).isupper():
            form = form.upper()
        changes.append((mention.span.start, mention.span.end, form))
    return changes


@cache
def _table() -> dict[str, tuple[str, str, str]]:
    """Name, adjective and capital of the countries that have all three as single forms."""
    path = Path(briefwright.__file__).with_name("countries.json")
    return {
        row["name"]: (row["name"], row["demonyms"][0], row["capitals"][0])
        for row in json.loads(path.read_text("utf-8"))
        if row["demonyms"] and row["capitals"] and row["name"] not in _UNFIT
    }


def _people(text: str, gold: Gold, rng: random.Random) -> list[tuple[int, int, str]]:
    new: dict[str, str] = {}
    for one in gold.people:
        if rng.random() < 0.3:
            continue
        for word in _WORD.findall(one.name):
            if word[0].isupper() and word.lower() not in _TITLES and not mentions(word):
                new.setdefault(word, invented(rng))
    if not new:
        return []
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(new, key=len)[::-1])) + r")\b")
    return [(m.start(), m.end(), new[m.group()]) for m in pattern.finditer(text)]


def invented(rng: random.Random) -> str:
    middle = "".join(rng.choices(_MIDDLES, k=rng.choice((0, 0, 1, 1, 2))))
    return rng.choice(_OPENERS) + middle + rng.choice(_CLOSERS)


def _rewritten(
    text: str, changes: list[tuple[int, int, str]]
) -> tuple[str, tuple[list[int], list[int]]]:
    """The new text, and from which old offset on what must be added to an offset."""
    parts, starts, shifts = [], [0], [0]
    at = 0
    for start, end, new in changes:
        parts += [text[at:start], new]
        at = end
        starts.append(end)
        shifts.append(shifts[-1] + len(new) - (end - start))
    return "".join([*parts, text[at:]]), (starts, shifts)


def _said(words: str, changes: dict[str, str]) -> str:
    pattern = re.compile(
        r"\b(?:" + "|".join(map(re.escape, sorted(changes, key=len)[::-1])) + r")\b"
    )
    return pattern.sub(lambda match: changes[match.group()], words)


def _moved(gold: Gold, place: tuple[list[int], list[int]], words: dict[str, str]) -> Gold:
    def span(one: Span | None) -> Span | None:
        return _shifted(one, place)

    people = []
    for one in gold.people:
        title = span(one.title)
        found = mentions(one.country) if one.country else ()
        country = one.country
        if found and country in words:
            country = words[country]
        elif one.country is not None and one.country not in words:
            country = _by_demonym(one.country, words) or one.country
        people.append(
            replace(
                one,
                name=_said(one.name, words),
                aliases=tuple(_said(form, words) for form in one.aliases),
                title=title,
                title_words=_said(one.title_words, words) if one.title_words else None,
                country=country,
                organisation=span(one.organisation),
            )
        )
    return replace(
        gold,
        people=tuple(people),
        bodies=None
        if gold.bodies is None
        else tuple(moved for body in gold.bodies if (moved := span(body))),
        quotes=tuple(
            replace(one, span=moved, speaker=_said(one.speaker, words) if one.speaker else None)
            for one in gold.quotes
            if (moved := span(one.span))
        ),
        areas=tuple(replace(one, phrase=span(one.phrase)) for one in gold.areas),
        outlook=tuple(replace(one, when=span(one.when)) for one in gold.outlook),
    )


def _by_demonym(country: str, words: dict[str, str]) -> str | None:
    """The new country where the text names the old one only by its adjective or capital."""
    for old, new in words.items():
        before, after = mentions(old), mentions(new)
        if before and after and before[0].country == country:
            return after[0].country
    return None
