"""People as judged: title, country, and whether they take part."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from briefwright.nn.reader_model import Judged
from briefwright.nn.sheet import Floats, Ints
from briefwright.reader.patterns.standing import country_in_title, organisation_of
from briefwright.reader.trained.pairs import CountryPair
from briefwright.reader.trained.proposals import Proposals
from briefwright.reader.trained.sheets import Laid
from briefwright.reader.trained.thresholds import Thresholds, calibrated
from briefwright.reading import Person
from briefwright.spans import Span

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
        title = proposals.titles[row].span if row is not None else None
        place = countries.get(index)
        pair = laid.countries[place] if place is not None else None
        country, said_at = _country(proposals, known, title, pair)
        takes_part, central = judged.persons[index]
        found.append(
            known.model_copy(
                update={
                    "title": title,
                    "organisation": organisation_of(proposals.page, title),
                    "country": country,
                    "country_span": said_at,
                    "takes_part": calibrated(float(takes_part), thresholds.takes_part),
                    "central": calibrated(float(central), thresholds.central),
                }
            )
        )
    return tuple(found)


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
