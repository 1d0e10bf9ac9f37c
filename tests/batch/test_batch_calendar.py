"""Days: by the configured zone, across midnight and changes of the clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from briefwright.article import Article
from briefwright.batch import calendar
from briefwright.batch.calendar import Placed, Undated
from briefwright.errors import SettingsError

LONDON, OSLO, KIRITIMATI = map(
    calendar.zone, ("Europe/London", "Europe/Oslo", "Pacific/Kiritimati")
)
RUN = date(2026, 5, 4)


def placed(
    published: str | None, *, undated: Undated = "run", retrieved: str | None = None
) -> Placed:
    article = Article(id="a", source="a", text="t", published=published, retrieved=retrieved)
    return calendar.place(article, run_day=RUN, within=OSLO, undated=undated)


@pytest.mark.parametrize(
    ("published", "day"),
    [
        ("2026-05-03", date(2026, 5, 3)),
        ("2026-05-03T21:59:59+00:00", date(2026, 5, 3)),
        ("2026-05-03T22:00:00+00:00", date(2026, 5, 4)),
        ("2026-05-03T23:30:00", date(2026, 5, 3)),
        # In winter Oslo is one hour ahead and not two.
        ("2026-10-25T22:30:00+00:00", date(2026, 10, 25)),
        ("2026-10-24T22:30:00+00:00", date(2026, 10, 25)),
    ],
)
def test_published_article_is_of_its_day_in_the_zone(published: str, day: date) -> None:
    assert placed(published) == Placed(day=day, origin="published")


@pytest.mark.parametrize(
    "published", [None, "03/04/2026", "yesterday", "9999-12-31T23:59:59-12:00"]
)
def test_article_without_a_readable_date_goes_where_the_setting_says(published: str | None) -> None:
    fetched = "2026-05-01T23:00:00+00:00"
    assert placed(published, retrieved=fetched) == Placed(day=RUN, origin="run")
    assert placed(published, undated="none") == Placed(day=None, origin="none")
    assert placed(published, undated="retrieved", retrieved=fetched) == Placed(
        day=date(2026, 5, 2), origin="retrieved"
    )
    assert placed(published, undated="retrieved") == Placed(day=RUN, origin="run")


def test_the_same_moment_is_another_day_elsewhere() -> None:
    moment = datetime(2026, 5, 4, 11, tzinfo=UTC)
    assert calendar.today(LONDON, moment) == date(2026, 5, 4)
    assert calendar.today(KIRITIMATI, moment) == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("written", "now", "at"),
    [
        ("06:30", "2026-05-04T03:00", "2026-05-04T05:30"),
        ("06:30", "2026-05-04T05:30", "2026-05-05T05:30"),
        # The night in which London's clocks go forward, and the one in which they go back.
        ("06:30", "2026-03-28T23:00", "2026-03-29T05:30"),
        ("06:30", "2026-10-24T22:00", "2026-10-25T06:30"),
        # London's clocks show 01:45 twice that night: at 00:45 and 01:45 UTC.
        ("01:45", "2026-10-25T00:30", "2026-10-25T00:45"),
        ("01:45", "2026-10-25T00:50", "2026-10-25T01:45"),
        ("01:45", "2026-10-25T01:30", "2026-10-25T01:45"),
        ("01:45", "2026-10-25T01:45", "2026-10-26T01:45"),
        # And never on the night in which they go forward.
        ("01:30", "2026-03-29T00:30", "2026-03-29T01:30"),
        ("90m", "2026-03-29T00:30", "2026-03-29T02:00"),
        ("2h", "2026-05-04T03:00", "2026-05-04T05:00"),
    ],
)
def test_deadline_is_the_next_time_that_the_clocks_show_it(written: str, now: str, at: str) -> None:
    found = calendar.deadline(
        written, within=LONDON, now=datetime.fromisoformat(now).replace(tzinfo=UTC)
    )
    assert found == datetime.fromisoformat(at).replace(tzinfo=UTC)


def test_zone_and_deadline_that_do_not_exist_are_told() -> None:
    with pytest.raises(SettingsError, match="such as Europe/London"):
        calendar.zone("Europe/Atlantis")
    for written in ("soon", "06:30Z", "06:30+02:00", ""):
        with pytest.raises(SettingsError, match="such as 06:30"):
            calendar.deadline(written, within=LONDON, now=datetime.now(UTC))


def test_machines_own_zone_is_the_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TZ", "Asia/Tashkent")
    assert calendar.zone(None).key == "Asia/Tashkent"
    monkeypatch.delenv("TZ")
    link, copied, named = (tmp_path / name for name in ("link", "copied", "named"))
    link.symlink_to("/usr/share/zoneinfo/Africa/Dakar")
    monkeypatch.setattr(calendar, "_LOCAL", link)
    assert calendar.zone(None).key == "Africa/Dakar"
    # Some installers copy the file, which does not say its name.
    copied.write_bytes(b"TZif2")
    named.write_text("Asia/Dhaka\n")
    monkeypatch.setattr(calendar, "_LOCAL", copied)
    monkeypatch.setattr(calendar, "_NAMED", named)
    assert calendar.zone(None).key == "Asia/Dhaka"
    named.unlink()
    assert calendar.zone(None).key == "UTC"
