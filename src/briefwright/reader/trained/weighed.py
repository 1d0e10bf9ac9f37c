"""How likely each word is said again in a text about its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from briefwright.nn.pieces import Pieces
from briefwright.nn.salience_model import of_words
from briefwright.reader.patterns.page import Page
from briefwright.reading import WORD, WordWeight
from briefwright.spans import Span

if TYPE_CHECKING:
    from briefwright.nn.reader_model import Vectors
    from briefwright.nn.salience_model import SalienceModel


def weights(
    page: Page, pieces: Pieces, vectors: Vectors, model: SalienceModel
) -> tuple[WordWeight, ...]:
    """One for each word of every sentence, in text order."""
    spans = [one.span for one in page.segments.sentences]
    ranges = np.asarray(
        [pieces.range(span.start, span.end) for span in spans], dtype=np.int32
    ).reshape(-1, 2)
    found: list[WordWeight] = []
    for span, (first, last), shares in zip(
        spans, ranges, model.shares(vectors, ranges), strict=True
    ):
        words = [
            (match.start(), match.end()) for match in WORD.finditer(page.text, span.start, span.end)
        ]
        own = list(
            zip(pieces.starts[first:last].tolist(), pieces.ends[first:last].tolist(), strict=True)
        )
        for (start, end), row in zip(words, of_words(shares, own, words), strict=True):
            bottom_line, summary, outlook = (round(float(each), 4) for each in row)
            found.append(
                WordWeight(
                    span=Span(start=start, end=end),
                    bottom_line=bottom_line,
                    summary=summary,
                    outlook=outlook,
                )
            )
    return tuple(found)
