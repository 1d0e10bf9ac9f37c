"""One article as arrays: what the reader's network is given. Knows no torch and no article."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int32]
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Page:
    """The pieces of one text: T of them, K of its headline, W windows."""

    pieces: Ints
    """[T] ids in the encoder's vocabulary."""
    case: Ints
    """[T] letter case of the word that a piece stands in: see `CASES`."""
    quoted: Ints
    """[T] 1 between quotation marks."""
    headline: Ints
    """[K] ids of the article's title, which goes before every window."""
    headline_case: Ints
    windows: Ints
    """[W, 4]: first and last piece read, first and last piece kept; the kept ones tile 0 to T."""


@dataclass(frozen=True)
class Sheet:
    """Spans of pieces (half-open, two columns) for everything to be judged, with features.

    S sentences, P persons, M mentions, Q quotations; pairs of each kind have one row a pair.
    Features are numbers near 0 to 1.
    """

    page: Page
    sentences: Ints
    """[S, 2]"""
    sentence_features: Floats
    mentions: Ints
    """[M, 2], ordered by person."""
    mention_person: Ints
    """[M]"""
    mention_sentence: Ints
    """[M]"""
    person_features: Floats
    """[P, ...]"""
    title_person: Ints
    """[pairs]: whose title the span at the same row might be."""
    title_spans: Ints
    """[pairs, 2]"""
    title_features: Floats
    country_person: Ints
    country_spans: Ints
    """[pairs, 2]: the mention of that country nearest to the person."""
    country_features: Floats
    quotations: Ints
    """[Q, 2]"""
    quotation_sentence: Ints
    """[Q]"""
    quotation_features: Floats
    speaker_quotation: Ints
    """[pairs]"""
    speaker_person: Ints
    """[pairs]: the candidate, or -1 where it is a body."""
    speaker_spans: Ints
    """[pairs, 2]: the candidate's mention nearest to the quotation."""
    speaker_features: Floats


CASES = ("lower", "capitalised", "capitals", "mixed", "other")
"""Of the whole word; "other" has no letters."""
