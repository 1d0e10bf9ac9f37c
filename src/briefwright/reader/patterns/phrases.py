"""Noun phrases that name a field of cooperation: after lead-in words, lists split into items."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefwright.spans import Span

MOST_WORDS = 7
_NEVER = (
    r"(?:that|which|who|when|where|while|during|said|says|saying|told|added|adding|will|would|has"
    r"|have|had|is|are|was|were|been|be|he|she|it|they|we|but|also|as|at|after|before|since|through"
    r"|by|from|so|if|because|noting|stressing|expressing|should|must|can|may|could|between|among"
    r"|amid|under|based|via|until|within|without|despite|today|yesterday|according|held|met|visited"
    r"|reported|announced|known|called|agreed|made|took|given|aimed|aims|stressed|emphasized"
    r"|voiced|their|this)"
)
_WORD = rf"(?!{_NEVER}\b)[\w’'&$/.-]*[\w’'&$/]"
_ITEM = rf"(?:{_WORD}\s+){{0,11}}{_WORD}"
_LIST = rf"(?P<list>{_ITEM}(?:\s*,\s*(?:and\s+)?{_ITEM}){{0,7}})"
_COOPERATION = (
    r"cooperation|co-operation|collaboration|partnership|ties|relations|coordination|exchanges?"
    r"|interactions?|investments?|agreements?|memorand(?:um|ums|a)(?: of understanding)?|MOUs?|deal"
    r"|contract|accord|talks|consultations|discussions|dialogue|negotiations|views|projects?"
    r"|cooperate|collaborate|work together|working together|agreed|opinions|activities|agreement"
)
_RAW: tuple[tuple[str, float], ...] = (
    (
        rf"\b(?:fields?|areas?|sectors?|spheres?|sectors|issues|topics|subjects|domains)"
        rf"\s*,?\s+(?:of|like|such as|including|include[ds]?|as well as)\s+{_LIST}",
        1.6,
    ),
    (
        rf"\b(?:{_COOPERATION})(?:\s+(?:further|closely|more))?\s+(?:in|on|over|about|regarding"
        rf"|concerning|for|against)\s+(?:the\s+)?(?:fields?\s+of\s+|areas?\s+of\s+"
        rf"|sectors?\s+of\s+)?"
        rf"{_LIST}",
        1.3,
    ),
    (
        rf"\b(?:discuss(?:ed|ing|es)?|review(?:ed|ing)|conferred on|focus(?:ed|ing) on"
        rf"|explor(?:ed|ing|e)"
        rf"|touched (?:up)?on|talk(?:ed|ing) about|spoke about|addressed)\s+{_LIST}",
        1.2,
    ),
    (
        rf"\b(?:expan(?:d|ding|sion of)|develop(?:ing|ment of)?|boost(?:ing)?|strengthen(?:ing)?"
        rf"|enhanc(?:e|ing|ement of)|deepen(?:ing)?|promot(?:e|ing|ion of)|increas(?:e|ing)"
        rf"|facilitat(?:e|ing)"
        rf"|broaden(?:ing)?|implement(?:ing|ation of)?|establish(?:ing|ment of)?|creat(?:e|ing"
        rf"|ion of)"
        rf"|launch(?:ing)?|resum(?:e|ing|ption of)|support(?:ing)? for|support(?:ing)?"
        rf"|reviv(?:e|ing|al of)"
        rf"|advanc(?:e|ing)|remov(?:e|ing|al of)|lift(?:ing)?(?: of)?|coordinat(?:e|ing)(?: on)?"
        rf"|counter(?:ing)?|combat(?:ing)?|fight(?:ing)?(?: against)?|end(?:ing)?)\s+{_LIST}",
        0.75,
    ),
    (
        r"(?P<list>\b(?:[\w-]+,\s+){0,3}(?:[\w-]+\s+and\s+)?[\w-]+\s+(?:cooperation|collaboration"
        r"|partnership|ties|relations|exchanges|interactions|trade|projects|agreement|committee"
        r"|commission))\b",
        0.7,
    ),
    (r"(?P<list>\b(?:fight|struggle|war|campaign)\s+against\s+(?:the\s+)?[\w-]+)", 1.0),
    (
        r"(?P<list>\b(?:humanitarian (?:assistance|aid|crisis)(?: (?:to|in|for) [A-Z]\w+)?"
        r"|ceasefire"
        r"(?: in [A-Z]\w+)?|nuclear (?:deal|talks|agreement)|JCPOA|free trade (?:zone|agreement"
        r"|area)"
        r"|preferential trade(?: agreement)?|joint ventures?|lifting of sanctions|bilateral trade"
        r"|[a-z]+ (?:crisis|conflict|war|pipeline|corridor|roadmap) ?))",
        0.7,
    ),
)
_PATTERNS = tuple((re.compile(pattern), weight) for pattern, weight in _RAW)
_SPLIT = re.compile(r"\s*,\s*(?:and\s+|as well as\s+)?|\s+as well as\s+|\s*;\s*")
_AND = re.compile(r"\s+and\s+")
_LEADING = re.compile(
    r"(?:(?:the|a|an|in|on|of|for|to|with|all|both|various|different|such|its|their|his|ways"
    r"|issues?"
    r"|other|some|several|further|expanding|of|including|and|regarding|importance|need"
    r"|strengthening"
    r"|promoting|developing|boosting|enhancing|deepening|improving|increasing|expansion|development"
    r"|latest|recent|promotion|opportunities|possible|efforts|steps|how|over|about|ongoing|shared"
    r"|continued|these|those|range|wide|broad|number|certain|main|key|level|more|fields?|areas?"
    r"|between|"
    r"our|views|field|area|means|way|order|matter|members|focus|spheres?|sectors?)\s+)+",
    re.I,
)
_TRAILING = re.compile(
    r"(?:\s+(?:with|between|of|in|on|for|to|and|the|a|an|as|by|such|its|more|especially"
    r"|particularly|other|including|sectors?|fields?|areas?|on|two|both|against|s))+\Z"
    r"|\s+with\s.*\Z",
    re.I,
)
_LONG = re.compile(r"\s+(?:to|with|for|on|in|through|toward|towards|including)\s")
_JUNK = re.compile(
    r"(?:(?:following|one|all|each|areas?|fields?|ways?|order|means|matters?|members?|focus|relations|ties|cooperation"
    r"|terms"
    r"|(?:that|this|an?|the|historic|final|such|any) agreement|agreements?|consultations|trips"
    r"|them|it|mutual|interest|levels?|spheres?|sectors?"
    r"|issues?|that"
    r"|capacities|capabilities|operations|measures|efforts?|progress|role|importance|process|region"
    r"|talks|meetings?|visits?|regard|light|countries|country|sides?|diverse|developments|number|of"
    r"|the|and|other|economic|political|business|generation|part|support|plans?|necessary|several"
    r"|ensure|details?|path|course|place|result|results|time|people|world|steps?)\s*){1,8}",
    re.I,
)
_TIME = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|June|July|August"
    r"|September|October|November|December|PHOTO)\b|\A(?:Tehran|Washington|he|she)\b"
)
# "3.9 million francs", "400 metres", "no agreement": how much, and not what.
_AMOUNT = re.compile(r"[$€£]?\d|(?:no|nothing|twelve|ten|eleven|half)\b", re.I)
# One word before "and" and one or two behind: "oil and gas", "science and technology".
_PAIR = re.compile(r"[\w-]+\s+and\s+[\w-]+(?:\s+[\w-]+)?\Z")


@dataclass(frozen=True)
class Phrase:
    span: Span
    weight: float


def phrases(text: str, sentence: Span) -> tuple[Phrase, ...]:
    """The phrases in one sentence, the surest lead-in first; none overlap."""
    found: list[Phrase] = []
    # Longer sentences are run-on lists of a broken page; the lead-ins look at each word in them.
    end = min(sentence.end, sentence.start + 1500)
    for pattern, weight in _PATTERNS:
        for match in pattern.finditer(text, sentence.start, end):
            for span in _items(text, match.start("list"), match.end("list")):
                if not any(span.overlaps(other.span) for other in found):
                    found.append(Phrase(span, weight))
    return tuple(found)


def _items(text: str, start: int, end: int) -> list[Span]:
    """The list's items, each trimmed to its head."""
    cuts = [(match.start(), match.end()) for match in _SPLIT.finditer(text, start, end)]
    pieces, at = [], start
    for cut, resume in cuts:
        pieces.append((at, cut))
        at = resume
    pieces.append((at, end))
    spans = []
    for first, last in pieces:
        for one in _halves(text, first, last, many=len(pieces) > 1):
            span = _trimmed(text, *one)
            if span is not None:
                spans.append(span)
    return spans


