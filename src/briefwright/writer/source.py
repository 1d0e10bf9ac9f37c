"""Which words a job's answer may write with a capital, as figures or as a number."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from briefwright import countries
from briefwright.numerals import NUMBER_WORDS
from briefwright.writer import Job

_WORD = re.compile(r"[^\W_]+")
# May open a sentence whatever the evidence says.
_OPENERS = frozenset("The A An Both In At On During After Under Officials".split())
# With a capital they open a sentence; not "may" and "will", which are a month and a man.
_SMALL = frozenset(
    "he she it they we i you his her its their our my the a an this that these those in on at of to"
    " for from by with as and or but so if when while where after before during since until"
    " although there here then also both what who how why meanwhile however earlier later"
    " elsewhere".split()
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


class Words(NamedTuple):
    """All without punctuation: "U.S." is "U" and "S"."""

    checked: frozenset[str]
    """Those with a capital or a figure that may be written anywhere."""
    initial: frozenset[str]
    """Those that may open the answer besides."""
    barred: frozenset[str]
    """Numbers in words that the evidence has in no form."""


def words(job: Job) -> Words:
    """What stands in the job's evidence and is known of its people, countries in every form.

    Not the title: it is no evidence that a reader of the note is shown.
    """
    parts = (job.evidence, job.phrase, *job.known)
    text = unicodedata.normalize("NFC", "\n".join(part for part in parts if part))
    found = _WORD.findall(text)
    # "He" and "The" open the evidence's sentences and are no names; a letter beyond ASCII is
    # checked whatever its case.
    checked = {
        word
        for word in found
        if (word[0].isupper() and (word.lower() not in _SMALL or word.isupper()))
        or word[0].isdigit()
        or not word[0].isascii()
    }
    checked |= {word.title() for word in checked if word.isupper() and len(word) > 1}
    for country in {mention.country for mention in countries.mentions(text)}:
        checked |= {
            word
            for form in countries.forms(country)
            for word in _WORD.findall(form)
            if word[0].isupper()
        }
    numbers = {one.replace(",", "").lstrip("0") or "0" for one in _NUMBER.findall(text)}
    numbers |= {NUMBER_WORDS[word.lower()] for word in found if word.lower() in NUMBER_WORDS}
    return Words(
        checked=frozenset(checked),
        initial=frozenset(
            word.capitalize() for word in found if word.islower() or word.lower() in _SMALL
        )
        | _OPENERS,
        barred=frozenset(word for word, value in NUMBER_WORDS.items() if value not in numbers),
    )
