"""What a reader found in an article: mentions, speakers, and the worth of sentences.

Everything is a span of `Article.text` or an index into `Segments`; scores run from 0 to 1.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, TypeAlias

from pydantic import Field, SkipValidation

from briefwright.spans import Span, Value

Resolved = Literal["named", "pronoun", "context", "none"]
Status = Literal["signed", "agreed", "under way", "proposed", "discussed"]
OutlookKind = Literal["planned", "expected", "hoped", "warned"]


class Person(Value):
    """One person, all their mentions merged."""

    name: Span
    """The fullest form of the name, without title."""
    mentions: tuple[Span, ...]
    """Every mention by name, in text order; `name` is one of them."""
    title: Span | None = None
    organisation: Span | None = None
    country: str | None = None
    """Short English name of the country the person acts for."""
    country_span: Span | None = None
    """Where the text says so: a country's name or a demonym."""
    takes_part: float = 1.0
    """Whether the person takes part in what is reported, rather than being mentioned; from a
    half on, yes."""
    central: float = 0.0
    """Whether a note could not leave the person out."""


class Body(Value):
    """An organisation that acts as a party in its own right."""

    name: Span
    mentions: tuple[Span, ...]
    country: str | None = None
    country_span: Span | None = None
    takes_part: float = 1.0
    central: float = 0.0


class Speaker(Value):
    """Who says one quotation. At most one of `person` and `body` is set."""

    quotation: int
    """Index into `Segments.quotations`."""
    person: int | None = None
    body: int | None = None
    name: Span | None = None
    """The mention that names the speaker, which may stand elsewhere in the article."""
    as_written: Span | None = None
    """The words beside the quotation: "he", "the minister", "Gholami"."""
    cue: Span | None = None
    """The verb beside the quotation: "said", "added"."""
    resolved: Resolved = "none"
    score: float = 1.0


class Worth(Value):
    """What one sentence is worth to the parts of a note that are written from it."""

    sentence: int
    bottom_line: float
    summary: float


class Outlook(Value):
    """A statement about what will, should or may happen after the article's date."""

    span: Span
    """The sentence or clause that says it."""
    kind: OutlookKind
    person: int | None = None
    """Index into `Reading.people` of who says so."""
    by: Span | None = None
    """The mention that names who says so."""
    when: Span | None = None
    score: float = 1.0


class Area(Value):
    """A field in which two or more parties work together, agree, propose or discuss to."""

    span: Span
    """The sentence or clause that says it."""
    phrase: Span
    """The words in it that name the area."""
    status: Status
    parties: tuple[str, ...] = ()
    score: float = 1.0


class Antecedent(Value):
    """A pronoun or definite description and the person it stands for."""

    span: Span
    person: int


WORD = re.compile(r"[^\W_]+(?:[’'.\-&/][^\W_]+)*")
"""What `WordWeight` counts as one word."""


class WordWeight(NamedTuple):
    """A word, and how likely it is said again in a text of each kind made from its sentence.

    No `Value`: an article has a thousand, and checking them took a twentieth of the reader's time.
    """

    start: int
    end: int
    bottom_line: float
    summary: float
    outlook: float


Weigh: TypeAlias = Callable[[Sequence[Span]], list[tuple[WordWeight, ...]]]
"""To the words of each span, in text order, as they weigh in its whole sentence."""


class Reading(Value):
    people: tuple[Person, ...] = ()
    bodies: tuple[Body, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    """One for each quotation that is somebody's speech; scare quotes and titles have none."""
    worth: tuple[Worth, ...] = ()
    """One for each sentence, in order."""
    outlook: tuple[Outlook, ...] = ()
    areas: tuple[Area, ...] = ()
    antecedents: tuple[Antecedent, ...] = ()
    weigh: SkipValidation[Weigh | None] = Field(default=None, exclude=True, repr=False)
    """Asked for the sentences that a note is made of, a third of a long article's. None from a
    reader that cannot tell. It may keep all that the reader made of the article, be equal to no
    other and not be pickled; what `without_reader` gives does not."""
    unread: tuple[Span, ...] = ()
    """What the reader did not look at, because the article is longer than it can read."""


def without_reader(reading: Reading, text: str) -> Reading:
    """The same with all words of the article weighed, and nothing of the reader kept."""
    if reading.weigh is None:
        return reading
    (words,) = reading.weigh([Span(start=0, end=len(text))])
    return reading.model_copy(update={"weigh": Weighed(words)})


@dataclass(frozen=True)
class Weighed:
    """Words with weights that are known, in text order."""

    words: tuple[WordWeight, ...]

    def __call__(self, spans: Sequence[Span]) -> list[tuple[WordWeight, ...]]:
        starts = [one.start for one in self.words]
        return [
            self.words[bisect_left(starts, one.start) : bisect_left(starts, one.end)]
            for one in spans
        ]
