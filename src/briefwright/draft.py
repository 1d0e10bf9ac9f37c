"""What the models said of an article, before anything is checked.

A model that chooses gives spans; a model that writes gives words. `Extract` holds either: words
without a span are looked up in the article by `ground`.
"""

from __future__ import annotations

from briefwright.reading import OutlookKind, Resolved, Status
from briefwright.spans import Span, Value


class Extract(Value):
    """Words said to stand in the article, and where, if the model gave a place."""

    text: str
    span: Span | None = None


class Line(Value):
    """A sentence for the note."""

    text: str | None
    """As a model wrote it; None takes the evidence as it stands."""
    evidence: tuple[Span, ...]
    antecedents: tuple[str, ...] = ()
    """Names that pronouns and descriptions in the evidence stand for."""
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
    status: Status
    parties: tuple[str, ...] = ()
    evidence: tuple[Span, ...] = ()
    written: bool = False
    """True if a model wrote the label, False if it is a slice of the evidence."""


class DraftOutlook(Value):
    line: Line
    kind: OutlookKind
    by: str | None = None
    participant: int | None = None
    when: Extract | None = None


class Draft(Value):
    bottom_line: Line | None = None
    summary: tuple[Line, ...] = ()
    participants: tuple[DraftParticipant, ...] = ()
    quotes: tuple[DraftQuote, ...] = ()
    areas: tuple[DraftArea, ...] = ()
    outlook: tuple[DraftOutlook, ...] = ()
