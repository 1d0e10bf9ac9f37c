"""Where evidence stands in the texts of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from briefwright.brief import Slice
from briefwright.ground.folding import Folded
from briefwright.runs.values import Candidate

_RESTING = ("bottom_line", "summary", "cooperation_areas", "outlook")
"""The fields whose evidence is measured."""


def placed(candidate: Candidate) -> Mapping[str, Any]:
    """The brief's JSON as the measures take it: its evidence where it stands in the case's texts,
    and what stands nowhere there by its words."""
    if not candidate.moved or candidate.hand == "person":
        return candidate.brief
    held = {
        one.id: [*(part.model_dump() for part in one.evidence), *one.lost]
        for one in candidate.entries
    }

    def rested(item: Mapping[str, Any]) -> Mapping[str, Any]:
        return {**item, "evidence": held[item["id"]]}

    found = dict(candidate.brief)
    for field in _RESTING:
        value = found.get(field)
        if value:
            found[field] = rested(value) if field == "bottom_line" else [*map(rested, value)]
    return found


class _Searched:
    """A text whose folded form is made once, when something is looked for that differs in type."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def folded(self) -> Folded:
        return Folded(self.text)


class Places:
    """The texts of a case, searched for evidence."""

    def __init__(self, texts: Sequence[str | None]) -> None:
        self._texts = [None if text is None else _Searched(text) for text in texts]

    def kept(
        self, evidence: Iterable[Slice], *, moved: bool
    ) -> tuple[tuple[Slice, ...], tuple[str, ...]]:
        """The slices as places of these texts, and the words of those that are nowhere.

        Without a text nothing can be checked and a slice stands as it is. `moved`: its offsets
        count into another text of the article.
        """
        found: list[Slice] = []
        lost: list[str] = []
        for one in evidence:
            held = self._texts[one.article] if 0 <= one.article < len(self._texts) else None
            there = held is not None and held.text[one.start : one.end] == one.text
            if (held is None and not moved) or there:
                found.append(one)
                continue
            place = self.find(one.text)
            if place is None:
                lost.append(one.text)
            else:
                found.append(place)
        return tuple(found), tuple(lost)

    def find(self, words: str) -> Slice | None:
        """The first place where the words stand: as they are, else but for typography."""
        for at, held in enumerate(self._texts):
            if held is None or not words:
                continue
            start = held.text.find(words)
            if start >= 0:
                return Slice(article=at, start=start, end=start + len(words), text=words)
            span = held.folded.find(words)
            if span is not None:
                return Slice(article=at, start=span.start, end=span.end, text=span.of(held.text))
        return None
