"""What the network is taught by: one loss a head, added up with weights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from briefwright.nn.reader_net import ReaderNet
from briefwright.nn.sheet import Sheet
from example import UNKNOWN, Targets

WEIGHTS = {
    "tags": 4.0,
    "outlook": 2.0,
    "kinds": 0.7,
    "area": 1.0,
    "summary": 0.7,
    "bottom": 0.3,
    "persons": 1.5,
    "titles": 0.5,
    "countries": 0.5,
    "speech": 0.3,
    "speakers": 0.7,
    "phrases": 2.0,
    "statuses": 1.0,
}


def collate_targets(
    targets: Sequence[Targets], sheets: Sequence[Sheet], device: str = "cpu"
) -> dict[str, Tensor]:
    """All targets one after the other; indexes in `areas` shifted as `collate` shifts spans."""
    parts: dict[str, list[Any]] = {field.name: [] for field in fields(Targets)}
    pieces = sentences = 0
    for own, sheet in zip(targets, sheets, strict=True):
        for name, rows in parts.items():
            values = getattr(own, name)
            if name == "areas":
                values = values + np.array([pieces, pieces, sentences, 0, 0], dtype=np.int32)
            rows.append(values)
        pieces += len(sheet.page.pieces)
        sentences += len(sheet.sentences)
    joined = {name: torch.from_numpy(np.concatenate(rows)) for name, rows in parts.items()}
    return {
        name: (rows if rows.is_floating_point() else rows.long()).to(device)
        for name, rows in joined.items()
    }


def losses(
    net: ReaderNet, batch: Mapping[str, Any], wanted: Mapping[str, Tensor], vectors: Tensor
) -> dict[str, Tensor]:
    """Each head's mean loss over what it is asked in the batch."""
    found = net.judge(vectors, dict(batch))
    tags = net.tags(vectors)
    sentence = found["sentence"]
    asked = wanted["sentences"]
    areas = wanted["areas"]
    named = net.areas(vectors, found["sentence_vectors"], areas[:, :2], areas[:, 2])
    return {
        "tags": _classes(tags.reshape(-1, 3), wanted["tags"].reshape(-1)),
        "outlook": _binary(sentence[:, 0], asked[:, 0]),
        "area": _binary(sentence[:, 1], asked[:, 1]),
        "summary": _binary(sentence[:, 2], asked[:, 2]),
        "bottom": _bottom(sentence[:, 3], wanted["bottom"], batch["sentence_grid"]),
        "kinds": _classes(sentence[:, 4:8], wanted["kinds"]),
        "persons": _binary(found["person"].reshape(-1), wanted["persons"].reshape(-1)),
        "titles": chosen(
            found["title"], batch["title_person"], wanted["titles"],
            found["no_title"], wanted["no_title"],
        ),
        "countries": chosen(
            found["country"], batch["country_person"], wanted["countries"],
            found["no_country"], wanted["no_country"],
        ),
        "speech": _binary(found["is_speech"], wanted["speech"]),
        "speakers": chosen(
            found["speaker"], batch["speaker_quotation"], wanted["speakers"],
            found["no_speaker"], wanted["no_speaker"],
        ),
        "phrases": _binary(named[:, 0], areas[:, 3]),
        "statuses": _classes(named[:, 1:], areas[:, 4]),
    }  # fmt: skip


def weighed(each: Mapping[str, Tensor]) -> Tensor:
    return torch.stack([WEIGHTS[name] * loss for name, loss in each.items()]).sum()


def chosen(
    scores: Tensor, groups: Tensor, right: Tensor, none: Tensor, none_right: Tensor
) -> Tensor:
    """Cross-entropy of a choice among a group's candidates and none of them.

    All right candidates share the probability; groups whose `none_right` is unknown are left out.
    """
    count = len(none)
    if not count:
        return none.sum() * 0
    top = none.detach().scatter_reduce(0, groups, scores.detach(), "amax")
    own, nothing = torch.exp(scores - top[groups]), torch.exp(none - top)
    total = nothing.index_add(0, groups, own)
    good = (nothing * (none_right == 1)).index_add(0, groups, own * right)
    taken = (none_right != UNKNOWN) & (good > 0)
    if not taken.any():
        return none.sum() * 0
    return (torch.log(total[taken]) - torch.log(good[taken].clamp(min=1e-12))).mean()


def _classes(logits: Tensor, wanted: Tensor) -> Tensor:
    if not (wanted != UNKNOWN).any():
        return logits.sum() * 0
    return functional.cross_entropy(logits, wanted, ignore_index=UNKNOWN)


def _binary(logits: Tensor, wanted: Tensor) -> Tensor:
    known = wanted != UNKNOWN
    if not known.any():
        return logits.sum() * 0
    return functional.binary_cross_entropy_with_logits(logits[known], wanted[known].float())


def _bottom(logits: Tensor, shares: Tensor, grid: Tensor) -> Tensor:
    """Cross-entropy over the sentences of each article that has a bottom line."""
    there = grid >= 0
    laid = logits.new_full(grid.shape, -1e4)
    laid[there] = logits[grid[there]]
    wanted = logits.new_zeros(grid.shape)
    wanted[there] = shares[grid[there]]
    labelled = wanted.sum(1) > 0
    if not labelled.any():
        return logits.sum() * 0
    log_shares = functional.log_softmax(laid[labelled], dim=1)
    return -(wanted[labelled] * log_shares).sum(1).mean()
