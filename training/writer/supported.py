"""Whether a target says only what its evidence says, word by word.

Stricter than the truth: a sentence in other words falls too. What is left teaches a writer to take
its words from the evidence.
"""

from __future__ import annotations

from briefwright.ground.tokens import STOPWORDS, keys, stem, tokens
from pairs import Pair

REPORTING = frozenset(
    map(
        stem,
        (
            "said say says told tell tells called call calls urged urge urges warned warn warns "
            "hoped hope hopes expressed stressed stress stresses discussed discuss discussing met "
            "meet meeting wants want wanted plans plan aims aim expects expected announced added "
            "noted voiced reaffirmed welcomed described according could should can may might must "
            "not no two three including them him her"
        ).split(),
    )
)
"""What a sentence about words may add: whose they are stands in the evidence all the same."""


def supported(pair: Pair) -> bool:
    """Every name and number stands in evidence or title; other words do too, by their stems, or
    only report."""
    told = f"{pair.job.title or ''} {pair.job.evidence}"
    known = keys(told)
    stems = {stem(key) for key in known}
    for token in tokens(pair.target):
        key = token.key
        if key in known or key in STOPWORDS:
            continue
        fact = any(letter.isdigit() for letter in key) or (token.capitalised and not token.initial)
        parts = key.replace("/", "-").split("-")
        if all(part in known for part in parts):
            continue
        if fact or not (stem(key) in stems or stem(key) in REPORTING):
            return False
    return True
