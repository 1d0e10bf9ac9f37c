"""The salience head held open: shares for the words of an article's sentences."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from briefwright.errors import CorruptWeights
from briefwright.nn.pieces import Pieces
from briefwright.nn.sheet import Floats, Ints

if TYPE_CHECKING:
    from briefwright.nn.reader_model import Vectors
    from briefwright.nn.salience_net import SalienceNet, SalienceShape

Bools = NDArray[np.bool_]
_SIZE = 16 << 20


class SalienceModel:
    """Made by `load`."""

    def __init__(self, net: SalienceNet, shape: SalienceShape) -> None:
        self._net = net
        self._longest = shape.longest

    def shares(self, vectors: Vectors, sentences: Ints) -> tuple[Floats, Bools]:
        """[T, kinds]: the probability that a piece's word is said again, and [T]: whether the piece
        was looked at.

        `vectors` [T, hidden] are of the article's pieces, `sentences` [S, 2] half-open pieces; of a
        long sentence only the first `longest` pieces are looked at.
        """
        import torch

        from briefwright.nn.salience_net import KINDS

        found = np.zeros((len(vectors), len(KINDS)), dtype=np.float32)
        looked = np.zeros(len(vectors), dtype=np.bool_)
        spans = [
            (start, min(end, start + self._longest))
            for start, end in sentences.tolist()
            if start < end
        ]
        if not spans:
            return found, looked
        places = np.concatenate([np.arange(start, end) for start, end in spans])
        with torch.inference_mode():
            given = vectors[torch.from_numpy(places)]
            shares = self._net.end_to_end(given, [end - start for start, end in spans])
            found[places] = torch.sigmoid(shares).numpy()
        looked[places] = True
        return found, looked


def load(weights: Path) -> SalienceModel:
    """The head, in fp32. Raises CorruptWeights if the file is not what it should be."""
    from safetensors import SafetensorError, safe_open
    from safetensors.torch import load_file

    from briefwright.nn.bare import bare
    from briefwright.nn.packed import PreNormEncoder, pack
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
        net.body = PreNormEncoder(net.body)
        pack(net)
    except (OSError, SafetensorError, KeyError, ValueError, TypeError, RuntimeError) as error:
        first = str(error).strip().split("\n")[0].rstrip(". ") or type(error).__name__
        raise CorruptWeights(
            f"the reader's weights in {str(weights)!r} do not fit: {first}. "
            "Install briefwright again"
        ) from error
    return SalienceModel(net.eval(), shape)


def of_words(shares: Floats, looked: Bools, pieces: Pieces, words: Ints) -> Floats:
    """[words, kinds]: the mean over each word's pieces that were looked at, 0.5 if none was.

    `shares` [T, kinds] and `looked` [T] are of the article's pieces, `words` [words, 2] offsets.
    """
    first = np.searchsorted(pieces.ends, words[:, 0], side="right")
    last = np.maximum(np.searchsorted(pieces.starts, words[:, 1], side="left"), first)
    counted = looked[:, None].astype(np.float64)
    rows = np.concatenate([shares * counted, counted], axis=1)
    sums = np.concatenate([np.zeros((1, rows.shape[1])), np.cumsum(rows, axis=0)])
    own = sums[last] - sums[first]
    seen = own[:, -1:]
    return np.where(seen > 0, own[:, :-1] / np.maximum(seen, 1), 0.5).astype(np.float32)
