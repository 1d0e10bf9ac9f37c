"""What could be said of an article, before the network judges it: everyone named, every title
beside a name, every quotation with whoever might say it. Proposals are many on purpose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from briefwright.article import count_words
from briefwright.countries import CountryMention
from briefwright.reader.patterns.bodies import bodies, voices
from briefwright.reader.patterns.names import Name
from briefwright.reader.patterns.page import Page, folded
from briefwright.reader.patterns.people import Known, known_people
from briefwright.reader.patterns.speakers import FEWEST_WORDS, speakers
from briefwright.reader.patterns.subjects import Subjects, subjects
from briefwright.reader.patterns.titles import ends_opening
from briefwright.reader.patterns.words import DOMAIN, FUNCTION, HONORIFICS, OFFICES, THINGS
from briefwright.reader.trained.named import Named
from briefwright.reading import Body, Person, Speaker
from briefwright.spans import Span

# Pairs of a person and a country, or of a quotation and a person, grow with the square.
MOST_COUNTRIES = 12
MOST_SPEAKERS = 40
# Titles further from every mention of a person are somebody else's.
TITLE_REACH = 300


_OUTLETS = frozenset("news agency tv newspaper daily magazine".split())
# "The energy company X", and not "the company X heads".
_SORT = re.compile(
    r"(?<![\w’'-])(?:company|firm|magazine|newspaper|daily|website|outlet|broadcaster|channel|portal"
    r"|agency|maker|producer|operator|giant|think-tank|NGO)[ \xa0]\Z"
)
# A run of words with one of these is a clause.
_FINITE = frozenset("is are was were has have had will would said says told".split())
_ADDRESSED = frozenset("mr mrs ms miss".split())
_NO_NAMES = HONORIFICS | {"jr", "sr"}
# A title begins with none of these: what stands before was cut off.
_LINKS = frozenset("of for and to in on at with by".split())
_OTHER_OFFICES = frozenset("fm pm taoiseach minster gentleman fellow".split())
_OCCUPATION = re.compile(r"[a-z]{3,20}(?:er|or|ist|ian|man|woman)s?")
_ITEM_LEAD = re.compile(r",[ \xa0](?:(?:the|an?|its|his|her)[ \xa0])?\Z")
_ITEM_END = re.compile(r"\s*(?:;|\n|\Z|\.(?:\s|\Z)|,[ \xa0](?=[a-z]))")
_APPOSED = re.compile(r",[ \xa0](?:the|an?)[ \xa0]\Z")
# Articles, and what points back: "the country’s prime minister".
_OPENER = re.compile(r"(?:(?:the|his|her)[ \xa0])?(?:(?:country|nation)[’']s[ \xa0])?", re.I)
_TRAILER = re.compile(
    r"[ \xa0](?:Sheikh|Shaikh|Sheik|Mr|Mrs|Ms|Dr|Sir|Dame|Ayatollah|Hoj+atoleslam|Mullah|Mawlawi)"
    r"\.?\Z"
)
_TWICE = re.compile(r"\b(\w+)[ \xa0]\1\Z", re.I)
_CUT_SHORT = re.compile(r"[ \xa0](?:to|of|for|at|in)(?:[ \xa0]the)?\Z")
_REST = re.compile(r"(?:[ \xa0]the)?(?:[ \xa0][A-Z](?:[\w-]|[.’'](?=\w))*)+")
# An article with fewer capitals among its words is set in small letters throughout.
CASED = 0.03


@dataclass(frozen=True)
class TitlePair:
    """A span that may be a person's title."""

    person: int
    span: Span
    beside: bool
    """Patterns found it beside a mention."""
    described: bool
    """It is "the Iranian minister" elsewhere, resolved to the person."""


