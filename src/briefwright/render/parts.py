"""What templates see of a brief: frozen values with every string ready to print.

The field names are the vocabulary of templates, which officers edit: changing one breaks theirs.
Strings are one line, cleaned of what no document can hold, and not escaped: each format escapes
for itself. An absent value is "", in the cells of tables a dash.
"""

from __future__ import annotations

from pydantic import ConfigDict, Field

from briefwright.spans import Value

DASH = "–"


class Header(Value):
    """What the officer puts above a note; nothing in it is ever taken from a model."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True
    )

    to: str | None = None
    from_: str | None = Field(default=None, alias="from")
    subject: str | None = None
    """None takes the article's title."""
    marking: str | None = None
    """None leaves the note unmarked."""
    date: str | None = None
    """ISO 8601 or as it should read; None takes the day of the run, else of the article."""


class Limits(Value):
    """How much of a brief one note shows; it says how many more there are."""

    quotes: int = Field(default=5, ge=0)
    participants: int = Field(default=10, ge=0)
    evidence: int = Field(default=140, ge=20)
    """Characters of evidence in a table cell; the annex has it whole."""


class NoteRow(Value):
    label: str
    value: str


class NotePoint(Value):
    """The bottom line, or a point of the summary."""

    id: str
    anchor: str
    """Where the annex gives its evidence: "evidence-3"."""
    text: str
    mark: str
    """Says that these are the article's own words; "" if they were written."""


class NoteParticipant(Value):
    id: str
    anchor: str
    name: str
    title: str
    organisation: str
    country: str


class NoteArea(Value):
    id: str
    anchor: str
    label: str
    parties: str
    status: str
    evidence: str
    """Shortened to `Limits.evidence` characters."""


class NoteQuote(Value):
    id: str
    anchor: str
    text: str
    """Verbatim, without its marks."""
    speaker: str
    """The speaker and the title, or that the article does not say."""
    flag: str
    """How the speaker was resolved; "" if named beside the words."""


class NoteOutlook(Value):
    id: str
    anchor: str
    kind: str
    when: str
    text: str
    by: str
    """Who says so, where the text does not; else ""."""
    mark: str


class NoteWithheld(Value):
    section: str
    text: str
    reason: str


class NoteEvidence(Value):
    text: str
    place: str
    """Offsets into the article's text: "characters 120–245"."""


class NoteEntry(Value):
    """One row of the annex: a statement against its source."""

    id: str
    anchor: str
    text: str
    origin: str
    """How the statement came about: "written", "quotation", "the article’s own words"."""
    evidence: tuple[NoteEvidence, ...]


class Nothing(Value):
    """For each section, what to print when it is empty."""

    bottom_line: str
    summary: str
    participants: str
    key_quotes: str
    cooperation_areas: str
    outlook: str


class View(Value):
    """A brief as a note shows it. Templates name these fields without a prefix."""

    marking: str
    to: str
    sender: str
    date: str
    subject: str
    language: str
    """BCP 47 tag of the first article, "" where it does not say; labels are in British English."""
    addressing: tuple[NoteRow, ...]
    """To, From and Date, those that are known."""
    sources: tuple[tuple[NoteRow, ...], ...]
    """For each article its outlet, headline, author, dates and address, those that are known."""
    bottom_line: NotePoint | None
    summary: tuple[NotePoint, ...]
    participants: tuple[NoteParticipant, ...]
    participants_more: str
    """How many more the brief has; "" if the note shows all."""
    areas: tuple[NoteArea, ...]
    quotes: tuple[NoteQuote, ...]
    quotes_more: str
    outlook: tuple[NoteOutlook, ...]
    outlook_basis: str
    """The date that "next week" counts from; "" if unknown or the outlook is empty."""
    nothing: Nothing
    cautions: tuple[str, ...]
    withheld: tuple[NoteWithheld, ...]
    unstated: str
    """The empty sections in one sentence, "" if there are none."""
    disclosure: str
    """Says that software drafted the note."""
    method: tuple[NoteRow, ...]
    annex: tuple[NoteEntry, ...]
