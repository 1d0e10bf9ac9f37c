"""The salience head held open: shares for the words of an article's sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefwright.errors import CorruptWeights
from briefwright.nn.sheet import Floats, Ints

if TYPE_CHECKING:
    from briefwright.nn.reader_model import Vectors
    from briefwright.nn.salience_net import SalienceNet, SalienceShape

ROWS = 32
"""Sentences looked at side by side."""
_SIZE = 16 << 20


class SalienceModel:
    """Made by `load`."""

    def __init__(self, net: SalienceNet, shape: SalienceShape) -> None:
        self._net = net
        self._longest = shape.longest

    def shares(self, vectors: Vectors, sentences: Ints) -> list[Floats]:
        """For each sentence, half-open pieces [S, 2] of the article's `vectors` [T, hidden], the
        probabilities [length, kinds] that a piece's word is said again; of a long sentence's first
        `longest` pieces only."""
        import torch

        spans = [
            (int(start), min(int(end), int(start) + self._longest)) for start, end in sentences
        ]
        order = sorted(range(len(spans)), key=lambda row: spans[row][1] - spans[row][0])
        found: list[Floats] = [np.zeros((0, 3), dtype=np.float32)] * len(spans)
        with torch.inference_mode():
            for start in range(0, len(order), ROWS):
                rows = [row for row in order[start : start + ROWS] if spans[row][0] < spans[row][1]]
                if not rows:
                    continue
                parts = [vectors[spans[row][0] : spans[row][1]] for row in rows]
                given = torch.nn.utils.rnn.pad_sequence(parts, batch_first=True)
                lengths = torch.tensor([len(part) for part in parts])
                blank = torch.arange(given.shape[1])[None] >= lengths[:, None]
                shares = torch.sigmoid(self._net(given, blank))
                for row, part, each in zip(rows, parts, shares, strict=True):
                    found[row] = each[: len(part)].numpy()
        return found


def load(weights: Path) -> SalienceModel:
    """The head, in fp32. Raises CorruptWeights if the file is not what it should be."""
    from safetensors import SafetensorError, safe_open
    from safetensors.torch import load_file

    from briefwright.nn.bare import bare
    from briefwright.nn.salience_net import SalienceNet, SalienceShape

    try:
        if weights.stat().st_size > _SIZE:
            raise ValueError(f"{weights.stat().st_size} bytes are more than it has")
        with safe_open(weights, "pt") as file:
            shape = SalienceShape(**json.loads((file.metadata() or {})["shape"]))
        with bare():
            net = SalienceNet(shape, dropout=0.0)
        tensors = {name: each.float() for name, each in load_file(weights).items()}
        net.load_state_dict(tensors, strict=True, assign=True)
    except (OSError, SafetensorError, KeyError, ValueError, TypeError, RuntimeError) as error:
        first = str(error).strip().split("\n")[0].rstrip(". ") or type(error).__name__
        raise CorruptWeights(
            f"the reader's weights in {str(weights)!r} do not fit: {first}. "
            "Install briefwright again"
        ) from error
    return SalienceModel(net.eval(), shape)


def of_words(
    shares: Floats, pieces: Sequence[tuple[int, int]], words: Sequence[tuple[int, int]]
) -> Floats:
    """[words, kinds]: the mean of each word's pieces, both given by offsets; 0.5 for a word that
    lies beyond the pieces."""
    found = np.full((len(words), shares.shape[1]), 0.5, dtype=np.float32)
    at = 0
    for place, (start, end) in enumerate(words):
        while at < len(shares) and pieces[at][1] <= start:
            at += 1
        last = at
        while last < len(shares) and pieces[last][0] < end:
            last += 1
        if last > at:
            found[place] = shares[at:last].mean(axis=0)
    return found
