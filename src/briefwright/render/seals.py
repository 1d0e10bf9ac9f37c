"""Seals of generated parts: a short hash of what was generated, to see whether it was edited."""

from __future__ import annotations

import hashlib

from briefwright.spans import Value

PREFIX = "briefwright"


class Origin(Value):
    """What a note says of how it was made; "" for what it does not say."""

    id: str = ""
    """Of the brief."""
    template: str = ""
    """The file name of the template."""
    rest: str = ""
    """The seal of all that stands outside the generated parts."""


def seal(text: str) -> str:
    """Of the words alone: white space and where lines break do not count as an edit."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
