"""Which items of two briefs are about the same thing, and which of their words differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from briefwright.ground.folding import fold
from briefwright.metrics import Ratio
from briefwright.metrics.matching import SAME_NAME, SAME_PLACE
from briefwright.metrics.sheet import Cover, merged, shared
from briefwright.metrics.words import bag_f1, name_similarity, pairs, quote_similarity
from briefwright.runs import Entry
from briefwright.spans import Value

How = Literal["same", "evidence", "words"]

_ALIKE = 0.5
# Two areas often rest on one sentence: the place alone does not make them one.
_SOME = 0.15
_WORD = re.compile(r"\w+(?:[’'.,-]\w+)*|[^\w\s]")
# Where less than this is common, marks on every word would tell nothing.
_LEAST_COMMON = 0.3

Range = tuple[int, int]


class Match(Value):
    """Two items, by their places in what was matched."""

    first: int
    second: int
    how: How
    """ "same": they say the same; "evidence": they rest on the same words of the article; "words":
    they are alike."""


def matches(first: Sequence[Entry], second: Sequence[Entry]) -> tuple[Match, ...]:
    """The items of one field paired off, each at most once, in the order of the first."""
    found = _same(first, second)
    field = first[0].field if first else None
    if field == "bottom_line" and first and second and not found:
        # There is one bottom line: however unlike, the two are each other's counterpart.
        overlap = _overlap(first[0], second[0]) >= SAME_PLACE
        return (Match(first=0, second=0, how="evidence" if overlap else "words"),)
    if field != "participants":
        found += _paired(first, second, found, "evidence")
    found += _paired(first, second, found, "words")
    return tuple(sorted(found, key=lambda match: match.first))


def likeness(one: Entry, other: Entry) -> float:
    """0 to 1, of the words and of what is said besides; 1 for equal keys alone."""
    if one.key == other.key:
        return 1.0
    said = _alike(one, other)
    names = {*one.facets, *other.facets}
    facets = [_bag(one.facets.get(name, ""), other.facets.get(name, "")) for name in names]
    return min(0.99, (said + sum(facets)) / (1 + len(facets)))


def agreement(first: Sequence[Entry], second: Sequence[Entry]) -> Ratio:
    """Twice the likeness of matched items over all items, as F1 does; 0/0 for two empty fields."""
    alike = sum(likeness(first[one.first], second[one.second]) for one in matches(first, second))
    return Ratio(part=2 * alike, whole=len(first) + len(second))


def changed(one: str, other: str) -> tuple[tuple[Range, ...], tuple[Range, ...]]:
    """Where the words of each are not the other's; nothing for texts that share hardly any.

    Typography and case do not count.
    """
    left, right = list(_WORD.finditer(one)), list(_WORD.finditer(other))
    matcher = SequenceMatcher(
        None, [_bare(word[0]) for word in left], [_bare(word[0]) for word in right], autojunk=False
    )
    if matcher.ratio() < _LEAST_COMMON:
        return (), ()
    ours: list[Range] = []
    theirs: list[Range] = []
    for kind, begin, end, start, stop in matcher.get_opcodes():
        if kind != "equal":
            ours += [(left[begin].start(), left[end - 1].end())] if end > begin else []
            theirs += [(right[start].start(), right[stop - 1].end())] if stop > start else []
    return tuple(ours), tuple(theirs)


def _same(first: Sequence[Entry], second: Sequence[Entry]) -> list[Match]:
    found: list[Match] = []
    free = list(enumerate(second))
    for at, one in enumerate(first):
        twin = next(((place, other) for place, other in free if other.key == one.key), None)
        if twin is not None:
            free.remove(twin)
            found.append(Match(first=at, second=twin[0], how="same"))
    return found


def _paired(
    first: Sequence[Entry], second: Sequence[Entry], found: Sequence[Match], how: How
) -> list[Match]:
    left = [at for at in range(len(first)) if at not in {one.first for one in found}]
    right = [at for at in range(len(second)) if at not in {one.second for one in found}]
    measure = _by_place if how == "evidence" else _alike
    least = SAME_PLACE if how == "evidence" else _least(first)
    met = pairs(left, right, lambda one, other: measure(first[one], second[other]), least=least)
    return [Match(first=one, second=other, how=how) for one, other in met]


def _least(entries: Sequence[Entry]) -> float:
    return SAME_NAME if entries and entries[0].field == "participants" else _ALIKE


def _by_place(one: Entry, other: Entry) -> float:
    overlap = _overlap(one, other)
    if overlap < SAME_PLACE:
        return 0.0
    words = _alike(one, other)
    return 0.0 if one.field == "cooperation_areas" and words < _SOME else overlap + words


def _overlap(one: Entry, other: Entry) -> float:
    articles = {part.article for part in one.evidence}
    return max((shared(_cover(one, at), _cover(other, at)) for at in articles), default=0.0)


def _cover(entry: Entry, article: int) -> Cover:
    return merged((part.start, part.end) for part in entry.evidence if part.article == article)


def _alike(one: Entry, other: Entry) -> float:
    return _LIKENESS[one.field](one.text, other.text)


def _bag(one: str, other: str) -> float:
    return bag_f1(_words(one), _words(other))


@lru_cache(maxsize=1 << 14)
def _words(text: str) -> tuple[str, ...]:
    # Of any script: the tokens of `metrics` are Latin, as its measures are defined.
    return tuple(_bare(word) for word in re.findall(r"\w+", text))


def _name(one: str, other: str) -> float:
    return max(name_similarity(one, other), float(_words(one) == _words(other) != ()))


def _quote(one: str, other: str) -> float:
    return max(quote_similarity(one, other), _bag(one, other))


_LIKENESS = {
    "bottom_line": _bag,
    "summary": _bag,
    "participants": _name,
    "cooperation_areas": _bag,
    "key_quotes": _quote,
    "outlook": _bag,
}


@lru_cache(maxsize=1 << 16)
def _bare(word: str) -> str:
    return fold(word).casefold()
