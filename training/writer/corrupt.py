"""Sentences that their evidence no longer supports, each spoilt in one way that is known.

Works on the words of references and of our own texts; knows nothing of models. Every way gives None
where the sentence offers nothing to spoil in it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from briefwright import countries

_CAPITALISED = r"[A-Z][\w’'-]+"
_NAME = re.compile(rf"{_CAPITALISED}(?:\s+(?:(?:al|bin|el|de|van|von)\s+)?{_CAPITALISED})*")
_NUMBER = re.compile(r"(?<![\w.,-])\d[\d,.]*\d|(?<![\w.,-])\d(?![\w])")
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_MONTHS = (
    "January February March April June July August September October November December".split()
)
_ELSEWHERE = {
    "name": {name: name for name in ("Norway", "Chile", "Kenya", "Japan")},
    "demonym": {"Norway": "Norwegian", "Chile": "Chilean", "Kenya": "Kenyan", "Japan": "Japanese"},
}
_NUMBER_WORDS = "two three four five six seven eight nine ten twelve twenty".split()
# What a sentence says of a verb, and what would say otherwise.
_FIRMER = (
    (
        r"\b(?:hopes?|hoped|hoping|wants?|wanted|wish(?:es|ed)?) (?:to|that)\b",
        ("agreed to", "decided to", "refused to"),
    ),
    (r"\b(?:will|would|should|could|may|might|must)\b", ("did", "has already", "will not")),
    (r"\b(?:plans?|intends?|aims?) to\b", ("has begun to", "refused to")),
    (r"\bis expected to\b", ("has begun to", "refused to")),
    (r"\bready to\b", ("unable to", "unwilling to")),
    (r"\bcalled for\b", ("announced", "ruled out", "achieved")),
    (r"\bproposed\b", ("agreed on", "signed", "rejected")),
    (r"\b(?:discussed|reviewed)\b", ("signed", "agreed on", "rejected", "suspended")),
    (r"\bagreed (?:to|on)\b", ("refused to discuss", "failed to agree on", "signed")),
    (r"\bsigned\b", ("discussed", "rejected", "postponed", "proposed")),
    (r"\b(?:urged|asked)\b", ("thanked", "forced")),
)
_OPPOSITE = tuple(
    tuple(pair.split("/"))
    for pair in (
        "increase/decrease increased/decreased rise/fall rose/fell more/less higher/lower "
        "import/export imports/exports imported/exported support/oppose supports/opposes "
        "supported/opposed supporting/opposing welcomed/condemned welcomes/condemns "
        "accepted/rejected accept/reject lift/impose lifting/imposing lifted/imposed "
        "strengthen/weaken strengthening/weakening expand/cut expanding/cutting expanded/cut "
        "before/after first/last best/worst bought/sold buy/sell win/lose won/lost "
        "beat/lost-to start/end started/ended began/ended open/close opened/closed "
        "praised/criticized praised/criticised thanked/blamed peace/war allow/ban "
        "allowed/banned enter/leave entered/left success/failure successful/failed "
        "possible/impossible necessary/unnecessary joint/separate improve/worsen "
        "improved/worsened improving/worsening protect/endanger resume/suspend "
        "resumed/suspended arrive/depart arrived/departed former/current north/south "
        "east/west northern/southern eastern/western domestic/foreign public/private"
    ).split()
)
_CUE = re.compile(
    r"\b(?:said|says|stressed|noted|added|announced|stated|told [A-Z]\w+|warned|argued|claimed)"
    r"(?: that)? "
)


@dataclass(frozen=True)
class Context:
    """What stands around one sentence, to spoil it with."""

    evidence: str
    names: Sequence[str]
    """People of the article, as it calls them."""
    others: Sequence[str]
    """Sentences that were written on other parts of the article."""


Way = Callable[[str, Context, random.Random], str | None]


def spoilt(sentence: str, context: Context, rng: random.Random, *, way: str) -> str | None:
    """The sentence spoilt in one of `WAYS`; None where that cannot be done."""
    other = WAYS[way](sentence, context, rng)
    return None if other is None or _same(other, sentence) else other


def _same(one: str, other: str) -> bool:
    return one.split() == other.split()


def _replaced(text: str, match: re.Match[str], new: str) -> str:
    return text[: match.start()] + new + text[match.end() :]


def _name(sentence: str, context: Context, rng: random.Random) -> str | None:
    """Another person of the article in the place of one."""
    inside = [name for name in context.names if re.search(rf"\b{re.escape(name)}\b", sentence)]
    if not inside:
        return None
    old = rng.choice(inside)
    # Another form of a name that is there means the same person.
    there = {word for name in inside for word in name.split()}
    outside = [
        name
        for name in context.names
        if not re.search(rf"\b{re.escape(name)}\b", sentence) and not there & set(name.split())
    ]
    if not outside:
        return None
    new = rng.choice(outside)
    return re.sub(rf"\b{re.escape(old)}\b", lambda _: new, sentence)


def _roles(sentence: str, context: Context, rng: random.Random) -> str | None:
    """Two names of the sentence in each other's place."""
    found = [match for match in _NAME.finditer(sentence) if match.group() not in _DAYS + _MONTHS]
    found = [match for match in found if match.start() > 0 or match.group() in context.evidence]
    if len(found) < 2:
        return None
    first, second = sorted(rng.sample(found, 2), key=lambda match: match.start())
    # "Iran" and "Russia" in "between Iran and Russia" may change places freely.
    between = sentence[first.end() : second.start()]
    if re.fullmatch(r",?\s*(?:and|or|,)?\s*(?:the\s+)?", between) or first[0] == second[0]:
        return None
    return (
        sentence[: first.start()]
        + second.group()
        + between
        + first.group()
        + sentence[second.end() :]
    )


