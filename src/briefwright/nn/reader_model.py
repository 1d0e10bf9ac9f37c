"""The reader's network held open: weights from two files, articles encoded in batches.

The word embeddings are all-MiniLM-L6-v2's own and come from the models' cache; everything else was
trained here and lies in one safetensors file, in half precision, with its shape in the metadata.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from briefwright.errors import CorruptWeights
from briefwright.nn.dtypes import DType
from briefwright.nn.sheet import Floats, Ints, Page, Sheet
from briefwright.nn.threads import cores, keep_freed, quiet
from briefwright.nn.words import TENSOR

if TYPE_CHECKING:
    import torch

    from briefwright.nn.reader_net import ReaderNet

ROWS = 4
"""Windows encoded together: more gain nothing on two cores and cost memory."""
_SIZE = 64 << 20
"""No file of weights of ours is larger."""


Vectors: TypeAlias = "torch.Tensor"
"""[T, hidden] of one article's pieces; whoever stands on `nn` passes them on and looks not in."""


@dataclass(frozen=True)
class Judged:
    """Probabilities of one article's proposals, rows as in its sheet."""

    sentences: Floats
    """[S, 4]: outlook, cooperation, summary, and the share of the bottom line."""
    kinds: Floats
    """[S, 4]"""
    persons: Floats
    """[P, 2]: takes part, central."""
    titles: Floats
    """Logits of the pairs; those of having none follow."""
    no_title: Floats
    countries: Floats
    no_country: Floats
    speech: Floats
    """[Q]"""
    speakers: Floats
    no_speaker: Floats
    context: Any
    """The sentences' vectors, for `areas`."""


class ReaderModel:
    """Made by `load`. What an article gives may differ in the sixth digit with what is read
    beside it, as windows of several articles are multiplied together."""

    def __init__(self, net: ReaderNet, metadata: dict[str, Any], dtype: DType = "float32") -> None:
        self._net = net
        self.metadata = metadata
        self.dtype = dtype

    @property
    def layers(self) -> Sequence[torch.nn.Module]:
        """The encoder's, for those who measure what goes through them."""
        return list(self._net.encoder.layers)

    def encode(self, pages: Sequence[Page]) -> list[Vectors]:
        """[T, hidden] for each page."""
        import torch

        from briefwright.nn.collate import window_run

        windows = [_only(page, row) for page in pages for row in range(len(page.windows))]
        if not windows:
            return []
        with torch.inference_mode():
            read = torch.cat(
                [
                    self._net.vectors_of_run(window_run(windows[start : start + ROWS]))
                    for start in range(0, len(windows), ROWS)
                ]
            )
        return list(torch.split(read, [len(page.pieces) for page in pages]))

    def tags(self, vectors: Vectors) -> Floats:
        """[T, tags, 3]: probabilities of outside, begin, inside."""
        import torch

        with torch.inference_mode():
            return _array(torch.softmax(self._net.tags(vectors), dim=-1))

    def judge(self, sheet: Sheet, vectors: Vectors) -> Judged:
        import torch

        from briefwright.nn.collate import collate_heads

        with torch.inference_mode():
            found = self._net.judge(vectors, collate_heads([sheet]))
            sentence = found["sentence"]
            shares = torch.cat(
                [torch.sigmoid(sentence[:, :3]), torch.softmax(sentence[:, 3:4], dim=0)], dim=1
            )
            return Judged(
                sentences=_array(shares),
                kinds=_array(torch.softmax(sentence[:, 4:8], dim=1)),
                persons=_array(torch.sigmoid(found["person"])),
                titles=_array(found["title"]),
                no_title=_array(found["no_title"]),
                countries=_array(found["country"]),
                no_country=_array(found["no_country"]),
                speech=_array(torch.sigmoid(found["is_speech"])),
                speakers=_array(found["speaker"]),
                no_speaker=_array(found["no_speaker"]),
                context=found["sentence_vectors"],
            )

    def areas(self, vectors: Vectors, judged: Judged, spans: Ints, inside: Ints) -> Floats:
        """[spans, 6]: probability that the span names an area, then those of its status."""
        import torch

        if not len(spans):
            return np.zeros((0, 6), dtype=np.float32)
        with torch.inference_mode():
            found = self._net.areas(
                vectors,
                judged.context,
                torch.from_numpy(spans).long(),
                torch.from_numpy(inside).long(),
            )
            named = torch.sigmoid(found[:, :1])
            return _array(torch.cat([named, torch.softmax(found[:, 1:], dim=1)], dim=1))


def load(
    words: Path, weights: Path, *, ranges: Path | None = None, threads: int | None = None
) -> ReaderModel:
    """The network from the base's word embeddings and our weights, in fp32.

    With `ranges`, a file of how large its channels get, the encoder's products are of whole numbers
    of 8 bits; see `int8`. Raises CorruptWeights if a file is not what it should be.
    """
    quiet()
    import torch
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    from briefwright.nn import int8
    from briefwright.nn.packed import PreNormEncoder, pack

    torch.set_num_threads(threads or cores())
    try:
        net, metadata = _learnt(words, weights)
        net.context = PreNormEncoder(net.context)
        if ranges is None:
            pack(net.encoder)
        else:
            int8.put(net.encoder, load_file(ranges))
        # Not the heads: oneDNN keeps something for every number of rows that it has met, and theirs
        # are as many as there are persons and areas. 48 articles took 230 MiB so.
        pack(net.context)
    except (
        OSError,
        SafetensorError,
        KeyError,
        ValueError,
        TypeError,
        RuntimeError,
        AssertionError,
    ) as error:
        files = [repr(str(one)) for one in (weights, ranges, words) if one is not None]
        first = str(error).strip().split("\n")[0].rstrip(". ") or type(error).__name__
        raise CorruptWeights(
            f"the reader's weights in {' and '.join(files)} do not fit: {first}. "
            "Run: briefwright models check; if that finds nothing, install briefwright again"
        ) from error
    keep_freed()
    return ReaderModel(net.eval(), metadata, "float32" if ranges is None else "int8")


def _learnt(words: Path, weights: Path) -> tuple[ReaderNet, dict[str, Any]]:
    """The network as it was learnt, and its file's metadata. Raises whatever is wrong with them."""
    from safetensors import safe_open
    from safetensors.torch import load_file

    from briefwright.nn.bare import bare
    from briefwright.nn.reader_net import ReaderNet, Shape

    if weights.stat().st_size > _SIZE:
        raise ValueError(f"{weights.stat().st_size} bytes are more than a reader has")
    with safe_open(weights, "pt") as file:
        metadata = json.loads((file.metadata() or {})["reader"])
    tensors = {name: each.float() for name, each in load_file(weights).items()}
    tensors[TENSOR] = load_file(words)[TENSOR]
    with bare():
        net = ReaderNet(Shape(**metadata["shape"]), vocabulary=len(tensors[TENSOR]), dropout=0.0)
    net.load_state_dict(tensors, strict=True, assign=True)
    return net, metadata


def _only(page: Page, row: int) -> Page:
    """The page with one of its windows."""
    return Page(
        pieces=page.pieces,
        case=page.case,
        quoted=page.quoted,
        headline=page.headline,
        headline_case=page.headline_case,
        windows=page.windows[row : row + 1],
    )


def _array(tensor: torch.Tensor) -> NDArray[np.float32]:
    found: NDArray[np.float32] = tensor.float().cpu().numpy()
    return found