@dataclass(frozen=True)
class Proposals:
    page: Page
    known: tuple[Known, ...]
    bodies: tuple[Body, ...]
    chain: Subjects
    guesses: dict[int, Speaker]
    """By quotation: whom patterns take for the speaker."""
    titles: tuple[TitlePair, ...]
    quotations: tuple[int, ...]
    """Indexes of the quotations that are long enough and not nested."""

    @cached_property
    def persons(self) -> tuple[Person, ...]:
        return tuple(known.person for known in self.known)

    @cached_property
    def people_named(self) -> Named:
        return Named.of(one.mentions for one in self.persons)

    @cached_property
    def bodies_named(self) -> Named:
        return Named.of(one.mentions for one in self.bodies)

    @cached_property
    def name_parts(self) -> tuple[frozenset[str], ...]:
        """For each person the words of all their mentions, folded."""
        text = self.page.text
        return tuple(
            frozenset(folded(word) for span in one.mentions for word in span.of(text).split())
            for one in self.persons
        )


def propose(page: Page, *, names: Sequence[Span] = (), titles: Sequence[Span] = ()) -> Proposals:
    """Everything patterns propose, and besides the `names` and `titles` that a tagger found."""
    known = tuple(
        one for one in known_people(page, _names(page, names)) if not is_no_person(page, one.person)
    )
    persons = tuple(one.person for one in known)
    chain = subjects(page, persons)
    parties = bodies(page, persons)
    said = speakers(page, persons, parties, chain)
    parties = (*parties, *voices(page, parties))
    return Proposals(
        page=page,
        known=known,
        bodies=parties,
        chain=chain,
        guesses={one.quotation: one for one in said},
        titles=tuple(_titles(page, known, chain, titles)),
        quotations=tuple(
            index
            for index, quotation in enumerate(page.segments.quotations)
            if quotation.within is None
            and count_words(quotation.span.of(page.text)) >= FEWEST_WORDS
        ),
    )


def is_no_person(page: Page, person: Person) -> bool:
    """Whether the article says what it is: "the magazine X", "X News", "the Foundation (FDF)"."""
    text = page.text
    words = person.name.of(text).split()
    if words[-1].lower() in _OUTLETS:
        return True
    if any(_SORT.search(text, max(0, one.start - 30), one.start) for one in person.mentions):
        return True
    return len(words) == 1 and words[0].isupper() and f"({words[0]})" in text


def _names(page: Page, spans: Sequence[Span]) -> list[Name]:
    """Spans as runs of the page's tokens; small letters are a name's only where all are small."""
    found = []
    words = [token for token in page.tokens if token.text[:1].isalpha()]
    cased = sum(token.is_capital for token in words) > CASED * len(words)
    for span in spans:
        first = page.token_at(span.start)
        last = page.token_at(max(span.start, span.end - 1))
        if first >= len(page.tokens) or last >= len(page.tokens) or last - first > 8:
            continue
        while first < last and _is_no_part(page, first):
            first += 1
        tokens = page.tokens[first : last + 1]
        if page.is_country(tokens[0].start, tokens[-1].end):
            continue
        if all(token.lower.strip(".") in _NO_NAMES for token in tokens):
            continue
        if cased and not any(token.is_capital for token in tokens):
            continue
        parts = tuple(word for word in (folded(token.text) for token in tokens) if word)
        if parts:
            whole = Span(start=tokens[0].start, end=tokens[-1].end)
            found.append(Name(first, last, whole, parts))
    return found


def _is_no_part(page: Page, index: int) -> bool:
    """Whether no name begins so: "Mr", or the country that the word before was of."""
    token = page.tokens[index]
    return token.lower.strip(".") in _ADDRESSED or any(
        mention.span.start < token.start
        for mention in page.countries_in(Span(start=max(0, token.start - 30), end=token.end))
        if mention.span.end == token.end
    )


