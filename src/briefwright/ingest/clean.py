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
# Letters that no font shows, made to carry tags and used to carry hidden orders. In the flags of
# England, Scotland and Wales they belong.
_TAGS = re.compile(
    "(\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f)"
    "|[\U000e0000-\U000e007f]"
)
# One chooses the look of the character before it; a row of them carries something else.
_SELECTORS = re.compile(
    "([\ufe00-\ufe0f\U000e0100-\U000e01ef])[\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)


def clean(text: str) -> str:
    """The text with "\\n" for every line break, a space for each tab, and nothing unprintable.

    Everything else stays, character for character: spaces of every kind, their number, zero-width
    marks. Cleaning twice changes nothing more, so the offsets of a cleaned text hold for good.
    """
    text = _BREAK.sub("\n", text).replace("\t", " ")
    # A byte-order mark at the start belongs to the file; elsewhere it is a character of the text.
    text = _TAGS.sub(r"\1", _DROPPED.sub("", text))
    return _SELECTORS.sub(r"\1", text).lstrip("\ufeff")


def one_line(text: str) -> str:
    """Cleaned, with each run of white space a single space: for titles, names and the like."""
    return " ".join(clean(text).split())
