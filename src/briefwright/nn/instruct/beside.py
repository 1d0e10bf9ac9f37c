"""Answers decoded side by side: which rows still go on, and what each is fed next.

Knows places, masks and tokens; neither the model nor what the answers mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import torch

from briefwright.nn.instruct import cache as caches

if TYPE_CHECKING:
    from briefwright.nn.instruct.matching import Held

_WIDEST = 16
"""Tokens of one row that are fed at once where its grammar forces them."""
_COMPACT = 0.75
"""Rows are dropped when no more than this share of them goes on; dropping copies the cache."""


@dataclass(frozen=True)
class Row:
    """One ask: where its answer belongs, and its prompt."""

    conversation: int
    ask: int
    tokens: list[int]
    stem: int
    """Tokens at the beginning that all asks of the conversation have."""
    limit: int
    held: Held

    @property
    def length(self) -> int:
        return len(self.tokens) + self.room

    @property
    def over(self) -> bool:
        return self.held.stopped or len(self.held.tokens) >= self.limit

    @property
    def room(self) -> int:
        """Places for the answer, and for gaps where other rows take more tokens in a step."""
        return 2 * self.limit

    def waiting(self, fed: int) -> int:
        """Tokens to feed after `fed` others; one of no meaning if the row is over."""
        return max(len(self.held.tokens) - fed, 1)

    def next(self, fed: int, count: int, width: int) -> list[int]:
        """`count` of them, at the right of `width` places."""
        own = self.held.tokens[fed : fed + count] or [self.tokens[0]]
        return [self.tokens[0]] * (width - len(own)) + own


class Beside:
    """The rows of one batch as they grow. Their places end together, so that each one's own stand
    without a gap when the first step begins."""

    def __init__(self, rows: Sequence[Row], cache: Any, *, room: int) -> None:
        """`cache` has a row for each, and `room` places more than the longest prompt."""
        self.rows = list(rows)
        self._cache = cache
        self._fed = [0] * len(self.rows)
        """Tokens of each answer that the model was given."""
        lengths = [len(row.tokens) for row in self.rows]
        self._lengths = torch.tensor(lengths)
        places = torch.arange(max(lengths))
        self._mask = (places[None] >= max(lengths) - self._lengths[:, None]).long()
        self._room = max(lengths) + room

    def ready(self) -> list[int]:
        """Rows whose next token is to be chosen: others are being fed what was forced, or over."""
        return [
            at
            for at, row in enumerate(self.rows)
            if self._fed[at] == len(row.held.tokens) and not row.over
        ]

    def drop(self) -> bool:
        """Drop rows that are over, where they are many; whether any goes on."""
        left = [at for at, row in enumerate(self.rows) if not row.over]
        if left and len(left) <= _COMPACT * len(self.rows):
            caches.keep(self._cache, torch.tensor(left))
            self._mask, self._lengths = self._mask[left], self._lengths[left]
            self.rows = [self.rows[at] for at in left]
            self._fed = [self._fed[at] for at in left]
        return bool(left)

    def next(self, step: int | None) -> tuple[torch.Tensor, dict[str, torch.Tensor]]:
        """[rows, width] tokens to feed, and where they stand; they count as fed.

        `step` is what a step costs in tokens; None where no row may have a gap.
        """
        waiting = [row.waiting(at) for row, at in zip(self.rows, self._fed, strict=True)]
        most = max(row.limit - at for row, at in zip(self.rows, self._fed, strict=True))
        spare = self._room - self._mask.shape[1] - most
        wide = 1 if step is None else width(waiting, step, spare)
        taken = [min(each, wide) for each in waiting]
        ids = [
            row.next(at, count, wide)
            for row, at, count in zip(self.rows, self._fed, taken, strict=True)
        ]
        # A row with less to feed has its gap before it: the last place is what logits come from.
        offsets = torch.arange(wide)[None] - (wide - torch.tensor(taken)[:, None])
        self._mask = torch.cat([self._mask, (offsets >= 0).long()], dim=1)
        places = (self._lengths[:, None] + offsets).clamp(min=0)
        self._lengths = self._lengths + torch.tensor(taken)
        self._fed = [at + count for at, count in zip(self._fed, taken, strict=True)]
        return torch.tensor(ids), {"attention_mask": self._mask, "position_ids": places}


def width(waiting: Sequence[int], step: int, spare: int) -> int:
    """Tokens of each row to feed at once, so that most are fed for what it costs.

    A step costs as much as `step` tokens, and every place of every row as much as one. No more
    than `spare` places may be lost to gaps.
    """
    widest = max(1, min(max(waiting), _WIDEST, spare))
    rows = len(waiting)
    return max(
        range(1, widest + 1),
        key=lambda width: sum(min(each, width) for each in waiting) / (step + rows * width),
    )
