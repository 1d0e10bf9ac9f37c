"""How likely each word is said again in a text about its sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from briefwright.nn.pieces import Pieces
from briefwright.nn.salience_model import of_words
from briefwright.reader.patterns.page import Page
from briefwright.reading import WORD, WordWeight

if TYPE_CHECKING:
    from briefwright.nn.reader_model import Vectors
    from briefwright.nn.salience_model import SalienceModel


def weights(
    page: Page, pieces: Pieces, vectors: Vectors, model: SalienceModel
) -> tuple[WordWeight, ...]:
    """One for each word of every sentence, in text order."""
    spans = [one.span for one in page.segments.sentences]
    shares, looked = model.shares(
        vectors, pieces.ranges([(span.start, span.end) for span in spans])
    )
    words = [
        match.span() for span in spans for match in WORD.finditer(page.text, span.start, span.end)
    ]
    offsets = np.asarray(words, dtype=np.int32).reshape(-1, 2)
    rows = np.round(of_words(shares, looked, pieces, offsets).astype(np.float64), 4).tolist()
    return tuple(
        WordWeight(start, end, *row) for (start, end), row in zip(words, rows, strict=True)
    )
