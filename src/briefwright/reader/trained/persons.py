"""People as judged: title, country, and whether they take part."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import groupby

from briefwright.nn.reader_model import Judged
from briefwright.nn.sheet import Floats, Ints
from briefwright.reader.patterns.acting_for import with_stated_countries
from briefwright.reader.patterns.bodies import AGENCIES
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.shared import with_shared_titles
from briefwright.reader.patterns.standing import country_in_title, organisation_of
from briefwright.reader.trained.pairs import CountryPair
from briefwright.reader.trained.proposals import Proposals
from briefwright.reader.trained.sheets import Laid
from briefwright.reader.trained.thresholds import Thresholds, calibrated
from briefwright.reading import Person
from briefwright.spans import Span

# In scores of the network, whose differences are logarithms of odds; chosen on the development set.
# Of 104 people in 90 articles outside it whose inferred country is not the dateline's the 71 beyond
# were all right by their text; of the other 33 six were wrong.
BY_FAR = 3.0
# Under the half from which on somebody takes part.
NAMED_IN_PASSING = 0.4
_OWNED = re.compile(
    r"[’']s?[ \xa0](?:[\w-]+[ \xa0]){0,4}?(?:advis[eo]r|aide|envoy|secretary"
    r"|spokes(?:man|woman|person)|representative|deputy|minister|assistant"
    r"|chief[ \xa0]of[ \xa0]staff|lawyer|coordinator)\b",
    re.I,
)
_OUTLET = re.compile(
    r"[ \xa0]+(?:news[ \xa0]agency|newspaper|daily|television|broadcaster)\b", re.I
)
# "The foreign ministers X and Y": one title of several people.
_PLURAL = re.compile(r"\b(?:ministers|presidents|ambassadors|leaders|chiefs|heads|envoys)\b", re.I)


def persons(
    proposals: Proposals, laid: Laid, judged: Judged, thresholds: Thresholds
) -> tuple[Person, ...]:
    """One for each proposed person, in the same order."""
    titles = _titles(proposals, judged)
    countries = best(laid.sheet.country_person, judged.countries, judged.no_country)
    found = []
    for index, known in enumerate(proposals.persons):
        row = titles.get(index)
        title = _whole(proposals, proposals.titles[row].span) if row is not None else None
        place = countries.get(index)
        pair = laid.countries[place] if place is not None else None
        country, said_at = _country(proposals, known, title, pair)
        takes_part, central = judged.persons[index]
        share = calibrated(float(takes_part), thresholds.takes_part)
        page = proposals.page
        if owns_offices_only(page, known) or (title is None and reports_only(page, known)):
            share = min(share, NAMED_IN_PASSING)
        found.append(
            known.model_copy(
                update={
                    "title": title,
                    "organisation": organisation_of(proposals.page, title),
                    "country": country,
                    "country_span": said_at,
                    "takes_part": share,
                    "central": calibrated(float(central), thresholds.central),
                }
            )
        )
    page = proposals.page
    sure = _sure(laid.sheet.country_person, judged.countries, countries)
    return with_stated_countries(page, with_shared_titles(page.text, found), sure=sure)


def _sure(groups: Ints, scores: Floats, chosen: Mapping[int, int]) -> frozenset[int]:
    """Whose country is likelier by far than any other."""
    seconds: dict[int, float] = {}
    for row, (person, score) in enumerate(zip(groups, scores, strict=True)):
        if chosen.get(int(person)) != row:
            seconds[int(person)] = max(float(score), seconds.get(int(person), float("-inf")))
    return frozenset(
        person
        for person, row in chosen.items()
        if float(scores[row]) - seconds.get(person, float("-inf")) > BY_FAR
    )


def owns_offices_only(page: Page, person: Person) -> bool:
    """Whether a name tells only whose officer somebody is: "President A’s special envoy"."""
    return all(_OWNED.match(page.text, mention.end) for mention in person.mentions)


def reports_only(page: Page, person: Person) -> bool:
    """Whether the name is that of whoever reports: "NHK", "the Turkish Anadolu news agency"."""
    return person.name.of(page.text).lower() in AGENCIES or any(
        _OUTLET.match(page.text, mention.end) for mention in person.mentions
    )


def _whole(proposals: Proposals, title: Span) -> Span:
    """With the whole name that it begins amid, and that one's own title: "Premier B | C’s aide"."""
    for known in proposals.known:
        for mention in known.person.mentions:
            if mention.start < title.start < mention.end < title.end:
                before = [one.start for one in known.titles if 0 <= mention.start - one.end <= 1]
                return Span(start=min([mention.start, *before]), end=title.end)
    return title


def _titles(proposals: Proposals, judged: Judged) -> dict[int, int]:
    """For each person the row of the best title; what is one's is nobody else's.

    Of "the envoy of A, X, the minister of B, Y" each could be either's: the surest pair goes first.
    """
    text = proposals.page.text
    margins = [
        (float(score - judged.no_title[pair.person]), row)
        for row, (pair, score) in enumerate(zip(proposals.titles, judged.titles, strict=True))
        if score > judged.no_title[pair.person]
    ]
    found: dict[int, int] = {}
    taken: list[Span] = []
    for _, row in sorted(margins, key=lambda one: (-one[0], one[1])):
        pair = proposals.titles[row]
        if pair.person in found or any(pair.span.overlaps(span) for span in taken):
            continue
        found[pair.person] = row
        if not _PLURAL.search(pair.span.of(text)):
            taken.append(pair.span)
    return found


def best(groups: Sequence[int] | Ints, scores: Floats, none: Floats) -> dict[int, int]:
    """For each group the row of its best candidate, where that beats having none."""
    found: dict[int, int] = {}
    order = sorted(range(len(groups)), key=lambda row: (groups[row], -scores[row], row))
    for group, rows in groupby(order, key=lambda row: int(groups[row])):
        first = next(rows)
        if scores[first] > none[group]:
            found[group] = first
    return found


def _country(
    proposals: Proposals, known: Person, title: Span | None, pair: CountryPair | None
) -> tuple[str | None, Span | None]:
    """The country and where the text says so, which is nowhere if it is inferred.

    What the title itself says is beyond judgement.
    """
    titled = country_in_title(proposals.page, title) if title is not None else None
    if titled is not None:
        return titled
    if pair is None:
        return None, None
    country = pair.mention.country
    return country, known.country_span if known.country == country else None
