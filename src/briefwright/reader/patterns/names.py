"""Runs of capitalised words that may be a person's name. Who they are is not decided here."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefwright.reader.patterns.page import Page, Token, folded
from briefwright.reader.patterns.words import (
    CALENDAR,
    DOMAIN,
    FUNCTION,
    GIVEN,
    HONORIFICS,
    MODIFIERS,
    OFFICES,
    PARTICLES,
    THINGS,
)
from briefwright.spans import Span

# Arabic and Portuguese full names reach seven words; longer runs are headings.
MOST_WORDS = 7
_JOINED_ARTICLE = re.compile(r"(?:al|el|ar|as|ash|at|ad|an|az|ul|ed|es)[-’'‘][^\W\d_]", re.I)
_INITIAL = re.compile(r"(?:[A-Z]\.)+\Z|[A-Z]\Z")
_NEVER = OFFICES | HONORIFICS | THINGS | FUNCTION | MODIFIERS | DOMAIN | CALENDAR
_NUMERAL = re.compile(r"(?:II|III|IV|VI|VII|VIII|IX|XI|XII|XIII|XIV|XV|XVI)\Z")


@dataclass(frozen=True)
class Name:
    """Words that look like a name: tokens `first` to `last`, the last included."""

    first: int
    last: int
    span: Span
    words: tuple[str, ...]
    """Folded, initials and particles included."""

    @property
    def is_single(self) -> bool:
        return len(self.words) == 1


def names(page: Page) -> tuple[Name, ...]:
    """Every run that could be a person's name, in text order, without overlap."""
    found: list[Name] = []
    index, tokens = 0, page.tokens
    while index < len(tokens):
        if not _is_part(page, index):
            index += 1
            continue
        end = _run_end(page, index)
        name = _name(page, index, end)
        if name is not None:
            found.append(name)
        index = end + 1
    return tuple(found)


def _is_part(page: Page, index: int) -> bool:
    """Whether the token can be a word of a name."""
    token = page.tokens[index]
    word = token.text
    if _JOINED_ARTICLE.match(word):
        return len(word) < 30
    if not token.is_capital or _INITIAL.match(word):
        return False
    if word.isupper() and len(word) > 1:
        return False
    lower = token.lower.rstrip(".")
    if lower in GIVEN or lower in PARTICLES:
        return True
    if lower in _NEVER:
        return False
    if page.is_country(token.start, token.end):
        return False
    if "-" in word and any(
        part.lower() in THINGS or part.lower() in OFFICES or part.lower() in ("led", "based")
        for part in word.split("-")
    ):
        return False
    if lower in page.lower_words and not _is_amid_name(page, index):
        return False
    return word.isalpha() or any(mark in word for mark in "’'‘`ʿʾ-_")


def _is_amid_name(page: Page, index: int) -> bool:
    """A common word is a surname still after a given name: "Rod Stewart", "George Bush"."""
    return index > 0 and page.tokens[index - 1].lower in GIVEN and _touch(page, index - 1)


def _touch(page: Page, index: int) -> bool:
    """Whether only a space or two stand between this token and the next."""
    here, there = page.tokens[index], page.tokens[index + 1]
    gap = page.text[here.end : there.start]
    return not here.possessive and 0 < len(gap) <= 2 and gap.strip(" \xa0") == ""


def _run_end(page: Page, index: int) -> int:
    """The last token of the name that starts at `index`."""
    tokens, last, look = page.tokens, index, index
    while look + 1 < len(tokens) and _touch(page, look) and look - index < MOST_WORDS + 3:
        look += 1
        word = tokens[look].text
        if _is_part(page, look) or _NUMERAL.match(word):
            last = look
        elif not (_INITIAL.match(word) or word in PARTICLES):
            break
    return _with_suffix(page, last)


def _with_suffix(page: Page, last: int) -> int:
    following = page.tokens[last + 1 : last + 3]
    if len(following) == 2 and following[0].text == "," and following[1].text in ("Jr.", "Sr."):
        return last + 2
    if following and following[0].text in ("Jr.", "Sr."):
        return last + 1
    return last


def _name(page: Page, first: int, last: int) -> Name | None:
    tokens = page.tokens
    while first > 0 and _INITIAL.match(tokens[first - 1].text) and _touch(page, first - 1):
        first -= 1
    first = _without_place(page, first, last)
    words = tuple(folded(token.text) for token in tokens[first : last + 1] if token.text != ",")
    words = tuple(word for word in words if word)
    if not words or len(words) > MOST_WORDS or tokens[first].text in PARTICLES:
        return None
    if len(words) == 1 and (words[0] in PARTICLES or len(words[0]) < 2):
        return None
    if _is_followed_by_thing(page, last):
        return None
    return Name(first, last, Span(start=tokens[first].start, end=tokens[last].end), words)


def _without_place(page: Page, first: int, last: int) -> int:
    """ "ambassador to Basra Hassan X": what follows a preposition and is no given name goes."""
    if last - first < 2 or first == 0 or page.tokens[first].lower in GIVEN:
        return first
    if page.tokens[first - 1].lower not in ("to", "of", "in", "at"):
        return first
    for index in range(first + 1, last):
        if page.tokens[index].lower in GIVEN:
            return index
    return first


def _is_followed_by_thing(page: Page, last: int) -> bool:
    """ "Imam Khomeini Airport", "Trump administration": named for a person, not the person."""
    if last + 1 >= len(page.tokens) or not _touch(page, last):
        return False
    token = page.tokens[last + 1]
    lower = token.lower
    if token.is_capital and lower in THINGS and lower not in FUNCTION:
        return True
    return lower in ("administration", "government", "cabinet", "-led", "airport", "newspaper")


def is_office(token: Token) -> bool:
    return token.lower in OFFICES or token.lower.rsplit("-", 1)[-1] in OFFICES
