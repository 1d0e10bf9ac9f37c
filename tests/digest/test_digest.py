"""A day in stories: what is joined, what is only listed, and that nothing is left out unsaid."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from digest_sample import CRANE, FERRY, FERRY_COPY, FERRY_TOO, Words, article, briefs, day
from numpy.typing import NDArray

from briefwright.brief import Brief
from briefwright.cli.digest import chosen
from briefwright.digest import MOST, digest
from briefwright.digest.gather import from_briefs
from briefwright.digest.headings import NO_COUNTRY, of_country
from briefwright.digest.values import Digest, Missed

DAY = date(2026, 3, 11)
UTC_ZONE = ZoneInfo("UTC")


def made(found: list[Brief], **given: object) -> Digest:
    gathered = from_briefs(found, DAY, within=UTC_ZONE)
    return digest(gathered, **{"encoder": Words(), **given})  # type: ignore[arg-type]


def test_reports_of_one_event_are_one_story_with_both_outlets() -> None:
    found = made(briefs(FERRY, CRANE, FERRY_TOO))
    outlets = [tuple(one.publisher for one in story.brief.articles) for story in found.stories]
    assert outlets == [("Delta Times",), ("Harbour Wire", "Meridian Post")]


def test_a_near_copy_is_also_in_and_no_source_of_its_own() -> None:
    found = made(briefs(FERRY_COPY, FERRY, CRANE))
    (story,) = (one for one in found.stories if one.copies)
    assert [one.id for one in story.brief.articles] == ["ferry"]
    assert [one.outlet for one in story.copies] == ["Coastal Tribune"]
    assert found.coverage.copies == 1


@pytest.mark.parametrize(
    ("ferry", "copy"),
    [
        ("2026-03-11T18:00:00+08:00", "2026-03-11T11:00:00+00:00"),
        ("2026-03-11T09:00:00+00:00", "2026-03-11T05:00:00-05:00"),
        # Of the digest's own zone.
        ("2026-03-11T10:30:00", "2026-03-11T10:00:00+00:00"),
        ("2026-03-11T10:00:00+00:00", None),
        ("2026-03-11T10:00:00+00:00", "1 Ventose"),
    ],
)
def test_the_original_is_the_earliest_whatever_zone_its_time_is_written_in(
    ferry: str, copy: str | None
) -> None:
    first = FERRY.model_copy(update={"published": ferry, "id": "z"})
    later = FERRY_COPY.model_copy(update={"published": copy, "id": "a"})
    gathered = from_briefs(briefs(later, first), DAY, within=ZoneInfo("Europe/Oslo"))
    (story,) = digest(gathered).stories
    assert [one.id for one in story.brief.articles] == ["z"]


def test_the_headline_is_that_of_the_article_whose_bottom_line_leads() -> None:
    for story in made(briefs(FERRY, FERRY_TOO)).stories:
        line = story.brief.bottom_line
        assert line is not None
        assert story.title == story.brief.articles[line.evidence[0].article].title


def test_without_an_encoder_nothing_is_joined_but_copies() -> None:
    found = made(briefs(FERRY, FERRY_TOO, FERRY_COPY), encoder=None)
    assert [len(one.brief.articles) for one in found.stories] == [1, 1]
    assert not found.grouped


def test_order_changes_nothing() -> None:
    ordered = made(list(day()))
    for seed in range(2):
        shuffled = random.Random(seed).sample(day(), len(day()))
        assert made(shuffled) == ordered


def test_every_input_is_in_the_coverage_once() -> None:
    lost = Missed(fate="failed", source="in/broken.pdf", reason="not a PDF")
    gathered = from_briefs(day(), DAY, within=UTC_ZONE, missed=[lost])
    covered = digest(gathered, encoder=Words()).coverage
    assert covered.read == len(day())
    assert covered.read == covered.of_the_day + len(covered.stale) + len(covered.later)
    assert sum(one.read for one in covered.outlets) == covered.read
    assert covered.missed == (lost,)


def test_every_article_of_the_day_is_in_a_story_or_a_copy() -> None:
    found = made(list(day()))
    held = [one.id for story in found.stories for one in story.brief.articles]
    held += [one.id for story in found.stories for one in story.copies]
    assert len(held) == len(set(held)) == found.coverage.of_the_day


def test_older_articles_are_listed_with_their_age_and_are_in_no_story() -> None:
    old = FERRY_TOO.model_copy(update={"published": "2026-03-08"})
    found = made(briefs(FERRY, old))
    assert [len(one.brief.articles) for one in found.stories] == [1]
    assert [(one.title, one.age_days) for one in found.coverage.stale] == [(old.title, 3)]


def test_an_article_of_a_later_day_is_listed_as_such() -> None:
    found = made(briefs(FERRY, CRANE.model_copy(update={"published": "2026-03-12T00:30:00Z"})))
    assert [one.age_days for one in found.coverage.later] == [-1]


def test_an_article_without_a_date_is_of_the_day_and_said_to_be_undated() -> None:
    found = made(briefs(FERRY, CRANE.model_copy(update={"published": None})))
    assert (found.coverage.of_the_day, found.coverage.undated) == (2, 1)


@pytest.mark.parametrize(
    ("published", "zone", "age"),
    [
        # One minute either side of midnight in London in winter.
        ("2026-03-11T00:00:00+00:00", "Europe/London", None),
        ("2026-03-10T23:59:59+00:00", "Europe/London", 1),
        # The same moments in Auckland, thirteen hours ahead.
        ("2026-03-10T10:59:00+00:00", "Pacific/Auckland", 1),
        ("2026-03-10T11:00:00+00:00", "Pacific/Auckland", None),
        ("2026-03-11T11:00:00+00:00", "Pacific/Auckland", -1),
        # A time without a zone is the zone's own; a date is a date anywhere.
        ("2026-03-11T23:59:59", "Pacific/Auckland", None),
        ("2026-03-11", "America/Los_Angeles", None),
    ],
)
def test_midnight_is_that_of_the_zone(published: str, zone: str, age: int | None) -> None:
    found = from_briefs(
        briefs(FERRY.model_copy(update={"published": published})), DAY, within=ZoneInfo(zone)
    )
    covered = digest(found).coverage
    ages = [one.age_days for one in (*covered.stale, *covered.later)]
    assert ages == ([] if age is None else [age])


@pytest.mark.parametrize(
    ("published", "asked", "of_the_day"),
    [
        # 29 March 2026: clocks in Berlin go from 2 to 3, and the day ends at 22:00 UTC.
        ("2026-03-28T23:00:00Z", "2026-03-29", True),
        ("2026-03-29T21:59:59Z", "2026-03-29", True),
        ("2026-03-29T22:00:00Z", "2026-03-29", False),
        # 25 October 2026: from 3 back to 2, and the day is 25 hours long.
        ("2026-10-24T22:00:00Z", "2026-10-25", True),
        ("2026-10-25T22:59:59Z", "2026-10-25", True),
        ("2026-10-25T23:00:00Z", "2026-10-25", False),
    ],
)
def test_days_on_which_the_clocks_change_have_their_own_length(
    published: str, asked: str, of_the_day: bool
) -> None:
    found = from_briefs(
        briefs(FERRY.model_copy(update={"published": published})),
        date.fromisoformat(asked),
        within=ZoneInfo("Europe/Berlin"),
    )
    assert digest(found).coverage.of_the_day == int(of_the_day)


@pytest.mark.parametrize(
    ("now", "zone", "today"),
    [
        (datetime(2026, 3, 11, 23, 30, tzinfo=UTC), "Europe/London", "2026-03-11"),
        (datetime(2026, 3, 11, 23, 30, tzinfo=UTC), "Europe/Berlin", "2026-03-12"),
        (datetime(2026, 3, 11, 0, 30, tzinfo=UTC), "America/New_York", "2026-03-10"),
        # The hour that Berlin's clocks show twice is one day both times.
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Europe/Berlin", "2026-10-25"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Europe/Berlin", "2026-10-25"),
        (datetime(2026, 3, 29, 22, 0, tzinfo=UTC), "Europe/Berlin", "2026-03-30"),
    ],
)
def test_today_is_what_the_clocks_of_the_zone_say(now: datetime, zone: str, today: str) -> None:
    assert chosen(None, ZoneInfo(zone), now=now).isoformat() == today


def test_yesterday_is_a_day_and_not_24_hours() -> None:
    # Half past midnight after the day of 25 hours.
    now = datetime(2026, 10, 25, 23, 30, tzinfo=UTC)
    assert chosen("yesterday", ZoneInfo("Europe/Berlin"), now=now).isoformat() == "2026-10-25"


def test_stories_stand_under_the_country_that_the_headline_names() -> None:
    (brief,) = briefs(
        article("a", "Peru buys trains", "Spain and France had offered them. Peru paid on Monday.")
    )
    assert of_country(brief)[0] == "Peru"
    (nowhere,) = briefs(article("b", "Boats run late", "The boats ran late on Monday again."))
    assert of_country(nowhere) == ()
    assert made([nowhere]).stories[0].place == NO_COUNTRY


def test_a_brief_without_its_text_is_grouped_by_what_it_states() -> None:
    bare = [
        one.model_copy(update={"articles": (one.articles[0].model_copy(update={"text": None}),)})
        for one in briefs(FERRY, FERRY_TOO, CRANE)
    ]
    assert sorted(len(one.brief.articles) for one in made(bare).stories) == [1, 2]


def test_a_story_of_very_many_reports_lists_those_beyond_the_first() -> None:
    class Alike(Words):
        def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.ones((len(texts), 1), dtype=np.float32)

    crowd = [
        CRANE.model_copy(
            update={
                "id": f"c{number:02}",
                "text": f"A crane fell at Esbjerg in Denmark on Wednesday, Bo Lind said, "
                f"and {' '.join(f'w{number}x{word}' for word in range(20))} followed.",
            }
        )
        for number in range(MOST + 3)
    ]
    (story,) = made(briefs(*crowd), encoder=Alike()).stories
    assert len(story.brief.articles) == MOST
    assert [one.id for one in story.more] == ["c20", "c21", "c22"]


def test_a_day_without_articles_is_a_digest_too() -> None:
    found = made([])
    assert (found.stories, found.coverage.read) == ((), 0)
