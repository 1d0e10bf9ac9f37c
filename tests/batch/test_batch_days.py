"""The days of a run: midnight while it goes on, and what one leaves for the next one's digest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import batch_fakes as fakes
import pytest

from briefwright.batch import run
from briefwright.digest import digest
from briefwright.digest.document import document
from briefwright.digest.gather import from_store
from briefwright.digest.values import Digest
from briefwright.engines import Made
from briefwright.store import Store, days

MONDAY, TUESDAY = date(2026, 5, 4), date(2026, 5, 5)


def told(store: Path, day: date) -> Digest:
    with Store(store, new=False) as opened:
        return digest(from_store(opened, day, within=ZoneInfo("UTC")))


class Idle(fakes.Here):
    """An engine that does not come to anything before the deadline."""

    def take(self, timeout: float) -> list[Made]:
        del timeout
        return []


def ticking(first: datetime) -> Callable[[], datetime]:
    """A clock that is three minutes on each time that it is looked at."""
    moments = [first]

    def now() -> datetime:
        moments.append(moments[-1] + timedelta(minutes=3))
        return moments[-2]

    return now


def test_day_of_a_run_is_that_on_which_it_began_though_midnight_comes(tmp_path: Path) -> None:
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    given = given.model_copy(
        update={"deadline": datetime(2026, 5, 8, tzinfo=UTC), "zone": "Europe/Oslo"}
    )
    # In Oslo it is 23:58.
    clock = ticking(datetime(2026, 5, 4, 21, 58, tzinfo=UTC))
    summary = fakes.here(given, clock=clock)
    assert clock() > datetime(2026, 5, 4, 22, 0, tzinfo=UTC)
    assert (summary.day, summary.sums.done) == (MONDAY, 2)
    assert [path.name for path in given.out.iterdir()] == ["2026-05-04"]
    covered = told(given.store, MONDAY).coverage
    assert (covered.of_the_day, covered.undated) == (2, 2)


@pytest.mark.parametrize(
    ("undated", "said"),
    [
        ("run", "without a date of their own: 2, put to the day of the run."),
        ("none", "without a date of their own: 2, put to no day, and shown here."),
    ],
)
def test_digest_says_where_the_run_put_what_has_no_date(
    tmp_path: Path, undated: str, said: str
) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad", "Mali"])
    given = fakes.settings(tmp_path, source, undated=undated)
    fakes.here(given)
    assert said in document(told(given.store, MONDAY), "md").decode()


def test_what_one_night_leaves_is_in_the_digest_of_the_next_with_its_age(tmp_path: Path) -> None:
    monday = fakes.folder(tmp_path / "monday", ["Togo"])
    late = fakes.settings(tmp_path, monday, deadline=fakes.NOON + timedelta(hours=1))
    assert run(late, engine=Idle, clock=ticking(fakes.NOON)).sums.left == 1
    assert [one.fate for one in told(late.store, MONDAY).coverage.missed] == ["left"]
    given = fakes.settings(tmp_path, fakes.folder(tmp_path / "in", ["Chad", "Mali"]))
    summary = run(given, engine=fakes.Here, clock=lambda: fakes.NOON + timedelta(days=1))
    assert (summary.continued, summary.sums.done) == (1, 3)
    covered = told(given.store, TUESDAY).coverage
    assert (covered.of_the_day, [one.age_days for one in covered.stale]) == (2, [1])
    # Done again by other models, it is no news of that day.
    other = fakes.loaded_by(given, "load_other").model_copy(update={"retry_failed": True})
    run(other, engine=fakes.Here, clock=lambda: fakes.NOON + timedelta(days=2))
    assert told(given.store, date(2026, 5, 6)).coverage.read == 0
    with Store(given.store) as store:
        assert [one.age_days for one in days.entries(store, MONDAY)] == [0]
