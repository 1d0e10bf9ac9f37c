"""A run's briefs as reviewers see them, whether a model or a person made them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from briefwright.brief import Caution, Check, FieldName, Origin, Slice, Withheld
from briefwright.spans import Value

HEADINGS: Mapping[FieldName, str] = {
    "bottom_line": "Bottom line",
    "summary": "Summary",
    "participants": "Participants",
    "cooperation_areas": "Cooperation areas",
    "key_quotes": "Key quotes",
    "outlook": "Outlook",
}
"""As a note heads them, and in its order."""
FIELDS = tuple(HEADINGS)


class Text(Value):
    """One article that the briefs of a case rest on."""

    id: str
    title: str | None = None
    publisher: str | None = None
    published: str | None = None
    url: str | None = None
    source: str | None = None
    text: str | None = None
    """None if no run carries it."""


class Entry(Value):
    """One item of a brief: the bottom line, a point, a participant, a quotation."""

    key: str
    """Of the field and of all that the item says: equal over runs where two say the same, so that a
    judgement of an item holds wherever the item is found again."""
    id: str
    """The brief's own: "S1", "Q2"; of a reference brief by its place in the list."""
    field: FieldName
    text: str
    """The sentence, the name, the words quoted, the label."""
    facets: Mapping[str, str] = {}
    """What is said besides, by name, absent where nothing is: title, organisation, country,
    speaker, status, parties, kind, by, when."""
    evidence: tuple[Slice, ...] = ()
    """Into the case's texts; the item's own place (of a name, of a quotation) comes first."""
    lost: tuple[str, ...] = ()
    """Evidence that stands nowhere in the case's texts."""
    origin: Origin | None = None
    checks: tuple[Check, ...] | None = None
    """None where nothing was checked, as in a reference brief."""
    edited: bool = False
    """Whether a person changed it after it was checked."""
    cautions: tuple[str, ...] = ()
    """Texts of the cautions that name the item."""


class Candidate(Value):
    """What one run made of one article, or of one story."""

    run: str
    id: str
    """Of the brief."""
    hand: Literal["model", "person"]
    """A reference brief is a person's."""
    entries: tuple[Entry, ...]
    """In the order of `FIELDS`, and of the brief."""
    withheld: tuple[Withheld, ...] | None = None
    """None where no such list is kept."""
    cautions: tuple[Caution, ...] = ()
    moved: bool = False
    """Whether it rests on another text of the article than the case shows."""
    remarks: tuple[str, ...] = ()
    """What whoever compares must know: "read another text of this article"."""
    brief: Mapping[str, Any]
    """The brief's own JSON, which the measures take."""

    def of(self, field: FieldName) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if entry.field == field)


class Run(Value):
    """The briefs of one run, as read."""

    name: str
    source: str
    """The path as the user gave it."""
    hand: Literal["model", "person"]
    """ "person" if all are reference briefs."""
    briefs: Mapping[str, Mapping[str, Any]]
    """JSON of briefs and reference briefs by the brief's id, in order; of two with one id the
    later."""
    settings: Mapping[str, str] = {}
    """What made them, out of the first brief's provenance: reader, writer, model, version."""
    unread: tuple[str, ...] = ()
    """A message for each file or line that is no brief."""
    doubled: tuple[str, ...] = ()
    """Ids of which there was more than one brief."""


class Case(Value):
    """One article, or one story, and what each run made of it."""

    id: str
    texts: tuple[Text, ...]
    candidates: Mapping[str, Candidate]
    """By the run's name, in the order of the runs; a run without a brief of it is absent."""

    @property
    def title(self) -> str:
        return self.texts[0].title or self.id
