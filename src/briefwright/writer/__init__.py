"""Writing: chosen evidence in, one sentence out. What is written is grounded elsewhere.

A writer never sees more of an article than the evidence of its job.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

from briefwright.spans import Value

JobKind = Literal["bottom_line", "summary", "outlook", "area"]

LIMITS: dict[JobKind, int] = {"bottom_line": 35, "summary": 30, "outlook": 25, "area": 6}
"""The most words of each kind of text."""


class Job(Value):
    """One sentence, or one phrase, to write."""

    kind: JobKind
    evidence: str
    """Whole sentences of the article, in text order, antecedents and speaker written into them."""
    max_words: int
    title: str | None = None
    """The article's, for a bottom line."""
    phrase: str | None = None
    """The words of the evidence that name the area to be labelled."""
    known: tuple[str, ...] = ()
    """Full names of the people in it; they may be written too."""


class Written(Value):
    """What a writer made of a job."""

    text: str
    logprobs: tuple[float, ...] = ()
    """Natural logarithms of its tokens' probabilities, if the writer knows them."""


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

    def write(self, jobs: Sequence[Job]) -> list[Written | None]:
        """One text a job, in their order; None where nothing usable came."""
        ...


class Claim(Value):
    """A sentence and the evidence that it must follow from."""

    evidence: str
    """As the writer read it, antecedents and speaker written into it."""
    text: str
    logprobs: tuple[float, ...] = ()
    """The writer's own, as in `Written`."""


class Judge(Protocol):
    """Says how well evidence supports a sentence. The same claims get the same answers."""

    @property
    def revision(self) -> str:
        """SHA-256 of its weights."""
        ...

    def support(self, claims: Sequence[Claim]) -> list[float]:
        """From 0 to 1 for each claim."""
        ...
