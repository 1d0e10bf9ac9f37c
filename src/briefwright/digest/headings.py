"""What a story stands under in a digest: the country that it is most about, or a topic."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from briefwright import countries
from briefwright.brief import Brief
from briefwright.story.grouping import Encoder

NO_COUNTRY = "No one country"

# A headline names whom a story is about; what is said further down counts less.
_TITLE, _BOTTOM_LINE, _POINT = 3, 2, 1
# A country named once among the points is mentioned, and the story not about it.
_LEAST = 2
_POINTS = 3
"""Of the summary, that tell the topic; more than the encoder reads anyway."""

TOPICS: dict[str, str] = {
    "Conflict and security": "armed conflict, army, attack, ceasefire, weapons, border security",
    "Disasters and accidents": "flood, earthquake, storm, wildfire, ship or train accident, rescue",
    "Diplomacy": "foreign ministers meet, talks, summit, ambassador, bilateral relations, envoy",
    "Economy and trade": "central bank, inflation, trade, tariffs, markets, investment, customs",
    "Energy and raw materials": "oil, gas, power plants, wind, hydrogen, mining, lithium",
    "Environment and agriculture": "climate, harvest, fisheries, farming, water, nature",
    "Health": "hospital, disease, vaccine, medicines, clinic, doctors",
    "Politics and law": "election, parliament vote, law, court, government, opposition",
    "Society and education": "schools, children, housing, culture, religion, migration, sport",
    "Transport and technology": "railway, port, airport, strike of drivers, telecoms, science",
}
"""Our own, each with the words that the encoder compares a story with."""


def of_country(brief: Brief) -> tuple[str, ...]:
    """Short names of the countries that the brief is about, the first one most; may be empty."""
    told = [
        *((_TITLE, article.title or "") for article in brief.articles),
        *([(_BOTTOM_LINE, brief.bottom_line.text)] if brief.bottom_line else []),
        *((_POINT, point.text) for point in brief.summary),
    ]
    weight: Counter[str] = Counter()
    for counts, text in told:
        # Once a text, however often it says so.
        for country in dict.fromkeys(one.country for one in countries.mentions(text)):
            weight[country] += counts
    if not weight:
        weight.update(one.country for one in brief.participants if one.country)
        return tuple(name for name, _ in weight.most_common(1))
    first, *others = weight.most_common()
    return (first[0], *(name for name, count in others if count >= _LEAST))


def of_topic(briefs: Sequence[Brief], encoder: Encoder) -> list[str]:
    """For each brief the topic whose words its headline and statements are nearest to.

    Of 50 articles 44 stood where we would have put them (benchmarks/stories.py).
    """
    if not briefs:
        return []
    known = encoder.vectors(list(TOPICS.values()))
    names = tuple(TOPICS)
    nearest = np.argmax(encoder.vectors([_said(brief) for brief in briefs]) @ known.T, axis=1)
    return [names[int(at)] for at in nearest]


def _said(brief: Brief) -> str:
    line = brief.bottom_line.text if brief.bottom_line else ""
    points = " ".join(point.text for point in brief.summary[:_POINTS])
    return f"{brief.articles[0].title or ''}. {line} {points}"
