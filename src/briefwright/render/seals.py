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
    made: str = ""
    """The hash of the template, `templates.digest`; "own:" before that of one that is not ours."""
    rest: str = ""
    """The seal of the words outside the generated parts."""
    look: str = ""
    """In Word: the seal of all that stands outside them, looks and pictures too."""
    edges: str = ""
    """In Word: the seal of headers and footers."""
    styles: str = ""
    """In Word: a hash of each style in use, "name=hash" bars between (`word_parts.listed`)."""
    comments: str = ""
    """In Word: the seals of the comments that say what statements rest on, with spaces between."""


def seal(text: str) -> str:
    """Of the words alone: white space and where lines break do not count as an edit."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]


def seal_lines(text: str) -> str:
    """Of lines as they stand; only white space at their ends, which editors take off, is free."""
    lines = [line.rstrip() for line in text.splitlines()]
    return hashlib.sha256("\n".join(lines).strip("\n").encode()).hexdigest()[:12]