def _halves(text: str, start: int, end: int, *, many: bool) -> list[tuple[int, int]]:
    """Two subjects joined by "and", unless they make one ("oil and gas")."""
    words = text[start:end]
    match = _AND.search(words)
    if match is None or (not many and _PAIR.match(words)):
        return [(start, end)]
    left, right = words[: match.start()], words[match.end() :]
    if not many and (len(left.split()) < 2 or len(right.split()) < 2):
        return [(start, end)]
    return [(start, start + match.start()), (start + match.end(), end)]


def _trimmed(text: str, start: int, end: int) -> Span | None:
    words = text[start:end]
    lead = _LEADING.match(words)
    if lead is not None and lead.end() < len(words):
        start += lead.end()
        words = text[start:end]
    if len(words.split()) > MOST_WORDS:
        cut = next((m for m in _LONG.finditer(words) if len(words[: m.start()].split()) >= 2), None)
        if cut is not None:
            words = words[: cut.start()]
        words = " ".join(words.split(" ")[:MOST_WORDS])
    words = _TRAILING.sub("", words).rstrip(" ,.;")
    if _JUNK.fullmatch(words) or _TIME.search(words) or _AMOUNT.match(words):
        return None
    if len(words) < 3 or not any(character.isalpha() for character in words):
        return None
    return Span(start=start, end=start + len(words))
