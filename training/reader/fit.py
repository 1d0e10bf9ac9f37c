"""Fit the reader's network to sheets with targets, on whatever device there is.

Owns the optimiser, the schedule and what is done to a batch before it is read. Resumable: the
state of every epoch is kept, and a run that was cut off goes on from there.
"""

from __future__ import annotations

import copy
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from briefwright.nn.collate import collate
from briefwright.nn.reader_net import ReaderNet
from example import Example
from losses import collate_targets, losses, weighed


@dataclass(frozen=True)
class Plan:
    """Everything that decides a fit, besides data and first weights."""

    epochs: int = 8
    batch: int = 16
    """Articles a step."""
    encoder_rate: float = 1e-4
    head_rate: float = 6e-4
    decay: float = 0.01
    warm: float = 0.08
    layer_decay: float = 0.9
    """Each layer learns at this share of the rate of the one above it."""
    seed: int = 0
    average: float = 0.0
    """Share kept of the running mean of the weights at each step; 0 takes the last ones."""
    autocast: bool = False


def fit(
    net: ReaderNet,
    examples: Sequence[Example],
    plan: Plan,
    *,
    device: str = "cpu",
    state: Path | None = None,
    report: Callable[[str], None] = print,
) -> ReaderNet:
    """The network after `plan.epochs` passes; word embeddings stay as they are.

    A fit that goes on from `state` gives what an uninterrupted one does: every epoch draws from
    its own seed, and the running mean is kept too.
    """
    net = net.to(device).train()
    net.encoder.words.weight.requires_grad_(False)
    optimiser = torch.optim.AdamW(_groups(net, plan), weight_decay=plan.decay)
    rates = [group["lr"] for group in optimiser.param_groups]
    run = _Run(net, copy.deepcopy(net), optimiser, what=f"{asdict(plan)}, {len(examples)} examples")
    run.resume(state, device)
    steps = math.ceil(len(examples) / plan.batch) * plan.epochs
    for epoch in range(run.epoch, plan.epochs):
        torch.manual_seed(plan.seed * 1000 + epoch)
        rng = random.Random(plan.seed * 1000 + epoch)
        batches = list(_batches(examples, plan.batch, rng))
        started = time.perf_counter()
        totals: dict[str, Tensor] = {}
        for chosen in batches:
            share = _schedule(run.step / steps, plan.warm)
            for group, rate in zip(optimiser.param_groups, rates, strict=True):
                group["lr"] = rate * share
            each = _step(net, chosen, rng, optimiser, plan, device)
            for name, loss in each.items():
                totals[name] = totals.get(name, loss.new_zeros(())) + loss.detach()
            run.step += 1
            # The mean forgets its start as fast as it grows.
            _blend(run.mean, net, min(plan.average, run.step / (run.step + 9)))
        said = " ".join(
            f"{name} {float(value) / len(batches):.3f}" for name, value in totals.items()
        )
        report(f"epoch {epoch + 1}/{plan.epochs} {time.perf_counter() - started:.0f} s: {said}")
        run.epoch = epoch + 1
        run.keep(state)
    return (run.mean if plan.average else net).eval()


def _step(
    net: ReaderNet,
    chosen: Sequence[Example],
    rng: random.Random,
    optimiser: torch.optim.Optimizer,
    plan: Plan,
    device: str,
) -> dict[str, Tensor]:
    varied = [vary(example, rng) for example in chosen]
    sheets = [example.sheet for example in varied]
    batch = collate(sheets, device)
    wanted = collate_targets([example.targets for example in varied], sheets, device)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=plan.autocast):
        vectors = net.vectors(batch)
    each = losses(net, batch, wanted, vectors.float())
    optimiser.zero_grad(set_to_none=True)
    weighed(each).backward()  # type: ignore[no-untyped-call]
    torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
    return each


def vary(example: Example, rng: random.Random) -> Example:
    """The article as another desk might have set it: no headline, or in other letter case."""
    page = example.sheet.page
    case, headline, headline_case = page.case, page.headline, page.headline_case
    if rng.random() < 0.15:
        headline, headline_case = headline[:0], headline_case[:0]
    elif rng.random() < 0.4:
        headline_case = np.where(headline_case == 4, 4, rng.choice((0, 1, 2)))
    draw = rng.random()
    if draw < 0.04:
        case = np.where(case == 4, case, 0)
    elif draw < 0.08:
        case = np.where(case == 4, case, 2)
    elif draw < 0.18:
        # Names in capitals throughout, as agencies and some languages set surnames.
        named = example.targets.tags[:, 0] > 0
        case = np.where(named & (case != 4), 2, case)
    varied = replace(page, case=case, headline=headline, headline_case=headline_case)
    return replace(example, sheet=replace(example.sheet, page=varied))


def _batches(examples: Sequence[Example], size: int, rng: random.Random) -> Iterator[list[Example]]:
    """Articles of like lengths together, the batches in random order."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    order.sort(key=lambda index: len(examples[index].sheet.page.pieces) + rng.randint(0, 200))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(groups)
    for group in groups:
        yield [examples[index] for index in group]


def _groups(net: ReaderNet, plan: Plan) -> list[dict[str, Any]]:
    layers = len(net.encoder.layers)
    groups: dict[float, list[Tensor]] = {}
    for name, parameter in net.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("encoder.layers."):
            depth = layers - 1 - int(name.split(".")[2])
            rate = plan.encoder_rate * plan.layer_decay**depth
        elif name.startswith(("encoder.case", "encoder.quoted")):
            rate = plan.head_rate
        elif name.startswith("encoder."):
            rate = plan.encoder_rate * plan.layer_decay**layers
        else:
            rate = plan.head_rate
        groups.setdefault(rate, []).append(parameter)
    return [{"params": own, "lr": rate} for rate, own in groups.items()]


def _schedule(progress: float, warm: float) -> float:
    if progress < warm:
        return progress / warm
    return max(0.02, 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm))))


def _blend(mean: ReaderNet, net: ReaderNet, kept: float) -> None:
    with torch.no_grad():
        for old, new in zip(mean.parameters(), net.parameters(), strict=True):
            old.lerp_(new, 1 - kept)


@dataclass
class _Run:
    """How far a fit is, and everything it goes on from."""

    net: ReaderNet
    mean: ReaderNet
    optimiser: torch.optim.Optimizer
    what: str
    """Of which plan and data; a state of another is not gone on with."""
    epoch: int = 0
    step: int = 0

    def keep(self, state: Path | None) -> None:
        if state is None:
            return
        partial = state.with_suffix(".part")
        torch.save(
            {
                "what": self.what,
                "epoch": self.epoch,
                "step": self.step,
                "net": self.net.state_dict(),
                "mean": self.mean.state_dict(),
                "optimiser": self.optimiser.state_dict(),
            },
            partial,
        )
        partial.replace(state)

    def resume(self, state: Path | None, device: str) -> None:
        if state is None or not state.exists():
            return
        kept = torch.load(state, weights_only=True, map_location=device)
        if kept["what"] != self.what:
            return
        self.epoch, self.step = int(kept["epoch"]), int(kept["step"])
        self.net.load_state_dict(kept["net"])
        self.mean.load_state_dict(kept["mean"])
        self.optimiser.load_state_dict(kept["optimiser"])
