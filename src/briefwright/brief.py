"""The brief: what we stand behind, as public JSON. `briefwright schema` prints its schema.

Whoever holds a brief can render and compare it without the models: it carries the text.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from briefwright.reading import OutlookKind, Resolved, Status
from briefwright.spans import Value

SCHEMA_VERSION = "1"

Origin = Literal["written", "compressed", "extracted"]
Check = Literal[
    "verbatim",
    "names",
    "numbers",
    "dates",
    "countries",
    "words",
    "negation",
    "attribution",
    "length",
    "judge",
]
FieldName = Literal[
    "bottom_line", "summary", "participants", "key_quotes", "cooperation_areas", "outlook"
]


class Slice(Value):
    """Half-open offsets in Unicode code points into an article's text, and that slice of it."""

    model_config = ConfigDict(frozen=True, extra="forbid", title="Span")

    article: int = 0
    """Index into `Brief.articles`."""
    start: int
    end: int
    text: str


class MaskedSpan(Value):
    start: int
    end: int
    reason: str
    """What was kept from the models: e.g. "repeated-headline", "share-buttons"."""


class SourceArticle(Value):
    """One article as it was read."""

    id: str
    title: str | None = None
    source: str
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    retrieved: str | None = None
    language: str | None = None
    sha256: str
    """Of the text in UTF-8."""
    words: int
    """Words outside the masks."""
    words_read: int
    """Of those, the words that the reader saw."""
    visible_share: float | None = None
    """Of the words that a visitor of the page sees, the part that was taken as the article."""
    masked: tuple[MaskedSpan, ...] = ()
    text: str | None = None
    """None in briefs written with --no-text."""


class Statement(Value):
    id: str
    text: str
    evidence: tuple[Slice, ...]
    origin: Origin
    checks: tuple[Check, ...] = ()
    seal: str | None = None
    """A hash of the item as it was checked (`sealed`); every kind of item has one. None in briefs
    of older versions and by hand, "" for what was edited before a merge."""


class ParticipantSpans(Value):
    name: Slice
    title: Slice | None = None
    organisation: Slice | None = None
    country: Slice | None = None


class Participant(Value):
    id: str
    name: str
    kind: Literal["person", "organisation"]
    title: str | None = None
    organisation: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    central: bool = False
    spans: ParticipantSpans
    evidence: tuple[Slice, ...] = ()
    seal: str | None = None


class KeyQuote(Value):
    id: str
    text: str
    speaker: str | None = None
    speaker_id: str | None = None
    speaker_as_written: str | None = None
    resolved: Resolved = "none"
    cue: str | None = None
    evidence: tuple[Slice, ...]
    seal: str | None = None


class CooperationArea(Value):
    id: str
    label: str
    status: Status
    parties: tuple[str, ...] = ()
    evidence: tuple[Slice, ...]
    origin: Origin
    checks: tuple[Check, ...] = ()
    seal: str | None = None


class OutlookItem(Value):
    id: str
    text: str
    kind: OutlookKind
    by: str | None = None
    by_id: str | None = None
    when: str | None = None
    when_span: Slice | None = None
    evidence: tuple[Slice, ...]
    origin: Origin
    checks: tuple[Check, ...] = ()
    seal: str | None = None


class Account(Value):
    """What one outlet reports of something that another reports otherwise."""

    text: str
    evidence: tuple[Slice, ...]


class Difference(Value):
    """A fact on which outlets differ; only in the brief of a story."""

    id: str
    about: str
    """What they differ on: "figure: million", "title of Jann Ekholm"."""
    accounts: tuple[Account, ...] = Field(min_length=2)
    seal: str | None = None


class Withheld(Value):
    """Something a model said that did not pass; never shown as fact."""

    field: FieldName
    text: str
    code: str
    reason: str
    replaced: bool = False
    """Whether the article's own words stand in its place, so that nothing is missing."""


class Caution(Value):
    code: str
    text: str
    items: tuple[str, ...] = ()
    """Ids of the items it is about; empty if it is about the whole brief."""


class Provenance(Value):
    briefwright: str
    """Version of the program."""
    reader: str
    writer: str | None = None
    model: str | None = None
    revision: str | None = None
    """SHA-256 of the model's weights."""
    prompts_sha256: str | None = None
    settings: dict[str, str | int | float | bool | None] = Field(default_factory=dict)
    seed: int | None = None


class Run(Value):
    """When and how fast; left out when briefs are compared for equality."""

    created: str
    seconds: float
    words_per_second: float


class Brief(Value):
    """A structured briefing of one article, or of several outlets on one story."""

    schema_version: Literal["1"] = "1"
    id: str
    articles: tuple[SourceArticle, ...] = Field(min_length=1)
    bottom_line: Statement | None = None
    summary: tuple[Statement, ...] = ()
    participants: tuple[Participant, ...] = ()
    key_quotes: tuple[KeyQuote, ...] = ()
    cooperation_areas: tuple[CooperationArea, ...] = ()
    outlook: tuple[OutlookItem, ...] = ()
    differences: tuple[Difference, ...] = ()
    withheld: tuple[Withheld, ...] = ()
    cautions: tuple[Caution, ...] = ()
    provenance: Provenance
    run: Run | None = None
    seal: str | None = None
    """A hash of all of the brief but `run` and the articles' text, whose own hash is in it."""
