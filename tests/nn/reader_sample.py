"""A reader's network of a few numbers, and its files."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import torch
from safetensors.torch import save_file

from briefwright.nn.reader_net import ReaderNet, Shape
from briefwright.nn.words import TENSOR

VOCABULARY = 120
SHAPE = Shape(
    sentence_features=2,
    person_features=2,
    title_features=2,
    country_features=2,
    quotation_features=2,
    speaker_features=2,
    hidden=12,
    layers=2,
    heads=3,
    inner=16,
    positions=32,
    width=8,
    pair=6,
    context_layers=1,
)


def tiny_net() -> ReaderNet:
    torch.manual_seed(0)
    found = ReaderNet(SHAPE, vocabulary=VOCABULARY, dropout=0.0)
    # Case and quotation marks start as zeros, and would then not be tested.
    for each in (found.encoder.case, found.encoder.quoted):
        torch.nn.init.normal_(each.weight)
    return found.eval()


def saved(net: ReaderNet, folder: Path) -> tuple[Path, Path]:
    """The base's word embeddings and our weights."""
    tensors = {name: each.clone() for name, each in net.state_dict().items()}
    save_file({TENSOR: tensors.pop(TENSOR)}, folder / "words")
    save_weights(folder / "weights", tensors)
    return folder / "words", folder / "weights"


def save_weights(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    about = {"shape": asdict(SHAPE), "version": "tiny"}
    save_file(tensors, path, {"reader": json.dumps(about)})
