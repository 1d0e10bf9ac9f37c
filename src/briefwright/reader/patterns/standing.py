"""What a person stands for: country, organisation, part in what is reported."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from briefwright.reader.patterns.names import Name, is_office
from briefwright.reader.patterns.organisations import organisation_in
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.words import ACTS, CUES, OFFICES, SUPRANATIONAL
from briefwright.reading import Person
from briefwright.spans import Span

_POSTED_TO = re.compile(r"\b(?:to|in|for)\s+(?:the\s+)?(?:\w+\s+){0,2}\Z")
_MET = re.compile(
    r"(?:met(?:\s+\w+){0,4}?\s+with|meeting(?:\s+\w+){0,3}?\s+with|talks?(?:\s+\w+){0,3}?\s+with"
    r"|spoke(?:\s+\w+){0,3}?\s+(?:with|to)|call(?:ed)?(?:\s+\w+){0,3}?\s+(?:with|to|from)|between"
    r"|counterpart|received|hosted|told|accompanied by|joined by|attended by|signed by|chaired by"
    r"|conversation with|discussions? with|meet(?:s|ing)?|met|presence of|visiting|according to"
    r"|quoted|headed by|led by|welcomed|appointed|congratulated|participation of)\s*,?\s+\Z",
    re.I,
)
_AWAY = re.compile(
    r"(?:assassination|martyrdom|killing|death|murder|era|downfall|administration|government"
    r"|tenure|term|late|son|daughter|wife|brother|father|poem|poet|tomb|works)\s+"
    r"(?:of|by)\s+(?:\w+\s+){0,5}\Z",
    re.I,
)

# "president of the company" and "secretary of the union" hold no office of a state.
_STATE_OFFICE = re.compile(
    r"\b(?:[Mm]inist(?:er|ry)|[Aa]mbassador|[Pp]arliament\w*|lawmaker|envoy|[Cc]hancellor|diplomat"
    r"|(?:[Pp]resident|[Ss]ecretary|spokes\w+|[Ss]peaker|[Cc]ommander|Leader|[Gg]overnor)"
    r"(?! of\b))\b"
)


def country_of(
    page: Page, title: Span | None, titles: Sequence[Span], mentions: Sequence[Name]
) -> tuple[str | None, Span | None]:
    """The country a person acts for and where the text says so: the title, "X of Y", or "his
    Iranian counterpart"."""
    for one in ([title] if title else []) + [other for other in titles if other != title]:
        titled = country_in_title(page, one)
        if titled is not None:
            return titled
    for name in mentions[:6]:
        found = _beside(page, name)
        if found is not None:
            return found
    return None, None


def with_default_country(page: Page, people: Sequence[Person]) -> tuple[Person, ...]:
    """State officials without a country get the dateline's, as home news leaves its own out;
    without a dateline the one named most that nobody else acts for.

    Nobody else gets one: whom a company's head acts for would be a guess.
    """
    taken = {person.country for person in people if person.country_span is not None}
    free = [country for country in page.ranked_countries if country not in taken]
    default = page.home or next(iter([*free, *page.ranked_countries]), None)
    return tuple(
        person
        if person.country is not None or default is None or not holds_office(page, person)
        else person.model_copy(update={"country": default})
        for person in people
    )


def holds_office(page: Page, person: Person) -> bool:
    if person.title is None:
        # Home news names its own leaders without their office.
        return page.home is not None
    title = person.title.of(page.text)
    return bool(_STATE_OFFICE.search(title)) and not _is_supranational(page, person)


def country_in_title(page: Page, title: Span) -> tuple[str, Span] | None:
    """The country that a title is of, not one its holder is posted to, and where it says so."""
    for mention in page.countries_in(title):
        if mention.country == "European Union":
            continue
        lead = page.text[max(title.start, mention.span.start - 40) : mention.span.start]
        if _POSTED_TO.search(lead) and re.search(
            r"ambassador|envoy|representative|attach|consul|mission|coordinator|charg",
            lead + page.text[title.start : mention.span.start],
            re.I,
        ):
            continue
        return mention.country, mention.span
    return None


