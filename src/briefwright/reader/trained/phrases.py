"""Runs of words that could name an area: every one that begins and ends with a word of content."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright.reader.patterns.page import Page, Token
from briefwright.reader.patterns.words import CALENDAR, CUES, FUNCTION
from briefwright.spans import Span

MOST_WORDS = 8
# Longer sentences are run-on text of a broken page.
MOST_TOKENS = 120
_INSIDE = frozenset("of and for in on to the a an with against by from as at & - / ( )".split())
_NEVER = (
    CALENDAR
    | CUES
    | frozenset(
        "will would shall should must can could may might do does did is are was were be been being"
        " has have had not said also".split()
    )
)


def runs(page: Page, sentence: Span) -> list[Span]:
    """In text order, the shorter of two that begin together first; none cuts a proper name."""
    first = page.token_at(sentence.start)
    tokens: list[Token] = []
    for token in page.tokens[first : first + MOST_TOKENS]:
        if token.start >= sentence.end:
            break
        tokens.append(token)
    content = [_is_content(token) for token in tokens]
    stops = [
        not told and (token.lower in _NEVER or token.lower not in _INSIDE)
        for token, told in zip(tokens, content, strict=True)
    ]
    cut = [_goes_on(tokens, place) for place in range(-1, len(tokens))]
    found = []
    for left, opener in enumerate(tokens):
        if not content[left] or cut[left]:
            continue
        words = 0
        for right in range(left, min(len(tokens), left + 2 * MOST_WORDS)):
            words += tokens[right].text[:1].isalnum()
            if stops[right] or words > MOST_WORDS:
                break
            if content[right] and not cut[right + 1]:
                found.append(Span(start=opener.start, end=tokens[right].end))
    return found


# "economic, defence and educational | fields": an adjective names nothing by itself.
_ADJECTIVE = re.compile(r"[\w-]+(?:ical|onal|ural|cial|tial|ntal|mic|tic|ific|itary|tary)\Z", re.I)
_NOUN = re.compile(
    r"(?:[\w-]+ )?(?:cooperation|relations|ties|fields?|areas?|issues|projects?|sectors?|affairs"
    r"|matters|agreements?|industr(?:y|ies)|exchanges?|spheres?|programmes?|programs?|products?|activities"
    r"|problems|services?|partnership|interaction|capacit(?:y|ies)|research|supplies|equipment)\b"
)
_BETWEEN_ONE = re.compile(r"\s+(?:between|among)\s+(?!.*\sand\s).*\Z", re.S)
_OPENED = re.compile(r"\s*\([^)]*\Z")
_ORDINAL = re.compile(r"\d{1,3}\Z")


def neat(page: Page, span: Span) -> Span:
    """The phrase as a label: with its ordinal and its noun, without half a bracket or "between"."""
    text, start, end = page.text, span.start, span.end
    if re.match(r"(?:st|nd|rd|th)\b", text[start:end]) and (
        number := _ORDINAL.search(text, max(0, start - 3), start)
    ):
        start = number.start()
    for cut in (_OPENED, _BETWEEN_ONE):
        if (match := cut.search(text[start:end])) and match.start():
            end = start + match.start()
    last = text[start:end].rsplit(None, 1)[-1] if text[start:end].strip() else ""
    if _ADJECTIVE.match(last) and text[end : end + 1] == " ":
        noun = _NOUN.match(text, end + 1)
        end = noun.end() if noun else end
    return Span(start=start, end=end)


def trimmed_run(page: Page, span: Span) -> Span | None:
    """The span without small words at its ends, None if it has no others."""
    first, last = page.token_at(span.start), page.token_at(span.end - 1)
    while first <= last and _is_small(page.tokens[first]):
        first += 1
    while last >= first and _is_small(page.tokens[last]):
        last -= 1
    if first > last:
        return None
    return Span(start=page.tokens[first].start, end=page.tokens[last].end)


def with_whole_name(page: Page, span: Span, within: Span) -> Span:
    """The span with all of the name that it ends in: "during the 30th Tehran | Book Fair"."""
    last = page.token_at(span.end - 1)
    while last + 1 < len(page.tokens):
        here, there = page.tokens[last], page.tokens[last + 1]
        goes_on = here.is_capital and there.is_capital and there.start - here.end == 1
        if not goes_on or there.end > within.end:
            break
        last += 1
    return Span(start=span.start, end=max(span.end, page.tokens[last].end))


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether a proper name goes on behind the token: "Plan | of Action", "Persian | Gulf"."""
    if not 0 <= place < len(tokens) - 1 or not tokens[place].is_capital or place == 0:
        return False
    here, there = tokens[place], tokens[place + 1]
    return (
        there.is_capital
        and there.start - here.end == 1
        and not here.possessive
        and not (here.text.isupper() and there.text.isupper())
    )


def _is_small(token: Token) -> bool:
    return token.lower in FUNCTION or not token.text[:1].isalnum()


def _is_content(token: Token) -> bool:
    lower = token.lower
    return token.text[:1].isalpha() and lower not in FUNCTION and lower not in _NEVER
