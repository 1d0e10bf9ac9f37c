"""The embedded judge: whether evidence supports a sentence, on the reader's encoder."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright import models
from briefwright.errors import CorruptWeights
from briefwright.nn.words import FILE, VOCABULARY
from briefwright.reader.trained import BASE
from briefwright.reader.trained import WEIGHTS as READER
from briefwright.writer import Claim
from briefwright.writer.gate import Gates

if TYPE_CHECKING:
    from briefwright.nn.judge_model import JudgeModel

WEIGHTS = Path(__file__).with_name("judge.safetensors")


class SupportJudge:
    """Holds the model open. Made by `load`."""

    def __init__(self, model: JudgeModel, weights: Path = WEIGHTS) -> None:
        self._model = model
        self._weights = weights
        try:
            self._gates = Gates.of(model.metadata)
        except (KeyError, ValueError) as error:
            raise CorruptWeights(
                f"the judge's weights in {str(weights)!r} hold no gates; install briefwright again"
            ) from error

    @classmethod
    def load(
        cls, *, progress: models.Progress | None = None, weights: Path = WEIGHTS
    ) -> SupportJudge:
        """The judge with its weights in memory, the word embeddings fetched if need be."""
        from briefwright.nn.judge_model import load

        folder = models.ensure(BASE, progress)
        return cls(load(folder / FILE, folder / VOCABULARY, READER, weights), weights)

    @cached_property
    def revision(self) -> str:
        """SHA-256 of its own weights."""
        return hashlib.sha256(self._weights.read_bytes()).hexdigest()

    def support(self, claims: Sequence[Claim]) -> list[float]:
        """From 0 to 1 for each claim, as `Judge` says."""
        logits = self._model.logits([(claim.evidence, claim.text) for claim in claims])
        return [
            round(self._gates.support(logit, claim.logprobs, claim.evidence), 4)
            for logit, claim in zip(logits, claims, strict=True)
        ]
