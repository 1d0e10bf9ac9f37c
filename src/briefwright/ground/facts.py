"""Whether the names, numbers, dates and countries of a sentence stand in its evidence."""

from __future__ import annotations

import re
from functools import lru_cache

from briefwright import countries
from briefwright.ground.folding import fold
from briefwright.ground.tokens import STOPWORDS, keys, stem, tokens
from briefwright.numerals import NUMBER_WORDS

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_RELATIVE = "today yesterday tomorrow tonight"
_DATE_WORDS = {
    **{month: month for month in _MONTHS.split()},
    **{month[:3]: month for month in _MONTHS.split()},
    "sept": "september",
    **{day: day for day in f"{_WEEKDAYS} {_RELATIVE}".split()},
}
_SCALES = {"hundred", "thousand", "million", "billion", "trillion"}
_SCALE_SIGNS = {"bn": "billion", "m": "million", "mn": "million", "k": "thousand", "tn": "trillion"}
_NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?:(?:st|nd|rd|th)\b|(bn|mn|tn|m|k)\b)?")
_AFTER_NUMBER = re.compile(r"\s*-?\s*(hundred|thousand|million|billion|trillion|%|per ?cent)", re.I)
_SIGN_BEFORE = re.compile(r"([$€£¥]|(?<![\w])-)\Z")
_MONEY = {"dollar": "$", "euro": "€", "pound": "£", "yen": "¥"}
_MONEY_BEHIND = re.compile(r"\s*(?:u\.?s\.?\s+)?(dollar|euro|pound|yen)s?\b")
_DATE_GAP = 12
# Letters of the longest that is looked for: an article all in capitals is one run of them.
_ACRONYM = 12
# All sentences of a note are held against the same few texts, up to whole articles.
_of_few_texts = lru_cache(maxsize=64)


def missing_names(sentence: str, evidence: str) -> list[str]:
    """Capitalised words of the sentence that the evidence lacks.

    An acronym stands if its letters are the initials of capitalised words of the evidence, or
    the other way round; a country's name stands for its demonym; case and accents are forgiven.
    """
    known = keys(evidence)
    stems = _stems(evidence)
    acronyms = _acronyms(evidence)
    places = _countries(evidence)
    missing: list[str] = []
    for token in tokens(sentence):
        parts = [part for part in re.split(r"[-/&']", token.key) if part]
        if not token.capitalised or token.key in _DATE_WORDS:
            continue
        if token.key in known or all(part in known for part in parts):
            continue
        if token.key in acronyms or (_countries(token.text) and _countries(token.text) <= places):
            continue
        if token.initial and (token.key in STOPWORDS or stem(token.key) in stems):
            continue
        missing.append(token.text)
    return missing


@_of_few_texts
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem(key) for key in keys(text))


@_of_few_texts
def _acronyms(text: str) -> frozenset[str]:
    """Initials of every run of two or more capitalised words, small words skipped."""
    found: set[str] = set()
    run = ""
    for token in tokens(text):
        if token.capitalised:
            run = (run + token.key[:1])[-_ACRONYM:]
            found.update(run[start:] for start in range(len(run) - 1))
        elif token.key not in STOPWORDS:
            run = ""
    return frozenset(found)


def missing_numbers(sentence: str, evidence: str) -> list[str]:
    """Numbers of the sentence, in figures or words, that the evidence lacks.

    A number is its sign or currency, value, and scale or percent together: "$11" is not in
    "$11 million", nor "3" in "3%".
    """
    known = _numbers(evidence)
    return [" ".join(part for part in one if part) for one in _numbers(sentence) - known]


@_of_few_texts
def _numbers(text: str) -> frozenset[tuple[str, str, str]]:
    folded = fold(text).casefold()
    found: set[tuple[str, str, str]] = set()
    for match in _NUMBER.finditer(folded):
        value = _plain(match.group(1).replace(",", "").rstrip("."))
        unit, end = _unit(folded, match.end(), match.group(2))
        found.add((_currency(folded, match.start(), end), value, unit))
    for token in tokens(folded):
        for part in token.key.split("-"):
            if part in NUMBER_WORDS:
                unit, end = _unit(folded, token.start + len(token.text), None)
                found.add((_currency(folded, token.start, end), NUMBER_WORDS[part], unit))
    return frozenset(found)


def _currency(folded: str, start: int, end: int) -> str:
    """The sign before a number or the money's name behind it; a minus; else nothing."""
    before = _SIGN_BEFORE.search(folded, max(0, start - 2), start)
    if before:
        return before.group(1)
    behind = _MONEY_BEHIND.match(folded, end)
    return _MONEY[behind.group(1)] if behind else ""


def _plain(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value.lstrip("0") or "0"


def _unit(folded: str, end: int, sign: str | None) -> tuple[str, int]:
    """The scale or percent behind a number, and where it ends."""
    if sign:
        return _SCALE_SIGNS[sign], end
    match = _AFTER_NUMBER.match(folded, end)
    if match is None:
        return "", end
    word = match.group(1)
    return (word if word in _SCALES else "percent"), match.end()


def missing_dates(sentence: str, evidence: str) -> list[str]:
    """Date expressions of the sentence that no one expression of the evidence contains.

    "7 April" is missing from "5 April ... 7 May": the parts must stand together.
    """
    known = _dates(evidence)
    return [
        " ".join(sorted(date)) for date in _dates(sentence) if not any(date <= one for one in known)
    ]


@_of_few_texts
def _dates(text: str) -> tuple[frozenset[str], ...]:
    """Runs of month, weekday, day and year that stand close together."""
    folded = fold(text)
    runs: list[set[str]] = []
    last_end = -_DATE_GAP - 1
    pending: list[tuple[int, str]] = []
    for token in tokens(folded):
        word = _DATE_WORDS.get(token.key)
        # "may" is a verb and "sun" and "sat" are words; a capital inside the sentence tells.
        if (
            word
            and (token.capitalised or word in _RELATIVE.split())
            and not (token.initial and token.key in {"may", "mar", "jan", "sat", "sun"})
        ):
            close = token.start - last_end <= _DATE_GAP
            if not close:
                runs.append(set())
            runs[-1].add(word)
            runs[-1].update(number for at, number in pending if token.start - at <= _DATE_GAP)
            pending = []
            last_end = token.start + len(token.text)
        elif re.fullmatch(r"\d{1,2}(?:st|nd|rd|th)?|\d{4}", token.key):
            number = re.sub(r"\D", "", token.key)
            if runs and token.start - last_end <= 4:
                runs[-1].add(number)
                last_end = token.start + len(token.text)
            else:
                pending.append((token.start, number))
    return tuple(map(frozenset, runs))


def missing_countries(sentence: str, evidence: str) -> list[str]:
    """Countries the sentence names, by name or demonym, that the evidence names in no form."""
    return sorted(_countries(sentence) - _countries(evidence))


@_of_few_texts
def _countries(text: str) -> frozenset[str]:
    return frozenset(one.country for one in countries.mentions(text) if one.kind != "capital")
