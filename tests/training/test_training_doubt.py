"""Which job a judged sentence is put to the writer with, and how many pairs a plan takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import training_path  # noqa: F401

import doubt
import tune
from briefwright.writer import Job


def job(evidence: str) -> Job:
    return Job(kind="bottom_line", evidence=evidence, max_words=35)


def row(text: str, mean: float) -> dict[str, Any]:
    return {"text": text, "features": [1.0, mean, -2.0, 0.0, 9.0, 3.0]}


class Sure:
    """Surer of what stands in both."""

    def __init__(self, adapter: Path) -> None:
        del adapter

    def logprobs(self, pairs: Sequence[tuple[Job, str]]) -> list[list[float]]:
        return [[-0.1] if text in job.evidence else [-3.0] for job, text in pairs]


def test_of_two_sources_that_one_counts_whose_doubt_stands_in_the_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(doubt, "Sure", Sure)
    both = [job("A met B. C came."), job("A met B.")]
    sure, unsure = row("C came.", -0.2), row("C came.", -2.5)
    # The same jobs for two sentences of one article.
    other = row("A met B.", -0.1)
    found = doubt._as_written([(both, sure), (both, unsure), (both, other), ([job("D")], other)])
    assert [one.evidence for one, _ in found] == [
        "A met B. C came.",
        "A met B.",
        "A met B. C came.",
        "D",
    ]


def test_a_plan_takes_so_many_pairs_of_each_kind_it_names_and_no_others() -> None:
    pairs = [tune.Tokens((n,), (n,), kind) for kind in ("area", "summary") for n in range(9)]
    drawn = tune.drawn(pairs, {"summary": 4, "outlook": 3})
    assert [one.kind for one in drawn] == ["summary"] * 4
    assert len(set(drawn)) == 4
    assert drawn == tune.drawn(pairs, {"summary": 4, "outlook": 3})
    assert len(tune.drawn(pairs, {"area": 99})) == 9
