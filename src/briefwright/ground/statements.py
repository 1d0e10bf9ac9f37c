"""The verdict on one written sentence against its evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from briefwright.article import count_words
from briefwright.brief import Check
from briefwright.ground import claims, facts, wording
from briefwright.ground.tokens import content
from briefwright.spans import Value

SUPPORTED = 0.8
"""From here on the judge's word is taken: see training/writer/CARD.md."""


class Failure(Value):
    """One check that a sentence did not pass."""

    check: Check
    code: str
    reason: str


class Verdict(Value):
    passed: tuple[Check, ...]
    failures: tuple[Failure, ...]

    @property
    def stands(self) -> bool:
        return not self.failures


def supporting(sentence: str, evidence: Sequence[str]) -> tuple[int, ...]:
    """Which few of the evidence's sentences hold the words of `sentence`, in order; at least one.

    The one that holds most comes first, then whichever adds most, as long as one adds any.
    """
    lacking = set(content(sentence))
    words = [set(content(one)) for one in evidence]
    chosen: list[int] = []
    while left := [place for place in range(len(evidence)) if place not in chosen]:
        best = max(left, key=lambda place: len(words[place] & lacking))
        if chosen and not words[best] & lacking:
            break
        chosen.append(best)
        lacking -= words[best]
    return tuple(sorted(chosen))


def verdict(
    sentence: str,
    evidence: str,
    *,
    limit: int,
    known: str = "",
    spoken: bool = False,
    support: float | None = None,
) -> Verdict:
    """Check a sentence a model wrote against the text it was written from.

    `evidence` holds the evidence's sentences, `known` who the people in it are; `limit` is the
    most words allowed; `spoken` tells that the evidence lies inside a quotation. `support` is the
    judge's, from 0 to 1: a sentence in words of its own needs it, and one that it denies falls.
    """
    passed: list[Check] = []
    failures: list[Failure] = []
    said = f"{known} {evidence}".strip()
    for check, code, find in _FACTS:
        _note(check, code, find(sentence, said), passed, failures)
    for check, code, find in _CLAIMS:
        _note(check, code, find(sentence, evidence), passed, failures)
    attribution = claims.attribution_changed(sentence, evidence, spoken=spoken)
    _note("attribution", "attribution-changed", attribution, passed, failures)
    quoted = claims.quotation_changed(sentence, evidence, spoken=spoken)
    _note("attribution", "quotation-changed", quoted, passed, failures)
    # After the checks that can say more closely what is wrong.
    _note(*_worded(sentence, said, support), passed, failures)
    _note("length", "too-long", _too_long(sentence, limit), passed, failures)
    # Several of them go by one name: it is passed if all are.
    held = [
        check for check in dict.fromkeys(passed) if check not in {one.check for one in failures}
    ]
    return Verdict(passed=tuple(held), failures=tuple(failures))


def _note(
    check: Check, code: str, reason: str | None, passed: list[Check], failures: list[Failure]
) -> None:
    if reason is None:
        passed.append(check)
    else:
        failures.append(Failure(check=check, code=code, reason=reason))


def _worded(sentence: str, evidence: str, support: float | None) -> tuple[Check, str, str | None]:
    """Without a judge, only what is its evidence with words left out may stand."""
    if support is None:
        return "words", "words-not-in-evidence", wording.retold(sentence, evidence)
    if support >= SUPPORTED:
        return "judge", "words-left-out", wording.harmed(sentence, evidence)
    return "judge", "not-supported", f"the judge finds it supported at {support:.2f} only"


def _absent(
    what: str, missing: Callable[[str, str], list[str]]
) -> Callable[[str, str], str | None]:
    def find(sentence: str, evidence: str) -> str | None:
        absent = missing(sentence, evidence)
        if not absent:
            return None
        return f"{what} not in the evidence: {', '.join(repr(one) for one in absent)}"

    return find


_FACTS: tuple[tuple[Check, str, Callable[[str, str], str | None]], ...] = (
    ("names", "name-not-in-evidence", _absent("name", facts.missing_names)),
    ("numbers", "number-not-in-evidence", _absent("number", facts.missing_numbers)),
    ("dates", "date-not-in-evidence", _absent("date", facts.missing_dates)),
    ("countries", "country-not-in-evidence", _absent("country", facts.missing_countries)),
)
_CLAIMS: tuple[tuple[Check, str, Callable[[str, str], str | None]], ...] = (
    ("negation", "negation-changed", claims.negation_changed),
    ("negation", "certainty-changed", claims.hedge_dropped),
    ("negation", "condition-dropped", claims.condition_dropped),
    ("dates", "date-changed", claims.part_of_date_dropped),
)


def _too_long(sentence: str, limit: int) -> str | None:
    words = count_words(sentence)
    return None if words <= limit else f"{words} words where {limit} are allowed"
