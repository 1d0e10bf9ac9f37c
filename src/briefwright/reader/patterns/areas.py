"""Fields in which parties work together, agree, propose or discuss to, and the words that name
them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from briefwright.denials import denied
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.parties import main_parties, parties_in
from briefwright.reader.patterns.phrases import Phrase, phrases
from briefwright.reading import Area, Person, Status
from briefwright.spans import Span

MOST_AREAS = 8
THRESHOLD = 1.2
_STATUS: tuple[tuple[Status, re.Pattern[str]], ...] = (
    (
        "signed",
        re.compile(
            r"\b(?:signed|inked|signing of|concluded an? (?:agreement|deal|contract)"
            r"|treaty|convention)\b",
            re.I,
        ),
    ),
    (
        "agreed",
        re.compile(
            r"\b(?:agreed|agree (?:to|on)|to be signed|committed to|pledged|decided to"
            r"|reached an? (?:agreement|deal)|adopted|will (?:work together|cooperate|jointly))\b",
            re.I,
        ),
    ),
    (
        "proposed",
        re.compile(
            r"\b(?:propos\w+|suggest\w*|call(?:ed|ing)? for|ready|readiness|willing\w*"
            r"|hope[ds]?|offer\w*|should|must|interest\w*|seek\w*|want\w*|would|could"
            r"|invit\w+|urg\w+|eager|potential|capacit\w+|welcom\w+|need)\b",
            re.I,
        ),
    ),
    (
        "discussed",
        re.compile(
            r"\b(?:discuss\w*|talk\w*|exchang\w+|review\w*|conferred|consult\w*"
            r"|negotiat\w+|explor\w+|focus\w*|agenda|underscored|topics?)\b",
            re.I,
        ),
    ),
    (
        "under way",
        re.compile(
            r"\b(?:continu\w+|ongoing|under ?way|cooperat(?:es?|ing)|has been|have been"
            r"|currently|implement\w*|enjoy|support\w*|supply|provid\w+)\b",
            re.I,
        ),
    ),
)
# For small letters.
_JOINT = re.compile(
    r"\b(?:cooperat\w*|co-operat\w*|collaborat\w*|partner\w*|bilateral|mutual|joint(?:ly)?|ties"
    r"|relations(?:hip)?|agree\w*|memorand\w+|mous?|sign(?:ed|ing)|discuss\w*|talks|negotiat\w+"
    r"|exchang\w+|trade|two (?:countries|sides|nations|leaders)|both (?:sides|countries)|accord"
    r"|deal|treaty|invest\w*|project|assistance|support|interact\w*|expan\w+|contract)\b"
)
_TALKED = re.compile(
    r"\b(?:discuss(?:ed|es|ing)?|exchanged|reviewed|conferred|explored|agenda|consulted|focused on"
    r"|underscored|talked|spoke about)\b",
    re.I,
)
_CRISIS = re.compile(r"\b(?:sanctions|ceasefire|crisis|war|terror)")
_VAGUE = re.compile(
    r"\A(?:(?:bilateral|mutual|the|all-out|two|countries|friendly|diplomatic|regional|international|"
    r"common|various|different|further|strong|good|their|his|and|issues?|of|interest|importance|"
    r"relationship|developments?|latest|topics|matters|fields?|areas?|subjects?) ?)*"
    r"(?:relations(?:hip)?|ties|cooperation|issues|interest|developments|collaboration|matters|"
    r"relationship|fields|areas|importance|topics|concern|agreement|agreements|subjects)?\Z",
    re.I,
)

_NOT_BEFORE = re.compile(r"\b(?:not|never|no|without|nor|n[’']t)\s+(?:\w+\s+){0,2}\Z", re.I)
_NOTHING_AFTER = re.compile(r"\s+(?:nothing|no|neither|none)\b", re.I)
_ITEM_HEAD = re.compile(r"(?:(?:the|an?)\s+)?(?P<head>[\w’'&/-]+(?:\s+[\w’'&/-]+){0,5})", re.I)
_SMALL_WORD = re.compile(r"(?:\s+(?:of|in|for|to|with|on|between|at|by|from|and|the|an?)\b)+", re.I)


@dataclass(frozen=True)
class _Choice:
    score: float
    phrase: Phrase
    sentence: int
    item: Span | None = None
    """The list's item that names the area, under the sentence that leads the list in."""


def areas(page: Page, people: Sequence[Person]) -> tuple[Area, ...]:
    """At most eight, most concrete first; vague relations once, and last."""
    main = main_parties(page, people)
    chosen = _distinct(page, _choices(page))
    vague = [one for one in chosen if is_vague(page, one.phrase.span)]
    concrete = [one for one in chosen if not is_vague(page, one.phrase.span)]
    concrete = sorted(concrete, key=lambda one: (-one.score, one.phrase.span.start))
    kept = concrete[: MOST_AREAS - bool(vague)] + vague[:1]
    return tuple(_area(page, one, main, people) for one in kept)


def listed(page: Page, people: Sequence[Person]) -> tuple[Area, ...]:
    """The items of a list that a sentence of cooperation leads in: "They agreed on:"."""
    if all(paragraph.kind != "item" for paragraph in page.segments.paragraphs):
        return ()
    main = main_parties(page, people)
    return tuple(_area(page, one, main, people) for one in _choices(page) if one.item is not None)


def area_strength(page: Page, sentence: int) -> float:
    """The score of the likeliest phrase of a sentence, 0 if none could name an area."""
    span = page.segments.sentences[sentence].span
    base = _base(page, span)
    return (
        0.0
        if base is None
        else base + max((one.weight for one in phrases(page.text, span)), default=0.0)
    )


