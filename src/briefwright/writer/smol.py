"""The embedded writer: SmolLM2-135M-Instruct with our adapter, under the source constraint."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright import models
from briefwright.writer import Job, JobKind, Written, prompts
from briefwright.writer.parse import one_sentence, phrase
from briefwright.writer.source import words

if TYPE_CHECKING:
    from briefwright.nn.constraint import SourceConstraint
    from briefwright.nn.decoder import Answer, Decoder

MODEL = "smollm2-135m-instruct"
ADAPTER = Path(__file__).with_name("adapter.safetensors")
NEW_TOKENS: dict[JobKind, int] = {"bottom_line": 72, "summary": 60, "outlook": 52, "area": 14}
"""A word of news is some 1.6 tokens; what is longer than its kind may be is refused anyway."""
FORCED = -4.6
"""Natural logarithm of a probability, some 1%, under which no token was the writer's own choice."""
UNSURE_LABEL = -1.0
"""Likewise, under which a label is no better than the reader's phrase: on 70 reference briefs F1 of
areas was 0.643 with every label, 0.650 with these, 0.654 with none; ROUGE-L of the label to the
reference's 0.598, 0.598 and 0.571."""
MAX_PROMPT = 800
"""Tokens of one prompt; memory of a batch grows with its longest."""
MAX_EVIDENCE = 2400
"""Characters of evidence that are read, some 500 tokens; more is not the task of one sentence."""


class SmolWriter:
    """Holds the model open. Made by `load`."""

    name = "smol"
    model = MODEL

    def __init__(self, decoder: Decoder, adapter: Path | None = None) -> None:
        from briefwright.nn.constraint import Vocabulary

        self.decoder = decoder
        self._adapter = hashlib.sha256(adapter.read_bytes()).hexdigest() if adapter else None
        self._vocabulary = Vocabulary(decoder.tokenizer, decoder.size, decoder.end)

    @classmethod
    def load(
        cls,
        *,
        progress: models.Progress | None = None,
        threads: int | None = None,
        adapter: Path | None = ADAPTER,
    ) -> SmolWriter:
        """The writer with its weights in memory, fetched first if they are not there."""
        from briefwright.nn.decoder import load_decoder

        folder = models.ensure(MODEL, progress)
        return cls(load_decoder(folder, adapter=adapter, threads=threads), adapter)

    @property
    def revision(self) -> str:
        return models.revision(MODEL)

    @property
    def prompts_sha256(self) -> str:
        return prompts.sha256()

    @property
    def settings(self) -> Mapping[str, str | int | float | bool | None]:
        from briefwright.nn.decoder import BATCH

        return {
            "decoding": "greedy",
            "source_constraint": True,
            "batch": BATCH,
            "adapter_sha256": self._adapter,
        }

    def write(self, jobs: Sequence[Job]) -> list[Written | None]:
        """One text a job, None where nothing usable came.

        Jobs are decoded side by side: the more at a time, the faster. Evidence too long to read
        gets None.
        """
        from briefwright.nn.decoder import chat, generate

        # A job asked for twice in one run is decoded once.
        places: dict[Job, list[int]] = {}
        for place, job in enumerate(jobs):
            if 0 < len(job.evidence.strip()) <= MAX_EVIDENCE and self._fits(job):
                places.setdefault(job, []).append(place)
        answers = generate(
            self.decoder,
            [chat(self.decoder, prompts.messages(job)) for job in places],
            max_new_tokens=[NEW_TOKENS[job.kind] for job in places],
            constraints=[self._constraint(job) for job in places],
        )
        found: list[Written | None] = [None] * len(jobs)
        for (job, own), answer in zip(places.items(), answers, strict=True):
            for place in own:
                found[place] = _usable(job, answer)
        return found

    def _fits(self, job: Job) -> bool:
        """Whether the prompt is short enough; a character of some scripts is several tokens."""
        from briefwright.nn.decoder import chat

        asked = chat(self.decoder, prompts.messages(job))
        return len(self.decoder.tokenizer(asked)["input_ids"]) <= MAX_PROMPT

    def _constraint(self, job: Job) -> SourceConstraint:
        from briefwright.nn.constraint import SourceConstraint

        allowed = words(job)
        return SourceConstraint(
            self._vocabulary,
            words=allowed.checked,
            initial=allowed.initial,
            barred=allowed.barred,
            one_sentence=job.kind != "area",
        )


def _usable(job: Job, answer: Answer) -> Written | None:
    # Turned away from a word that the evidence lacks, the model goes on with anything.
    if len(answer.logprobs) == NEW_TOKENS[job.kind]:
        return None  # it broke off
    if min(answer.logprobs, default=0.0) < (UNSURE_LABEL if job.kind == "area" else FORCED):
        return None
    parse = phrase if job.kind == "area" else one_sentence
    text = parse(answer.text, max_words=job.max_words)
    return None if text is None else Written(text=text, logprobs=answer.logprobs)
