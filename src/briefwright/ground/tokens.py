"""Words of a sentence as the checks compare them: folded, stemmed, with their capitals known."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from briefwright.ground.folding import fold

_TOKEN = re.compile(r"[^\W_]+(?:['.\-&/][^\W_]+)*\.?")
_POSSESSIVE = re.compile(r"'s?\Z")
_SUFFIXES = (
    "ization isation ations ation ments ment ities ity ings ing ies ied ers er ed es s al ly"
).split()
STOPWORDS = frozenset(
    "a an the of in on at to for and or but with by from as is are was were be been being has have "
    "had do does did that this these those it its their his her they he she we our i you your my "
    "who which whom whose what when where while there here also then than so such both into over "
    "about between after before during under through more most other new will would".split()
)


class Token(NamedTuple):
    """No `Value`: an article has a thousand, and nothing of them comes from outside."""

    text: str
    """As written, folded, without a possessive ending."""
    key: str
    """The text without case, accents and points, for comparing."""
    start: int
    """Offset into the folded sentence."""
    initial: bool
    """Whether it opens the sentence, where a capital says nothing."""
    possessive: bool = False
    """Whether an apostrophe made it somebody's: "Kenya's"."""

    @property
    def capitalised(self) -> bool:
        return self.text[:1].isupper()


@lru_cache(maxsize=512)
def tokens(text: str) -> tuple[Token, ...]:
    """Words and numbers in order; hyphenated words count as one."""
    folded = fold(text)
    found: list[Token] = []
    for match in _TOKEN.finditer(folded):
        word = match.group()
        if word.endswith(".") and "." not in word[:-1]:
            word = word[:-1]
        before = folded[: match.start()].rstrip("\"'( ")
        initial = not before or before[-1] in ".!?:"
        bare = _POSSESSIVE.sub("", word) or word
        found.append(Token(bare, _key(bare), match.start(), initial, possessive=bare != word))
    return tuple(found)


def _key(text: str) -> str:
    bare = text.casefold()
    if not bare.isascii():
        bare = unicodedata.normalize("NFKD", bare)
        bare = "".join(c for c in bare if not unicodedata.combining(c))
    return bare.replace(".", "")


@lru_cache(maxsize=64)
def keys(text: str) -> frozenset[str]:
    """Every token's key, and the keys of the parts of hyphenated ones."""
    found: set[str] = set()
    for token in tokens(text):
        found.add(token.key)
        found.update(part for part in re.split(r"[-/&']", token.key) if part)
    return frozenset(found)


def stem(key: str) -> str:
    """The word without one common English ending; enough to join "signed" and "signing"."""
    for suffix in _SUFFIXES:
        if key.endswith(suffix) and len(key) - len(suffix) >= 3:
            return key[: -len(suffix)]
    return key


def content(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order."""
    return [stem(token.key) for token in tokens(text) if token.key not in STOPWORDS]
