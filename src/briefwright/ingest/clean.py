"""Text as the product holds it. The only place where characters of an article are taken away."""

from __future__ import annotations

import re

_BREAK = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# Controls, lone surrogates and noncharacters: XML 1.0 cannot hold most of them, so neither can a
# DOCX. The soft hyphen is a hint to a typesetter, invisible and inside words.
_DROPPED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
    + "]"
)


def clean(text: str) -> str:
    """The text with "\\n" for every line break, a space for each tab, and nothing unprintable.

    Everything else stays, character for character: spaces of every kind, their number, zero-width
    marks. Cleaning twice changes nothing more, so the offsets of a cleaned text hold for good.
    """
    text = _BREAK.sub("\n", text).replace("\t", " ")
    # A byte-order mark at the start belongs to the file; elsewhere it is a character of the text.
    return _DROPPED.sub("", text).lstrip("\ufeff")


def one_line(text: str) -> str:
    """Cleaned, with each run of white space a single space: for titles, names and the like."""
    return " ".join(clean(text).split())
