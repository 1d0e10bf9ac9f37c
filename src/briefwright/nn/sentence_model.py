"""all-MiniLM-L6-v2 as it came, held open: one vector a text, near for texts that say alike.

The mean of its pieces' vectors, of length 1, as the model's card asks for (Reimers and Gurevych
2019; Wang et al. 2020).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from briefwright.errors import CorruptWeights
from briefwright.nn.pieces import Splitter
from briefwright.nn.sheet import Floats
from briefwright.nn.threads import cores, quiet

if TYPE_CHECKING:
    from briefwright.nn.reader_net import Encoder

FILE = "model.safetensors"
VOCABULARY = "tokenizer.json"

PIECES = 128
"""Of each text, about 90 words: the model was trained on no more."""
ROWS = 16
"""Texts encoded side by side; more gain nothing on two cores."""


class SentenceModel:
    """Made by `load`."""

    def __init__(self, encoder: Encoder, splitter: Splitter) -> None:
        self._encoder = encoder
        self._splitter = splitter

    def vectors(self, texts: Sequence[str]) -> Floats:
        """[N, 384], each of length 1; the beginning of a long text stands for all of it.

        A text's vector may differ in the sixth digit with what is read beside it, and does not
        with the order of the texts.
        """
        import torch

        from briefwright.nn.reader_net import CLS, PAD, SEP

        pieces = [self._splitter.split(text).ids[: PIECES - 2] for text in texts]
        # By length, so that little is padded; by the text, so that the order given is no matter.
        order = sorted(range(len(texts)), key=lambda at: (len(pieces[at]), texts[at]))
        found = np.zeros((len(texts), self._encoder.words.embedding_dim), dtype=np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), ROWS):
                group = order[start : start + ROWS]
                width = 2 + max(len(pieces[at]) for at in group)
                ids = torch.full((len(group), width), PAD)
                for row, at in enumerate(group):
                    own = [CLS, *pieces[at].tolist(), SEP]
                    ids[row, : len(own)] = torch.tensor(own)
                plain = torch.zeros_like(ids)
                read = self._encoder(ids, plain, plain)
                mask = (ids != PAD)[:, :, None]
                mean = (read * mask).sum(1) / mask.sum(1)
                found[group] = torch.nn.functional.normalize(mean, dim=1).numpy()
        return found


def load(folder: Path, *, threads: int | None = None) -> SentenceModel:
    """The model from the folder that `models.ensure` gives, in fp32. Raises CorruptWeights."""
    quiet()
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from briefwright.nn.minilm import place_encoder
    from briefwright.nn.reader_net import Encoder, Shape

    torch.set_num_threads(threads or cores())
    try:
        tensors = load_file(folder / FILE)
        encoder = Encoder(Shape(0, 0, 0, 0, 0, 0), 30522, 0.0)
        place_encoder(encoder, tensors)
    except (OSError, SafetensorError, KeyError, RuntimeError) as error:
        raise CorruptWeights(
            f"{str(folder / FILE)!r} does not hold the model: {error}. "
            "Run: briefwright models check"
        ) from error
    return SentenceModel(encoder.eval(), Splitter(folder / VOCABULARY))


def keep(
    weights: Path, vocabulary: Path, folder: Path, *, step: Callable[[int, int], None] | None = None
) -> tuple[str, ...]:
    """Put both into `folder` as they came; the names of the files written."""
    shutil.copyfile(weights, folder / FILE)
    shutil.copyfile(vocabulary, folder / VOCABULARY)
    if step:
        step(1, 1)
    return FILE, VOCABULARY
