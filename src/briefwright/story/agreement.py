"""Whether two outlets say the same, and whether one denies or doubts what the other says.

The checks are those that a written sentence must pass against its evidence, both ways. An outlet
is cited for a statement only if its own words bear it out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright.brief import Slice
from briefwright.ground import claims, facts
from briefwright.ground.tokens import tokens
from briefwright.ground.wording import retold
from briefwright.story.likeness import same
from briefwright.story.turned import turned

# What was called off is no less denied than what was rejected.
_CALLED_OFF = ("cancel", "postpon", "suspend", "abandon", "withdr", "scrap", "block", "delay")
_REPORTED = re.compile(r"\bwould\b")


def agree(one: str, other: str, *, least: float) -> bool:
    """Whether the texts say the same: no other name, figure or date, as firmly, of the same."""
    if not same(one, other, least=least):
        return False
    pairs = ((one, other), (other, one))
    if opposed(one, other) or turned(one, other):
        return False
    return not any(
        facts.missing_names(ours, theirs)
        or facts.missing_numbers(ours, theirs)
        or facts.missing_dates(ours, theirs)
        or facts.missing_countries(ours, theirs)
        or claims.part_of_date_dropped(ours, theirs)
        or claims.attribution_changed(ours, theirs, spoken=False)
        for ours, theirs in pairs
    )


def borne_out(text: str, evidence: Sequence[Slice]) -> bool:
    """Whether the evidence of another outlet says what the text says, with words left out."""
    return any(retold(text, part.text) is None for part in evidence)


def elsewhere(one: str, other: str) -> bool:
    """Whether each names somebody or some place that the other does not."""
    return bool(facts.missing_names(one, other)) and bool(facts.missing_names(other, one))


def opposed(one: str, other: str) -> str | None:
    """On what the texts, alike otherwise, are at odds: "denial (“not”)"; None if on nothing."""
    words = (_denials(one), _denials(other))
    turned = claims.negation_changed(one, other) or claims.negation_changed(other, one)
    if turned or bool(words[0]) != bool(words[1]):
        said = [word for found in words for word in found]
        return f"denial (“{said[0]}”)" if said else "denial"
    # "She said it would" reports "it will" and makes it no less certain.
    told = (_REPORTED.sub("will", one), _REPORTED.sub("will", other))
    for about, dropped in (
        ("condition", claims.condition_dropped),
        ("certainty", claims.hedge_dropped),
    ):
        if dropped(*told) or dropped(*reversed(told)):
            return about
    return None


def _denials(text: str) -> list[str]:
    called_off = [token.text for token in tokens(text) if token.key.startswith(_CALLED_OFF)]
    return [*claims.negators(text), *called_off]


def same_words(one: str, other: str) -> bool:
    """Whether the texts are word for word the same, but for case and marks."""
    ours, theirs = ([token.key for token in tokens(text)] for text in (one, other))
    return bool(ours) and ours == theirs
