"""What each sentence is worth to the bottom line and to the summary."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence

from briefwright.reader.patterns.page import Page
from briefwright.reading import Person, Worth

_WORD = re.compile(r"[^\W\d_]{4,}")
_PRONOUN_FIRST = re.compile(r"\W*(?:He|She|It|They|This|These|That|Those|His|Her|Their|But|And)\b")
_EVENT = re.compile(
    r"\b(?:met|signed|agreed|announced|discussed|said|held|called|visited|arrived|spoke|stressed"
    r"|urged|warned|launched|opened|approved|told|expressed)\b"
)
_FURNITURE = re.compile(r"\A\W*(?:Readout of|PHOTO|Photo|Source|Statement by|[A-Z]{2}/[A-Z]{2})")


def worth(page: Page, people: Sequence[Person]) -> tuple[Worth, ...]:
    """From position, the title's words, who and what is named; one a sentence."""
    title = _stems(page.article.title or "")
    starts = sorted(mention.start for person in people for mention in person.mentions)
    total = max(1, len(page.segments.sentences))
    return tuple(
        _one(page, index, title, starts, total) for index in range(len(page.segments.sentences))
    )


def _one(page: Page, index: int, title: frozenset[str], starts: Sequence[int], total: int) -> Worth:
    span = page.segments.sentences[index].span
    words = span.of(page.text)
    count = len(words.split())
    shared = len(_stems(words) & title) / max(3, len(title))
    persons = bisect_left(starts, span.end) - bisect_left(starts, span.start)
    states = len({mention.country for mention in page.countries_in(span)})
    told = 0.5 * shared + 0.08 * min(persons, 3) + 0.05 * min(states, 3)
    told += 0.1 * bool(_EVENT.search(words)) + 0.04 * bool(re.search(r"\d", words))
    told -= 0.25 * bool(_PRONOUN_FIRST.match(words)) + 0.3 * words.rstrip().endswith("?")
    told -= 0.15 * words.lstrip()[:1].startswith(("“", '"'))
    told -= 0.6 * bool(_FURNITURE.match(words)) + 0.4 * (count < 8) + 0.1 * (count > 55)
    first = math.exp(-index / 1.2)
    spread = math.exp(-4 * index / total)
    return Worth(
        sentence=index,
        bottom_line=_unit(0.75 * first + told),
        summary=_unit(0.35 * spread + told),
    )


def _stems(words: str) -> frozenset[str]:
    return frozenset(word.lower()[:6] for word in _WORD.findall(words))


def _unit(value: float) -> float:
    return round(1 / (1 + math.exp(-3 * (value - 0.6))), 4)
