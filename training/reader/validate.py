"""How well each head does on examples it was not taught: what a fit is chosen by.

Head by head, with the best threshold, so that two fits can be told apart before whole briefs are
made. benchmarks/quality.py has the last word.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from briefwright.nn.collate import collate
from briefwright.nn.reader_net import ReaderNet
from example import UNKNOWN, Example
from losses import collate_targets


@torch.no_grad()
def validate(
    nets: ReaderNet | Sequence[ReaderNet],
    examples: Sequence[Example],
    *,
    device: str = "cpu",
    batch: int = 16,
) -> dict[str, float]:
    """Measures by name; of several nets the mean of their logits is judged."""
    nets = [nets] if isinstance(nets, ReaderNet) else list(nets)
    parts: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
    for start in range(0, len(examples), batch):
        chosen = examples[start : start + batch]
        sheets = [one.sheet for one in chosen]
        given = collate(sheets, device)
        wanted = collate_targets([one.targets for one in chosen], sheets, device)
        found = [_outputs(net, given, wanted) for net in nets]
        mean = {name: torch.stack([one[name] for one in found]).mean(0) for name in found[0]}
        for name, pair in _pairs(mean, given, wanted).items():
            parts.setdefault(name, []).append(pair)
    joined = {
        name: tuple(map(np.concatenate, zip(*rows, strict=True))) for name, rows in parts.items()
    }
    measures = {}
    for name, (guess, right) in joined.items():
        if name.startswith("right:"):
            measures[name[6:]] = float((guess == right).mean()) if len(right) else float("nan")
        else:
            measures[f"{name} F1"] = best_f1(guess, right)
    return {name: round(value, 3) for name, value in measures.items()}


def _outputs(
    net: ReaderNet, given: dict[str, Tensor], wanted: dict[str, Tensor]
) -> dict[str, Tensor]:
    vectors = net.vectors(given)
    found = net.judge(vectors, given)
    areas = wanted["areas"]
    named = net.areas(vectors, found["sentence_vectors"], areas[:, :2], areas[:, 2])
    return {**found, "areas": named, "tags": net.tags(vectors)}


def _pairs(
    found: dict[str, Tensor], given: dict[str, Tensor], wanted: dict[str, Tensor]
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    sentence, asked = found["sentence"], wanted["sentences"]
    areas = wanted["areas"]
    pairs = {
        "outlook": _known(sentence[:, 0], asked[:, 0]),
        "cooperation": _known(sentence[:, 1], asked[:, 1]),
        "summary": _known(sentence[:, 2], asked[:, 2]),
        "takes part": _known(found["person"][:, 0], wanted["persons"][:, 0]),
        "central": _known(found["person"][:, 1], wanted["persons"][:, 1]),
        "speech": _known(found["is_speech"], wanted["speech"]),
        "phrase": _known(found["areas"][:, 0], areas[:, 3]),
        "right:kind": _known(sentence[:, 4:8].argmax(1), wanted["kinds"]),
        "right:status": _known(found["areas"][:, 1:].argmax(1), areas[:, 4]),
        "right:title": _choice(
            found["title"],
            given["title_person"],
            wanted["titles"],
            found["no_title"],
            wanted["no_title"],
        ),
        "right:country": _choice(
            found["country"],
            given["country_person"],
            wanted["countries"],
            found["no_country"],
            wanted["no_country"],
        ),
        "right:speaker": _choice(
            found["speaker"],
            given["speaker_quotation"],
            wanted["speakers"],
            found["no_speaker"],
            wanted["no_speaker"],
        ),
    }
    for place, name in enumerate(("person", "title", "organisation", "time", "area")):
        tags = wanted["tags"][:, place]
        logits = torch.log_softmax(found["tags"][:, place], dim=-1)
        pairs[f"tag {name}"] = _known(
            torch.logsumexp(logits[:, 1:], 1) - logits[:, 0], torch.where(tags > 0, 1, tags)
        )
    return pairs


def _known(guess: Tensor, right: Tensor) -> tuple[np.ndarray, np.ndarray]:
    known = right != UNKNOWN
    return guess[known].float().cpu().numpy(), right[known].cpu().numpy()


def _choice(
    scores: Tensor, groups: Tensor, right: Tensor, none: Tensor, none_right: Tensor
) -> tuple[np.ndarray, np.ndarray]:
    """Per group: whether the best candidate, or none, is right; against 1."""
    best = none.scatter_reduce(0, groups, scores, "amax")
    chosen = (scores >= best[groups]) & (right == 1)
    hit = torch.zeros_like(none).index_add(0, groups, chosen.to(none.dtype)) > 0
    hit |= (none >= best) & (none_right == 1)
    taken = none_right != UNKNOWN
    guess = hit[taken].long().cpu().numpy()
    return guess, np.ones_like(guess)


def best_f1(scores: np.ndarray, right: np.ndarray) -> float:
    """The highest F1 over all thresholds."""
    order = np.argsort(-scores)
    hits = np.cumsum(right[order] > 0)
    total = (right > 0).sum()
    f1 = 2 * hits / (np.arange(1, len(hits) + 1) + max(1, total))
    return float(f1.max()) if len(f1) else float("nan")
