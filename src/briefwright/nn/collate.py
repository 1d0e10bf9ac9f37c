"""Sheets of several articles as one batch of tensors. Knows shapes only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import torch

from briefwright.nn.reader_net import CLS, PAD, SEP, WindowRun
from briefwright.nn.sheet import Ints, Page, Sheet

PLACES = 63
"""Sentences after this many share a place."""
_SPANS = ("sentences", "mentions", "title_spans", "country_spans", "quotations", "speaker_spans")
_OWNERS = {
    "mention_person": "person",
    "mention_sentence": "sentence",
    "title_person": "person",
    "country_person": "person",
    "quotation_sentence": "sentence",
    "speaker_quotation": "quotation",
    "speaker_person": "person",
}


def collate(sheets: Sequence[Sheet], device: str = "cpu") -> dict[str, Any]:
    """What `ReaderNet.vectors` and `ReaderNet.judge` read."""
    pages = [sheet.page for sheet in sheets]
    return {**collate_heads(sheets, device), **window_batch(pages, device)}


def collate_heads(sheets: Sequence[Sheet], device: str = "cpu") -> dict[str, Any]:
    """Everything of the sheets one after the other, indexes shifted to match.

    A `speaker_person` of -1, a body, becomes the number of persons: the row after the last.
    """
    arrays: dict[str, list[Any]] = {}
    pieces = 0
    counts = {"person": 0, "sentence": 0, "quotation": 0}
    persons = sum(len(sheet.person_features) for sheet in sheets)
    for sheet in sheets:
        for name in _SPANS:
            arrays.setdefault(name, []).append(getattr(sheet, name) + pieces)
        for name, owner in _OWNERS.items():
            own = getattr(sheet, name)
            shifted = np.where(own < 0, persons, own + counts[owner])
            arrays.setdefault(name, []).append(shifted.astype(np.int32))
        for field in fields(sheet):
            if field.name.endswith("_features"):
                arrays.setdefault(field.name, []).append(getattr(sheet, field.name))
        pieces += len(sheet.page.pieces)
        counts["person"] += len(sheet.person_features)
        counts["sentence"] += len(sheet.sentences)
        counts["quotation"] += len(sheet.quotations)
    batch = {name: _tensor(np.concatenate(parts), device) for name, parts in arrays.items()}
    batch.update(_places([len(sheet.sentences) for sheet in sheets], device))
    return batch


def window_batch(pages: Sequence[Page], device: str = "cpu") -> dict[str, Any]:
    """All windows as padded rows, and where in them the pieces to keep stand."""
    rows, kept = _windows(pages)
    length = max(len(row[0]) for row in rows)
    grid = np.full((3, len(rows), length), PAD, dtype=np.int64)
    grid[1] = 4
    grid[2] = 0
    for place, row in enumerate(rows):
        for layer, values in enumerate(row):
            grid[layer, place, : len(values)] = values
    where = [place * length + inside for place, inside in enumerate(kept)]
    return {
        "window_pieces": _tensor(grid[0], device),
        "window_case": _tensor(grid[1], device),
        "window_quoted": _tensor(grid[2], device),
        "kept": _tensor(np.concatenate(where), device),
    }


def window_run(pages: Sequence[Page]) -> WindowRun:
    """All windows one behind the other."""
    rows, kept = _windows(pages)
    lengths = [len(row[0]) for row in rows]
    begins = np.cumsum([0, *lengths[:-1]])
    pieces, case, quoted = (
        _tensor(np.concatenate(layer), "cpu") for layer in zip(*rows, strict=True)
    )
    where = [begin + inside for begin, inside in zip(begins, kept, strict=True)]
    return WindowRun(pieces, case, quoted, tuple(lengths), _tensor(np.concatenate(where), "cpu"))


def _windows(pages: Sequence[Page]) -> tuple[list[tuple[Ints, Ints, Ints]], list[Ints]]:
    """Each window's pieces, case and quotation, and which of them are kept."""
    rows, kept = [], []
    for page in pages:
        lead = _lead(page)
        for first, last, keep, until in page.windows.tolist():
            rows.append(_row(page, lead, first, last))
            kept.append(np.arange(keep, until) + len(lead[0]) - first)
    return rows, kept


def _lead(page: Page) -> tuple[Ints, Ints]:
    """What goes before every window: the headline between its marks."""
    ids = [CLS, *page.headline.tolist()] + ([SEP] if len(page.headline) else [])
    case = [4, *page.headline_case.tolist()] + ([4] if len(page.headline) else [])
    return np.asarray(ids, dtype=np.int32), np.asarray(case, dtype=np.int32)


def _row(page: Page, lead: tuple[Ints, Ints], first: int, last: int) -> tuple[Ints, Ints, Ints]:
    zeros = np.zeros(len(lead[0]), dtype=np.int32)
    return (
        np.concatenate([lead[0], page.pieces[first:last], [SEP]]),
        np.concatenate([lead[1], page.case[first:last], [4]]),
        np.concatenate([zeros, page.quoted[first:last], [0]]),
    )


def _places(counts: Sequence[int], device: str) -> dict[str, Any]:
    """The grid of sentence numbers, a row an article, -1 where it has no more."""
    grid = np.full((len(counts), max(counts)), -1, dtype=np.int64)
    start = 0
    for row, count in enumerate(counts):
        grid[row, :count] = np.arange(start, start + count)
        start += count
    places = np.concatenate([np.minimum(np.arange(count), PLACES) for count in counts])
    return {"sentence_grid": _tensor(grid, device), "sentence_place": _tensor(places, device)}


def _tensor(values: Any, device: str) -> torch.Tensor:
    found = torch.from_numpy(np.ascontiguousarray(values))
    if not found.is_floating_point():
        found = found.long()
    return found.to(device)
