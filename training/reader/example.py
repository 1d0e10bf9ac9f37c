"""A sheet with what should be said of it. Imports nothing that a bare GPU machine lacks."""

from __future__ import annotations

from dataclasses import dataclass

from briefwright.nn.sheet import Floats, Ints, Sheet

UNKNOWN = -100


@dataclass(frozen=True)
class Targets:
    """Classes, `UNKNOWN` where no loss is taken; pairs are 1 for the right ones of a group."""

    tags: Ints
    sentences: Ints
    """[S, 3]: outlook, area, summary."""
    kinds: Ints
    bottom: Floats
    """[S], adding up to 1, or all 0."""
    persons: Ints
    """[P, 2]: takes part, central."""
    titles: Ints
    no_title: Ints
    """[P]: 1 if the person has none, UNKNOWN if no loss is taken."""
    countries: Ints
    no_country: Ints
    speech: Ints
    speakers: Ints
    no_speaker: Ints
    areas: Ints
    """[candidates, 5]: first and last piece, sentence, is one, status."""


@dataclass(frozen=True)
class Example:
    id: str
    sheet: Sheet
    targets: Targets
    copy: bool = False
    """Countries and people were swapped for others."""
