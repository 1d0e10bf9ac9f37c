"""A reader that works by patterns: titles and capitalised names, cue verbs beside quotations,
words of plan and expectation, words of cooperation. The baseline that a trained reader must beat.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from briefwright.article import Article
from briefwright.reader.patterns.areas import areas
from briefwright.reader.patterns.bodies import bodies
from briefwright.reader.patterns.outlook import outlook
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.people import TAKES_PART, people
from briefwright.reader.patterns.shared import with_shared_titles
from briefwright.reader.patterns.speakers import speakers
from briefwright.reader.patterns.subjects import subjects
from briefwright.reader.patterns.worth import worth
from briefwright.reading import Person, Reading
from briefwright.segments import Segments

__all__ = ["TAKES_PART", "PatternReader"]

Made = TypeVar("Made")


class PatternReader:
    """Reads by rules alone; the same article always gives the same reading."""

    @property
    def name(self) -> str:
        return "patterns-1"

    def read(self, articles: Sequence[tuple[Article, Segments]]) -> list[Reading]:
        return [_read(article, segments) for article, segments in articles]

    def each(
        self,
        articles: Sequence[tuple[Article, Segments]],
        work: Callable[[int, Reading], Made],
    ) -> list[Made]:
        return [work(place, reading) for place, reading in enumerate(self.read(articles))]


def _read(article: Article, segments: Segments) -> Reading:
    page = Page.of(article, segments)
    persons = people(page)
    chain = subjects(page, persons)
    parties = bodies(page, persons)
    return Reading(
        people=with_shared_titles(page.text, [_calibrated(person) for person in persons]),
        bodies=parties,
        speakers=speakers(page, persons, parties, chain),
        worth=worth(page, persons),
        outlook=outlook(page, persons, chain),
        areas=areas(page, persons),
        antecedents=chain.antecedents,
    )


def _calibrated(person: Person) -> Person:
    """With a half where the measured threshold lies, as every reader promises."""
    share = person.takes_part
    if share < TAKES_PART:
        scaled = 0.5 * share / TAKES_PART
    else:
        scaled = 0.5 + 0.5 * (share - TAKES_PART) / (1 - TAKES_PART)
    return person.model_copy(update={"takes_part": round(scaled, 3)})
