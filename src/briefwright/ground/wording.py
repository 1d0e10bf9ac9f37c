"""Whether a sentence is its evidence with words left out, and left out without harm.

A model that compresses may delete; it may not reorder, join what stood apart, or drop the small
word that turns a sentence round: "was ... by", "almost", "if", "less than".
"""

from __future__ import annotations

import re

from briefwright.ground.folding import fold
from briefwright.ground.tokens import STOPWORDS, Token, stem, tokens

# May be added or left out anywhere.
_HARMLESS = frozenset("a an the that also its has have had".split())
# Must not be left out from before a word that is kept: they say whether, when, and who to whom.
_GOVERNING = frozenset(
    "is are was were be been being by will would may might could should can must not no never "
    "neither nor without almost nearly hardly barely far anything nothing less more fewer under "
    "over above below least most before after to from against until except only former deputy "
    "vice acting alleged reported possible potential proposed planned draft fake false so-called "
    "would-be threaten threatened threatens fail failed fails refuse refused refuses deny denied "
    "denies cannot won't don't didn't isn't wasn't doesn't hasn't haven't aren't weren't".split()
)
_CONDITIONS = frozenset("if unless provided whether".split())
_QUOTED = re.compile(r'"([^"]+)"')


def retold(sentence: str, evidence: str) -> str | None:
    """Why the sentence is more than its evidence with words left out; None if it is not.

    All its words but articles and the like must stand in the evidence, in that order. What was
    left out must not have governed a word that was kept.
    """
    ours, theirs = tokens(sentence), tokens(evidence)
    kept = _aligned(ours, theirs)
    if isinstance(kept, Token):
        return f"{kept.text!r} does not stand in the evidence at that place"
    reason = _turned(theirs, kept)
    if reason is not None:
        return reason
    folded, said = fold(evidence), fold(sentence)
    if _crossed(folded, theirs, kept):
        return "it joins words from both sides of a semicolon"
    if folded.endswith("?") and not said.endswith("?"):
        return "the evidence asks and the sentence states"
    for quoted in _QUOTED.findall(said):
        if f'"{" ".join(quoted.split()[:3])}' not in folded:
            return "it puts words in quotation marks that the evidence does not quote"
    return None


def harmed(sentence: str, evidence: str) -> str | None:
    """Why words were left out with harm; None too if the sentence has words of its own."""
    kept = _aligned(tokens(sentence), tokens(evidence))
    return None if isinstance(kept, Token) else retold(sentence, evidence)


def _aligned(ours: tuple[Token, ...], theirs: tuple[Token, ...]) -> set[int] | Token:
    """The places in the evidence of the sentence's words, or the first word without one."""
    places: set[int] = set()
    at = 0
    for token in ours:
        place = next((i for i in range(at, len(theirs)) if _same(token, theirs[i])), None)
        if place is not None:
            places.add(place)
            at = place + 1
        elif token.key not in _HARMLESS:
            return token
    return places


def _same(one: Token, other: Token) -> bool:
    if one.possessive != other.possessive:
        return False
    return one.key == other.key or (
        one.key not in STOPWORDS and not one.capitalised and stem(one.key) == stem(other.key)
    )


def _turned(theirs: tuple[Token, ...], kept: set[int]) -> str | None:
    """The word whose loss turns what was kept."""
    for index, token in enumerate(theirs):
        if index in kept:
            continue
        if token.key in _CONDITIONS:
            return f"it leaves out the condition {token.text!r}"
        if token.key not in _GOVERNING:
            continue
        governed = next(
            (i for i in range(index + 1, len(theirs)) if theirs[i].key not in STOPWORDS), None
        )
        if governed is not None and governed in kept and governed - index <= 3:
            return f"it leaves out {token.text!r} before {theirs[governed].text!r}"
    return None


def _crossed(folded: str, theirs: tuple[Token, ...], kept: set[int]) -> bool:
    """Whether words were kept on both sides of a semicolon with some beside it left out."""
    for match in re.finditer(";", folded):
        before = [i for i, token in enumerate(theirs) if token.start < match.start()]
        after = [i for i, token in enumerate(theirs) if token.start > match.start()]
        if not before or not after:
            continue
        both = any(i in kept for i in before) and any(i in kept for i in after)
        if both and not (before[-1] in kept and after[0] in kept):
            return True
    return False
