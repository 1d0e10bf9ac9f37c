"""Engines: the same work on this machine's processes or on a Ray cluster.

An engine takes groups of tasks and gives back what was made of each. It has no effects: what is
made is a value, and only whoever runs the batch writes files and commits. Knows no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, Protocol

from pydantic import ConfigDict, Field

from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.nn.dtypes import DType
from briefwright.pipeline import Instruction, ModelName
from briefwright.render import Format, Header
from briefwright.spans import Value

TRIES = 2
"""How often an article that fails its worker is tried alone before it is quarantined."""

FaultKind = Literal["crashed", "too-slow", "memory", "internal-error", "worker-lost"]


class Recipe(Value):
    """What decides a brief, apart from the article."""

    model: ModelName = "embedded"
    reader: Literal["trained", "patterns"] = "trained"
    dtype: DType | None = None
    """Of the trained reader's products; None is float32."""
    instruction: Instruction | None = None
    """An instruct model that makes the draft; the embedded model helps where it fails."""
    loader: str = "briefwright.engines.loading:load"
    """The function that loads the models, for tests with a writer of their own."""


class Look(Value):
    """One kind of note that is made of each brief."""

    format: Format
    template: str | None = None
    """A shipped template's name or a path; None is the default."""
    header: Header = Header()


class Bounds(Value):
    """What one article may cost before its worker is ended."""

    seconds: float = Field(default=300.0, gt=0)
    """On the clock, alone; each further article of a group adds a fifth, and one of more than
    20,000 words may take longer in proportion."""
    megabytes: int = Field(default=3000, gt=0)
    """Of memory beyond what the models take."""


class Plan(Value):
    """All that a worker needs to know beforehand."""

    recipe: Recipe = Recipe()
    looks: tuple[Look, ...] = (Look(format="md"),)
    bounds: Bounds = Bounds()
    threads: int = Field(default=1, ge=1)
    """Torch's, in each worker."""


class Task(Value):
    """An article to brief, or a brief to render again."""

    key: str
    article: Article | None = None
    brief: Brief | None = None

    @property
    def source(self) -> str:
        """What it is called where it is told of."""
        if self.article is not None:
            return self.article.source
        return self.brief.articles[0].source if self.brief is not None else self.key


class Note(Value):
    model_config = ConfigDict(
        frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64"
    )

    format: Format
    content: bytes


class Made(Value):
    """What became of a task."""

    key: str
    state: Literal["done", "rejected", "quarantined"] = "done"
    code: str | None = None
    reason: str | None = None
    """For people, where it is not done."""
    attempts: int = 0
    """How often it was tried alone and failed its worker."""
    again: bool = False
    """Whether only notes were to be made, of a brief that is there."""
    brief: Brief | None = None
    notes: tuple[Note, ...] = ()


class Engine(Protocol):
    """Runs groups of tasks; closed by whoever opened it."""

    @property
    def workers(self) -> int:
        """How many groups it works on at a time."""
        ...

    @property
    def room(self) -> int:
        """How many more groups it takes now."""
        ...

    @property
    def patient(self) -> bool:
        """Whether it is better given much at a time than soon."""
        ...

    def give(self, group: Sequence[Task]) -> None: ...

    def take(self, timeout: float) -> list[Made]:
        """What is ready, at once or after so many seconds at most.

        Raises ModelError, EngineError: then the run cannot go on, and no article is to blame.
        """
        ...

    def close(self) -> None:
        """End all work, also what is going on."""
        ...
