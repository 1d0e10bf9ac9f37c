"""Whether two texts of the same words say it the other way round: roles swapped, verbs opposite."""

from __future__ import annotations

import re
from collections.abc import Set
from difflib import SequenceMatcher

from briefwright.ground.tokens import STOPWORDS, Token, stem, tokens
from briefwright.numerals import NUMBER_WORDS

# Words of either side of a pair are opposites of each other; the forms that stemming does not join.
_PAIRS = (
    (
        "raise rise rose risen increase grow grew lift boost expand double higher more up gain",
        "cut lower reduce decrease fall fell fallen drop decline shrink shrank less fewer down",
    ),
    (
        "accept approve back support welcome endorse ratify agree adopt allow",
        "reject refuse oppose condemn block veto dismiss disagree ban forbid",
    ),
    (
        "open start begin began begun launch resume join enter continue",
        "close end stop halt suspend leave left quit withdraw withdrew pause",
    ),
    ("win won beat", "lose lost"),
    ("buy bought import purchase", "sell sold export"),
    ("lend lent", "borrow"),
    ("hire appoint", "fire sack dismiss"),
    ("arrest detain jail", "release free freed acquit"),
    ("give gave given pay paid send sent", "receive take took taken get got"),
    ("before", "after"),
    ("strengthen improve", "weaken worsen"),
    ("build built create", "destroy demolish dismantle"),
    ("success succeed", "failure fail"),
)


def _forms(side: str) -> frozenset[str]:
    endings = ("", "s", "d", "ed", "ing")
    found = {stem(word + ending) for word in side.split() for ending in endings}
    found |= {stem(word.removesuffix("e") + ending) for word in side.split() for ending in endings}
    # "cutting", "stopped"
    return frozenset(found | {stem(word + word[-1] + "ing") for word in side.split()})


_SIDES = tuple(tuple(map(_forms, pair)) for pair in _PAIRS)
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+\s+by\b", re.IGNORECASE
)
_SAID = re.compile(
    r"\A(?:[A-Z][\w’'.-]*\s)+(?:said|says|announced|added|told \w+)\b(?: that)?"
    r"|,\s(?:the\s)?(?:[A-Z][\w’'.-]*\s|\w+\s){1,5}(?:said|says|announced|added)(?=[.,]?\Z)"
)
_FEW = 2
# "A and B met" is "B and A met".
_TOGETHER = re.compile(
    r"\b([A-Z]\w+(?: [A-Z]\w+)*)((?:, [A-Z]\w+(?: [A-Z]\w+)*)*),? and ([A-Z]\w+(?: [A-Z]\w+)*)"
)


def turned(one: str, other: str) -> str | None:
    """How one text turns the other round, for a heading; None if it does not seem to."""
    found = _opposites(one, other)
    if found:
        return f"opposites (“{found[0]}”, “{found[1]}”)"
    return "who did what to whom" if _swapped(one, other) else None


def substituted(one: str, other: str) -> bool:
    """Whether one or two words stand in the place of others, names and figures left out.

    They may mean the same or the contrary, "raised" and "pared": nothing here can tell, so neither
    text may be taken to repeat the other.
    """
    names = {
        t.key for text in (one, other) for t in tokens(text) if t.capitalised and not t.initial
    }
    ours, theirs = (_plain(text, names) for text in (one, other))
    found = SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes()
    return any(
        kind == "replace" and end - start <= _FEW and end2 - start2 <= _FEW
        for kind, start, end, start2, end2 in found
    )


def _plain(text: str, names: Set[str]) -> list[str]:
    """Stems of the words that carry meaning but for names and figures."""
    return [
        stem(token.key)
        for token in tokens(text)
        if token.key not in STOPWORDS
        and token.key not in NUMBER_WORDS
        and not any(map(str.isdigit, token.key))
        and token.key not in names
    ]


def _opposites(one: str, other: str) -> tuple[str, str] | None:
    ours, theirs = (
        {stem(token.key): token.text for token in tokens(text)} for text in (one, other)
    )
    for left, right in _SIDES:
        for first, second in ((left, right), (right, left)):
            mine = [ours[word] for word in sorted(first & set(ours) - set(theirs))]
            yours = [theirs[word] for word in sorted(second & set(theirs) - set(ours))]
            if mine and yours:
                return mine[0], yours[0]
    return None


def _swapped(one: str, other: str) -> bool:
    """Whether names that both have stand in another order, or one is passive and the other not."""
    if bool(_PASSIVE.search(one)) != bool(_PASSIVE.search(other)):
        # "A sued B" and "A was sued by B": the same names in the same order.
        return _order(one, other) == _order(other, one)
    return _order(one, other) != _order(other, one)


def _order(one: str, other: str) -> list[str]:
    """The names of the first text that both have, once each, in the order of the first."""
    # Who says it may stand before or behind.
    one, other = (_SAID.sub("", text) for text in (one, other))
    shared = {token.key for token in _names(other)}
    found = (token.key for token in _names(one) if token.key in shared)
    return list(dict.fromkeys(found))


def _names(text: str) -> list[Token]:
    """Capitalised words; names that stand together with "and" between are put in order."""
    ordered = _TOGETHER.sub(lambda match: " ".join(sorted(_listed(match))), text)
    return [t for t in tokens(ordered) if t.capitalised and t.key not in STOPWORDS]


def _listed(match: re.Match[str]) -> list[str]:
    first, middle, last = match.groups()
    return [first, *(one for one in middle.split(", ") if one), last]
