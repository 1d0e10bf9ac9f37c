"""Attention within rows that lie one behind the other, as that of each row alone."""

from __future__ import annotations

import pytest
import torch
from torch import Tensor, nn

from briefwright.nn.attention import end_to_end

HEADS, WIDTH = 3, 12


def asked(pieces: int) -> Tensor:
    return torch.randn(pieces, 3 * WIDTH, generator=torch.Generator().manual_seed(pieces))


def one_row(own: Tensor) -> Tensor:
    """As PyTorch's own attention has it, of [length, 3 x width]."""
    split = own.view(1, len(own), 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
    mixed = nn.functional.scaled_dot_product_attention(split[0], split[1], split[2])
    return mixed.transpose(1, 2).reshape(-1, WIDTH)


@pytest.mark.parametrize(
    "lengths",
    [[5], [4, 4, 4], [7, 7, 2], [2, 7, 7, 3, 3], [1, 9, 1], [6, 2, 6]],
    ids=lambda lengths: "-".join(map(str, lengths)),
)
def test_no_row_sees_another(lengths: list[int]) -> None:
    given = asked(sum(lengths))
    found = end_to_end(given, lengths, HEADS)
    expected = torch.cat([one_row(row) for row in torch.split(given, lengths)])
    torch.testing.assert_close(found, expected)


def test_lengths_that_are_not_those_of_the_rows_are_refused() -> None:
    with pytest.raises(RuntimeError):
        end_to_end(asked(9), [4, 4], HEADS)
