"""Evidence as a writer reads it: with whose words they are, and whom "he" stands for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefwright.spans import Span

_OUTER_MARKS = '“”" '


def resolved(
    text: str, span: Span, antecedents: Sequence[tuple[Span, str]], speaker: str | None
) -> str:
    """The sentence at `span` in one line, names put in brackets behind what stands for them.

    `antecedents` are pronouns and descriptions with the name that each stands for. A name that
    the sentence gives by itself before is not said again. `speaker` is given where the span lies
    inside a quotation and so does not name whose words it is.
    """
    parts: list[str] = []
    at = span.start
    said: list[str] = [speaker] if speaker else []
    for place, name in sorted(antecedents, key=lambda one: one[0].start):
        if not span.contains(place) or place.start < at:
            continue
        before = text[span.start : place.end]
        if _known(name, [before, *said]):
            continue
        parts += [text[at : place.end], f" [{_line(name)}]"]
        at = place.end
        said.append(name)
    words = _line("".join([*parts, text[at : span.end]]))
    return words if speaker is None else f"{_line(speaker)}: “{words.strip(_OUTER_MARKS)}”"


def _known(name: str, said: Iterable[str]) -> bool:
    """Whether the last word of the name, by which people are called, was said."""
    last = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
    return any(last.search(words) for words in said)


def _line(text: str) -> str:
    return " ".join(text.split())
