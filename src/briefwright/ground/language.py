"""Whether a text is English, as its commonest words tell."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the of and to in a that is was for on with as by at from it be are has have had this not but"
    " which his he she they we will would said an or their its were been who also more".split()
)
# Of 383 news articles none had a smaller share of these than 0.24, nor of twelve samples; French,
# German, Spanish and Turkish prose of our own has at most 0.07.
LEAST = 0.15
# Fewer words than this are too few to tell.
ENOUGH = 30


def looks_english(text: str) -> bool:
    """False only where enough words say otherwise; letters of other scripts make words too."""
    words = [word.lower() for word in _WORD.findall(text)]
    if len(words) < ENOUGH:
        return True
    return sum(word in _ENGLISH for word in words) >= LEAST * len(words)
