"""Which country each person acts for, as far as the article says so anywhere.

A country beside the name or in the title stands. For the others the whole article is looked
through: "Iran's parliament speaker" tells of a Parliament Speaker named elsewhere. What then still
rests on inference alone is kept only where the dateline bears it out.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from briefwright.countries import CountryMention
from briefwright.reader.patterns.everyone import Everyone, Stated, home_of
from briefwright.reader.patterns.offices import elsewhere
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.words import OFFICES, SEATS
from briefwright.reading import Person
from briefwright.spans import Span

# A list of officials is short, and so are the words between a country and an office.
LONGEST_LIST = 12
# "X, a Kazakh hydrologist": what X is, and of where.
_APPOSED = re.compile(r",[ \xa0](?:the|an?)[ \xa0](?:[a-z-]+[ \xa0]){0,2}?(?=[A-Z])")
# "Talks with X, the Kazakh minister said": another is the minister.
_CLOSED = re.compile(r"(?![ \xa0]and\b)(?:[ \xa0][a-z-]+){1,5}[,.;”)]")
_DESCRIBED = re.compile(r"[ \xa0][a-z]")
_POSSESSIVE = re.compile(r"[’']s?[ \xa0]")
_FOR = re.compile(r"\b(?:for|to|of)[ \xa0](?:\w+[ \xa0])?\Z")
_IN = re.compile(r"[ \xa0]in[ \xa0](?:the[ \xa0])?")
# "His Serbian colleague X"; for a counterpart the reader of names has looked already.
_COLLEAGUE = re.compile(r"[ \xa0](?:colleague|opposite[ \xa0]number|homologue),?[ \xa0]")
# "An Afghan delegation headed by X", "Armenian officials including X"
_GROUP = re.compile(
    r"(?:(?:[’']s?)?[ \xa0](?:[\w-]+[ \xa0]){0,3}?(?:delegation|officials|team|mission|side)\b)?"
    r",?[ \xa0](?:which[ \xa0])?(?:(?:was|is)[ \xa0])?"
    r"(?:(?:led|headed|chaired)[ \xa0]by|including|includes)[ \xa0](?:the[ \xa0])?"
)
_GROUP_OF = re.compile(r"\b(?:delegation|officials|team|mission)[ \xa0]of[ \xa0](?:the[ \xa0])?\Z")
_NEXT = re.compile(
    r"(?:,[ \xa0](?:and[ \xa0])?|[ \xa0](?:and|as[ \xa0]well[ \xa0]as)[ \xa0])(?:the[ \xa0])?"
)
# Whoever stands behind such a word is of one side: "met with Fijian Minister A and Governor B".
_ONE_SIDE = re.compile(r"\b(?:with|from|to|including)[ \xa0](?:the[ \xa0])?\Z")
_POSTED = re.compile(
    r"ambassador|envoy|representative|consul|mission|charg|coordinator|attach", re.I
)
# "the company's regional director", "director of the institute": which one, the text said before.
_POINTING = re.compile(r"\b([a-z]+)[’']s[ \xa0]|\bof[ \xa0]the[ \xa0]([a-z]+)\Z")
# Movements and unions: an office of theirs is of no state, whatever the dateline.
_STATELESS = frozenset(
    "taliban hamas hezbollah houthi houthis ansarullah un u.n. nato iaea opec unesco unicef imf oic"
    " osce fifa ecb cis eaeu eu e.u.".split()
)
_UNION = "European Union"


def with_stated_countries(
    page: Page, people: Sequence[Person], *, sure: frozenset[int] = frozenset()
) -> tuple[Person, ...]:
    """The people in the same order, each with the country that the article states, where it does.

    An inferred one is left out where the dateline is of another country, unless it is `sure`, by
    index, or where the office is of a movement or a union: an officer takes no country for better
    than a wrong one.
    """
    given = Everyone(page, people)
    told = [_without_foreign(given, index) for index in range(len(people))]
    party = Everyone(page, told)
    stated: dict[int, Stated] = {
        index: (person.country, person.country_span)
        for index, person in enumerate(told)
        if person.country is not None and person.country_span is not None
    }
    for source in (_beside, _of_group, elsewhere, _of_list, _of_superior, _pointed):
        for index, found in source(party, stated):
            if found[0] != _UNION and not _is_stateless(page, told[index]):
                stated.setdefault(index, found)
    home = home_of(page)
    return tuple(
        person.model_copy(update={"country": stated[index][0], "country_span": stated[index][1]})
        if index in stated
        else person
        if person.country is None
        or (not _is_stateless(page, person) and (index in sure or home in (None, person.country)))
        else person.model_copy(update={"country": None})
        for index, person in enumerate(told)
    )


def _without_foreign(party: Everyone, index: int) -> Person:
    """A country said beside a name is not of the one behind: "Peruvian Minister A, B said"."""
    person = party.people[index]
    span = person.country_span
    if span is None or (person.title is not None and person.title.contains(span)):
        return person
    nearest = min(person.mentions, key=lambda one: max(one.start - span.end, span.start - one.end))
    first, last = sorted((span, nearest), key=lambda one: one.start)
    between = party.named[
        bisect_left(party.starts, first.end) : bisect_left(party.starts, last.start)
    ]
    if any(other != index for _, _, other in between):
        return person.model_copy(update={"country_span": None})
    return person


def _is_stateless(page: Page, person: Person) -> bool:
    words = person.title.of(page.text).lower() if person.title else ""
    return any(word in _STATELESS for word in re.findall(r"[\w.]+", words))


def _beside(party: Everyone, stated: Mapping[int, Stated]) -> Iterator[tuple[int, Stated]]:
    """ "X, a Kazakh hydrologist", "president of the council in Mali", "Kremlin spokesman"."""
    page = party.page
    for index, person in enumerate(party.people):
        if index in stated:
            continue
        for mention in person.mentions:
            lead = _APPOSED.match(page.text, mention.end)
            found = _mention_at(page, lead.end()) if lead else None
            if (
                lead is not None
                and found is not None
                and found.kind == "demonym"
                and (_CLOSED if lead.group()[2:5] == "the" else _DESCRIBED).match(
                    page.text, found.span.end
                )
            ):
                yield index, (found.country, found.span)
        if person.title is None:
            continue
        title = person.title.of(page.text)
        for words, country in SEATS.items():
            if words in title:
                start = person.title.start + title.index(words)
                yield index, (country, Span(start=start, end=start + len(words)))
        lead = _IN.match(page.text, person.title.end)
        found = _mention_at(page, lead.end()) if lead else None
        if found is not None and found.kind == "name" and not _POSTED.search(title):
            yield index, (found.country, found.span)


def _of_group(party: Everyone, stated: Mapping[int, Stated]) -> Iterator[tuple[int, Stated]]:
    """ "An Afghan delegation headed by X", "his Serbian colleague X"."""
    page = party.page
    at = {start: index for start, _, index in party.named} | {
        person.title.start: index
        for index, person in enumerate(party.people)
        if person.title is not None
    }
    for mention in page.countries:
        told = (mention.country, mention.span)
        end = mention.span.end
        colleague = _COLLEAGUE.match(page.text, end) if mention.kind == "demonym" else None
        if colleague is not None and (index := party.at(colleague.end())) is not None:
            yield index, told
        group = _GROUP.match(page.text, end)
        lead = page.text[max(0, mention.span.start - 30) : mention.span.start]
        if group is None or (
            not re.search(r"delegation|officials|team|mission|side", group.group())
            and not _GROUP_OF.search(lead)
        ):
            continue
        index = at.get(group.end())
        if index is not None and index not in stated:
            yield index, told


def _mention_at(page: Page, start: int) -> CountryMention | None:
    near = page.countries_in(Span(start=start, end=start + 60))
    return near[0] if near and near[0].span.start == start else None


def _of_list(party: Everyone, stated: Mapping[int, Stated]) -> Iterator[tuple[int, Stated]]:
    """ "Serbian Prime Minister A, President B, and Speaker C": the first one's country is all's.

    Two that are joined by "and" alone may well be each other's guests.
    """
    page = party.page
    at = {
        person.title.start: index
        for index, person in enumerate(party.people)
        if person.title is not None
    }
    for index, person in enumerate(party.people):
        if index not in stated or person.title is None or person.title.end > person.mentions[0].end:
            continue
        if not person.title.contains(stated[index][1]):
            continue
        opening = page.text[max(0, person.title.start - 16) : person.title.start]
        one_side = bool(_ONE_SIDE.search(opening))
        chain: list[int] = []
        closed = False
        end = _name_behind(party, index)
        while end is not None and not closed and len(chain) < LONGEST_LIST:
            link = _NEXT.match(page.text, end)
            if link is None:
                break
            closed = "and" in link.group() or "as well" in link.group()
            following = at.get(link.end())
            # "A, and B" may be two parties, and so may "A and B".
            if following is None or (closed and not chain and not one_side):
                break
            end = _name_behind(party, following)
            if end is not None and following not in stated:
                chain.append(following)
        # "In a meeting with Fijian Minister A, Minister B said" is no list.
        for follower in chain if closed else ():
            yield follower, stated[index]


def _name_behind(party: Everyone, index: int) -> int | None:
    """Where the name ends that stands right behind the person's title."""
    title = party.people[index].title
    if title is None:
        return None
    start = title.end + 1
    place = bisect_left(party.starts, start)
    if place < len(party.named) and party.named[place][0] == start:
        return party.named[place][1] if party.named[place][2] == index else None
    return None


