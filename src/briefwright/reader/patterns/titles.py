"""The longest title that stands next to a name: before it, or after it between commas."""

from __future__ import annotations

import re

from briefwright.reader.patterns.names import Name, is_office
from briefwright.reader.patterns.page import Page, Token
from briefwright.reader.patterns.words import (
    ACTS,
    CALENDAR,
    CUES,
    DOMAIN,
    FUNCTION,
    GIVEN,
    HONORIFICS,
    MODIFIERS,
    PARTICLES,
    THINGS,
)
from briefwright.spans import Span

_REACH_BEFORE = 24
_REACH_AFTER = 30
_LINKS = frozenset(("of", "for", "to", "on", "in", "at", "and", "&", "the", ",", "with", "-", "("))
_OF = frozenset(("of", "for", "to", "on", "in", "at", "with"))
_STARTS_OTHER = frozenset(("who", "which", "that", "where", "when", "while", "after", "as", "by"))
_SERVE = frozenset("advisor adviser assistant aide deputy secretary consultant counsel".split())
_COMMA = re.compile(r",\s+(?:[A-Z]\w+\.?\s+)?")
_OPENING = re.compile(
    r"(?:In|During|After|Following|Before|At|Upon|Prior to|Ahead of|On)\b[^,;:“”]{0,110}"
)
LONGEST_OPENING = 130
_NOT_A_TITLE = frozenset(("counterpart", "counterparts"))


def title_before(page: Page, name: Name) -> Span | None:
    """ "Iranian Foreign Minister X", "the head of the Chamber of Commerce, X": without article."""
    end = _before_honorifics(page, name.first)
    if end < 0:
        return None
    comma = page.tokens[end].text == ","
    if comma:
        end -= 1
    # "An invitation by the president to X": the title is nobody's here.
    start = None if page.tokens[end].lower in _OF else _leftmost(page, end)
    if start is None or (comma and not _is_definite(page, start)):
        return None
    start = _without_article(page, start, end)
    title = _span(page, start, end) if start <= end else None
    return None if title is not None and ends_opening(page, title, name.span) else title


def ends_opening(page: Page, title: Span, name: Span) -> bool:
    """ "In his meeting with the Fijian minister, X said": another is the minister."""
    text = page.text
    if not 0 < name.start - title.end < 20 or not _COMMA.fullmatch(text[title.end : name.start]):
        return False
    # "After talks with the Fijian minister, X, he left": that one is X.
    return text[name.end : name.end + 1] not in (",", ")") and _opens(page, title)


def _before_honorifics(page: Page, first: int) -> int:
    index = first - 1
    while index >= 0 and page.tokens[index].lower in HONORIFICS:
        index -= 1
    return index


def _leftmost(page: Page, end: int) -> int | None:
    """Where the title that ends at token `end` starts, None if none ends there."""
    limit = max(0, end - _REACH_BEFORE)
    office = end
    while office >= limit and not is_office(page.tokens[office]):
        gap = page.text[page.tokens[office].end : page.tokens[office + 1].start]
        if not _may_complete(page, office) or "\n" in gap:
            return None
        office -= 1
    if office < limit or not _is_linked(page, office, end):
        return None
    start = office
    while True:
        start = _premodified(page, start, limit)
        earlier = _governing(page, start, limit)
        if earlier is None:
            return start
        start = earlier


def _is_linked(page: Page, office: int, end: int) -> bool:
    return office == end or page.tokens[office + 1].lower in _OF or _is_acronym(page, office, end)


def _is_acronym(page: Page, office: int, end: int) -> bool:
    return end == office + 3 and page.tokens[office + 1].text == "("


def _may_complete(page: Page, index: int) -> bool:
    """Whether the token can stand in "of Science, Research and Technology"."""
    token = page.tokens[index]
    if (
        token.text in _LINKS
        or token.text == ")"
        or token.lower in DOMAIN
        or token.text in PARTICLES
    ):
        return not _is_clause_break(page, index)
    if page.is_country(token.start, token.end):
        return True
    return token.is_capital and token.lower not in FUNCTION and token.lower not in CALENDAR


