"""Word pieces of a text with their offsets, as the encoder's vocabulary splits it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from briefwright.errors import CorruptWeights
from briefwright.nn.sheet import Ints


@dataclass(frozen=True)
class Pieces:
    """Pieces of one text: [T] each, offsets in code points, half-open."""

    ids: Ints
    starts: Ints
    ends: Ints

    def range(self, start: int, end: int) -> tuple[int, int]:
        """The pieces that overlap the characters, at least one; half-open."""
        first = int(np.searchsorted(self.ends, start, side="right"))
        last = int(np.searchsorted(self.starts, end, side="left"))
        first = min(first, max(0, len(self.ids) - 1))
        return first, max(last, first + 1)

    def ranges(self, spans: Sequence[tuple[int, int]]) -> Ints:
        """[spans, 2]: `range` of each pair of offsets."""
        given = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
        first = np.searchsorted(self.ends, given[:, 0], side="right")
        last = np.searchsorted(self.starts, given[:, 1], side="left")
        first = np.minimum(first, max(0, len(self.ids) - 1))
        return np.stack([first, np.maximum(last, first + 1)], axis=1).astype(np.int32)


class Splitter:
    """A word-piece vocabulary held open."""

    def __init__(self, file: Path) -> None:
        # The tokenizers library alone: it loads in a tenth of the time of transformers.
        from tokenizers import Tokenizer

        try:
            self._tokenizer = Tokenizer.from_file(str(file))
        except Exception as error:
            # The library raises bare Exception.
            raise CorruptWeights(f"the vocabulary {str(file)!r} cannot be read: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()

    def split(self, text: str) -> Pieces:
        found = self._tokenizer.encode(text, add_special_tokens=False)
        offsets = np.asarray(found.offsets, dtype=np.int32).reshape(-1, 2)
        return Pieces(
            ids=np.asarray(found.ids, dtype=np.int32), starts=offsets[:, 0], ends=offsets[:, 1]
        )


def case_of(word: str) -> int:
    """Index into `nn.sheet.CASES`."""
    if word.islower():
        return 0
    if word.isupper():
        return 2 if len(word) > 1 else 1
    if word[:1].isupper() and (word[1:].islower() or word.istitle()):
        return 1
    return 3 if any(letter.isalpha() for letter in word) else 4


def cases(text: str, pieces: Pieces) -> Ints:
    """[T]: each piece's letter case, that of the word it is in."""
    words = [(match.span(), match.group()) for match in re.finditer(r"[^\W\d_]+", text)]
    return laid_on(pieces, [span for span, _ in words], [case_of(word) for _, word in words])


def laid_on(pieces: Pieces, spans: Sequence[tuple[int, int]], values: Sequence[int]) -> Ints:
    """[T]: each piece's value, that of the last span over it; 4 where there is none."""
    found = np.full(len(pieces.ids), 4, dtype=np.int32)
    for (first, last), value in zip(pieces.ranges(spans).tolist(), values, strict=True):
        found[first:last] = value
    return found