def _country(sentence: str, context: Context, rng: random.Random) -> str | None:
    """Another country, of the evidence if it names one."""
    found = [one for one in countries.mentions(sentence) if one.kind != "capital"]
    if not found:
        return None
    one = rng.choice(found)
    known = [
        each.span.of(context.evidence)
        for each in countries.mentions(context.evidence)
        if each.country != one.country and each.kind == one.kind
    ]
    pool = known or [
        form for country, form in _ELSEWHERE[one.kind].items() if country != one.country
    ]
    return sentence[: one.span.start] + rng.choice(pool) + sentence[one.span.end :]


def _number(sentence: str, context: Context, rng: random.Random) -> str | None:
    found = list(_NUMBER.finditer(sentence))
    words = list(re.finditer(r"\b(?:" + "|".join(_NUMBER_WORDS) + r")\b", sentence))
    if words and (not found or rng.random() < 0.3):
        match = rng.choice(words)
        return _replaced(sentence, match, rng.choice(_NUMBER_WORDS))
    if not found:
        return None
    match = rng.choice(found)
    known = [one for one in _NUMBER.findall(context.evidence) if one != match.group()]
    if known and rng.random() < 0.5:
        return _replaced(sentence, match, rng.choice(known))
    digits = [place for place, letter in enumerate(match.group()) if letter.isdigit()]
    place = rng.choice(digits)
    new = rng.choice([digit for digit in "123456789" if digit != match.group()[place]])
    return _replaced(sentence, match, match.group()[:place] + new + match.group()[place + 1 :])


def _date(sentence: str, _context: Context, rng: random.Random) -> str | None:
    for table in rng.sample([_DAYS, _MONTHS], 2):
        found = list(re.finditer(r"\b(?:" + "|".join(table) + r")\b", sentence))
        if found:
            return _replaced(sentence, rng.choice(found), rng.choice(table))
    return None


def _negation(sentence: str, _context: Context, rng: random.Random) -> str | None:
    """A "not" put in or left out."""
    found = re.search(r"\b(?:not|never|no longer) |(?<=[a-z])n[’']t\b", sentence)
    if found:
        return _replaced(sentence, found, "")
    places = list(
        re.finditer(
            r"\b(?:will|would|should|could|can|must|may|is|are|was|were|has|have)\b", sentence
        )
    )
    if places:
        match = rng.choice(places)
        return _replaced(sentence, match, f"{match.group()} not")
    places = list(re.finditer(r"\bto (?=[a-z]+\b)", sentence))
    if places:
        return _replaced(sentence, rng.choice(places), "not to ")
    return None


def _certainty(sentence: str, _context: Context, rng: random.Random) -> str | None:
    """A wish or plan told as done or refused, talk as a signature, and the other way round."""
    found = [(match, new) for pattern, new in _FIRMER for match in re.finditer(pattern, sentence)]
    if not found:
        return None
    match, new = rng.choice(found)
    return _replaced(sentence, match, rng.choice(new))


def _opposite(sentence: str, _context: Context, rng: random.Random) -> str | None:
    found = []
    for one, other in _OPPOSITE:
        for old, new in ((one, other), (other, one)):
            found += [
                (match, new.replace("-", " "))
                for match in re.finditer(rf"\b{re.escape(old.replace('-', ' '))}\b", sentence)
            ]
    if not found:
        return None
    match, new = rng.choice(found)
    return _replaced(sentence, match, new)


def _attribution(sentence: str, _context: Context, _rng: random.Random) -> str | None:
    """A claim told as a fact."""
    match = _CUE.search(sentence)
    if not match or match.start() == 0:
        return None
    rest = sentence[match.end() :]
    if re.match(r"(?:on|in|at|during|after|before) ", rest):
        return None
    return rest[:1].upper() + rest[1:] if len(rest.split()) > 4 else None


def _joined(sentence: str, context: Context, rng: random.Random) -> str | None:
    """The first half with the end of another sentence of the article."""
    if not context.others:
        return None
    mine, theirs = sentence.split(), rng.choice(context.others).split()
    if len(mine) < 8 or len(theirs) < 8:
        return None
    cut, from_ = rng.randint(3, len(mine) - 3), rng.randint(3, len(theirs) - 3)
    return " ".join([*mine[:cut], *theirs[from_:]])


def _elsewhere(_sentence: str, context: Context, rng: random.Random) -> str | None:
    """A sentence that other parts of the article support."""
    return rng.choice(context.others) if context.others else None


def _added(sentence: str, context: Context, rng: random.Random) -> str | None:
    """A circumstance that nobody gave."""
    tails = (
        "in a joint statement",
        "at a press conference in Geneva",
        "despite strong opposition",
        "by the end of the year",
        "for the first time",
        "under a new treaty",
        "next month",
        "with the support of the United Nations",
        "worth millions of dollars",
        "in private",
        "after months of talks",
        "without preconditions",
        "because of sanctions",
    )
    tail = rng.choice(tails)
    if tail in context.evidence or not sentence.endswith("."):
        return None
    return f"{sentence[:-1]} {tail}."


WAYS: dict[str, Way] = {
    "name": _name,
    "roles": _roles,
    "country": _country,
    "number": _number,
    "date": _date,
    "negation": _negation,
    "certainty": _certainty,
    "opposite": _opposite,
    "attribution": _attribution,
    "joined": _joined,
    "elsewhere": _elsewhere,
    "added": _added,
}
