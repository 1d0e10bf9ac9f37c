"""The same pair about other people and countries, so that no name is learnt by heart."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

from augment import countries_swapped, invented
from briefwright.countries import mentions
from briefwright.numerals import NUMBER_WORDS
from briefwright.reader.patterns.words import FUNCTION, HONORIFICS, OFFICES
from pairs import Pair

_TITLES = OFFICES | HONORIFICS | FUNCTION
_WORD = re.compile(r"[^\W\d_]{3,}")
_NUMBER = re.compile(r"(?<![\w.,$-])[1-9]\d{0,2}(?:[.,]\d+)*(?![\w-])")
# They may stand in words elsewhere.
_IN_WORDS = frozenset(NUMBER_WORDS.values())
# Parts of a pair while they are changed together.
_BAR = "\u241e"


def varied(pair: Pair, names: Sequence[str], rng: random.Random) -> Pair:
    """Countries, people's names and numbers exchanged throughout, in evidence and target alike."""
    job = pair.job
    parts = [
        job.title or "",
        job.evidence,
        job.phrase or "",
        pair.target,
        pair.evidence,
        *job.known,
    ]
    text = _BAR.join(part.replace(_BAR, " ") for part in parts)
    for start, end, new in reversed(_kept(sorted(countries_swapped(text, rng)))):
        text = text[:start] + new + text[end:]
    text = _people(text, names, rng)
    text = _numbers(text, rng)
    title, evidence, phrase, target, shown, *known = text.split(_BAR)
    changed = job.model_copy(
        update={
            "title": title or None,
            "evidence": evidence,
            "phrase": phrase or None,
            "known": tuple(known),
        }
    )
    return Pair(pair.article, changed, target, shown)


def _kept(changes: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    kept: list[tuple[int, int, str]] = []
    for change in changes:
        if not kept or change[0] >= kept[-1][1]:
            kept.append(change)
    return kept


def _people(text: str, names: Sequence[str], rng: random.Random) -> str:
    new: dict[str, str] = {}
    for name in names:
        for word in _WORD.findall(name):
            if word[0].isupper() and word.lower() not in _TITLES and not mentions(word):
                new.setdefault(word, invented(rng))
    if not new:
        return text
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(new, key=len)[::-1])) + r")\b")
    return pattern.sub(lambda match: new[match.group()], text)


def _numbers(text: str, rng: random.Random) -> str:
    """Each number by another as long, the same one alike; what is told in two forms stays."""
    found = _NUMBER.findall(text)
    values = {number: number.replace(",", "") for number in found}
    bare = re.findall(r"\d[\d,.]*\d|\d", text)
    new: dict[str, str] = {}
    for number in dict.fromkeys(found):
        forms = {one for one in bare if one.replace(",", "") == values[number]}
        alone = forms == {number} and bare.count(number) == found.count(number)
        if not alone or values[number] in _IN_WORDS or rng.random() < 0.5:
            continue
        new[number] = rng.choice("123456789") + "".join(
            rng.choice("0123456789") if letter.isdigit() else letter for letter in number[1:]
        )
    return _NUMBER.sub(lambda match: new.get(match.group(), match.group()), text)
