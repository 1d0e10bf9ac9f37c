"""In which language the words of a note are, where that is not the note's own.

A note's labels are in British English; whatever it takes from an article is in the article's
language, and says so to screen readers, hyphenation and spelling checks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from briefwright.brief import Brief
from briefwright.ground.language import looks_english

NOTE = "en-GB"
UNKNOWN = "und"
"""BCP 47 for a language that nobody has determined."""

_TAG = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{2,8})*)\Z")
_OWN = ("", "en", "en-GB")


def tag(declared: str | None) -> str:
    """What an article declares as a BCP 47 tag, "pt-BR" for "pt_br"; "" if it is none."""
    found = _TAG.match((declared or "").strip())
    if found is None:
        return ""
    first, *others = f"{found[1]}{found[2]}".replace("_", "-").split("-")
    parts = [first.lower()]
    for one in others:
        if len(one) == 4 and one.isalpha():
            parts.append(one.title())
        else:
            parts.append(one.upper() if len(one) == 2 or one.isdigit() else one.lower())
    return "-".join(parts)


def of_words(brief: Brief, article: int, text: str) -> str:
    """The language of words from an article as a tag; "" where it is the note's own.

    Words in another script than the article's language is written in are of an unknown one.
    """
    inside = 0 <= article < len(brief.articles)
    declared = tag(brief.articles[article].language) if inside else ""
    english = declared in _OWN or declared.startswith("en-")
    if english and _is_other(text):
        return UNKNOWN
    return "" if declared in _OWN else declared


# A note is laid out anew until it fits its pages, of the same few hundred texts.
@lru_cache(maxsize=512)
def _is_other(text: str) -> bool:
    return not looks_english(text) or _is_other_script(text)


def _is_other_script(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    latin = sum(one.isascii() or "LATIN" in unicodedata.name(one, "") for one in letters)
    return bool(letters) and latin * 2 < len(letters)
