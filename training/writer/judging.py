"""Fit the support judge: a small transformer over the vectors of the reader's lower layers.

The reader's layers stay as they are, so each evidence and each sentence is read once.
"""

from __future__ import annotations

import math
import pickle
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from briefwright.nn.judge_model import read_sides
from briefwright.nn.judge_net import JudgeNet, Matches, Sides, collate_sides, matched
from briefwright.nn.reader_net import Encoder
from briefwright.nn.sheet import Ints


@dataclass(frozen=True)
class Plan:
    epochs: int = 4
    rows: int = 64
    rate: float = 1e-3
    warm: float = 0.06
    piece_weight: float = 0.5
    seed: int = 0


@dataclass(frozen=True)
class Case:
    """A sentence beside its evidence, and in what way it was spoilt."""

    sides: Sides
    way: str
    """ "" where it stands."""
    wrong: Ints
    """[sentence pieces]: 1 where the words were changed."""

    @cached_property
    def matches(self) -> Matches:
        return matched(self.sides)


class Vectors:
    """What the reader's lower layers make of every side, each read once."""

    def __init__(
        self, encoder: Encoder, lower: int, cases: Sequence[Case], kept: Path | None = None
    ) -> None:
        """`kept` is a file of what was read before, of the same encoder."""
        self._kept: dict[bytes, Tensor] = {}
        if kept is not None and kept.exists():
            # Our own file.
            read_before = pickle.loads(kept.read_bytes())
            self._kept = {key: torch.from_numpy(each) for key, each in read_before.items()}
        pending: dict[bytes, tuple[Ints, Ints]] = {}
        for one in cases:
            own = one.sides
            pending[_key(own.evidence, own.evidence_case)] = (own.evidence, own.evidence_case)
            pending[_key(own.sentence, own.sentence_case)] = (own.sentence, own.sentence_case)
        order = sorted(
            (key for key in pending if key not in self._kept), key=lambda key: len(pending[key][0])
        )
        with torch.inference_mode():
            for start in range(0, len(order), 32):
                keys = order[start : start + 32]
                read = read_sides(encoder, lower, [pending[key] for key in keys])
                for key, vectors in zip(keys, read, strict=True):
                    self._kept[key] = vectors.half().clone()
        if kept is not None and order:
            kept.write_bytes(pickle.dumps({key: one.numpy() for key, one in self._kept.items()}))

    def of(self, case: Case) -> tuple[Tensor, Tensor]:
        own = case.sides
        return (
            self._kept[_key(own.evidence, own.evidence_case)].float(),
            self._kept[_key(own.sentence, own.sentence_case)].float(),
        )


def fit(
    net: JudgeNet,
    cases: Sequence[Case],
    vectors: Vectors,
    plan: Plan,
    *,
    each: Callable[[JudgeNet], None],
    report: Callable[[str], None] = print,
) -> JudgeNet:
    """The judge after `plan.epochs` passes; `each` is called after every one of them."""
    torch.manual_seed(plan.seed)
    optimiser = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=0.01)
    steps, step = plan.epochs * math.ceil(len(cases) / plan.rows), 0
    for epoch in range(plan.epochs):
        rng = random.Random(plan.seed * 1000 + epoch)
        started, total = time.perf_counter(), 0.0
        net.train()
        for chosen in _batches(cases, plan.rows, rng):
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * _schedule(step / steps, plan.warm)
            loss = _loss(net, chosen, vectors, plan)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step += 1
            total += float(loss.detach())
        seconds = time.perf_counter() - started
        mean = total / math.ceil(len(cases) / plan.rows)
        report(f"judge {epoch + 1}/{plan.epochs} {seconds:.0f} s: loss {mean:.3f}")
        each(net.eval())
    return net.eval()


def scores(net: JudgeNet, cases: Sequence[Case], vectors: Vectors, *, rows: int = 64) -> Any:
    """[cases] logits of support."""
    found = []
    with torch.inference_mode():
        for start in range(0, len(cases), rows):
            group = cases[start : start + rows]
            batch = collate_sides(
                [vectors.of(one) for one in group], [one.matches for one in group]
            )
            found.append(net(batch)[0].numpy())
    return np.concatenate(found)


def auc(good: Any, bad: Any) -> float:
    """Share of pairs of a standing and a spoilt sentence in which the standing one scores more."""
    order = np.argsort(np.concatenate([good, bad]), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    least = len(good) * (len(good) + 1) / 2
    return float((ranks[: len(good)].sum() - least) / len(good) / len(bad))


def measured(net: JudgeNet, cases: Sequence[Case], vectors: Vectors) -> dict[str, float]:
    """Areas under the curve: over all that is spoilt, and for each way of spoiling."""
    logits = scores(net, cases, vectors)
    ways = np.array([one.way for one in cases])
    good = logits[ways == ""]
    found = {"all": auc(good, logits[ways != ""])}
    found.update({str(way): auc(good, logits[ways == way]) for way in sorted(set(ways) - {""})})
    return {way: round(value, 3) for way, value in found.items()}


def _key(pieces: Ints, case: Ints) -> bytes:
    return pieces.tobytes() + b"|" + case.tobytes()


def _loss(net: JudgeNet, chosen: Sequence[Case], vectors: Vectors, plan: Plan) -> Tensor:
    batch = collate_sides([vectors.of(one) for one in chosen], [one.matches for one in chosen])
    wanted = torch.tensor([float(not one.way) for one in chosen])
    wrong = torch.full(batch["marks"].shape, -1.0)
    for row, one in enumerate(chosen):
        # Spoilt by the whole: no piece of it is more wrong than another.
        if one.way not in ("elsewhere", "attribution"):
            first = len(one.sides.evidence)
            own = one.wrong[: len(one.sides.sentence)]
            wrong[row, first : first + len(own)] = torch.from_numpy(own).float()
    support, pieces = net(batch)
    loss = functional.binary_cross_entropy_with_logits(support, wanted)
    known = wrong >= 0
    each = functional.binary_cross_entropy_with_logits(pieces[known], wrong[known])
    return loss + plan.piece_weight * each


def _batches(cases: Sequence[Case], size: int, rng: random.Random) -> Iterator[list[Case]]:
    order = list(cases)
    rng.shuffle(order)
    order.sort(key=lambda one: _length(one) + rng.randint(0, 20))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from groups


def _length(case: Case) -> int:
    return len(case.sides.evidence) + len(case.sides.sentence)


def _schedule(progress: float, warm: float) -> float:
    if progress < warm:
        return progress / warm
    return max(0.02, 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm))))
