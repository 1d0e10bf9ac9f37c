"""Dates as sources write them, to ISO 8601."""

from __future__ import annotations

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

_WRITTEN = (
    "%d %B %Y",
    "%B %d %Y",
    "%d %b %Y",
    "%b %d %Y",
    "%A %d %B %Y",
    "%A %B %d %Y",
    "%Y/%m/%d",
)
_HALF_DAY = re.compile(r"\d\s*[ap]\.?m\b", re.I)


def iso(text: str) -> str:
    """The date or date-time in ISO 8601; the text itself where it cannot be read with certainty.

    03/04/2026 stays as it is: half the world reads it as April.
    """
    if text[:4].isdigit():
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            pass
        try:
            return datetime.fromisoformat(text).isoformat()
        except ValueError:
            pass
    try:
        # It passes over "PM" and would be twelve hours out.
        if not _HALF_DAY.search(text):
            return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    plain = " ".join(text.replace(",", " ").split())
    for form in _WRITTEN:
        try:
            return datetime.strptime(plain, form).date().isoformat()
        except ValueError:
            continue
    return text


def moment(text: str) -> datetime | None:
    """The time that `iso` wrote, midnight where it wrote a day; None for all else."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
