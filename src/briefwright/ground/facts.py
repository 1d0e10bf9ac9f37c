"""Whether the names, numbers, dates and countries of a sentence stand in its evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from briefwright import countries
from briefwright.ground.folding import fold
from briefwright.ground.tokens import STOPWORDS, Token, keys, stem, tokens

_MONTHS = "january february march april may june july august september october november december"
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday"
_RELATIVE = "today yesterday tomorrow tonight"
_DATE_WORDS = {
    **{month: month for month in _MONTHS.split()},
    **{month[:3]: month for month in _MONTHS.split()},
    "sept": "september",
    **{day: day for day in f"{_WEEKDAYS} {_RELATIVE}".split()},
}
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
_NUMBER_WORDS = {
    **{word: str(value) for value, word in enumerate(_SMALL)},
    **{
        word: str(value)
        for value, word in zip(
            range(30, 100, 10),
            "thirty forty fifty sixty seventy eighty ninety".split(),
            strict=True,
        )
    },
    **{
        word: str(value)
        for value, word in enumerate(
            "first second third fourth fifth sixth seventh eighth ninth tenth".split(), start=1
        )
    },
    "dozen": "12",
}
_SCALES = {"hundred", "thousand", "million", "billion", "trillion"}
_SCALE_SIGNS = {"bn": "billion", "m": "million", "mn": "million", "k": "thousand", "tn": "trillion"}
_NUMBER = re.compile(r"(?<![\w.])(\d[\d,]*(?:\.\d+)?)(?:(?:st|nd|rd|th)\b|(bn|mn|tn|m|k)\b)?")
_AFTER_NUMBER = re.compile(r"\s*-?\s*(hundred|thousand|million|billion|trillion|%|per ?cent)", re.I)
_DATE_GAP = 12


def missing_names(sentence: str, evidence: str) -> list[str]:
    """Capitalised words of the sentence that the evidence lacks.

    An acronym stands if its letters are the initials of capitalised words of the evidence, or
    the other way round; a country's name stands for its demonym; case and accents are forgiven.
    """
    known = keys(evidence)
    stems = {stem(key) for key in known}
    acronyms = _acronyms(tokens(evidence))
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


def _acronyms(words: Iterable[Token]) -> frozenset[str]:
    """Initials of every run of two or more capitalised words, small words skipped."""
    found: set[str] = set()
    run = ""
    for token in words:
        if token.capitalised:
            run += token.key[:1]
            found.update(run[start:] for start in range(len(run) - 1))
        elif token.key not in STOPWORDS:
            run = ""
    return frozenset(found)


def missing_numbers(sentence: str, evidence: str) -> list[str]:
    """Numbers of the sentence, in figures or words, that the evidence lacks.

    A scale or percent sign in the sentence must stand beside the same number in the evidence.
    """
    known = _numbers(evidence)
    bare = {value for value, _ in known}
    return [
        f"{value} {unit}".strip()
        for value, unit in _numbers(sentence)
        if ((value, unit) not in known if unit else value not in bare)
    ]


def _numbers(text: str) -> set[tuple[str, str]]:
    folded = fold(text).casefold()
    found: set[tuple[str, str]] = set()
    for match in _NUMBER.finditer(folded):
        value = match.group(1).replace(",", "").rstrip(".")
        found.add((_plain(value), _unit(folded, match.end(), match.group(2))))
    for token in tokens(folded):
        for part in token.key.split("-"):
            if part in _NUMBER_WORDS:
                found.add((_NUMBER_WORDS[part], _unit(folded, token.start + len(token.text), None)))
    return found


def _plain(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value.lstrip("0") or "0"


def _unit(folded: str, end: int, sign: str | None) -> str:
    if sign:
        return _SCALE_SIGNS[sign]
    match = _AFTER_NUMBER.match(folded, end)
    if match is None:
        return ""
    word = match.group(1)
    return word if word in _SCALES else "percent"


def missing_dates(sentence: str, evidence: str) -> list[str]:
    """Date expressions of the sentence that no one expression of the evidence contains.

    "7 April" is missing from "5 April ... 7 May": the parts must stand together.
    """
    known = _dates(evidence)
    return [
        " ".join(sorted(date)) for date in _dates(sentence) if not any(date <= one for one in known)
    ]


def _dates(text: str) -> list[frozenset[str]]:
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
    return [frozenset(run) for run in runs]


def missing_countries(sentence: str, evidence: str) -> list[str]:
    """Countries the sentence names, by name or demonym, that the evidence names in no form."""
    return sorted(_countries(sentence) - _countries(evidence))


def _countries(text: str) -> set[str]:
    return {one.country for one in countries.mentions(text) if one.kind != "capital"}