def _of_superior(party: Everyone, stated: Mapping[int, Stated]) -> Iterator[tuple[int, Stated]]:
    """ "Spokesman for A", "President A's envoy": of A's country."""
    page = party.page
    for index, person in enumerate(party.people):
        title = person.title
        if index in stated or title is None:
            continue
        for start, end, other in _around(party, title):
            possessor = _POSSESSIVE.match(page.text, end)
            owns = possessor is not None and possessor.end() <= title.end
            serves = title.start < start and _FOR.search(page.text, title.start, start)
            if other != index and other in stated and (owns or serves):
                yield index, stated[other]


def _around(party: Everyone, title: Span) -> list[tuple[int, int, int]]:
    """The mentions in the title and the one right in front of it."""
    first = bisect_left(party.starts, title.start)
    last = bisect_left(party.starts, title.end)
    found = party.named[first:last]
    earlier = party.before(title.start)
    if earlier is not None and 0 <= title.start - earlier[1] <= 3:
        found = [earlier, *found]
    return found


def _pointed(party: Everyone, stated: Mapping[int, Stated]) -> Iterator[tuple[int, Stated]]:
    """ "The company's director": of the country of the company that was named last."""
    page = party.page
    for index, person in enumerate(party.people):
        if index in stated or person.title is None:
            continue
        start = max(0, person.title.start - 12)
        pointing = _POINTING.search(page.text[start : person.title.end])
        if pointing is None or pointing.end() < person.title.start - start:
            continue
        noun = pointing.group(1) or pointing.group(2)
        if noun in OFFICES:
            continue
        lead = page.text[max(0, start + pointing.start() - 4) : start + pointing.start()]
        if noun in ("country", "nation"):
            found = _last_named(page, person.title.start) if lead == "the " else None
        else:
            found = _last_placed(page, noun, person.title.start)
        if found is not None:
            yield index, found


