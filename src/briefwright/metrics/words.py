"""Similarity of words, names, quotations and sentences. Knows nothing of briefs."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import TypeVar

One = TypeVar("One")
Other = TypeVar("Other")

_TOKEN = re.compile(r"[a-z0-9]+")
_BREAK = re.compile(r'(?<=[.!?”"])\s+(?=[A-Z“"])')
# A capital that opens a sentence is no sign of a name, so what follows a stop is passed over.
_FACT = re.compile(r"(?<![.!?]\s)(?<!^)\b(?:[A-Z][\w’'-]+|\d[\d,.]*\d|\d)\b")

_STOP = frozenset(
    "a an the of in on at to for and or with by from as is are was were be been this that these "
    "those its it their his her they he she we our between both two also into over under more "
    "most new which who whom than".split()
)
# Tried in this order: the first that leaves three letters is cut.
_ENDINGS = (
    *("ization", "isation", "ations", "ation", "ments", "ment", "ities", "ity"),
    *("ings", "ing", "ies", "ers", "er", "ed", "es", "s", "al", "ic"),
)
_COUNTRIES = {
    **dict.fromkeys(("usa", "us", "u s", "america", "united states of america"), "united states"),
    **dict.fromkeys(("uk", "britain", "great britain"), "united kingdom"),
    **dict.fromkeys(("republic of korea", "korea republic of"), "south korea"),
    "russian federation": "russia",
    "islamic republic of iran": "iran",
    "peoples republic of china": "china",
    "viet nam": "vietnam",
    "turkiye": "turkey",
    "czech republic": "czechia",
}


def tokens(text: str) -> tuple[str, ...]:
    """Runs of Latin letters and digits in lower case, accents taken off; the rest is dropped."""
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    return tuple(_TOKEN.findall(plain))


def stems(text: str) -> tuple[str, ...]:
    """The tokens that carry meaning, endings cut."""
    return tuple(_stem(token) for token in tokens(text) if token not in _STOP)


def _stem(token: str) -> str:
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= 3:
            return token[: -len(ending)]
    return token


def sentences(text: str) -> list[str]:
    """A rough split, kept as simple as the reference scorer's so that lead baselines agree."""
    return [part for part in _BREAK.split(text) if part.strip()]


def facts(text: str) -> list[str]:
    """Capitalised words inside sentences, and numbers."""
    return _FACT.findall(text)


def country(name: str) -> str:
    """A country's name in the form under which it is compared."""
    plain = " ".join(tokens(name)).removeprefix("the ")
    return _COUNTRIES.get(plain, plain)


def bag_f1(one: Iterable[Hashable], other: Iterable[Hashable]) -> float:
    """F1 of two bags; 0 if they share nothing."""
    left, right = Counter(one), Counter(other)
    shared = (left & right).total()
    if not shared:
        return 0.0
    precision, recall = shared / left.total(), shared / right.total()
    # Not 2 shared / (left + right): the last bit decides at the thresholds, and must agree with
    # the reference scorer's.
    return 2 * precision * recall / (precision + recall)


def rouge_n(n: int, one: str, other: str) -> float:
    """ROUGE-N F1 without stemming (Lin 2004)."""
    return bag_f1(_grams(n, one), _grams(n, other))


def _grams(n: int, text: str) -> list[tuple[str, ...]]:
    found = tokens(text)
    return [found[i : i + n] for i in range(len(found) - n + 1)]


def rouge_l(one: str, other: str) -> float:
    """ROUGE-L F1 over whole texts, without stemming (Lin 2004)."""
    left, right = tokens(one), tokens(other)
    if not left or not right:
        return 0.0
    return 2 * longest_common(left, right) / (len(left) + len(right))


def longest_common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the longest common subsequence, by Hyyrö's bit-parallel rows (2004)."""
    where: dict[str, int] = {}
    for i, token in enumerate(one):
        where[token] = where.get(token, 0) | 1 << i
    full = (1 << len(one)) - 1
    row = full
    for token in other:
        hit = row & where.get(token, 0)
        row = (row + hit | row - hit) & full
    return (full & ~row).bit_count()


def name_similarity(one: str, other: str) -> float:
    """1 for the same name, 0.9 for a part of it with the same last word, 0.8 for two thirds of
    the shorter one's words, else 0."""
    left, right = tokens(one), tokens(other)
    if not left or not right:
        return 0.0
    if left == right:
        return 1.0
    first, second = set(left), set(right)
    shared = len(first & second) / min(len(first), len(second))
    if left[-1] == right[-1] and shared == 1:
        return 0.9
    return 0.8 if shared >= 0.66 else 0.0


def quote_similarity(one: str, other: str) -> float:
    """The share of the longer one if it contains the shorter, else a little less than bag F1."""
    left, right = tokens(one), tokens(other)
    if not left or not right:
        return 0.0
    first, second = " ".join(left), " ".join(right)
    if first in second or second in first:
        return min(len(first), len(second)) / max(len(first), len(second))
    return bag_f1(left, right) * 0.99


def matches(
    predicted: Sequence[One],
    gold: Sequence[Other],
    similarity: Callable[[One, Other], float],
    *,
    least: float,
) -> list[tuple[int, int]]:
    """Places of greedy one-to-one pairs: the most similar pair first, none below `least`.

    Of equal pairs the later ones go first, as in the reference scorer; results depend on it.
    """
    ranked = sorted(
        (
            (similarity(one, other), i, j)
            for i, one in enumerate(predicted)
            for j, other in enumerate(gold)
        ),
        reverse=True,
    )
    used: set[int] = set()
    met: set[int] = set()
    found = []
    for value, i, j in ranked:
        if value >= least and i not in used and j not in met:
            used.add(i)
            met.add(j)
            found.append((i, j))
    return found


def pairs(
    predicted: Sequence[One],
    gold: Sequence[Other],
    similarity: Callable[[One, Other], float],
    *,
    least: float,
) -> list[tuple[One, Other]]:
    """As `matches`, the things themselves."""
    return [(predicted[i], gold[j]) for i, j in matches(predicted, gold, similarity, least=least)]
