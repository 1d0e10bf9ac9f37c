"""An article as the encoder reads it: word pieces in windows, with their letter case."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from briefwright.nn.pieces import Pieces, Splitter, case_of, cases, laid_on
from briefwright.nn.sheet import Ints
from briefwright.nn.sheet import Page as Pages
from briefwright.reader.patterns.page import Page

# Pieces of a window, with the headline and three marks before, between and after.
WINDOW = 512
HEADLINE = 40
OVERLAP = 96


@dataclass(frozen=True)
class Pieced:
    """An article's pieces with their offsets, and the same as the encoder reads them."""

    pieces: Pieces
    page: Pages


def pieced(page: Page, splitter: Splitter) -> Pieced:
    pieces = splitter.split(page.text)
    title = page.article.title or ""
    headline = splitter.split(title)
    return Pieced(
        pieces,
        Pages(
            pieces=pieces.ids,
            case=_cases(page, pieces),
            quoted=_quoted(page, pieces),
            headline=headline.ids[:HEADLINE],
            headline_case=cases(title, headline)[:HEADLINE],
            windows=windows(len(pieces.ids), len(headline.ids[:HEADLINE])),
        ),
    )


def windows(pieces: int, headline: int) -> Ints:
    """First and last piece of each window, and of the part of it that is kept."""
    room = WINDOW - 3 - headline
    starts = [0]
    while starts[-1] + room < pieces:
        starts.append(min(starts[-1] + room - OVERLAP, pieces - room))
    rows: list[tuple[int, int, int, int]] = []
    for place, start in enumerate(starts):
        end = min(start + room, pieces)
        first = (rows[-1][3]) if rows else 0
        last = (starts[place + 1] + end) // 2 if place + 1 < len(starts) else pieces
        rows.append((start, end, first, last))
    return np.asarray(rows, dtype=np.int32).reshape(-1, 4)


def _cases(page: Page, pieces: Pieces) -> Ints:
    told = [(token, case_of(token.text)) for token in page.tokens]
    lettered = [(token, case) for token, case in told if case != 4]
    spans = [(token.start, token.end) for token, _ in lettered]
    return laid_on(pieces, spans, [case for _, case in lettered])


def _quoted(page: Page, pieces: Pieces) -> Ints:
    found = np.zeros(len(pieces.ids), dtype=np.int32)
    for quotation in page.segments.quotations:
        first, last = pieces.range(quotation.outer.start, quotation.outer.end)
        found[first:last] = 1
    return found
