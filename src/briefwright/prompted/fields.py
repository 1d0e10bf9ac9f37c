"""One field of an answer at a time: what a model meant by it, or None.

The values come from JSON of a model's, so they may be of any type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from briefwright.ground.folding import fold
from briefwright.numerals import NUMBER_WORDS
from briefwright.prompted.said import Named, Offered

Option = TypeVar("Option", bound=str)

LONGEST_TEXT = 400
"""Characters; a sentence of 35 words has some 250."""
_NOTHING = frozenset(
    "none null nil n/a na nan - – — ? unknown unnamed unspecified nobody undefined empty".split()
) | {"not stated", "not given", "not specified", "not mentioned", "not applicable", "no one"}
_CALLED = r"(?:sentences?|quotations?|quotes?|names?|numbers?|no\.?|nr\.?)"
_DIGITS = re.compile(
    rf"\W*(?:{_CALLED}\s*\W?|[a-z]{{1,2}})?\W?(\d{{1,6}})(?:\.0)?\W*\Z", re.IGNORECASE
)
_SPELT = re.compile(rf"\W*(?:{_CALLED}\s+)?([a-z]+)\W*\Z", re.IGNORECASE)
_SEVERAL = re.compile(r"\d{1,6}")
_RANGE = re.compile(r"\s*\[?(\d{1,6})\]?\s*(?:-|–|to|\.\.)\s*\[?(\d{1,6})\]?\s*\Z")
_LONGEST_RANGE = 20


def text(value: Any) -> str | None:
    """In one line; None for what is no text, and for words that only say that there is none."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if not isinstance(value, str):
        return None
    line = " ".join(value.split())
    if not line or line.casefold().strip(" .") in _NOTHING or len(line) > LONGEST_TEXT:
        return None
    return line


def number(value: Any) -> int | None:
    """A whole number from 0: 3, 3.0, "3", "[3]", "S3", "sentence 3", "three"."""
    if isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < 1_000_000 else None
    if isinstance(value, float):
        return int(value) if value.is_integer() and 0 <= value < 1_000_000 else None
    if not isinstance(value, str):
        return None
    value = value[:LONGEST_TEXT]
    if (found := _DIGITS.match(value)) is not None and not value.strip().startswith("-"):
        return int(found[1])
    spelt = _SPELT.match(value)
    digits = NUMBER_WORDS.get(spelt[1].lower()) if spelt else None
    return int(digits) if digits is not None else None


def numbers(value: Any, allowed: Iterable[int]) -> tuple[int, ...]:
    """Those of the numbers in a number, a list of them or a text that are allowed, each once."""
    known = frozenset(allowed)
    return tuple(dict.fromkeys(one for one in _numbers(value) if one in known))


def _numbers(value: Any) -> list[int]:
    if isinstance(value, list):
        return [one for each in value[:50] for one in _numbers(each)]
    if isinstance(value, dict):
        inner = [value[key] for key in ("number", "sentence", "id") if key in value]
        return _numbers(inner[0]) if inner else []
    if isinstance(value, str):
        if (ran := _RANGE.match(value)) is not None:
            first, last = int(ran[1]), int(ran[2])
            return list(range(first, last + 1)) if 0 <= last - first <= _LONGEST_RANGE else [first]
        one = number(value)
        return [one] if one is not None else [int(each) for each in _SEVERAL.findall(value)[:50]]
    one = number(value)
    return [one] if one is not None else []


def named(value: Any, offered: Offered) -> Named | None:
    """A name's number, if the value is one or spells a name that was offered; else its words.

    A number that no name has is None.
    """
    if isinstance(value, dict):
        value = next((value[key] for key in ("number", "name", "id") if key in value), None)
    one = number(value)
    if one is not None:
        return one if one in dict(offered.names) else None
    words = text(value)
    if words is None:
        return None
    bare = re.sub(r"\A[\[(]?\d{1,4}[\])]?[.:]?\s+", "", words)
    spelt = [each for each, name in offered.names if fold(name) == fold(bare)]
    if spelt:
        return spelt[0]
    # "he", "the minister": no name, wherever the article has it.
    return bare if any(letter.isupper() for letter in bare) else None


def option(value: Any, options: Sequence[Option]) -> Option | None:
    """The one of the options that the value spells, in any case and with any mark between words."""
    words = text(value)
    if words is None:
        return None
    plain = re.sub(r"[\s_-]+", " ", words.casefold()).strip(" .")
    return next((one for one in options if one == plain or one in plain.split()), None)


def flag(value: Any, *, default: bool) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value == 1
    words = value.strip().casefold() if isinstance(value, str) else ""
    if words in ("true", "yes", "y", "1"):
        return True
    return False if words in ("false", "no", "n", "0", "") else default
