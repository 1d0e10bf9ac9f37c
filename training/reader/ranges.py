"""How large the encoder's channels get in articles; its products in 8 bits are scaled by it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save_file

from briefwright import ingest
from briefwright.nn.int8 import PRODUCTS
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained import TrainedReader
from briefwright.reader.trained.pieced import pieced
from briefwright.segment import segment


def measure(
    articles: Path, base: Path, weights: Path, target: Path, report: Callable[[str], None]
) -> None:
    """Write to `target`, for every product of every layer, each channel's largest absolute value
    over the articles of a JSONL file, read in fp32."""
    reader = TrainedReader.load(base, weights, salience=None, parties=None, dtype="float32")
    found: dict[str, torch.Tensor] = {}
    for number, layer in enumerate(reader.model.layers):
        for product in PRODUCTS:
            name = f"{number}.{product}"
            getattr(layer, product).register_forward_pre_hook(partial(_largest, found, name))
    pieces = 0
    given = [one for one in ingest.sources([str(articles)]) if not isinstance(one, ingest.Failed)]
    for article in given:
        page = pieced(Page.of(article, segment(article)), reader.splitter).page
        reader.model.encode([page])
        pieces += len(page.pieces)
    made = {
        "reader": hashlib.sha256(weights.read_bytes()).hexdigest(),
        "articles": {articles.name: hashlib.sha256(articles.read_bytes()).hexdigest()},
        "pieces": pieces,
    }
    save_file(found, target, metadata={"ranges": json.dumps(made, sort_keys=True)})
    report(f"{target}: {target.stat().st_size / 1e3:.0f} kB of {len(given)} articles")


def _largest(
    found: dict[str, torch.Tensor], name: str, layer: object, given: tuple[Any, ...]
) -> None:
    del layer
    largest = given[0].reshape(-1, given[0].shape[-1]).abs().amax(dim=0)
    known = found.get(name)
    found[name] = (largest if known is None else torch.maximum(known, largest)).clone()
