"""Attention within rows of unlike lengths that lie one behind the other, for reading alone."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import torch
from torch import Tensor, nn


def end_to_end(asked: Tensor, lengths: Sequence[int], heads: int) -> Tensor:
    """[pieces, 3 x hidden] queries, keys and values to [pieces, hidden]; nothing is padded.

    Neighbours of one length are looked at in one call, as all windows of a long article are.
    """
    hidden = asked.shape[-1] // 3
    alike = [(length, len(list(rows))) for length, rows in groupby(lengths)]
    parts = asked.split_with_sizes([length * rows for length, rows in alike])
    mixed = []
    for part, (length, rows) in zip(parts, alike, strict=True):
        split = part.view(rows, length, 3, heads, hidden // heads)
        query, key, value = split.permute(2, 0, 3, 1, 4).unbind()
        own = nn.functional.scaled_dot_product_attention(query, key, value)
        mixed.append(own.transpose(1, 2).reshape(-1, hidden))
    return mixed[0] if len(mixed) == 1 else torch.cat(mixed)
