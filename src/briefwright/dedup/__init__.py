"""Near-copies among articles: one outlet's text in another, cut, retitled or lightly edited.

Owns what counts as a copy. Two reports of one event in words of their own are none: that is what
`story` groups. Knows only texts, neither articles nor notes.

Candidates come from MinHash signatures in a locality-sensitive index (Broder 1997; Leskovec et al.,
Mining of Massive Datasets, ch. 3), so that the work grows with the number of articles and not with
its square. Each candidate is then measured exactly, so the index decides on speed alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

from briefwright.spans import Value

if TYPE_CHECKING:
    from datasketch import MinHash, MinHashLSH

__all__ = ["SHARED", "Copy", "copies", "groups", "shared"]

SHARED = 0.5
"""From which share on a text is a near-copy: the lower of the shares of shingles that the shorter
text has from the longer one, and that the two openings have from the other text.

Measured by benchmarks/dedup.py (benchmarks/README.md has the table). The share of the whole alone
does not do: a paper repeats whole paragraphs of background below another day's news.
"""

FACTS = 0.75
"""Of the shorter text's names and figures, the share that a copy's longer text must have. Daily
bulletins and readouts of calls have the same sentences about other figures and other people."""

# Words in a row: shorter ones are shared by any two articles of one genre, longer ones are lost
# with every word that an editor changes.
SHINGLE = 4
# Words: about the dateline and the first two sentences. Agencies' copy is cut from its end.
OPENING = 60
# A text of fewer shingles is a flash of two lines; any other may hold all of it by chance.
FEWEST = 12
# The shorter text as a share of the longer one. A paragraph that a round-up of the week took over
# is no copy: it would tie together everything else that the round-up tells of.
LEAST_LENGTH = 0.25

# Bands of two rows catch a copy cut to a quarter (resemblance 0.25) with probability 0.98, and let
# through one in a thousand pairs of the articles that share a phrase or two (0.004).
_BANDS, _ROWS = 64, 2
_WORD = re.compile(r"\w+")


class Copy(Value):
    """Two texts of which one is a near-copy of the other; `first` < `second` are their places."""

    first: int
    second: int
    shared: float
    """How much of one is in the other, as `SHARED` defines it, up to 1."""


@dataclass(frozen=True)
class _Text:
    """What is kept of a text to compare it."""

    whole: frozenset[int]
    opening: frozenset[int]
    facts: frozenset[str]


def copies(texts: Sequence[str], *, threshold: float = SHARED) -> tuple[Copy, ...]:
    """Every pair of near-copies, in order of place; the same pairs in whatever order texts come.

    Takes some three milliseconds a text of 500 words, and 60 KB of memory.
    """
    from datasketch import MinHashLSH

    index = MinHashLSH(num_perm=_BANDS * _ROWS, params=(_BANDS, _ROWS))
    known = [_taken(text) for text in texts]
    found: list[Copy] = []
    for second, own in enumerate(known):
        for first in _candidates(index, second, own.whole):
            share = _shared(known[first], own)
            if share >= threshold:
                found.append(Copy(first=first, second=second, shared=round(share, 4)))
    return tuple(sorted(found, key=lambda one: (one.first, one.second)))


def groups(texts: Sequence[str], *, threshold: float = SHARED) -> tuple[tuple[int, ...], ...]:
    """The places of texts that are copies of one another, two or more each, in order of place."""
    return joined(
        len(texts), ((one.first, one.second) for one in copies(texts, threshold=threshold))
    )


def shared(one: str, other: str) -> float:
    """How much of one is in the other, as `SHARED` defines it, 0 to 1.

    0 where one is too short to tell or to be a copy of the other, and where the facts are others.
    """
    return _shared(_taken(one), _taken(other))


def _taken(text: str) -> _Text:
    plain = unicodedata.normalize("NFKD", text)
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    folded = [word.casefold() for word in words]
    facts = {low for low, word in zip(folded, words, strict=True) if not word[0].islower()}
    return _Text(
        whole=_shingles(folded),
        opening=_shingles(folded[:OPENING]),
        facts=frozenset(facts),
    )


def _shingles(words: Sequence[str]) -> frozenset[int]:
    """Hashes of every run of `SHINGLE` words."""
    runs = zip(*(words[start:] for start in range(SHINGLE)), strict=False)
    return frozenset(crc32(" ".join(run).encode("utf-8", "surrogatepass")) for run in runs)


def joined(many: int, pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, ...], ...]:
    """What hangs together by the pairs: places of two or more each, in order of place."""
    root = list(range(many))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for first, second in pairs:
        low, high = sorted((top(first), top(second)))
        root[high] = low
    found: dict[int, list[int]] = {}
    for place in range(many):
        found.setdefault(top(place), []).append(place)
    return tuple(tuple(group) for group in found.values() if len(group) > 1)


def _shared(one: _Text, other: _Text) -> float:
    short, long = sorted((one, other), key=lambda text: len(text.whole))
    if len(short.whole) < FEWEST or len(short.whole) < LEAST_LENGTH * len(long.whole):
        return 0.0
    few, many = sorted((one.facts, other.facts), key=len)
    if len(few & many) < FACTS * len(few):
        return 0.0
    openings = [
        len(ours.opening & theirs.whole) / len(ours.opening)
        for ours, theirs in ((one, other), (other, one))
    ]
    # The mean: a copy with a paragraph of its own on top lacks that in the other.
    return min(len(short.whole & long.whole) / len(short.whole), sum(openings) / 2)


def _candidates(index: MinHashLSH, place: int, own: frozenset[int]) -> list[int]:
    """Places of earlier texts that may be copies of this one, which joins them in the index."""
    if len(own) < FEWEST:
        return []
    signature = _signature(own)
    found = sorted(index.query(signature))
    index.insert(place, signature, check_duplication=False)
    return found


def _signature(own: frozenset[int]) -> MinHash:
    from datasketch import MinHash

    made = MinHash(num_perm=_BANDS * _ROWS, hashfunc=int)
    # Already hashed; sorted only so that nothing depends on the order of a set.
    made.update_batch(np.sort(np.fromiter(own, dtype=np.uint64, count=len(own))))
    return made
