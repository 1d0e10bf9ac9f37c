"""Fit the salience head: which words of a sentence a text written from it uses again.

It stands on the reader's vectors of the whole article, which stay as they are.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from briefwright.ground.folding import fold
from briefwright.ground.tokens import STOPWORDS, stem, tokens
from briefwright.nn.pieces import Pieces
from briefwright.nn.salience_net import KINDS, SalienceNet, SalienceShape
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained import TrainedReader
from briefwright.reader.trained.pieced import pieced
from briefwright.spans import Span
from judging import auc
from pairs import Pair, Read

UNKNOWN = -1
SHORTEST = 6
"""Words of a sentence that is looked at."""


@dataclass(frozen=True)
class Plan:
    epochs: int = 4
    rows: int = 48
    rate: float = 1e-3
    warm: float = 0.06
    decay: float = 0.01
    seed: int = 0


@dataclass(frozen=True)
class Told:
    """One sentence of some evidence, and which of its pieces the text written from it uses."""

    kind: int
    """Index into KINDS."""
    vectors: Tensor
    """[length, hidden], half precision."""
    used: Any
    """[length]: 1, 0, or UNKNOWN for stopwords and signs."""


def told(
    made: Sequence[tuple[Read, list[Pair]]], reader: TrainedReader, longest: int
) -> list[Told]:
    """Every sentence of every pair's evidence."""
    found: list[Told] = []
    for start in range(0, len(made), 16):
        group = made[start : start + 16]
        pages = [Page.of(read.article, read.segments) for read, _ in group]
        parts = [pieced(page, reader.splitter) for page in pages]
        with torch.inference_mode():
            vectors = reader.model.encode([part.page for part in parts])
        for (read, pairs), part, own in zip(group, parts, vectors, strict=True):
            found += _of_article(read, pairs, part.pieces, own.half(), longest)
    return found


def _of_article(
    read: Read, pairs: Sequence[Pair], pieces: Pieces, vectors: Tensor, longest: int
) -> Iterator[Told]:
    text, choice = read.article.text, read.choice
    shown = [choice.line(index).resolved[0] for index in range(len(read.segments.sentences))]
    for pair in pairs:
        if pair.job.kind not in KINDS:
            continue
        said = {stem(token.key) for token in tokens(pair.target)}
        for sentence, words in zip(read.segments.sentences, shown, strict=True):
            if len(words.split()) < SHORTEST or words not in pair.evidence:
                continue
            first, last = pieces.range(sentence.span.start, sentence.span.end)
            last = min(last, first + longest)
            used = _used(sentence.span, text, said, pieces, first, last)
            if (used != UNKNOWN).any():
                yield Told(KINDS.index(pair.job.kind), vectors[first:last].clone(), used)


def _used(span: Span, text: str, said: set[str], pieces: Pieces, first: int, last: int) -> Any:
    raw = span.of(text)
    used = np.full(last - first, UNKNOWN, dtype=np.int8)
    if len(fold(raw)) != len(raw):
        return used  # offsets of its tokens are not those of the text
    for token in tokens(raw):
        if token.key in STOPWORDS:
            continue
        start = span.start + token.start
        inside = (pieces.starts[first:last] >= start) & (
            pieces.ends[first:last] <= start + len(token.text)
        )
        used[inside] = stem(token.key) in said
    return used


def fit(
    sentences: Sequence[Told],
    shape: SalienceShape,
    plan: Plan,
    *,
    each: Callable[[SalienceNet], None],
    report: Callable[[str], None] = print,
) -> SalienceNet:
    """The head after `plan.epochs` passes; `each` is called after every one of them."""
    torch.manual_seed(plan.seed)
    net = SalienceNet(shape)
    optimiser = torch.optim.AdamW(net.parameters(), lr=plan.rate, weight_decay=plan.decay)
    steps, step = plan.epochs * math.ceil(len(sentences) / plan.rows), 0
    for epoch in range(plan.epochs):
        rng = random.Random(plan.seed * 1000 + epoch)
        started, total = time.perf_counter(), 0.0
        net.train()
        for chosen in _batches(sentences, plan.rows, rng):
            for group in optimiser.param_groups:
                group["lr"] = plan.rate * _schedule(step / steps, plan.warm)
            logits, wanted = _asked(net, chosen)
            loss = functional.binary_cross_entropy_with_logits(logits, wanted)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimiser.step()
            step += 1
            total += float(loss.detach())
        seconds = time.perf_counter() - started
        mean = total / math.ceil(len(sentences) / plan.rows)
        report(f"salience {epoch + 1}/{plan.epochs} {seconds:.0f} s: loss {mean:.3f}")
        each(net.eval())
    return net.eval()


def measured(net: SalienceNet, sentences: Sequence[Told]) -> dict[str, float]:
    """Areas under the curve, over all words and for each kind of text."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    with torch.inference_mode():
        for one in sentences:
            logits, wanted = _asked(net, [one])
            pair = (logits.numpy(), wanted.numpy())
            for name in ("all", KINDS[one.kind]):
                found.setdefault(name, []).append(pair)
    areas = {}
    for name, pairs in found.items():
        every, known = (np.concatenate(each) for each in zip(*pairs, strict=True))
        areas[name] = round(auc(every[known == 1], every[known == 0]), 3)
    return areas


def _asked(net: SalienceNet, chosen: Sequence[Told]) -> tuple[Tensor, Tensor]:
    """Logits of the words that are known, and whether they are used."""
    given = nn.utils.rnn.pad_sequence([one.vectors.float() for one in chosen], batch_first=True)
    used = torch.full(given.shape[:2], float(UNKNOWN))
    for row, one in enumerate(chosen):
        used[row, : len(one.used)] = torch.from_numpy(one.used).float()
    lengths = torch.tensor([len(one.used) for one in chosen])
    blank = torch.arange(given.shape[1])[None] >= lengths[:, None]
    kinds = torch.tensor([one.kind for one in chosen])
    logits = net(given, blank)[torch.arange(len(chosen)), :, kinds]
    known = used != UNKNOWN
    return logits[known], used[known]


def _batches(sentences: Sequence[Told], size: int, rng: random.Random) -> Iterator[list[Told]]:
    order = list(sentences)
    rng.shuffle(order)
    order.sort(key=lambda one: len(one.used) + rng.randint(0, 20))
    groups = [order[start : start + size] for start in range(0, len(order), size)]
    rng.shuffle(groups)
    yield from groups


def _schedule(progress: float, warm: float) -> float:
    if progress < warm:
        return progress / warm
    return max(0.02, 0.5 * (1 + math.cos(math.pi * (progress - warm) / (1 - warm))))
