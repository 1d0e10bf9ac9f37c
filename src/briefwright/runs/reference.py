"""Reference briefs: the same thing as a brief in a writer's hand, its evidence verbatim strings."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from briefwright.reading import OutlookKind, Status


class _Written(BaseModel):
    # What a person adds for other persons, remarks and the like, is theirs.
    model_config = ConfigDict(frozen=True, extra="ignore")


class ReferencePoint(_Written):
    text: str
    evidence: tuple[str, ...] = ()


class ReferenceParticipant(_Written):
    name: str
    kind: Literal["person", "organisation"] = "person"
    title: str | None = None
    organisation: str | None = None
    country: str | None = None
    aliases: tuple[str, ...] = ()
    central: bool = False


class ReferenceQuote(_Written):
    text: str
    speaker: str | None = None
    speaker_as_written: str | None = None
    cue: str | None = None


class ReferenceArea(_Written):
    label: str
    status: Status
    parties: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()


class ReferenceOutlook(_Written):
    text: str
    kind: OutlookKind
    by: str | None = None
    when: str | None = None
    evidence: tuple[str, ...] = ()


ReferenceItem = (
    ReferencePoint | ReferenceParticipant | ReferenceQuote | ReferenceArea | ReferenceOutlook
)


class Reference(_Written):
    """One reference brief, with its article's text where the file carries it."""

    id: str
    bottom_line: str | None = None
    summary: tuple[ReferencePoint, ...] = ()
    participants: tuple[ReferenceParticipant, ...] = ()
    quotes: tuple[ReferenceQuote, ...] = ()
    cooperation_areas: tuple[ReferenceArea, ...] = ()
    outlook: tuple[ReferenceOutlook, ...] = ()
    notes: str | None = None
    text: str | None = None
    title: str | None = None
    source: str | None = None
    kind: str | None = None
    """Of article, in the writer's own words: "readout", "interview"."""
