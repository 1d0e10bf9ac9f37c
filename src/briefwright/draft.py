"""What the models said of an article, before anything is checked.

A model that chooses gives spans; a model that writes gives words. `Extract` holds either: words
without a span are looked up in the article by `ground`.
"""

from __future__ import annotations

from briefwright.brief import FieldName
from briefwright.reading import OutlookKind, Resolved, Status
from briefwright.spans import Span, Value


class Extract(Value):
    """Words said to stand in the article, and where, if the model gave a place."""

    text: str
    span: Span | None = None


class Wording(Value):
    """What a writer made of some evidence."""

    text: str
    logprobs: tuple[float, ...] = ()
    """The writer's own, of its tokens."""
    support: float | None = None
    """How sure the judge is that the evidence supports it, from 0 to 1; None if not asked."""


class Line(Value):
    """A sentence for the note."""

    wordings: tuple[Wording, ...] = ()
    """The first that stands is taken; if none does, `shortened`."""
    shortened: str | None = None
    """The first of the evidence with phrases left out and names put for pronouns, in brackets; if
    it does not stand either, or is None, the evidence as it stands."""
    evidence: tuple[Span, ...]
    """The one that can stand for the line by itself first."""
    resolved: tuple[str, ...] = ()
    """Each of the evidence as a writer reads it, speaker and antecedents written into it."""
    known: tuple[str, ...] = ()
    """Full names of the people that the evidence names or stands for."""
    names: tuple[Span, ...] = ()
    """Where those are named whose names stand in brackets in the first of `resolved`."""
    speaker: str | None = None
    """Who says the evidence, where it lies inside a quotation and so does not say it itself."""


class DraftParticipant(Value):
    name: Extract
    kind: str
    title: Extract | None = None
    organisation: Extract | None = None
    country: str | None = None
    country_span: Extract | None = None
    aliases: tuple[str, ...] = ()
    central: bool = False
    evidence: tuple[Span, ...] = ()


class DraftQuote(Value):
    words: Extract
    speaker: Extract | None = None
    participant: int | None = None
    """Index into `Draft.participants`."""
    as_written: str | None = None
    resolved: Resolved = "none"
    cue: str | None = None
    evidence: tuple[Span, ...] = ()


class DraftArea(Value):
    label: str
    """The words of the evidence that name the area."""
    status: Status
    parties: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    resolved: str = ""
    wording: str | None = None
    """What a writer calls the area."""


class DraftOutlook(Value):
    line: Line
    kind: OutlookKind
    by: str | None = None
    participant: int | None = None
    when: Extract | None = None


class Refused(Value):
    """Something a model said that cannot be in a draft: it cites what is not there, or the like."""

    field: FieldName
    text: str
    code: str
    reason: str
    replaced: bool = False
    """Whether the article's own words stand in its place."""


class Draft(Value):
    bottom_line: Line | None = None
    summary: tuple[Line, ...] = ()
    participants: tuple[DraftParticipant, ...] = ()
    quotes: tuple[DraftQuote, ...] = ()
    areas: tuple[DraftArea, ...] = ()
    outlook: tuple[DraftOutlook, ...] = ()
    refused: tuple[Refused, ...] = ()
