"""The verdict on one written sentence against its evidence."""

from __future__ import annotations

from collections.abc import Callable

from briefwright.article import count_words
from briefwright.brief import Check
from briefwright.ground import claims, facts, wording
from briefwright.spans import Value


class Failure(Value):
    """One check that a sentence did not pass."""

    code: str
    reason: str


class Verdict(Value):
    passed: tuple[Check, ...]
    failures: tuple[Failure, ...]

    @property
    def stands(self) -> bool:
        return not self.failures


def verdict(sentence: str, evidence: str, *, limit: int, spoken: bool = False) -> Verdict:
    """Check a sentence a model wrote against the text it was written from.

    `evidence` holds the evidence's sentences and the names its pronouns stand for; `limit` is
    the most words allowed; `spoken` tells that the evidence lies inside a quotation.
    """
    passed: list[Check] = []
    failures: list[Failure] = []
    for check, code, find in _table(limit, spoken):
        reason = find(sentence, evidence)
        if reason is None:
            passed.append(check)
        else:
            failures.append(Failure(code=code, reason=reason))
    return Verdict(passed=tuple(dict.fromkeys(passed)), failures=tuple(failures))


def _table(
    limit: int, spoken: bool
) -> tuple[tuple[Check, str, Callable[[str, str], str | None]], ...]:
    return (
        ("names", "name-not-in-evidence", _absent("name", facts.missing_names)),
        ("numbers", "number-not-in-evidence", _absent("number", facts.missing_numbers)),
        ("dates", "date-not-in-evidence", _absent("date", facts.missing_dates)),
        ("countries", "country-not-in-evidence", _absent("country", facts.missing_countries)),
        ("negation", "negation-changed", claims.negation_changed),
        ("negation", "certainty-changed", claims.hedge_dropped),
        (
            "attribution",
            "attribution-changed",
            lambda ours, theirs: claims.attribution_changed(ours, theirs, spoken=spoken),
        ),
        # After the checks that can say more closely what is wrong.
        ("words", "words-not-in-evidence", wording.retold),
        ("length", "too-long", lambda ours, _: _too_long(ours, limit)),
    )


def _absent(
    what: str, missing: Callable[[str, str], list[str]]
) -> Callable[[str, str], str | None]:
    def find(sentence: str, evidence: str) -> str | None:
        absent = missing(sentence, evidence)
        if not absent:
            return None
        return f"{what} not in the evidence: {', '.join(repr(one) for one in absent)}"

    return find


def _too_long(sentence: str, limit: int) -> str | None:
    words = count_words(sentence)
    return None if words <= limit else f"{words} words where {limit} are allowed"
