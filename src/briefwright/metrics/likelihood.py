"""Words of likelihood: those of a text, and whether a statement keeps those of its evidence.

The terms and their degrees are those of the two yardsticks that analysts write by: the Probability
Yardstick of the United Kingdom's Professional Head of Intelligence Assessment, and Intelligence
Community Directive 203 of the United States (2015, D.6.e.(2)(a)), whose terms for one degree are
taken as one. Neither gives a degree to "may", "could" or "possibly", nor to "is expected to", of
which news is made: each of the two is a degree of its own here. Plans, hopes, hearsay and
conditions are no likelihood, and are checked where notes are grounded.
"""

from __future__ import annotations

import re
from typing import Literal

from briefwright.metrics.words import stems
from briefwright.spans import Value

Degree = Literal[
    "remote",
    "very unlikely",
    "unlikely",
    "even",
    "likely",
    "very likely",
    "almost certain",
    "possible",
    "expected",
]

SCOPE = 5
"""Content words behind a word of likelihood that it is taken to govern."""

# In this order: what a longer term takes, a shorter one does not find again.
_TERMS: tuple[tuple[Degree, str], ...] = (
    ("remote", r"remote (?:chance|possibility)|almost no chance"),
    ("almost certain", r"(?:almost|nearly|virtually) certain(?:ly)?"),
    (
        "very unlikely",
        r"(?:highly|very|extremely|most) (?:unlikely|improbable)",
    ),
    (
        "unlikely",
        r"unlikely|improbabl[ey]|(?:not|n['’]t|never) (?:\w+ )?(?:likely|probable|probably)",
    ),
    ("very likely", r"(?:highly|very|extremely|most) (?:likely|probabl[ey])"),
    ("even", r"realistic possibility|(?:roughly )?even (?:chance|odds)"),
    (
        "likely",
        r"likely|probabl[ey]|in all (?:likelihood|probability)|high probability|good chance"
        r"|probabilit(?:y is|ies are) high",
    ),
    (
        "expected",
        r"(?<!as )(?<!than )expected|expect|expects|anticipated|anticipates?|forecasts?|predicts?"
        r"|predicted",
    ),
    (
        "possible",
        # "As soon as possible", "military might", "could not come" and the month are none.
        r"may|(?<!military )(?<!economic )(?<!its )(?<!their )might|could(?! not)(?!n['’]t)"
        r"|(?<! as )(?<!if )(?<!where )(?<!wherever )(?<!when )(?<!whenever )possible"
        r"|possibly|possibility (?:of|that)|perhaps|maybe|conceivabl[ey]",
    ),
)
_ANY = re.compile("|".join(rf"(?P<t{n}>\b(?:{term})\b)" for n, (_, term) in enumerate(_TERMS)))
_OPENING = re.compile(r"(?:^|(?<=[.!?“\"] ))(?!May\b)[A-Z]")
# What somebody says "can" be is reported as what "could" be; by itself it is as often an ability.
_CAN = re.compile(r"\bcan\b(?! ?not)(?!n['’]t)")
_CLAUSE_END = re.compile(r"[,;:](?=\s)|[.!?](?=\s|$)|\b(?:but|while|although|and)\b")


class Hedge(Value):
    """One word or phrase of likelihood, and what it is said of."""

    text: str
    degree: Degree
    scope: frozenset[str]
    """Stems of the content words that it governs: those behind it in its clause, else those
    before it."""


class Hedging(Value):
    """What a statement makes of the likelihood that its evidence gives to what it says."""

    hedges: tuple[Hedge, ...] = ()
    """Those of the evidence that are said of what the statement says too."""
    lost: tuple[Hedge, ...] = ()
    """Of those, the ones whose degree the statement does not have."""
    added: tuple[Hedge, ...] = ()
    """Those of the statement of a degree that its evidence has nowhere."""
    said: bool = False
    """Whether the statement has a word of likelihood at all."""

    @property
    def outcome(self) -> Literal["none", "kept", "changed", "dropped"]:
        """What became of the evidence's likelihood: "dropped" makes a fact of it, "changed" puts
        another degree in its place, "none" says that there was none to keep."""
        if not self.hedges:
            return "none"
        if not self.lost:
            return "kept"
        return "changed" if self.said else "dropped"


def hedges(text: str) -> tuple[Hedge, ...]:
    """The words of likelihood in the text, in order."""
    # A word that opens a sentence has a capital; "May" has one too, and is a month.
    plain = _OPENING.sub(lambda found: found[0].lower(), " ".join(text.split()))
    return tuple(_hedge(plain, found) for found in _ANY.finditer(plain))


def _hedge(text: str, found: re.Match[str]) -> Hedge:
    degree = next(_TERMS[n][0] for n in range(len(_TERMS)) if found[f"t{n}"])
    end = _CLAUSE_END.search(text, found.end())
    behind = text[found.end() : end.start() if end else len(text)]
    scope = stems(behind)[:SCOPE]
    if not scope:
        before = _CLAUSE_END.split(text[: found.start()])[-1]
        scope = stems(before)[-SCOPE:]
    return Hedge(text=found[0], degree=degree, scope=frozenset(scope))


def hedging(statement: str, evidence: str) -> Hedging:
    """How the statement treats its evidence's words of likelihood.

    A word of the evidence counts if more than half of what it governs is said in the statement: a
    "may" whose clause the statement leaves out is not lost.
    """
    ours, theirs = hedges(statement), hedges(evidence)
    told = set(stems(statement))
    spoken = tuple(one for one in theirs if 2 * len(one.scope & told) > len(one.scope))
    degrees, known = {one.degree for one in ours}, {one.degree for one in theirs}
    if _CAN.search(evidence):
        known.add("possible")
    return Hedging(
        hedges=spoken,
        lost=tuple(one for one in spoken if one.degree not in degrees),
        added=tuple(one for one in ours if one.degree not in known),
        said=bool(ours),
    )
