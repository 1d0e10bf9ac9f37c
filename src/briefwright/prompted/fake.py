"""A model that says what it was told to; for tests, shipped so that others may use it too."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from briefwright.conversation import Answer, Ask, Conversation, Setting
from briefwright.errors import ModelError

Line = str | Answer | Callable[[Conversation, Ask], str | Answer]
"""An answer, or what makes one of the ask it is given."""


@dataclass
class ScriptedInstruct:
    """Answers by section; a sequence is said one after the other, its last for ever.

    A section that the script lacks raises ModelError: a test should not pass by an answer that it
    did not write. Words count as tokens.
    """

    answers: Mapping[str, Line | Sequence[Line]] = field(default_factory=dict)
    summaries: Sequence[str] = ()
    """What `summarise` says, in turn; only for the kind `encoder-decoder`."""
    name: str = "scripted"
    revision: str = "0" * 40
    context: int = 8192
    kind: Literal["decoder", "encoder-decoder"] = "decoder"
    settings: Mapping[str, Setting] = field(default_factory=lambda: {"device": "none", "seed": 0})
    asked: list[Conversation] = field(default_factory=list)
    """Every conversation so far, for tests to look at."""
    told: list[str] = field(default_factory=list)
    """Every text summarised so far."""
    _said: dict[str, int] = field(default_factory=dict)

    def count(self, text: str) -> int:
        return len(text.split())

    def answer(self, conversations: Sequence[Conversation]) -> list[tuple[Answer, ...]]:
        if self.kind != "decoder":
            raise ModelError(f"{self.name!r} only summarises")
        self.asked.extend(conversations)
        return [tuple(self._line(each, ask) for ask in each.asks) for each in conversations]

    def summarise(self, texts: Sequence[str], *, limit: int) -> list[str]:
        if self.kind != "encoder-decoder":
            raise ModelError(f"{self.name!r} answers questions; it is no summariser")
        found = []
        for text in texts:
            place = min(len(self.told), len(self.summaries) - 1)
            if place < 0:
                raise ModelError("the script has no summary")
            self.told.append(text)
            found.append(" ".join(self.summaries[place].split()[:limit]))
        return found

    def _line(self, conversation: Conversation, ask: Ask) -> Answer:
        script = self.answers.get(ask.section)
        if script is None:
            raise ModelError(f"the script has no answer for the section {ask.section!r}")
        if isinstance(script, Sequence) and not isinstance(script, str):
            place = self._said.get(ask.section, 0)
            self._said[ask.section] = place + 1
            script = script[min(place, len(script) - 1)]
        said = script(conversation, ask) if callable(script) else script
        if isinstance(said, Answer):
            return said
        words = said.split()
        whole = len(words) <= ask.limit
        text = said if whole else " ".join(words[: ask.limit])
        return Answer(text=text, finished=whole, tokens=min(len(words), ask.limit))
