"""How likely each word is said again in a text about its sentence."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from briefwright.nn.pieces import Pieces
from briefwright.nn.salience_model import of_words
from briefwright.reader.patterns.page import Page
from briefwright.reading import WORD, Weighed, WordWeight
from briefwright.spans import Span

if TYPE_CHECKING:
    from briefwright.nn.reader_model import Vectors
    from briefwright.nn.salience_model import SalienceModel


@dataclass(frozen=True, eq=False)
class Weigher:
    """Weighs the words of one article when it is asked for them; see `reading.Weigh`."""

    page: Page
    pieces: Pieces
    vectors: Vectors
    model: SalienceModel

    def __call__(self, spans: Sequence[Span]) -> list[tuple[WordWeight, ...]]:
        text, sentences = self.page.text, self._around(spans)
        shares, looked = self.model.shares(
            self.vectors, self.pieces.ranges([(one.start, one.end) for one in sentences])
        )
        words = [
            match.span() for one in sentences for match in WORD.finditer(text, one.start, one.end)
        ]
        offsets = np.asarray(words, dtype=np.int32).reshape(-1, 2)
        rows = of_words(shares, looked, self.pieces, offsets).astype(np.float64)
        weighed = [
            WordWeight(start, end, *row)
            for (start, end), row in zip(words, np.round(rows, 4).tolist(), strict=True)
        ]
        return Weighed(tuple(weighed))(spans)

    def _around(self, spans: Sequence[Span]) -> list[Span]:
        """The sentences that the spans lie in, in text order."""
        starts = self.page.sentence_starts
        places = {
            place
            for one in spans
            for place in range(
                max(0, bisect_right(starts, one.start) - 1), bisect_left(starts, one.end)
            )
        }
        return [self.page.segments.sentences[place].span for place in sorted(places)]
