"""Whom the words that name a speaker may mean: "the Iraqi premier" is no Iranian."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefwright.reader.patterns.page import Page, folded
from briefwright.reader.patterns.sayers import stater
from briefwright.reader.patterns.words import HONORIFICS, OFFICES
from briefwright.reader.trained.named import Named
from briefwright.reader.trained.proposals import Proposals
from briefwright.reading import Person
from briefwright.spans import Span

NOBODY: frozenset[int] = frozenset()
# A shorter title is an office that several may hold.
TITLE_WORDS = 4
# Characters before "the statement" within which it is told whose it is.
STATEMENT_NEAR = 3000
MOST_STATEMENTS = 12
# Characters from "a spokesman" to "the spokesman".
UNNAMED_NEAR = 600


@dataclass(frozen=True)
class Meant:
    """Indexes of people and of bodies; None where it may be any of them."""

    people: frozenset[int] | None = None
    bodies: frozenset[int] | None = None
    certain: bool = False
    """One of these speaks, and neither somebody else nor nobody."""
    unnamed: bool = False
    """Somebody without a name speaks: "a spokesman for the ministry"."""
    several: bool = False
    """Two or more are named as one subject."""
    again: bool = False
    """Whoever said the quotation before."""
    near: bool = False
    """No words beside it name them; they were only named last."""
    words: Span | None = None
    """What names them beside it."""
    hearers: frozenset[int] = NOBODY
    """People who are told it."""

    def may_be(self, person: int | None, body: int | None) -> bool:
        if person is None:
            return self.bodies is None or body in self.bodies
        return person not in self.hearers and (self.people is None or person in self.people)


_STATEMENT = re.compile(
    r"\b(?:statement|communiqu[eé]|readout|press release|declaration)(?!\w)", re.I
)
_BY = re.compile(r"(?:\s+\w+){0,3}?\s+(?:by|from|of)\s+(?:the\s+)?", re.I)
# "The prime minister's office": not the prime minister.
_OF_SOMEBODY = re.compile(
    r"(?:’s|'s|s’|s')\s+(?:[\w-]+\s+){0,2}?(?:office|spokes\w+|sources?|government|team|party"
    r"|campaign|administration|aides?|lawyers?|representatives?|family|envoy|website)\Z",
    re.I,
)
_FOR_SOMEBODY = re.compile(
    r"(?:spokes\w+|aides?|advis[eo]rs?|sources?|officials?|representatives?|lawyers?)"
    r"\s+(?:for|to|of|close to)\s+(?:the\s+)?(?:\w+\s+)?(?:(?:Mr|Mrs|Ms|Dr|President|Premier"
    r"|Minister|Secretary|King|Queen|Prince|Chancellor|Senator|Sheikh)\b\.?\s+)?\Z"
)
_UNNAMED = re.compile(r"\b(?:an?|another|one|some|unnamed)\s+(?:[\w’'-]+\s+){0,7}?[\w’'-]+\Z", re.I)
_SOMEBODY = re.compile(
    r"(?:an?|another|one)\s+(?:[\w’'-]+\s+){0,6}?(?:spokes\w+|official|source|diplomat|aide"
    r"|advis[eo]r|representative|minister|envoy|ambassador|officer|member)\b",
    re.I,
)
_SOURCES = frozenset("source sources officials diplomats".split())
_SPOKESMAN = re.compile(r"spokes\w+\Z", re.I)
_PART_OF = re.compile(r"\b(?:of|to|in|at|from|with)\s+(?:the\s+)?(?:\w+\s+)?\Z")
_VOICE_OF = re.compile(
    r"spokes|official|source|representative|statement|readout|website|office", re.I
)
_ISSUES = re.compile(r"\s+(?:has |had |have |also |later )?(?:issued|released|published|put out)\b")
_OF = re.compile(r"\s+(?:of|from|at)\s")
_AND = re.compile(r"\b(?:and|or)\b")
_SPEAKS_FOR = re.compile(r"(?:spokes\w+|official|diplomat|representative|aide)\Z", re.I)
# An office as described, and as titles have it.
_OFFICES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"\b(?:{one})\Z", re.I), re.compile(rf"\b(?:{other})\b", re.I))
    for one, other in (
        (r"premier|prime minister|PM", r"premier|prime minister|PM"),
        (r"(?:vice|deputy)[ -]president", r"(?:vice|deputy)[ -]president"),
        (r"president", r"(?<!vice )(?<!vice-)(?<!deputy )president"),
        (r"spokes\w+", r"spokes\w+"),
        (
            r"(?:top|chief|senior|the \w+|\w+[’']s) diplomat",
            r"foreign|secretary of state|diplomat|ambassador|envoy|representative|minister",
        ),
        (r"foreign minister|FM", r"foreign|FM"),
        (r"minister", r"minister|secretary"),
        (r"ambassador|envoy", r"ambassador|envoy|representative|charg"),
        (
            r"lawmaker|MP|parliamentarian|legislator|deputy",
            r"lawmaker|MP|parliament\w*|legislator|deputy|member|majlis|senator|speaker",
        ),
    )
)
# Of an office these words tell nothing: "the visiting minister" is the minister.
_NO_FIELD = frozenset(
    "the his her their its a an former new newly visiting then current outgoing incoming senior top"
    " chief said same".split()
)


def meant(proposals: Proposals, people: Sequence[Person], span: Span) -> Meant | None:
    """Whom the words may mean that are the subject of a verb of saying.

    None where they do not tell: pronouns, and what is neither a name nor an office.
    """
    span = _without_place(proposals, span)
    words = span.of(proposals.page.text)
    named = _ending(proposals.people_named, span)
    if named:
        return _by_name(proposals, people, span, named)
    titled = _titled(proposals, people, words)
    if titled:
        return Meant(titled, NOBODY, certain=True)
    last = words.split()[-1].strip("’'.-").lower() if words.strip() else ""
    if _STATEMENT.search(last) or words.lower().endswith("press release"):
        return _issuer(proposals, span)
    bodies = _within(proposals.bodies_named, span)
    owners = _within(proposals.people_named, span) if _OF_SOMEBODY.search(words) else NOBODY
    if owners:
        return Meant(frozenset(range(len(people))) - owners, bodies or None)
    ending = _ending(proposals.bodies_named, span)
    if ending and _is_part(proposals, span):
        return None
    if ending:
        return Meant(NOBODY, _longer(proposals, bodies), unnamed=bool(_SOMEBODY.match(words)))
    if last in _SOURCES:
        return Meant(NOBODY, bodies | _sources(proposals, last), unnamed=True)
    if last in OFFICES or last in ("official", "pm", "fm"):
        return _by_office(proposals, people, span, bodies)
    return _unlisted(proposals, people, span)


def _without_place(proposals: Proposals, span: Span) -> Span:
    """Without what follows a name: "X of the Harbour Board" is X."""
    ends = [
        mention.end
        for _, mention in proposals.people_named.at(span)
        if span.contains(mention) and _OF.match(proposals.page.text, mention.end, span.end)
    ]
    return Span(start=span.start, end=min(ends)) if ends else span


def _ending(named: Named, span: Span) -> frozenset[int]:
    """Whose mention the words end with."""
    return frozenset(index for index, one in named.at(span) if one.end >= span.end)


def _within(named: Named, span: Span) -> frozenset[int]:
    return frozenset(index for index, _ in named.at(span))


def _is_part(proposals: Proposals, span: Span) -> bool:
    """Whether the words are of somebody beside the body: "a member of the committee"."""
    start = min(one.start for _, one in proposals.bodies_named.at(span) if one.end >= span.end)
    lead = proposals.page.text[span.start : max(span.start, start)]
    return _PART_OF.search(lead) is not None and _VOICE_OF.search(lead) is None


def _sources(proposals: Proposals, last: str) -> frozenset[int]:
    """Those that the article calls "a Kenyan source" before it calls them "the source"."""
    return frozenset(
        index
        for index, one in enumerate(proposals.bodies)
        if one.name.of(proposals.page.text).lower().split()[-1] == last
    )


def _longer(proposals: Proposals, bodies: frozenset[int]) -> frozenset[int]:
    """With "the Iranian ministry" of before, where "the ministry" is meant."""
    names = [one.name.of(proposals.page.text) for one in proposals.bodies]
    short = {names[index] for index in bodies}
    return bodies | {
        index for index, name in enumerate(names) if any(name.endswith(one) for one in short)
    }


def _by_name(
    proposals: Proposals, people: Sequence[Person], span: Span, named: frozenset[int]
) -> Meant:
    start = min(one.start for _, one in proposals.people_named.at(span) if one.end >= span.end)
    lead = proposals.page.text[span.start : max(span.start, start)]
    if _FOR_SOMEBODY.search(lead):
        return Meant(
            frozenset(range(len(people))) - named,
            _within(proposals.bodies_named, span),
        )
    if _AND.search(lead):
        named |= _within(proposals.people_named, span)
    return Meant(named, NOBODY, certain=True, several=len(named) > 1 and bool(_AND.search(lead)))


def _titled(proposals: Proposals, people: Sequence[Person], words: str) -> frozenset[int]:
    """Whose title the words are, whole: "head of the Harbour Board"."""
    own = words.lower().removeprefix("the ")
    if len(own.split()) < TITLE_WORDS:
        return NOBODY
    return frozenset(
        index
        for index in range(len(people))
        if any(own == one.lower() for one in _titles(proposals, people, index))
    )


def _titles(proposals: Proposals, people: Sequence[Person], index: int) -> list[str]:
    own = people[index].title
    spans = [*proposals.known[index].titles, *([own] if own is not None else [])]
    return [span.of(proposals.page.text) for span in spans]


def _by_office(
    proposals: Proposals, people: Sequence[Person], span: Span, bodies: frozenset[int]
) -> Meant | None:
    """Whoever has the office, and no one of another country."""
    page = proposals.page
    words = span.of(page.text)
    if _two_offices(words):
        return None
    if _UNNAMED.search(words):
        return Meant(NOBODY, bodies, unnamed=True)
    latest = proposals.people_named.latest(span.start)
    if _SPOKESMAN.search(words) and _is_unnamed_before(page, span, latest):
        return Meant(NOBODY, None, unnamed=True)
    country = next((one.country for one in page.countries_in(span)), None)
    own = {
        index
        for index, one in enumerate(people)
        if country is None or one.country in (None, country)
    }
    titles = {
        index: title.of(page.text) for index in own if (title := people[index].title) is not None
    }
    office = next((title for described, title in _OFFICES if described.search(words)), None)
    held = [index for index, title in titles.items() if office and office.search(title)]
    fields = _fields(page, span)
    exact = frozenset(index for index in held if fields <= _words(titles[index]))
    if exact:
        return Meant(exact, NOBODY, certain=True)
    # A country that no word beside the name tells may have been taken for theirs wrongly.
    own |= {index for index, one in enumerate(people) if one.country_span is None}
    bodies_too = _SPEAKS_FOR.search(words) is not None
    return Meant(frozenset(own), None if bodies_too else NOBODY) if country else None


def _is_unnamed_before(page: Page, span: Span, latest: int) -> bool:
    """Whether "the spokesman" is "a spokesman" of before, with nobody named since `latest`."""
    head = span.of(page.text).split()[-1]
    near = page.text[max(latest, span.start - UNNAMED_NEAR, 0) : span.start]
    return re.search(rf"\b[Aa]n?\s+(?:[\w’'-]+\s+){{0,5}}?{re.escape(head)}\b", near) is not None


def _two_offices(words: str) -> bool:
    """Whether it is "the president and the prime minister"."""
    parts = [part.lower().split() for part in words.split(" and ")]
    return len(parts) > 1 and all(any(word in OFFICES for word in part) for part in parts)


def _fields(page: Page, span: Span) -> frozenset[str]:
    """What an office is of: "foreign", "intelligence"."""
    words = span.of(page.text)
    for country in reversed(page.countries_in(span)):
        at, end = country.span.start - span.start, country.span.end - span.start
        words = words[: max(0, at)] + words[end:]
    named = re.findall(r"[a-z]{2,}", words.lower().replace("defense", "defence"))
    return frozenset(named[:-1]) - _NO_FIELD


def _words(title: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", title.lower().replace("defense", "defence")))


def _issuer(proposals: Proposals, span: Span) -> Meant:
    """Whose "the statement" is: that of whoever the last mention of one before it names."""
    page = proposals.page
    near = max(0, span.start - STATEMENT_NEAR)
    told = list(_STATEMENT.finditer(page.text, near, span.start))
    for match in told[: -MOST_STATEMENTS - 1 : -1]:
        place = page.sentence_of(match.start())
        if place is None:
            continue
        sentence = page.segments.sentences[place].span
        issued = _issued(proposals, sentence, match.end())
        if issued is not None:
            return issued
    countries = {one.country for one in page.countries_in(span)}
    own = frozenset(
        index
        for index, one in enumerate(proposals.bodies)
        if any(at.country in countries for at in page.countries_in(one.name))
    )
    return Meant(NOBODY, own if countries else None)


def _issued(proposals: Proposals, sentence: Span, statement: int) -> Meant | None:
    """Who issued the statement of the sentence, which ends at `statement`."""
    page = proposals.page
    named = {
        index: mention
        for index, mention in proposals.bodies_named.at(sentence)
        if sentence.contains(mention) and page.segments.quotation_around(mention) is None
    }
    by = _BY.match(page.text, statement, sentence.end)
    issuers = [
        index for index, at in named.items() if by and by.end() - 5 <= at.start <= by.end() + 30
    ]
    if issuers:
        return Meant(NOBODY, frozenset(issuers))
    words = stater(page, sentence)
    said = _ending(proposals.people_named, words) if words else NOBODY
    if said:
        return Meant(said, NOBODY, certain=True)
    subject = _ending(proposals.bodies_named, words) if words else NOBODY
    own = {index for index, at in named.items() if _ISSUES.match(page.text, at.end)}
    return Meant(NOBODY, subject | own) if subject | own else None


def _unlisted(proposals: Proposals, people: Sequence[Person], span: Span) -> Meant | None:
    """Somebody named who is not listed under that name: "Sheikh Mohammed"."""
    page = proposals.page
    tokens = span.of(page.text).split()
    if len(tokens) < 2 or tokens[-2].lower() not in HONORIFICS or not tokens[-1][:1].isupper():
        return None
    name = folded(tokens[-1])
    same = {index for index, parts in enumerate(proposals.name_parts) if name in parts}
    place = tokens[-3] if len(tokens) > 2 else ""
    if len(same) > 1 and place.endswith(("’s", "'s")):
        # "Dubai's Sheikh Mohammed", and not Abu Dhabi's.
        same = {
            index
            for index in same
            if any(place[:-2] in one for one in _titles(proposals, people, index))
        }
    elif len(same) > 1:
        same = {max(same, key=lambda index: _last_named(people[index], span.start))}
    return Meant(frozenset(same), NOBODY, certain=bool(same))


def _last_named(person: Person, start: int) -> int:
    return max((one.start for one in person.mentions if one.start < start), default=-1)
