"""Matching that forgives typography: folded text with a map back to the original offsets.

Folded are compatibility forms (Unicode NFKC), quotation marks, dashes and runs of white space;
zero-width and bidirectional control characters disappear. Letters and case stay as they are, so
a paraphrase never matches.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from briefwright.spans import Span

_MARKS = {
    **dict.fromkeys("“”„‟«»〝〞＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´", "'"),
    **dict.fromkeys("‐‑‒–—―−﹘﹣－", "-"),
    "…": "...",
}
_DROPPED_CATEGORIES = frozenset({"Cf", "Cc", "Cs"})


class Folded:
    """A text folded for matching; built once an article and searched many times."""

    def __init__(self, text: str) -> None:
        characters: list[str] = []
        starts: list[int] = []
        for offset, character in enumerate(text):
            folded = _fold_character(character)
            if folded == " " and characters and characters[-1] == " ":
                continue
            characters.extend(folded)
            starts.extend([offset] * len(folded))
        self.text = "".join(characters)
        self._starts = starts

    def find(self, words: str, *, whole_words: bool = False) -> Span | None:
        """The first place where the words stand, as a span of the original text.

        `whole_words` leaves out places inside longer words ("Ann" in "Annapolis"). Returns None
        for words that fold to nothing and for words that do not stand there.
        """
        needle = fold(words)
        if not needle:
            return None
        at = self.text.find(needle)
        while at >= 0:
            if not whole_words or self._is_whole(at, at + len(needle)):
                return Span(start=self._starts[at], end=self._end(at + len(needle)))
            at = self.text.find(needle, at + 1)
        return None

    def _is_whole(self, start: int, end: int) -> bool:
        before, after = self.text[start - 1 : start], self.text[end : end + 1]
        return not (
            (before.isalnum() and self.text[start].isalnum())
            or (after.isalnum() and self.text[end - 1].isalnum())
        )

    def _end(self, folded_end: int) -> int:
        """One past the original character that the last folded one came from."""
        return self._starts[folded_end - 1] + 1


@lru_cache(maxsize=512)
def fold(text: str) -> str:
    """The text folded, without white space at its ends."""
    return Folded(text).text.strip()


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    if character.isspace():
        return " "
    mark = _MARKS.get(character)
    if mark is not None:
        return mark
    if unicodedata.category(character) in _DROPPED_CATEGORIES:
        return ""
    # Character by character, so that the map holds; combining sequences stay as written.
    folded = unicodedata.normalize("NFKC", character)
    return "".join(_MARKS.get(part, " " if part.isspace() else part) for part in folded)
