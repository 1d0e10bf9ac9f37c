"""Writing: chosen evidence in, one sentence out. What is written is grounded elsewhere.

A writer never sees more of an article than the evidence of its job.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from briefwright.spans import Value

JobKind = Literal["bottom_line", "summary", "outlook", "area"]


class Job(Value):
    """One sentence to write."""

    kind: JobKind
    evidence: str
    """Whole sentences of the article, in text order."""
    max_words: int
    title: str | None = None
    antecedents: tuple[str, ...] = ()
    """Names that pronouns and descriptions in the evidence stand for."""


class Writer(Protocol):
    """Turns evidence into sentences. The same jobs give the same sentences."""

    @property
    def name(self) -> str: ...

    @property
    def model(self) -> str: ...

    @property
    def revision(self) -> str:
        """SHA-256 of the model's weights."""
        ...

    @property
    def prompts_sha256(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, str | int | float | bool | None]:
        """What else decides the answers; goes into provenance."""
        ...

    def write(self, jobs: Sequence[Job]) -> list[str | None]:
        """One sentence a job, in their order; None where nothing usable came."""
        ...
