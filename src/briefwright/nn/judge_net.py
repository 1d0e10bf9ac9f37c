"""The support judge's network: does this evidence support this sentence?

The reader's lower layers read evidence and sentence each by itself; a small transformer then sees
both side by side. Each piece is marked with whether the other side has it too, in the same order
or in another: what was changed is mostly what is not there. Where it has, the transformer is shown
how differently the two were read: a name that is there all the same may have changed its part.
Knows shapes only.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn

from briefwright.nn.sheet import Ints

MARKS = 6
"""Of evidence and sentence each: not on the other side, there in another order, there in order."""
MOST_EVIDENCE = 160
"""Pieces; longer evidence was not trained on, and its end is not read."""
PLACES = 384
MOST_SENTENCE = 96


@dataclass(frozen=True)
class JudgeShape:
    """What fixes the network's tensors; stands in the weights' metadata."""

    hidden: int = 384
    """Of the reader's vectors."""
    lower: int = 3
    """The reader's layers that read each side."""
    width: int = 192
    layers: int = 2
    heads: int = 6


@dataclass(frozen=True)
class Sides:
    """One evidence and one sentence as arrays of pieces, with each piece's letter case."""

    evidence: Ints
    evidence_case: Ints
    sentence: Ints
    sentence_case: Ints


class Matches(NamedTuple):
    """Of evidence and sentence, one after the other."""

    marks: Ints
    """The side, and whether the other has the piece, in order or not."""
    partners: Ints
    """The place of the same piece on the other side; -1 where it has none."""


class JudgeNet(nn.Module):
    """Logits of support, and of each piece of the sentence being what is wrong with it."""

    def __init__(self, shape: JudgeShape, *, dropout: float = 0.1) -> None:
        super().__init__()
        width = shape.width
        self.given = nn.Linear(shape.hidden, width)
        self.apart = nn.Linear(shape.hidden, width, bias=False)
        nn.init.zeros_(self.apart.weight)
        self.mark = nn.Embedding(MARKS, width)
        self.place = nn.Embedding(PLACES, width)
        nn.init.normal_(self.mark.weight, std=0.1)
        nn.init.normal_(self.place.weight, std=0.02)
        self.cross = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(
                width, shape.heads, 2 * width, dropout, "gelu", batch_first=True, norm_first=True
            ),
            shape.layers,
            norm=nn.LayerNorm(width),
            enable_nested_tensor=False,
        )
        self.piece = nn.Linear(width, 1)
        self.support = nn.Sequential(
            nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(dropout), nn.Linear(width, 1)
        )

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """[rows] logits of support, [rows, length] logits of being wrong."""
        given = self.given(batch["vectors"]) + self.mark(batch["marks"])
        given = given + self.apart(_apart(batch["vectors"], batch["partners"]))
        read = self.cross(given + self.place(batch["places"]), src_key_padding_mask=batch["blank"])
        own = (batch["marks"] >= MARKS // 2) & ~batch["blank"]
        weight = own.unsqueeze(-1).to(read.dtype)
        mean = (read * weight).sum(1) / weight.sum(1).clamp(min=1)
        peak = read.masked_fill(~own.unsqueeze(-1), -1e4).amax(1)
        pooled = torch.cat([mean, peak], dim=-1)
        return self.support(pooled).squeeze(-1), self.piece(read).squeeze(-1)


def _apart(vectors: Tensor, partners: Tensor) -> Tensor:
    """[rows, length, hidden]: each piece's vector less its partner's, zero where it has none."""
    there = (partners >= 0).unsqueeze(-1)
    at = partners.clamp(min=0).unsqueeze(-1).expand_as(vectors)
    return (vectors - vectors.gather(1, at)) * there


def cut(sides: Sides) -> Sides:
    """Both sides at most as long as they are read."""
    return Sides(
        sides.evidence[:MOST_EVIDENCE],
        sides.evidence_case[:MOST_EVIDENCE],
        sides.sentence[:MOST_SENTENCE],
        sides.sentence_case[:MOST_SENTENCE],
    )


def collate_sides(
    vectors: Sequence[tuple[Tensor, Tensor]],
    matches: Sequence[Matches],
    device: str = "cpu",
) -> dict[str, Any]:
    """What `JudgeNet` reads: evidence and sentence [T, hidden] one after the other, padded."""
    lengths = [(len(evidence), len(sentence)) for evidence, sentence in vectors]
    width = max(map(sum, lengths))
    hidden = vectors[0][0].shape[1]
    given = torch.zeros(len(vectors), width, hidden)
    grid = np.zeros((3, len(vectors), width), dtype=np.int64)
    grid[2] = -1
    blank = np.ones((len(vectors), width), dtype=bool)
    for row, ((evidence, sentence), own) in enumerate(zip(vectors, matches, strict=True)):
        first, last = len(evidence), len(evidence) + len(sentence)
        given[row, :first], given[row, first:last] = evidence, sentence
        grid[0, row, :last] = own.marks
        grid[1, row, :last] = [*range(first), *range(len(sentence))]
        grid[2, row, :last] = own.partners
        blank[row, :last] = False
    found = (given, *map(torch.from_numpy, grid), torch.from_numpy(blank))
    return dict(
        zip(
            ("vectors", "marks", "places", "partners", "blank"),
            (each.to(device) for each in found),
            strict=True,
        )
    )


def matched(sides: Sides) -> Matches:
    """What a longest common subsequence pairs is in order; what else both sides have is not, and
    is paired with the place nearest to where the piece before it stands."""
    evidence, sentence = sides.evidence, sides.sentence
    first = len(evidence)
    partners = np.full(first + len(sentence), -1, dtype=np.int32)
    for at, of in _common(evidence, sentence):
        partners[at], partners[first + of] = first + of, at
    in_order = partners >= 0
    _pair_others(sentence, evidence, partners[first:], 0)
    _pair_others(evidence, sentence, partners[:first], first)
    marks = (partners >= 0).astype(np.int32) + in_order
    marks[first:] += MARKS // 2
    return Matches(marks, partners)


def _pair_others(own: Ints, other: Ints, partners: Ints, offset: int) -> None:
    """Give the pieces that have no partner yet one of the other side, which begins at `offset`."""
    near = offset
    for at in range(len(own)):
        if partners[at] < 0:
            places = np.flatnonzero(other == own[at]) + offset
            if len(places):
                partners[at] = places[np.abs(places - near).argmin()]
        if partners[at] >= 0:
            near = int(partners[at])


def _common(one: Ints, other: Ints) -> list[tuple[int, int]]:
    """Places of a longest common subsequence."""
    length = np.zeros((len(one) + 1, len(other) + 1), dtype=np.int32)
    same = one[:, None] == other[None, :]
    for row in range(len(one) - 1, -1, -1):
        below = length[row + 1]
        taken = np.where(same[row], below[1:] + 1, below[:-1])
        # What stands right of a place is at most as long: a running maximum from the right.
        length[row, :-1] = np.maximum.accumulate(taken[::-1])[::-1]
    found = []
    row = column = 0
    while row < len(one) and column < len(other) and length[row, column]:
        if length[row, column] == length[row + 1, column]:
            row += 1
        elif length[row, column] == length[row, column + 1]:
            column += 1
        else:
            found.append((row, column))
            row, column = row + 1, column + 1
    return found
