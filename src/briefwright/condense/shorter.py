"""A sentence made shorter by leaving out the phrases that matter least.

Nothing is added but a name in brackets, and nothing reordered, so nothing can be invented; what is
left must pass the same checks as a sentence that a model wrote.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from briefwright.condense.removable import Phrase, removable, without
from briefwright.datelines import DATELINE
from briefwright.draft import Line
from briefwright.ground.statements import verdict
from briefwright.ground.tokens import STOPWORDS
from briefwright.reading import WORD, WordWeight
from briefwright.spans import Value
from briefwright.writer import LIMITS, JobKind

LIGHT = (0.3, 0.45, 0.6)
"""Phrases whose words are likelier to go than this are left out; from the second on only while the
sentence is longer than its kind may be."""
HEAVY = 0.35
"""A word so much likelier than the threshold keeps its phrase."""
LONGEST = 1500
"""Characters; what is longer is a list or a page without full stops, its phrases are hundreds, and
to try them took minutes."""
LEAST_WORDS = 8
"""What is left must still say something."""
_HE = re.compile(r"\b(?:he|she)\s(\[[^\]]+\])", re.IGNORECASE)
_WORD = re.compile(rf"\[[^\]]*\]|{WORD.pattern}")


class Weighed(Value):
    """A word of the sentence, and how likely a text of its kind would use it."""

    start: int
    end: int
    share: float


def shortened(line: Line, kind: JobKind, weights: Sequence[WordWeight], text: str) -> str | None:
    """What can be said for the line's first evidence in fewer words; None if it stays as it is.

    `weights` are of the evidence's words, in order, `text` the article's. A quotation is never cut.
    """
    evidence = line.resolved[0]
    plain = " ".join(line.evidence[0].of(text).split())
    if line.speaker is not None or len(evidence) > LONGEST:
        return None

    def stands(left: str) -> bool:
        known = ". ".join(line.known)
        return verdict(left, evidence, limit=len(evidence), known=known).stands

    sentence = DATELINE.sub("", evidence)
    shares = _laid([(text[one.start : one.end], getattr(one, kind)) for one in weights], sentence)
    left = shorter(sentence, shares, limit=LIMITS[kind], stands=stands)
    for found in (_HE.sub(r"\1", left), left):
        if found != DATELINE.sub("", plain) and stands(found):
            return found
    return None


def shorter(
    sentence: str, weights: Sequence[Weighed], *, limit: int, stands: Callable[[str], bool]
) -> str:
    """The sentence without its lightest phrases.

    `stands` tells whether what is left may be said for the sentence.
    """
    phrases = removable(sentence)
    gone: list[Phrase] = []
    left = sentence
    for threshold in LIGHT:
        if threshold != LIGHT[0] and len(left.split()) <= limit:
            break
        for phrase in _lightest(phrases, weights, threshold):
            if any(phrase.start < one.end and phrase.end > one.start for one in gone):
                continue
            next_left = without(sentence, [*gone, phrase])
            if len(next_left.split()) >= LEAST_WORDS and stands(next_left):
                gone.append(phrase)
                left = next_left
    return left


def _lightest(
    phrases: Sequence[Phrase], weights: Sequence[Weighed], threshold: float
) -> list[Phrase]:
    """Those lighter than the threshold, whichever spares most first."""
    found: list[tuple[float, int, int, Phrase]] = []
    for phrase in phrases:
        inside = [
            one.share for one in weights if one.start >= phrase.start and one.end <= phrase.end
        ]
        if max(inside, default=0.0) > threshold + HEAVY:
            continue
        # An "also" has no word that weighs.
        gain = sum(threshold - share for share in inside) if inside else threshold
        if gain > 0:
            found.append((-gain, phrase.start, phrase.end, phrase))
    return [phrase for *_, phrase in sorted(found, key=lambda one: one[:3])]


def _laid(weights: Sequence[tuple[str, float]], sentence: str) -> list[Weighed]:
    """The words of the sentence that carry meaning, each with its weight.

    The sentence is the weighed words in their order, perhaps without the first ones, with names in
    brackets between them, which must stay.
    """
    found: list[Weighed] = []
    at = 0
    for match in _WORD.finditer(sentence):
        word = match.group()
        if word.startswith("["):
            found.append(Weighed(start=match.start(), end=match.end(), share=1.0))
            continue
        place = next((i for i in range(at, len(weights)) if weights[i][0] == word), None)
        if place is None:
            continue
        at = place + 1
        if word.lower() not in STOPWORDS:
            found.append(Weighed(start=match.start(), end=match.end(), share=weights[place][1]))
    return found
