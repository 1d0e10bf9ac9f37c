"""What templates see of a brief: frozen values with every string ready to print.

The field names are the vocabulary of templates, which officers edit: changing one breaks theirs.
Strings are one line, cleaned of what no document can hold, and not escaped: each format escapes
for itself. An absent value is "", in the cells of tables a dash.
"""

from __future__ import annotations

from typing import Literal

from pydantic import ConfigDict, Field

from briefwright.spans import Value

DASH = "–"

UpdateKind = Literal["md", "docx"]
"""Formats that an officer works in, and that can be renewed around what the officer wrote."""


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
    summary: int = Field(default=4, ge=0)
    areas: int = Field(default=8, ge=0)
    outlook: int = Field(default=8, ge=0)
    withheld: int = Field(default=3, ge=0)
    cautions: int = Field(default=8, ge=0)
    """The gravest come first; the annex has all."""
    differences: int = Field(default=8, ge=0)
    """Of what outlets differ on; the annex has all."""
    evidence: int = Field(default=140, ge=20)
    """Characters of evidence in a table cell; the annex has it whole."""
    pages: int = Field(default=2, ge=0)
    """A4 pages that the note may fill before its annex; one more if it is of several articles.
    Where the rest would run over, less of it is shown; 0 lets it run."""
    reserve: int = 0
    """Points of height that a template needs for what the default note has not, such as blanks;
    below 0 for one that sets the same in less."""
    annex: int = Field(default=1, ge=0, le=1)
    """Whether the template prints the annex; 0 for one that does not."""


class NoteRow(Value):
    label: str
    value: str


class NoteEvidence(Value):
    text: str
    place: str
    """Offsets into the article's text: "characters 120–245"; the outlet first if there are several.
    "" where nothing stands behind it."""
    label: str = ""
    """What it is evidence of, where that is not the whole statement: "title"."""
    language: str = ""
    """Of the text, as `NoteItem.language`."""


class NoteItem(Value):
    """What every statement of a note has."""

    id: str
    anchor: str
    """Names the statement in this note: "summary-3"; the annex and the article refer to it."""
    outlets: str = ""
    """Whose report it rests on, where the note has several articles; else ""."""
    verdict: str = ""
    """What it passed: "verified: names, numbers", "verbatim"; "not verified" if nothing, "edited,
    not verified" if somebody changed the brief since."""
    language: str = ""
    """BCP 47 tag of the language that its words are in, where that is not the note's; "und" where
    nobody knows which; else ""."""
    mark: str = ""
    """How a statement came about: "written", "compressed", "article’s words"; "edited, not
    verified" for whatever a person changed; "" for what is a slice of the article."""


class NotePoint(NoteItem):
    """The bottom line, or a point of the summary."""

    text: str


class NoteParticipant(NoteItem):
    name: str
    title: str
    organisation: str
    country: str
    title_evidence: NoteEvidence | None = None
    organisation_evidence: NoteEvidence | None = None
    country_evidence: NoteEvidence | None = None
    """Where the article says so; None for what is absent."""


class NoteArea(NoteItem):
    label: str
    parties: str
    status: str
    evidence: str
    """Shortened to `Limits.evidence` characters."""


class NoteQuote(NoteItem):
    text: str
    """Verbatim, without its marks."""
    speaker: str
    """The speaker and the title, or that the article does not say."""
    flag: str
    """How the speaker was resolved; "" if named beside the words. Holds the mark too."""


class NoteOutlook(NoteItem):
    kind: str
    """The brief's, or the closer word that `manner` finds: "Offered", "Called for"."""
    when: str
    text: str
    by: str
    """Who says so, where the text does not; else ""."""


class NoteAccount(Value):
    """What one outlet reports."""

    outlet: str
    text: str
    place: str
    language: str = ""


class NoteDifference(NoteItem):
    """A fact on which the outlets differ, with each one's account of it."""

    about: str
    accounts: tuple[NoteAccount, ...]


class NoteWithheld(Value):
    section: str
    text: str
    reason: str


class NoteEntry(NoteItem):
    """One row of the annex: a statement against its source."""

    text: str
    origin: str
    """How the statement came about: "written", "quotation", "the article’s own words"."""
    evidence: tuple[NoteEvidence, ...]


class NotePiece(Value):
    """A run of the article's text under the same evidence."""

    text: str
    cites: str
    """Anchors of the statements that rest on it, with spaces between; "" if none does. A person's
    title, organisation and country have their own: "participant-1/title"."""
    ids: str
    """Their references as a person reads them: "S2, O1"."""
    set_aside: bool
    """Whether it is page furniture that no model read."""


class NoteArticle(Value):
    """The text of an article, to stand beside the note."""

    outlet: str
    title: str
    language: str
    """Of its text, as `NoteItem.language`."""
    paragraphs: tuple[tuple[NotePiece, ...], ...]
    """Empty where the brief was written without its text."""


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

    id: str
    """The brief's, fit for a comment in HTML or Markdown."""
    marking: str
    to: str
    sender: str
    date: str
    subject: str
    language: str
    """BCP 47 tag of the first article, "" where it does not say; labels are in British English."""
    subject_language: str
    """Of the subject, where it is the article's title, as `NoteItem.language`."""
    addressing: tuple[NoteRow, ...]
    """To, From and Date, those that are known."""
    sources: tuple[tuple[NoteRow, ...], ...]
    """For each article its outlet, headline, author, dates and address, those that are known."""
    bottom_line: NotePoint | None
    summary: tuple[NotePoint, ...]
    summary_more: str
    participants: tuple[NoteParticipant, ...]
    participants_more: str
    """How many more the brief has; "" if the note shows all."""
    areas: tuple[NoteArea, ...]
    areas_more: str
    quotes: tuple[NoteQuote, ...]
    quotes_more: str
    outlook: tuple[NoteOutlook, ...]
    outlook_more: str
    outlook_basis: str
    """The date that "next week" counts from; "" if unknown or the outlook is empty."""
    differences: tuple[NoteDifference, ...]
    """Empty unless the note is of several outlets on one story."""
    differences_more: str
    nothing: Nothing
    cautions: tuple[str, ...]
    cautions_more: str
    withheld: tuple[NoteWithheld, ...]
    withheld_more: str
    unstated: str
    """The empty sections in one sentence, "" if there are none."""
    disclosure: str
    """Says that software drafted the note."""
    legend: str
    """What the marks behind statements mean, of those that the note has; "" if it has none."""
    method: tuple[NoteRow, ...]
    annex: tuple[NoteEntry, ...]
    annex_cautions: tuple[str, ...]
    """All of the cautions, for the annex; empty if the note shows all."""
    articles: tuple[NoteArticle, ...]
