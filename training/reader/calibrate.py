"""Thresholds for whole briefs: each chosen in turn by the measure it serves, on dev.jsonl."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import gold as golds
from briefwright import ingest, models
from briefwright.article import Article
from briefwright.metrics import measures, score
from briefwright.nn.pieces import Splitter
from briefwright.nn.reader_model import Vectors, load
from briefwright.nn.sheet import Page
from briefwright.nn.words import FILE, VOCABULARY
from briefwright.pipeline import Models, briefs
from briefwright.reader.trained import BASE, TrainedReader
from briefwright.reader.trained.thresholds import Thresholds

# What is tried for each, and the measure that decides.
GRID: Mapping[str, tuple[str, tuple[float, ...]]] = {
    "takes_part": ("participants_f1", (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7)),
    "speech": ("quotations_f1", (0.3, 0.5, 0.7, 0.9)),
    "outlook": ("outlook_f1", (0.3, 0.4, 0.45, 0.5, 0.55, 0.6, 0.7)),
    "area": ("areas_f1", (0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6)),
    "next_area": ("areas_f1", (0.45, 0.5, 0.55, 0.6, 0.65)),
    "same_area": ("areas_f1", (0.4, 0.5, 0.6, 0.7, 0.8)),
}


def calibrate(data: Path, weights: Path, *, report: Callable[[str], None]) -> None:
    """Rewrite the file's metadata with the thresholds chosen."""
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    references = list(golds.rows(data / "references" / "dev.jsonl"))
    found = ingest.sources([str(data / "references" / "dev.jsonl")])
    articles = [one for one in found if not isinstance(one, ingest.Failed)]
    reader = _remembering(models.ensure(BASE), weights)
    chosen = Thresholds()
    for name, (measure, tried) in GRID.items():
        reached = {
            value: _reached(
                reader, chosen.model_copy(update={name: value}), articles, references, measure
            )
            for value in tried
        }
        if reached:
            best = max(reached.values())
            # The middle of those as good as the best: a lone peak is luck.
            good = [value for value, each in reached.items() if each >= best - 0.002]
            chosen = chosen.model_copy(update={name: good[len(good) // 2]})
            report(f"{name} {getattr(chosen, name)}: {measure} {json.dumps(reached)}")
    with safe_open(weights, "pt") as file:
        metadata = json.loads(file.metadata()["reader"])
    metadata["thresholds"] = chosen.model_dump()
    save_file(
        load_file(weights), weights, metadata={"reader": json.dumps(metadata, sort_keys=True)}
    )


def _remembering(folder: Path, weights: Path) -> TrainedReader:
    """A reader that encodes each article once, whatever thresholds are tried on it."""
    model = load(folder / FILE, weights)
    encoded: dict[bytes, Vectors] = {}
    encode = model.encode

    def remembered(pages: Sequence[Page]) -> list[Vectors]:
        new = [page for page in pages if page.pieces.tobytes() not in encoded]
        for page, vectors in zip(new, encode(new), strict=True):
            encoded[page.pieces.tobytes()] = vectors
        return [encoded[page.pieces.tobytes()] for page in pages]

    model.encode = remembered  # type: ignore[method-assign]
    return TrainedReader(model, Splitter(folder / VOCABULARY), Thresholds())


def _reached(
    reader: TrainedReader,
    thresholds: Thresholds,
    articles: list[Article],
    references: list[dict[str, Any]],
    measure: str,
) -> float:
    tried = reader.with_thresholds(thresholds)
    made = {one.id: one.model_dump(mode="json") for one in briefs(articles, Models(reader=tried))}
    value = measures(score(references, made))[measure].value
    return round(value or 0.0, 4)