def _last_named(page: Page, before: int) -> Stated | None:
    near = page.countries_in(Span(start=max(0, before - 200), end=before))
    told = [one for one in near if one.kind != "capital"]
    # At home "the country" is home, whichever was named last.
    if not told or told[-1].country == home_of(page):
        return None
    return told[-1].country, told[-1].span


def _last_placed(page: Page, noun: str, before: int) -> Stated | None:
    """The country of the last thing so called: "the Turkish company", "Institute in Bern"."""
    text = page.text[max(0, before - 3000) : before]
    offset = before - len(text)
    for match in reversed(list(re.finditer(rf"\b{re.escape(noun)}\b", text, re.I))):
        start, end = offset + match.start(), offset + match.end()
        near = page.countries_in(Span(start=max(0, start - 40), end=start))
        if near and re.fullmatch(
            r"(?:[’']s?)?[ \xa0](?:[\w-]+[ \xa0]){0,2}", page.text[near[-1].span.end : start]
        ):
            return near[-1].country, near[-1].span
        behind = _IN.match(page.text, end)
        found = _mention_at(page, behind.end()) if behind else None
        if found is not None and match.group()[:1].isupper():
            return found.country, found.span
        if not re.search(r"\b(?:the|its|that|this)[ \xa0]\Z", page.text[max(0, start - 8) : start]):
            return None
    return None