def _is_clause_break(page: Page, index: int) -> bool:
    """A comma or "and" before something that is no part of a list of fields."""
    if page.tokens[index].text not in (",", "and") or index + 1 >= len(page.tokens):
        return False
    after = page.tokens[index + 1]
    if after.text == "and" and index + 2 < len(page.tokens):
        after = page.tokens[index + 2]
    return not (after.lower in DOMAIN or after.lower in THINGS)


def _premodified(page: Page, start: int, limit: int) -> int:
    """Leftwards over what describes the office: "newly elected Iraqi", "Iran’s Deputy"."""
    while start > limit:
        token = page.tokens[start - 1]
        if "\n" in page.text[token.end : page.tokens[start].start]:
            break
        if token.text in ("-", "/") or _describes(page, start - 1):
            start -= 1
        elif token.text in (",", "and", "&") and _joins_fields(page, start - 1):
            start -= 2
        else:
            break
    while start < len(page.tokens) and page.tokens[start].text in "-/,":
        start += 1
    return start


def _describes(page: Page, index: int) -> bool:
    token = page.tokens[index]
    lower = token.lower
    if lower in MODIFIERS or lower in DOMAIN or is_office(token):
        return not (token.text.isupper() and len(token.text) > 5)
    if page.is_country(token.start, token.end):
        return not _is_dateline(token)
    if lower in FUNCTION or lower in CALENDAR or lower in CUES or lower in HONORIFICS:
        return False
    return token.is_capital and not _is_dateline(token)


def _is_dateline(token: Token) -> bool:
    return token.text.isupper() and len(token.text) > 5


def _joins_fields(page: Page, index: int) -> bool:
    """ "Industry, Mining and Trade Minister": fields stand on both sides."""
    if index < 1 or index + 1 >= len(page.tokens):
        return False
    left, right = page.tokens[index - 1], page.tokens[index + 1]
    if left.text == "," and index > 1:
        left = page.tokens[index - 2]
    fields = left.lower in DOMAIN and right.lower in DOMAIN
    return fields or (page.tokens[index].text in ("and", "&") and is_office(left))


def _governing(page: Page, start: int, limit: int) -> int | None:
    """The office before "of" or "to": "advisor to the" of "advisor to the foreign minister"."""
    index = start - 1
    if index >= limit and page.tokens[index].lower == "the":
        index -= 1
    if index - 1 < limit or page.tokens[index].lower not in ("of", "to", "for"):
        return None
    if page.tokens[index].lower == "to" and page.tokens[index - 1].lower not in _SERVE:
        return None
    return index - 1 if is_office(page.tokens[index - 1]) else None


def _is_definite(page: Page, start: int) -> bool:
    token = page.tokens[start]
    earlier = page.tokens[start - 1].lower if start else ""
    if token.lower in _NOT_A_TITLE:
        return False
    return (
        earlier in ("the", "a", "his", "her", "its", "an") or token.possessive or token.is_capital
    )


def _without_article(page: Page, start: int, end: int) -> int:
    while start <= end and page.tokens[start].lower in ("the", "a", "an", "visiting", "his", "her"):
        start += 1
    return start


def title_after(page: Page, name: Name) -> Span | None:
    """ "X, the minister of health of Y,": up to the comma that ends the apposition."""
    tokens = page.tokens
    index = name.last + 1
    if (
        index + 1 >= len(tokens)
        or tokens[index].text not in (",", "(")
        or tokens[name.last].possessive
    ):
        return None
    opener = tokens[index].text
    index += 1
    if tokens[index].lower in ("who", "also") and index + 2 < len(tokens):
        index += 1
        while tokens[index].lower in ("is", "was", "also", "serves", "as") and index + 2 < len(
            tokens
        ):
            index += 1
    if tokens[index].lower in ("the", "a", "an", "his", "her", "one", "its") and index + 1 < len(
        tokens
    ):
        index += 1
    end = _title_end(page, index, opener)
    if end is None:
        return None
    if any(token.lower in GIVEN for token in tokens[index : end + 1]):
        return None
    title = _span(page, index, end)
    return None if title is not None and _begins_clause(page, name.span, title) else title


