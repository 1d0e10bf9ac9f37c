"""Which words of a sentence a text about it would use: a small head on the reader's vectors.

A transformer of its own looks at each sentence's pieces side by side. Knows shapes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from briefwright.nn.packed import PreNormEncoder

KINDS = ("bottom_line", "summary", "outlook")
"""Of text that the words may stand in, in the order of the outputs."""


@dataclass(frozen=True)
class SalienceShape:
    """What fixes the network's tensors; stands in the weights' metadata."""

    hidden: int = 384
    """Of the reader's vectors."""
    width: int = 192
    layers: int = 2
    heads: int = 6
    longest: int = 120
    """Pieces of a sentence that are looked at."""


class SalienceNet(nn.Module):
    """Logits of every piece's word being said again."""

    def __init__(self, shape: SalienceShape, *, dropout: float = 0.15) -> None:
        super().__init__()
        width = shape.width
        self.given = nn.Linear(shape.hidden, width)
        self.place = nn.Embedding(shape.longest, width)
        nn.init.normal_(self.place.weight, std=0.05)
        self.body: nn.Module = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(
                width, shape.heads, 2 * width, dropout, "gelu", batch_first=True, norm_first=True
            ),
            shape.layers,
            norm=nn.LayerNorm(width),
            enable_nested_tensor=False,
        )
        self.out = nn.Linear(width, len(KINDS))

    def forward(self, vectors: Tensor, blank: Tensor) -> Tensor:
        """[rows, length, hidden] of sentences' pieces to [rows, length, kinds]; `blank` [rows,
        length] marks padding."""
        places = torch.arange(vectors.shape[1], device=vectors.device)
        given = self.given(vectors) + self.place(places)
        read = self.body(given, src_key_padding_mask=blank)
        return torch.as_tensor(self.out(read))

    def end_to_end(self, vectors: Tensor, lengths: Sequence[int]) -> Tensor:
        """The same of sentences of such lengths that lie one behind the other, [pieces, hidden] to
        [pieces, kinds], for reading alone: `body` is a `PreNormEncoder` then."""
        assert isinstance(self.body, PreNormEncoder)
        places = torch.cat([torch.arange(length) for length in lengths])
        given = self.given(vectors) + self.place(places)
        return torch.as_tensor(self.out(self.body.end_to_end(given, lengths)))
