"""What a model said to each section's question, read from its answer and not yet believed.

Numbers are those that the prompt gave to sentences, quotations and names, from 1. Where a model
wrote words instead of a name's number, the words stay, for `ground` to look up.
"""

from __future__ import annotations

from typing import Literal, get_args

from briefwright.brief import FieldName
from briefwright.reading import OutlookKind, Status
from briefwright.spans import Value

Section = Literal["participants", "quotations", "areas", "outlook", "bottom_line", "summary"]
SECTIONS: tuple[Section, ...] = get_args(Section)

FIELDS: dict[Section, FieldName] = {
    "participants": "participants",
    "quotations": "key_quotes",
    "areas": "cooperation_areas",
    "outlook": "outlook",
    "bottom_line": "bottom_line",
    "summary": "summary",
}
"""The field of a brief that each section becomes."""

Named = int | str
"""A name's number, or the words that a model wrote instead."""


class SaidParticipant(Value):
    name: Named
    kind: Literal["person", "organisation"] = "person"
    title: str | None = None
    organisation: Named | None = None
    country: str | None = None
    central: bool = False


class SaidQuotation(Value):
    quotation: int
    speaker: Named | None = None
    """None where the article does not say who it is."""
    is_speech: bool = True
    """False for titles of works and words that are only set apart."""


class SaidArea(Value):
    sentence: int
    label: str
    status: Status
    parties: tuple[Named, ...] = ()


class SaidOutlook(Value):
    sentence: int
    text: str
    kind: OutlookKind
    by: Named | None = None
    when: str | None = None


class SaidLine(Value):
    """A bottom line, or a point of the summary."""

    sentences: tuple[int, ...]
    """The evidence; never empty."""
    text: str


Said = SaidParticipant | SaidQuotation | SaidArea | SaidOutlook | SaidLine


class Unusable(Value):
    """Something said that rests on nothing: it cites no sentence, name or quotation there is."""

    text: str
    reason: str


class Parsed(Value):
    """One answer as it was understood."""

    items: tuple[Said, ...] = ()
    unusable: tuple[Unusable, ...] = ()
    is_empty: bool = False
    """Whether it says in so many words that there is nothing of the kind."""
    fault: str | None = None
    """Why nothing, or not all of it, can be used; said to the model when it is asked again."""

    @property
    def is_usable(self) -> bool:
        return bool(self.items) or self.is_empty


class Offered(Value):
    """What the answers to one passage may cite."""

    sentences: frozenset[int]
    lines: frozenset[int]
    """Of the sentences, those that can carry a bottom line or a point."""
    quotations: frozenset[int]
    names: tuple[tuple[int, str], ...]
    """Each name's number and words."""
    countries: tuple[str, ...] = ()