def _begins_clause(page: Page, name: Span, title: Span) -> bool:
    """ "In talks with X, the Fijian minister said": the minister is no X."""
    closed = page.text[title.end : title.end + 1] in (",", ".", ";", ")", "")
    return not closed and _opens(page, name)


def _opens(page: Page, span: Span) -> bool:
    """Whether the sentence is still in its opening phrase: "In a meeting with the ..."."""
    place = page.sentence_of(span.start)
    if place is None:
        return False
    opened = page.sentence_starts[place]
    return span.start - opened < LONGEST_OPENING and bool(
        _OPENING.fullmatch(page.text[opened : span.start].strip())
    )


def _title_end(page: Page, start: int, opener: str) -> int | None:
    tokens, office = page.tokens, None
    stop = min(len(tokens), start + _REACH_AFTER)
    for index in range(start, stop):
        token = tokens[index]
        if token.text in '.;:“”"?!)' and not (token.text == ")" and opener != "("):
            return index - 1 if office is not None else None
        if "\n" in page.text[tokens[index - 1].end : token.start]:
            return index - 1 if office is not None else None
        if is_office(token) and office is None:
            office = index
        elif office is None and not _may_lead(page, index):
            return None
        if office is None:
            continue
        if token.lower in _STARTS_OTHER or (_is_verb(token) and index > office):
            return index - 1
        if token.text == "," and not _goes_on(page, index):
            return index - 1
        if token.text == "to" and _is_infinitive(page, index):
            return index - 1
        if token.lower == "and" and index + 1 < stop and not _joins_title(page, index):
            return index - 1
    return None


def _is_infinitive(page: Page, index: int) -> bool:
    if index + 1 >= len(page.tokens):
        return True
    after = page.tokens[index + 1]
    return (
        after.text.islower()
        and after.lower not in DOMAIN
        and after.lower not in ("the", "its", "neighboring", "neighbouring", "his", "their")
    )


def _is_verb(token: Token) -> bool:
    return not token.is_capital and (token.lower in CUES or token.lower in ACTS)


def _may_lead(page: Page, index: int) -> bool:
    token = page.tokens[index]
    if token.text in ("-", "&", ",", "and"):
        return index > 0 and page.tokens[index - 1].lower in DOMAIN
    return _describes(page, index) or token.lower in ("then", "most")


def _goes_on(page: Page, comma: int) -> bool:
    """Whether the comma stands inside "Industry, Mines and Trade"."""
    tokens = page.tokens
    ahead = tokens[comma + 1 : comma + 7]
    if not ahead or ahead[0].lower not in DOMAIN or not ahead[0].is_capital:
        return False
    return any(token.lower in ("and", "&") for token in ahead)


def _joins_title(page: Page, index: int) -> bool:
    after = page.tokens[index + 1]
    if after.lower == "the" and index + 2 < len(page.tokens):
        after = page.tokens[index + 2]
    return _describes(page, index + 1) and (
        after.lower in DOMAIN
        or after.lower in THINGS
        or after.lower in MODIFIERS
        or is_office(after)
    )


def _span(page: Page, first: int, last: int) -> Span | None:
    tokens = page.tokens
    while last >= first and tokens[last].text in (",", "and", "-", "("):
        last -= 1
    if last < first:
        return None
    lower = tokens[last].lower
    if first == last and (lower in _NOT_A_TITLE or lower in ("general", "lady", "deputy")):
        return None
    end = tokens[last].end
    if tokens[last].possessive:
        return None
    return Span(start=tokens[first].start, end=end)
