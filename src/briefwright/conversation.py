"""What an instruct model is asked, and what it answers: values, and the protocol of a model.

Stands below `nn`, which carries conversations out, and below `prompted`, which words and reads
them. Knows neither articles nor torch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, Protocol

from briefwright.spans import Value

Setting = str | int | float | bool | None


class Grammar(Value):
    """What an answer may be."""

    json_schema: dict[str, Any]
    """JSON Schema of the answer. A string marked `{"type": "string", "x-slice": k}` is a span of
    `slices[k]`, verbatim, cut at word borders."""
    slices: tuple[str, ...] = ()
    """The texts that marked strings are cut from."""


class Ask(Value):
    """One question of a conversation; asks of one conversation know nothing of each other."""

    section: str
    """Of the draft, `participants` or another; names the ask in messages and in fakes."""
    question: str
    """What follows the shared part in the user's turn."""
    grammar: Grammar
    limit: int
    """Tokens of the answer, at most."""


class Conversation(Value):
    """One article and all that is asked of it."""

    system: str
    """May be empty. A model whose template has no system turn gets it before the user's text."""
    shared: str
    """The beginning of the user's turn: the article. It is read once for all asks; each question
    is put right behind it, as it stands."""
    asks: tuple[Ask, ...]


class Answer(Value):
    """What the model said to one ask."""

    text: str
    """As generated: JSON within the grammar, unless it was cut."""
    finished: bool
    """False if it was cut at the ask's limit."""
    tokens: int


class Instruct(Protocol):
    """A loaded model."""

    @property
    def name(self) -> str: ...

    @property
    def revision(self) -> str:
        """The commit of a hub's model, else a hash of the folder's configuration and headers."""
        ...

    @property
    def context(self) -> int:
        """Tokens that prompt and answer may have together; of an encoder-decoder, those of a text
        that it reads at once: a longer one is read in windows."""
        ...

    @property
    def kind(self) -> Literal["decoder", "encoder-decoder"]: ...

    @property
    def settings(self) -> Mapping[str, Setting]:
        """Device, type of numbers, seed and whatever else bears on an answer; for provenance."""
        ...

    def count(self, text: str) -> int:
        """Tokens of `text`, without any that a template would add."""
        ...

    def answer(self, conversations: Sequence[Conversation]) -> list[tuple[Answer, ...]]:
        """An answer to every ask, in order; an encoder-decoder raises ModelError.

        Raises ModelError for a conversation that the context cannot hold.
        """
        ...

    def summarise(self, texts: Sequence[str], *, limit: int) -> list[str]:
        """A summary of each text in at most `limit` tokens; a decoder raises ModelError."""
        ...