def _is_supranational(page: Page, person: Person) -> bool:
    title = person.title.of(page.text).lower() if person.title else ""
    return any(word in SUPRANATIONAL for word in re.findall(r"[\w.]+", title))


def _beside(page: Page, name: Name) -> tuple[str | None, Span | None] | None:
    text = page.text
    after = Span(start=name.span.end, end=min(len(text), name.span.end + 40))
    for mention in page.countries_in(after)[:1]:
        gap = text[name.span.end : mention.span.start]
        if re.fullmatch(r"\s+of\s+(?:the\s+)?(?:\w+\s+){0,3}", gap):
            return mention.country, mention.span
    start = max(0, name.span.start - 70)
    before = page.countries_in(Span(start=start, end=name.span.start))
    if before and re.fullmatch(
        r"(?:[’']s)?\s+(?:[\w-]+\s+){0,3}counterpart,?\s+(?:\w+\.?\s+)?",
        text[before[-1].span.end : name.span.start],
    ):
        return before[-1].country, before[-1].span
    return None


def organisation_of(page: Page, title: Span | None) -> Span | None:
    """The body in a title: "Chamber of Commerce" of "head of the Chamber of Commerce"."""
    if title is None:
        return None
    found = organisation_in(title.of(page.text))
    return None if found is None else Span(start=title.start + found[0], end=title.start + found[1])


def takes_part(page: Page, mentions: Sequence[Name], title: Span | None) -> float:
    """From speaking, acting and being met against being named in passing."""
    score = 0.0
    for name in mentions:
        score += _share(page, name)
    if title is not None:
        score += 0.5
    first = page.sentence_of(mentions[0].span.start)
    if first is not None and first <= 1:
        score += 0.7
    if len(mentions) == 1 and len(mentions[0].words) == 1 and title is None:
        score -= 0.4
    # Named a thousand times in passing, somebody is as good as absent, and exp would overflow.
    return round(1 / (1 + math.exp(min(1.4 - 1.6 * score, 50.0))), 3)


def _share(page: Page, name: Name) -> float:
    tokens = page.tokens
    if tokens[name.last].possessive:
        return -0.25
    lead = page.text[max(0, name.span.start - 160) : name.span.start]
    if _AWAY.search(lead[-60:]):
        return -0.6
    for token in tokens[name.last + 1 : name.last + 4]:
        if token.text in CUES:
            return 1.2
        if token.text in ACTS:
            return 0.8
        if token.text in (",", "also", "has", "further") or is_office(token):
            continue
        break
    if _MET.search(lead) or _MET.search(_without_title(page, name)):
        return 0.9
    if re.search(r"\b(?:said|added|told|according to)\s+(?:[\w’'-]+\s+){0,8}\Z", lead):
        return 0.7
    return 0.1


def _without_title(page: Page, name: Name) -> str:
    """The words before the name and the title in front of it."""
    index = name.first - 1
    stop = max(0, name.first - 16)
    while index >= stop:
        token = page.tokens[index]
        wordy = (
            token.is_capital or token.lower in OFFICES or token.text in (",", "of", "and", "the")
        )
        if not wordy and token.lower not in (
            "foreign",
            "deputy",
            "his",
            "for",
            "affairs",
            "new",
            "to",
        ):
            break
        if token.lower in ("to", "his") and page.tokens[index - 1].text in ACTS:
            break
        index -= 1
    if index < 0:
        return ""
    end = page.tokens[index].end
    return page.text[max(0, end - 100) : end] + " "


def central(page: Page, mentions: Sequence[Name]) -> float:
    """From the headline, the opening and how often somebody is named."""
    title = (page.article.title or "").lower()
    last = mentions[0].span.of(page.text).split()[-1].lower()
    score = 0.35 if last in title else 0.0
    first = page.sentence_of(mentions[0].span.start)
    if first is not None:
        score += 0.5 if first == 0 else 0.3 if first <= 2 else 0.1
    return round(min(1.0, score + 0.1 * len(mentions)), 3)