def _titles(
    page: Page, known: Sequence[Known], chain: Subjects, tagged: Sequence[Span]
) -> list[TitlePair]:
    found: dict[tuple[int, int, int], TitlePair] = {}

    def add(person: int, span: Span, *, beside: bool = False, described: bool = False) -> None:
        span = _bare(page, span)
        key = (person, span.start, span.end)
        if not _is_title(page, span):
            return
        found.setdefault(key, TitlePair(person, span, beside, described))

    for index, one in enumerate(known):
        for span in one.titles:
            add(index, span, beside=True)
    for reference in chain.references:
        if reference.kind == "description":
            add(reference.person, reference.span, described=True)
    for span in tagged:
        holders = _holders(page, known, span)
        for index, one in enumerate(known):
            if not _is_near(one.person, span) or (holders and index not in holders):
                continue
            if not any(ends_opening(page, span, mention) for mention in one.person.mentions):
                add(index, span)
    return sorted(found.values(), key=lambda pair: (pair.person, pair.span.start, pair.span.end))


def _holders(page: Page, known: Sequence[Known], span: Span) -> frozenset[int]:
    """Whose title it can only be: it stands behind their name, and closes an item of a list.

    In "A, the envoy of B; C, the mayor of D; and E" the envoy is A and the mayor C.
    """
    text = page.text
    closing = _ITEM_END.match(text, span.end)
    lead = _ITEM_LEAD.search(text, max(0, span.start - 8), span.start)
    if closing is None or lead is None:
        return frozenset()
    return frozenset(
        index
        for index, one in enumerate(known)
        if any(mention.end == lead.start() for mention in one.person.mentions)
    )


def _is_title(page: Page, span: Span) -> bool:
    """Whether the words name an office: not an honorific, a country or "counterpart" alone."""
    words = re.findall(r"[^\W\d_][\w.’'-]*", span.of(page.text))
    if not any(map(_names_office, words)) and not _is_apposed(page, span):
        return False
    told = [
        word
        for word in words
        if word.lower().strip(".") not in HONORIFICS and word.lower() not in FUNCTION
    ]
    if not told or told[-1].lower().startswith("counterpart"):
        return False
    if words[0] in _LINKS or any(word.lower() in _FINITE for word in words):
        return False
    return not page.is_country(span.start, span.end)


def _names_office(word: str) -> bool:
    """Whether the word tells what somebody is: "minister", "vice-chairs", "pianist"."""
    parts = word.lower().removesuffix("’s").removesuffix("'s").split("-")
    if any(one in OFFICES or one.removesuffix("s") in OFFICES for one in parts):
        return True
    last = parts[-1]
    if last in _OTHER_OFFICES:
        return True
    return (
        word.islower()
        and bool(_OCCUPATION.fullmatch(last))
        and last not in THINGS
        and last not in DOMAIN
    )


def _is_apposed(page: Page, span: Span) -> bool:
    """ "X, the Danish stroke": what X is, though no office that is known."""
    lead = page.text[max(0, span.start - 6) : span.start]
    return bool(_APPOSED.search(lead)) and span.of(page.text).rsplit(None, 1)[-1].islower()


def _bare(page: Page, span: Span) -> Span:
    """The whole title, without what is none of it."""
    text, start, end = page.text, span.start, span.end
    if opener := _OPENER.match(text, start, end):
        start = opener.end()
    # "Emir Sheikh | Asad", "President President | Ayo"
    if trailer := _TRAILER.search(text, start, end):
        end = trailer.start()
    if twice := _TWICE.search(text, start, end):
        end = twice.end(1)
    if cut := _CUT_SHORT.search(text, start, end):
        rest = _REST.match(text, end)
        end = rest.end() if rest else cut.start()
    return Span(start=start, end=end) if start < end else span


def _is_near(person: Person, span: Span) -> bool:
    return any(
        span.start - TITLE_REACH < mention.end
        and mention.start < span.end + TITLE_REACH
        and not mention.overlaps(span)
        for mention in person.mentions
    )


def ranked_mentions(page: Page) -> dict[str, list[CountryMention]]:
    """The mentions of the countries named most."""
    by_country: dict[str, list[CountryMention]] = {}
    for mention in page.countries:
        by_country.setdefault(mention.country, []).append(mention)
    kept = [country for country in page.ranked_countries if country in by_country]
    return {country: by_country[country] for country in kept[:MOST_COUNTRIES]}
