"""The embedded writer: SmolLM2-135M-Instruct, asked to compress evidence into one sentence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from briefwright import models
from briefwright.writer import Job, prompts
from briefwright.writer.parse import one_sentence

if TYPE_CHECKING:
    from briefwright.nn.decoder import Decoder

MODEL = "smollm2-135m-instruct"
MAX_NEW_TOKENS = 64
"""35 words of news are some 55 tokens; a sentence that is longer is refused anyway."""
MAX_EVIDENCE = 2400
"""Characters of evidence that are read, some 500 tokens; more is not the task of one sentence."""


class SmolWriter:
    """Holds the model open. Made by `load`."""

    name = "smol"
    model = MODEL

    def __init__(self, decoder: Decoder) -> None:
        self.decoder = decoder

    @classmethod
    def load(
        cls, *, progress: models.Progress | None = None, threads: int | None = None
    ) -> SmolWriter:
        """The writer with its weights in memory, fetched first if they are not there."""
        from briefwright.nn.decoder import load_decoder

        return cls(load_decoder(models.ensure(MODEL, progress), threads=threads))

    @property
    def revision(self) -> str:
        return models.revision(MODEL)

    @property
    def prompts_sha256(self) -> str:
        return prompts.sha256()

    @property
    def settings(self) -> Mapping[str, str | int | float | bool | None]:
        from briefwright.nn.decoder import BATCH

        return {"decoding": "greedy", "max_new_tokens": MAX_NEW_TOKENS, "batch": BATCH}

    def write(self, jobs: Sequence[Job]) -> list[str | None]:
        """One sentence a job, None where nothing usable came.

        Jobs of one kind are decoded together, for they share their instructions, which are read
        once: the more jobs at a time, the faster. Evidence too long to read gets None.
        """
        from briefwright.nn.decoder import chat, generate

        sentences: list[str | None] = [None] * len(jobs)
        for kind in prompts.KINDS:
            # A job asked for twice in one run is decoded once.
            places: dict[Job, list[int]] = {}
            for place, job in enumerate(jobs):
                if job.kind == kind and 0 < len(job.evidence.strip()) <= MAX_EVIDENCE:
                    places.setdefault(job, []).append(place)
            asked = [chat(self.decoder, prompts.messages(job)) for job in places]
            answers = generate(self.decoder, asked, max_new_tokens=MAX_NEW_TOKENS)
            for (job, own), answer in zip(places.items(), answers, strict=True):
                for place in own:
                    sentences[place] = one_sentence(answer, max_words=job.max_words)
        return sentences
