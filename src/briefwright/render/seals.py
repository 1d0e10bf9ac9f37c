"""Seals of generated parts: a short hash of what was generated, to see whether it was edited."""

from __future__ import annotations

import hashlib

PREFIX = "briefwright"


def seal(text: str) -> str:
    """Of the words alone: white space and where lines break do not count as an edit."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:12]