def _base(page: Page, span: Span) -> float | None:
    """What a sentence's words of cooperation and its countries count for; None without any."""
    words = span.of(page.text)
    joint = len({match.group() for match in _JOINT.finditer(words.lower())})
    if not joint and not _CRISIS.search(words):
        return None
    states = len({m.country for m in page.countries_in(span)})
    return 0.25 * min(joint, 4) + 0.2 * min(states, 2)


def _choices(page: Page) -> list[_Choice]:
    found = []
    under: int | None = None
    for index, sentence in enumerate(page.segments.sentences):
        words = sentence.span.of(page.text)
        kind = page.segments.paragraphs[sentence.paragraph].kind
        if kind == "item" and under is not None:
            head = Phrase(_head(page, sentence.span), 2.0)
            found.append(_Choice(2.0, head, under, item=sentence.span))
            continue
        leads_list = words.rstrip().endswith(":") and _JOINT.search(words.lower())
        under = index if leads_list else under if kind == "item" else None
        base = _base(page, sentence.span)
        if base is None:
            continue
        for phrase in phrases(page.text, sentence.span):
            score = base + phrase.weight
            if (
                score >= THRESHOLD
                and not _is_place(page, phrase.span)
                and not is_denied(page, sentence.span, phrase.span)
            ):
                found.append(_Choice(score, phrase, index))
    return found


def is_denied(page: Page, sentence: Span, phrase: Span) -> bool:
    """Whether the sentence says that what the phrase names was left undone."""
    words = sentence.of(page.text)
    return denied(words, phrase.start - sentence.start, phrase.end - sentence.start)


def _is_place(page: Page, span: Span) -> bool:
    """ "talks in Oslo on Monday": a capital is no field."""
    named = page.countries_in(span)
    return bool(named) and named[0].kind == "capital" and named[0].span.start == span.start


def _head(page: Page, span: Span) -> Span:
    """The first words of a list's item, up to six; a longer one ends before a small word."""
    match = _ITEM_HEAD.match(span.of(page.text))
    if match is None:
        return span
    words = match.group("head")
    rest = span.of(page.text)[match.end() :]
    if rest[:1].isspace() or rest[:1].isalnum():
        small = [
            cut for cut in _SMALL_WORD.finditer(words) if len(words[: cut.start()].split()) > 1
        ]
        words = words[: small[-1].start()] if small else words
    words = words.rstrip(" ,;\n")
    return Span(
        start=span.start + match.start("head"), end=span.start + match.start("head") + len(words)
    )


def _distinct(page: Page, choices: Sequence[_Choice]) -> list[_Choice]:
    """One of each subject: a phrase whose words another has already is left out."""
    kept: list[tuple[frozenset[str], _Choice]] = []
    for choice in sorted(choices, key=lambda one: (-one.score, one.phrase.span.start))[:200]:
        words = content_words(choice.phrase.span.of(page.text))
        if not words:
            continue
        if any(len(words & other) >= 0.6 * min(len(words), len(other)) for other, _ in kept):
            continue
        kept.append((words, choice))
    return [choice for _, choice in kept]


_EMPTY = frozenset(
    "the a an of in on and or for to with between two countries country bilateral mutual their its"
    " cooperation relations ties relationship issues field fields areas area further various"
    " different joint issue".split()
)


def content_words(words: str) -> frozenset[str]:
    """The words that tell an area from another, cut to six letters."""
    found = [word for word in re.findall(r"[a-z]+", words.lower()) if len(word) > 1]
    kept = [word[:6] for word in found if word not in _EMPTY]
    return frozenset(kept or [word for word in found if word not in ("the", "of", "and")][-1:])


def is_vague(page: Page, span: Span) -> bool:
    """Whether the words say no more than relations or cooperation."""
    return bool(_VAGUE.match(span.of(page.text)))


def _area(page: Page, choice: _Choice, main: Sequence[str], people: Sequence[Person]) -> Area:
    sentence = page.segments.sentences[choice.sentence].span
    return Area(
        span=choice.item or sentence,
        phrase=choice.phrase.span,
        status=_status(page.text, sentence, choice.phrase.span),
        parties=parties_in(page, sentence, main, people),
        score=round(min(1.0, choice.score / 4), 3),
    )


def _status(text: str, sentence: Span, phrase: Span) -> Status:
    """The strongest that the sentence supports; of what was talked about, `discussed`."""
    words = sentence.of(text)
    for status, pattern in _STATUS:
        if status == "proposed" and _TALKED.search(text[sentence.start : phrase.start]):
            return "discussed"
        if any(not _is_negated(words, match) for match in pattern.finditer(words)):
            return status
    return "under way"


def supported(text: str, sentence: Span, statuses: Sequence[Status]) -> Status:
    """The first of the statuses that the sentence does not deny.

    "Talked about wagons but signed nothing" is not signed; "agreed in principle" is.
    """
    words = sentence.of(text)
    patterns = dict(_STATUS)
    for status in statuses:
        if status not in ("signed", "agreed"):
            return status
        told = list(patterns[status].finditer(words))
        if not told or not all(_is_negated(words, match) for match in told):
            return status
    return "discussed"


def _is_negated(words: str, match: re.Match[str]) -> bool:
    """Whether a "not" stands right before or a "nothing" right behind."""
    before = words[max(0, match.start() - 24) : match.start()]
    return bool(_NOT_BEFORE.search(before) or _NOTHING_AFTER.match(words, match.end()))
