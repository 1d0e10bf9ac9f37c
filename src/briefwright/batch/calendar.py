"""Which day is it, and which day is an article's: both in one zone, fixed when a run starts."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from briefwright.article import Article
from briefwright.errors import SettingsError
from briefwright.spans import Value
from briefwright.store.articles import DayFrom

Undated = Literal["run", "retrieved", "none"]
"""Where an article without a date goes: the day of the run; the day it was fetched, and of the run
where it was not; or to no day."""

_LOCAL = Path("/etc/localtime")
_NAMED = Path("/etc/timezone")


class Placed(Value):
    """The day of an article, and what says so."""

    day: date | None
    origin: DayFrom


def zone(name: str | None) -> ZoneInfo:
    """The zone by its name, by default the machine's. Raises SettingsError."""
    wanted = name or _local()
    try:
        return ZoneInfo(wanted)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise SettingsError(
            f"zone {wanted!r}: no such time zone; give a name such as Europe/London or UTC"
        ) from error


def _local() -> str:
    given = os.environ.get("TZ", "").lstrip(":")
    if given and not given.startswith("/"):
        return given
    named = str(_LOCAL.resolve()).partition("zoneinfo/")[2]
    if named:
        return named
    # A copy of the zone's file does not say its name; Debian's systems say it here too.
    try:
        return _NAMED.read_text(encoding="utf-8").strip() or "UTC"
    except (OSError, UnicodeDecodeError):
        return "UTC"


def place(article: Article, *, run_day: date, within: ZoneInfo, undated: Undated) -> Placed:
    """The day in the zone on which the article was published.

    A date alone is that day, whatever the zone; a time without a zone is the zone's own.
    """
    published = _day(article.published, within)
    if published is not None:
        return Placed(day=published, origin="published")
    if undated == "none":
        return Placed(day=None, origin="none")
    retrieved = _day(article.retrieved, within) if undated == "retrieved" else None
    if retrieved is not None:
        return Placed(day=retrieved, origin="retrieved")
    return Placed(day=run_day, origin="run")


def _day(written: str | None, within: ZoneInfo) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(written)
        return (moment if moment.tzinfo is None else moment.astimezone(within)).date()
    except (ValueError, OverflowError):
        return None


def today(within: ZoneInfo, now: datetime) -> date:
    return now.astimezone(within).date()


def deadline(written: str, *, within: ZoneInfo, now: datetime) -> datetime:
    """The next time that the zone's clocks show HH:MM, or now and so long: "90m", "2h".

    Raises SettingsError.
    """
    try:
        if written[-1:] in ("m", "h") and written[:-1].isdecimal():
            minutes = int(written[:-1]) * (60 if written[-1] == "h" else 1)
            return now + timedelta(minutes=minutes)
        clock = time.fromisoformat(written)
        if clock.tzinfo is not None:
            raise ValueError("a time of another zone than the run's")
    except (ValueError, OverflowError) as error:
        raise SettingsError(
            f"--deadline {written!r}: give a time in the run's zone, such as 06:30, or a length "
            "such as 90m or 2h"
        ) from error
    day = today(within, now)
    first = datetime.combine(day, clock, within)
    # On the night in which clocks are put back they show an hour twice.
    shown = (first, first.replace(fold=1), datetime.combine(day + timedelta(days=1), clock, within))
    # Differences between times of one zone leave out that clocks are put back or forward.
    return next(at for one in shown if (at := one.astimezone(UTC)) > now)
