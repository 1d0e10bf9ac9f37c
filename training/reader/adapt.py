"""Teach the encoder letter case and the language of news, by masked words, before any label.

all-MiniLM-L6-v2 was tuned for whole sentences and never saw case; this gives the new input
embeddings a meaning and the pieces their contexts back (Gururangan et al. 2020, Don't Stop
Pretraining).
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from briefwright.nn.reader_net import CLS, PAD, SEP, ReaderNet
from briefwright.nn.sheet import Ints

MASK = 103
VOCABULARY = 30522


@dataclass(frozen=True)
class Plan:
    steps: int = 3000
    rows: int = 64
    length: int = 320
    rate: float = 3e-4
    share: float = 0.2
    """Of the pieces that are hidden."""
    seed: int = 0
    autocast: bool = False


class Guesser(nn.Module):
    """What hidden piece, and in what case: BERT's head, tied to the word embeddings."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.turn = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))
        self.bias = nn.Parameter(torch.zeros(VOCABULARY))
        self.case = nn.Linear(hidden, 5)

    def forward(self, vectors: Tensor, words: Tensor) -> tuple[Tensor, Tensor]:
        turned = self.turn(vectors)
        return functional.linear(turned, words, self.bias), self.case(turned)


def adapt(
    net: ReaderNet,
    texts: list[tuple[Ints, Ints, Ints]],
    plan: Plan,
    *,
    device: str = "cpu",
    report: Callable[[str], None] = print,
) -> None:
    """Train the encoder in place on pieces, case and quotation of whole articles."""
    torch.manual_seed(plan.seed)
    rng = np.random.default_rng(plan.seed)
    encoder = net.encoder.to(device).train()
    encoder.words.weight.requires_grad_(False)
    guesser = Guesser(net.shape.hidden).to(device)
    learnt = [one for one in encoder.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW([*learnt, *guesser.parameters()], lr=plan.rate)
    long = np.array([len(text[0]) for text in texts], dtype=np.float64)
    started, told = time.perf_counter(), 0.0
    for step in range(plan.steps):
        pieces, case, quoted = _rows(texts, long / long.sum(), plan, rng, device)
        hidden = (torch.rand(pieces.shape, device=device) < plan.share) & (pieces > MASK)
        shown = torch.where(hidden & (torch.rand(pieces.shape, device=device) < 0.9), MASK, pieces)
        # The case of a hidden word would give names away.
        shown_case = torch.where(hidden, 4, case)
        share = min(1, (step + 1) / 200) * max(
            0.02, 0.5 * (1 + math.cos(math.pi * step / plan.steps))
        )
        for group in optimiser.param_groups:
            group["lr"] = plan.rate * share
        with torch.autocast(device, dtype=torch.bfloat16, enabled=plan.autocast):
            vectors = encoder(shown, shown_case, quoted)[hidden]
            words, cases = guesser(vectors, encoder.words.weight)
        loss = functional.cross_entropy(words.float(), pieces[hidden])
        loss = loss + 0.5 * functional.cross_entropy(cases.float(), case[hidden])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(learnt, 1.0)
        optimiser.step()
        told = float(loss.detach()) if step == 0 else told
        if (step + 1) % max(1, plan.steps // 6) == 0:
            seconds = time.perf_counter() - started
            now = float(loss.detach())
            report(f"adapt {step + 1}/{plan.steps} {seconds:.0f} s: loss {now:.3f} from {told:.3f}")


def _rows(
    texts: list[tuple[Ints, Ints, Ints]],
    shares: np.ndarray,
    plan: Plan,
    rng: np.random.Generator,
    device: str,
) -> tuple[Tensor, Tensor, Tensor]:
    grid = np.full((3, plan.rows, plan.length), PAD, dtype=np.int64)
    grid[1] = 4
    for row, index in enumerate(rng.choice(len(texts), size=plan.rows, p=shares)):
        pieces, case, quoted = texts[index]
        room = plan.length - 2
        first = int(rng.integers(0, max(1, len(pieces) - room)))
        count = len(pieces[first : first + room])
        grid[0, row, 0], grid[0, row, count + 1] = CLS, SEP
        grid[0, row, 1 : count + 1] = pieces[first : first + room]
        own = case[first : first + room].copy()
        draw = rng.random()
        if draw < 0.05:
            own[own != 4] = 0
        elif draw < 0.1:
            own[own != 4] = 2
        grid[1, row, 1 : count + 1] = own
        grid[2, row, 1 : count + 1] = quoted[first : first + room]
    pieces, case, quoted = (torch.from_numpy(layer).to(device) for layer in grid)
    return pieces, case, quoted
