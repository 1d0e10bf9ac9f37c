"""A writer without a model, for tests and dry runs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from briefwright.writer import Job, Written


class EchoWriter:
    """Answers each job with the first `max_words` words of its evidence; None to empty evidence."""

    name = "echo"
    model = "none"
    revision = "0" * 64
    prompts_sha256 = "0" * 64

    def __init__(self) -> None:
        self.asked: list[Job] = []
        """Every job so far, for tests to look at."""

    @property
    def settings(self) -> Mapping[str, str | int | float | bool | None]:
        return {}

    def write(self, jobs: Sequence[Job]) -> list[Written | None]:
        self.asked.extend(jobs)
        texts = [" ".join(job.evidence.split()[: job.max_words]) for job in jobs]
        return [Written(text=text) if text else None for text in texts]
