"""Spans of a text, and the base of all values. Knows nothing of what a span means."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, model_validator


class Value(BaseModel):
    """An immutable value; unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Value):
    """Half-open offsets in Unicode code points: `text[start:end]`."""

    start: int
    end: int

    @model_validator(mode="after")
    def _ordered(self) -> Span:
        if not 0 <= self.start <= self.end:
            raise ValueError(f"a span runs forward from 0, not {self.start} to {self.end}")
        return self

    def of(self, text: str) -> str:
        """The characters of `text` under the span."""
        return text[self.start : self.end]

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


def trimmed(text: str, start: int, end: int) -> Span:
    """The span without the white space at either end; empty at `start` if there is nothing else."""
    while start < end and text[end - 1].isspace():
        end -= 1
    while start < end and text[start].isspace():
        start += 1
    return Span(start=start, end=end)


def inside_any(span: Span, others: Iterable[Span]) -> bool:
    """Whether one of `others` contains the span whole."""
    return any(other.contains(span) for other in others)
