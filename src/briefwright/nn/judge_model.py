"""The support judge held open: the reader's lower layers, and the judge's own weights over them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefwright.errors import CorruptWeights
from briefwright.nn.pieces import Splitter, cases
from briefwright.nn.sheet import Ints
from briefwright.nn.threads import cores, quiet
from briefwright.nn.words import TENSOR

if TYPE_CHECKING:
    import torch

    from briefwright.nn.judge_net import JudgeNet
    from briefwright.nn.reader_net import Encoder

ROWS = 32
"""Pairs judged side by side."""
_SIZE = 64 << 20


class JudgeModel:
    """Made by `load`."""

    def __init__(
        self,
        encoder: Encoder,
        lower: int,
        net: JudgeNet,
        splitter: Splitter,
        metadata: Mapping[str, str],
    ) -> None:
        self.metadata = metadata
        self._encoder = encoder
        self._lower = lower
        self._net = net
        self._splitter = splitter

    def logits(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Of support, for each evidence and sentence; of what is too long the end is not read."""
        import torch

        from briefwright.nn.judge_net import (
            MOST_EVIDENCE,
            MOST_SENTENCE,
            Sides,
            collate_sides,
            cut,
            matched,
        )

        arrays: dict[tuple[str, int], tuple[Ints, Ints]] = {}
        for evidence, sentence in pairs:
            for text, most in ((evidence, MOST_EVIDENCE), (sentence, MOST_SENTENCE)):
                if (text, most) not in arrays:
                    pieces = self._splitter.split(text)
                    arrays[text, most] = (pieces.ids[:most], cases(text, pieces)[:most])
        with torch.inference_mode():
            vectors = self._read(arrays)
            found: list[float] = []
            order = sorted(range(len(pairs)), key=lambda index: sum(map(len, pairs[index])))
            for start in range(0, len(order), ROWS):
                rows = order[start : start + ROWS]
                sides = [
                    cut(
                        Sides(
                            *arrays[pairs[row][0], MOST_EVIDENCE],
                            *arrays[pairs[row][1], MOST_SENTENCE],
                        )
                    )
                    for row in rows
                ]
                own = [
                    (vectors[pairs[row][0], MOST_EVIDENCE], vectors[pairs[row][1], MOST_SENTENCE])
                    for row in rows
                ]
                logits, _ = self._net(collate_sides(own, [matched(one) for one in sides]))
                found += logits.tolist()
        in_order = [0.0] * len(pairs)
        for row, value in zip(order, found, strict=True):
            in_order[row] = round(value, 4)
        return in_order

    def _read(
        self, arrays: dict[tuple[str, int], tuple[Ints, Ints]]
    ) -> dict[tuple[str, int], torch.Tensor]:
        order = sorted(arrays, key=lambda key: (len(arrays[key][0]), key))
        found: dict[tuple[str, int], torch.Tensor] = {}
        for start in range(0, len(order), ROWS):
            keys = order[start : start + ROWS]
            read = read_sides(self._encoder, self._lower, [arrays[key] for key in keys])
            found.update(zip(keys, read, strict=True))
        return found


def read_sides(
    encoder: Encoder, lower: int, sides: Sequence[tuple[Ints, Ints]]
) -> list[torch.Tensor]:
    """[T, hidden] for the pieces, and their case, of each, after `lower` layers."""
    import torch

    from briefwright.nn.reader_net import CLS, PAD, SEP

    width = max(len(pieces) for pieces, _ in sides) + 2
    grid = np.full((2, len(sides), width), PAD, dtype=np.int64)
    grid[1] = 4
    for row, (pieces, case) in enumerate(sides):
        grid[0, row, 0], grid[0, row, len(pieces) + 1] = CLS, SEP
        grid[0, row, 1 : len(pieces) + 1] = pieces
        grid[1, row, 1 : len(pieces) + 1] = case
    ids = torch.from_numpy(grid[0])
    read = encoder(ids, torch.from_numpy(grid[1]), torch.zeros_like(ids), lower=lower)
    return [read[row, 1 : len(pieces) + 1] for row, (pieces, _) in enumerate(sides)]


def load(
    words: Path, vocabulary: Path, reader: Path, weights: Path, *, threads: int | None = None
) -> JudgeModel:
    """The judge, on the reader's encoder, in fp32.

    Raises CorruptWeights if one of the files is not what it should be.
    """
    quiet()
    import torch
    from safetensors import SafetensorError, safe_open
    from safetensors.torch import load_file

    from briefwright.nn.judge_net import JudgeNet, JudgeShape
    from briefwright.nn.reader_net import Encoder, Shape

    torch.set_num_threads(threads or cores())
    try:
        if max(reader.stat().st_size, weights.stat().st_size) > _SIZE:
            raise ValueError("the files are larger than a judge's")
        with safe_open(weights, "pt") as file:
            metadata = dict(file.metadata() or {})
            shape = JudgeShape(**json.loads(metadata["shape"]))
        with safe_open(reader, "pt") as file:
            reading = Shape(**json.loads((file.metadata() or {})["reader"])["shape"])
        tensors = {
            name.removeprefix("encoder."): each.float()
            for name, each in load_file(reader).items()
            if name.startswith("encoder.")
        }
        tensors["words.weight"] = load_file(words)[TENSOR]
        encoder = Encoder(reading, len(tensors["words.weight"]), 0.0)
        encoder.load_state_dict(tensors, strict=True, assign=True)
        net = JudgeNet(shape, dropout=0.0)
        own = {name: each.float() for name, each in load_file(weights).items()}
        net.load_state_dict(own, strict=True)
    except (OSError, SafetensorError, KeyError, ValueError, TypeError, RuntimeError) as error:
        first = str(error).strip().split("\n")[0].rstrip(". ") or type(error).__name__
        raise CorruptWeights(
            f"the judge's weights in {str(weights)!r} do not fit: {first}. "
            "Run: briefwright models check; if that finds nothing, install briefwright again"
        ) from error
    return JudgeModel(encoder.eval(), shape.lower, net.eval(), Splitter(vocabulary), metadata)
