"""Tune the decoder for its four jobs by low-rank adapters (Hu et al. 2021, LoRA).

Owns the adapters, the optimiser and the schedule. Runs on whatever device there is.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")
IGNORED = -100


@dataclass(frozen=True)
class Plan:
    epochs: int = 4
    tokens: int = 16_000
    """Of a step, padding counted."""
    rank: int = 16
    alpha: float = 32.0
    rate: float = 4e-4
    warm: float = 0.06
    dropout: float = 0.05
    decay: float = 0.01
    seed: int = 0
    autocast: bool = False
    keep: int = 200
    """Steps after which the adapters are kept."""


@dataclass(frozen=True)
class Tokens:
    """One pair as the decoder sees it."""

    prompt: tuple[int, ...]
    answer: tuple[int, ...]
    """With the end token."""
    kind: str = ""
    supported: bool = False
    """Whether the answer says only what its evidence says, word by word."""


class Adapted(nn.Module):
    """A linear layer with its low-rank change: x W' + x A' B' alpha / rank."""

    def __init__(self, base: nn.Linear, plan: Plan) -> None:
        super().__init__()
        self.base = base
        self.down = nn.Parameter(torch.empty(plan.rank, base.in_features))
        self.up = nn.Parameter(torch.zeros(base.out_features, plan.rank))
        nn.init.kaiming_uniform_(self.down, a=math.sqrt(5))
        self.dropout = nn.Dropout(plan.dropout)
        self.scale = plan.alpha / plan.rank

    def forward(self, given: Tensor) -> Tensor:
        change = functional.linear(functional.linear(self.dropout(given), self.down), self.up)
        out: Tensor = self.base(given) + self.scale * change
        return out


def tune(
    model: Any,
    pairs: Sequence[Tokens],
    plan: Plan,
    *,
    start: Mapping[str, Tensor] | None = None,
    device: str = "cpu",
    report: Callable[[str], None] = print,
    each: Callable[[dict[str, Tensor]], None] | None = None,
) -> dict[str, Tensor]:
    """The adapters after `plan.epochs` passes: `NAME.down` (rank, in), `NAME.up` (out, rank),
    the latter with the scale in it.

    `start` are such adapters to go on from; `each` is given them every `plan.keep` steps.
    """
    torch.manual_seed(plan.seed)
    model.requires_grad_(False)
    adapted = _adapt(model, plan)
    if start is not None:
        _put(adapted, start)
    model = model.to(device).train()
    learnt = [one for one in model.parameters() if one.requires_grad]
    optimiser = torch.optim.AdamW(learnt, lr=plan.rate, weight_decay=plan.decay, betas=(0.9, 0.98))
    steps = plan.epochs * sum(1 for _ in _batches(pairs, plan.tokens, random.Random(0)))
    step = 0
    for epoch in range(plan.epochs):
        rng = random.Random(plan.seed * 1000 + epoch)
        started, total, count = time.perf_counter(), 0.0, 0
        for chosen in _batches(pairs, plan.tokens, rng):
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * _schedule(step / steps, plan.warm)
            loss = _step(model, chosen, device, plan)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(learnt, 1.0)
            optimiser.step()
            step, count = step + 1, count + 1
            total += float(loss.detach())
            if step % plan.keep == 0:
                report(f"step {step}/{steps}: loss {total / count:.3f}")
                if each is not None:
                    each(_taken(adapted))
        seconds = time.perf_counter() - started
        report(f"epoch {epoch + 1}/{plan.epochs} {seconds:.0f} s: loss {total / count:.3f}")
    model.eval()
    return _taken(adapted)


def drawn(pairs: Sequence[Tokens], most: Mapping[str, int]) -> list[Tokens]:
    """At most so many pairs of each kind that `most` names, always the same ones."""
    chance = random.Random(0)
    found: list[Tokens] = []
    for kind, count in most.items():
        own = [one for one in pairs if one.kind == kind]
        found += chance.sample(own, min(count, len(own)))
    return found


def loss_by_kind(
    model: Any, pairs: Sequence[Tokens], plan: Plan, *, device: str = "cpu"
) -> dict[str, float]:
    """Mean loss of a target's token, for each kind of job."""
    found: dict[str, list[float]] = {}
    with torch.inference_mode():
        for one in pairs:
            found.setdefault(one.kind, []).append(float(_step(model, [one], device, plan)))
    return {kind: round(sum(own) / len(own), 3) for kind, own in sorted(found.items())}


def _adapt(model: Any, plan: Plan) -> dict[str, Adapted]:
    found: dict[str, Adapted] = {}
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear) and name.rsplit(".", 1)[-1] in TARGETS:
            found[name] = Adapted(layer, plan)
            parent, _, own = name.rpartition(".")
            setattr(model.get_submodule(parent), own, found[name])
    return found


def _taken(adapted: Mapping[str, Adapted]) -> dict[str, Tensor]:
    return {
        f"{name}.{part}": each.detach().cpu().clone()
        for name, layer in adapted.items()
        for part, each in (("down", layer.down), ("up", layer.up * layer.scale))
    }


def _put(adapted: Mapping[str, Adapted], start: Mapping[str, Tensor]) -> None:
    with torch.no_grad():
        for name, layer in adapted.items():
            layer.down.copy_(start[f"{name}.down"].float())
            layer.up.copy_(start[f"{name}.up"].float() / layer.scale)


def _step(model: Any, chosen: Sequence[Tokens], device: str, plan: Plan) -> Tensor:
    width = max(len(one.prompt) + len(one.answer) for one in chosen)
    tokens = torch.zeros(len(chosen), width, dtype=torch.long)
    wanted = torch.full((len(chosen), width), IGNORED)
    for row, one in enumerate(chosen):
        length = len(one.prompt) + len(one.answer)
        tokens[row, :length] = torch.tensor(one.prompt + one.answer)
        wanted[row, len(one.prompt) : length] = torch.tensor(one.answer)
    tokens, wanted = tokens.to(device), wanted.to(device)
    with torch.autocast(device, dtype=torch.bfloat16, enabled=plan.autocast):
        # Padding stands at the end, where causal attention never looks back at it.
        states = model.model(input_ids=tokens, use_cache=False).last_hidden_state
        kept = wanted[:, 1:] != IGNORED
        logits = model.lm_head(states[:, :-1][kept])
    return functional.cross_entropy(logits.float(), wanted[:, 1:][kept])


def _batches(pairs: Sequence[Tokens], most: int, rng: random.Random) -> Iterator[list[Tokens]]:
    """Pairs of like length together, at most so many tokens a step, in random order."""
    order = list(pairs)
    rng.shuffle(order)
    order.sort(key=lambda one: len(one.prompt) + len(one.answer) + rng.randint(0, 30))
    groups: list[list[Tokens]] = [[]]
    for one in order:
        width = len(one.prompt) + len(one.answer) + 30
        if (len(groups[-1]) + 1) * width > most:
            groups.append([])
        groups[-1].append(one)
    groups = [group for group in groups if group]
    rng.shuffle(groups)
    yield from groups


def _schedule(progress: float, warm: float) -> float:
    if progress < warm:
        return progress / warm
    return max(0.02, 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm))))
