"""Sentences on what will, should or may happen after the article's date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.subjects import Subjects
from briefwright.reader.patterns.words import CUES
from briefwright.reading import Outlook, OutlookKind, Person
from briefwright.spans import Span

MOST_STATEMENTS = 6
# On 313 reference briefs F1 was 0.737 at 0.4, 0.734 at 0.6, 0.713 at 0.8, 0.645 at 1.0; 0.6
# keeps precision (0.74) and recall (0.73) level.
THRESHOLD = 0.6
_RAW: tuple[tuple[str, float], ...] = (
    (r"\b(?:will|shall)\b", 1.4),
    (r"’ll\b|'ll\b", 1.2),
    (r"\bwould\b", 0.8),
    (r"\b(?:should|must|ought to|needs? to)\b", 0.9),
    (r"\b(?:may|might|could)\b", 0.4),
    (r"\b(?:hop(?:e|es|ed|ing|eful)|wish(?:es|ed|ing)?)\b", 1.4),
    (
        r"\b(?:scheduled|slated|due|planned|plans?|planning|set|poised|going|expected"
        r"|anticipated) to\b",
        1.2,
    ),
    (r"\b(?:upcoming|forthcoming|coming (?:days|weeks|months|years?)|near future|soon)\b", 0.7),
    (r"\bnext (?:week|month|year|round|meeting|few|two|three|five|session|\w+day)\b", 0.7),
    (
        r"\b(?:ready|prepared|determined|committed|willing|keen|eager|resolved)\b.{0,12}\b(?:to"
        r"|for)\b",
        1.0,
    ),
    (
        r"\b(?:readiness|willingness|determination|commitment|interest|intention|desire"
        r"|eagerness)\b",
        0.7,
    ),
    (r"\b(?:call(?:s|ed|ing)? (?:for|on|upon)|urg(?:e|es|ed|ing)|demand(?:s|ed|ing)?)\b", 0.9),
    (r"\b(?:agreed|pledged|vowed|promised|committed) to\b", 0.9),
    (r"\binvit(?:e|es|ed|ing|ation)\b", 0.5),
    (r"\b(?:seeks?|seeking|aims?|aiming|intends?|want(?:s|ed)?|look(?:s|ing) forward)\b", 0.7),
    (r"\b(?:warn(?:s|ed|ing)?|threat(?:s|ens?|ened)?)\b", 0.5),
    (r"\bif\b", 0.4),
    (r"\bto be (?:held|signed|finali[sz]ed|implemented|launched|completed|opened)\b", 0.8),
    (r"\bcontinu(?:e|es|ing)\b", 0.5),
    (r"\b(?:necessary|necessity|essential|imperative|need for)\b", 0.4),
    (r"\b(?:can|lead to|pave the way)\b", 0.3),
    (r"\b20[3-9]\d\b", 0.2),
    (r"\b(?:would have|could have|should have|had been|used to)\b", -0.8),
    (r"\A(?:on|last|earlier)\b", -0.2),
    (r"\b(?:readout|photo)\b", -0.8),
)
# In small letters, of which the search takes two thirds of the time of one that heeds no case.
_CUES = tuple((re.compile(pattern), weight) for pattern, weight in _RAW)
_KINDS: tuple[tuple[OutlookKind, re.Pattern[str]], ...] = (
    (
        "warned",
        re.compile(
            r"\b(?:warn\w*|threat\w*|consequences|retaliat\w*|(?:will|would) respond|otherwise"
            r"|unless"
            r"|only if|as long as|regret|on condition|in case|if)\b",
            re.I,
        ),
    ),
    (
        "hoped",
        re.compile(
            r"\b(?:hop(?:e|es|ed|ing|eful)|wish\w*|should|must|call(?:s|ed|ing)? (?:for|on"
            r"|upon)|urg\w+"
            r"|demand\w*|ought|need(?:s|ed)? to|necessary|necessity|invit\w+|interest\w*|willing\w*"
            r"|seek\w*|want\w*|eager\w*|desire\w*|readiness|ready (?:to|for) (?:talk|dialogue"
            r"|expand|develop|boost|cooperat|promot)\w*|welcom\w+|essential|imperative)\b",
            re.I,
        ),
    ),
    (
        "expected",
        re.compile(
            r"\b(?:expect\w*|anticipat\w*|predict\w*|likely|may|might|could|forecast\w*|can"
            r"|bound to"
            r"|lead to|believ\w+)\b",
            re.I,
        ),
    ),
)
_PLANNED = re.compile(
    r"\b(?:will (?:be (?:held|signed|opened)|visit|travel|meet|continue|not|also|host|hold|attend)"
    r"|scheduled|slated|plan\w*|pledg\w+|commit\w+|agreed to|vow\w*|determined)\b",
    re.I,
)
_WHEN = re.compile(
    r"\b(?:(?:[Oo]n|[Bb]y|[Ii]n|[Uu]ntil|[Bb]efore|[Aa]fter|[Ff]rom|[Ww]ithin|[Oo]ver|[Dd]uring"
    r"|[Ff]or|[Aa]t) )?(?:[Tt]he )?"
    r"(?:(?:coming|next|upcoming|following|near(?:est)?) (?:\w+ (?:(?:or|to) \w+ )?)?"
    r"(?:days?|weeks?|months?|years?|future|decades?)(?: and (?:months|years))?"
    r"|(?:later )?(?:[Nn]ext|[Tt]his|coming) (?:week|month|year|summer|winter|spring|autumn|fall"
    r"|\w+day)"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?: (?:morning|afternoon|evening|night))?"
    r"|(?:\d{1,2}(?: (?:to|and) |[-–]))?(?:\d{1,2} )?(?:January|February|March|April|May|June"
    r"|July|August|September|October|November|December)"
    r"(?: \d{1,2}(?:(?:[-–]| and | to )\d{1,2})?)?(?:,? \d{4})?"
    r"|(?:end|beginning|middle|start) of [\w ]{0,20}?(?:year|month|week|\b\d{4})"
    r"|(?:[Tt]omorrow|[Ss]oon|20\d\d)\b)\b"
    r"|\b[Ii]n (?:the )?(?:future|(?:short|medium|long|longer) (?:term|run))\b"
    # A bare "two years" is mostly how long something lasts, not when it comes.
    r"|\b(?:[Ww]ithin|[Ii]n|[Oo]ver|[Aa]fter|[Bb]y) (?:the )?(?:next |coming )?(?:\w+|\d+)"
    r"(?: (?:or|to) \w+)? (?:days?|weeks?|months?|years?)(?: time)?\b"
)
_CUE = "|".join(sorted(CUES | {"renewed", "reported", "invited", "sought", "stressed"}))
# What tells that somebody speaks: a quotation, or a verb of saying.
_TELLS = re.compile(rf"[“”\"]|\b(?:{_CUE}|went on to say)\b")
# "..., Peyman-Pak explained.", "..., Daily Sabah reported in August."
_TOLD_BY = re.compile(
    r"[,”’\"]\s+(?P<who>(?:[\w’'.&-]+\s+){1,7}?)(?:also\s+|further\s+)?"
    r"(?:said|added|stated|explained|reported|announced|remarked|noted|stressed|continued"
    r"|told\s+\w[\w\s]{0,30})\b[^,“”\"]{0,60}\Z"
)
_ACCORDING = re.compile(
    r"\b[Aa]ccording to (?P<who>[^,;“”\"]{2,90}?)(?=[,;.]|\s+(?:who|which)\b|\Z)"
)
_PRONOUN = re.compile(r"(?:[Hh]e|[Ss]he|[Ii]t|[Tt]hey|who|which|and|as)\b")
_BODY = re.compile(r"[A-Z][\w’'&-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'&-]*)*\Z")
_BETWEEN = re.compile(r"\b(?:[Bb]etween|[Ff]rom)\s+\Z")
# Without a day or a preposition "May" may be a verb, and "March" a march.
_BAD_WHEN = re.compile(r"\A(?:the )?(?:May|March)\Z|ago\b|\A(?:20\d\d)\Z")


def outlook(page: Page, people: Sequence[Person], chain: Subjects) -> tuple[Outlook, ...]:
    """The likeliest statements on what is to come, in text order; at most six."""
    scored = []
    for index, sentence in enumerate(page.segments.sentences):
        words = sentence.span.of(page.text)
        score = strength(words)
        # What ends in a colon only leads in a list or a quotation.
        if score >= THRESHOLD and len(words.split()) > 4 and not words.endswith(":"):
            scored.append((score, index))
    best = sorted(scored, key=lambda one: (-one[0], one[1]))[:MOST_STATEMENTS]
    return tuple(
        _statement(page, people, chain, index, score)
        for score, index in sorted(best, key=lambda one: one[1])
    )


def strength(words: str) -> float:
    """How many signs of what is to come a sentence has, weighed."""
    small = words.lower()
    return sum(weight for pattern, weight in _CUES if pattern.search(small))


def _statement(
    page: Page, people: Sequence[Person], chain: Subjects, index: int, score: float
) -> Outlook:
    span = page.segments.sentences[index].span
    words = span.of(page.text)
    person, by = says_who(page, people, chain, index)
    return Outlook(
        span=span,
        kind=_kind(words),
        person=person,
        by=by,
        when=time_in(page, span),
        score=round(min(1.0, score / 3), 3),
    )


def _kind(words: str) -> OutlookKind:
    for kind, pattern in _KINDS:
        if pattern.search(words):
            if kind == "expected" and _PLANNED.search(words):
                return "planned"
            return kind
    return "planned"


def says_who(
    page: Page, people: Sequence[Person], chain: Subjects, index: int
) -> tuple[int | None, Span | None]:
    """Who says the sentence, if it tells what somebody says or wants, and the mention that names
    them: a person by index, or the words for a body alone."""
    span = page.segments.sentences[index].span
    words = span.of(page.text)
    told = _TOLD_BY.search(words)
    if told and not _PRONOUN.match(told.group("who")):
        return _told_by(people, chain, told, span.start)
    person = chain.of_sentence[index] if _TELLS.search(words) else None
    # Of a sentence that nobody opens, the chain tells whom the ones before it were about.
    if person is not None and any(
        one.person == person and span.contains(one.span) for one in chain.references
    ):
        return person, people[person].name
    told = _ACCORDING.search(words)
    return _told_by(people, chain, told, span.start) if told else (None, None)


def _told_by(
    people: Sequence[Person], chain: Subjects, told: re.Match[str], start: int
) -> tuple[int | None, Span | None]:
    """Whoever the words name; not "a Turkish official", nor whom the sentence is about instead."""
    who = Span(start=start + told.start("who"), end=start + told.end("who"))
    named = [one.person for one in chain.references if one.span.overlaps(who)]
    if named:
        return named[0], people[named[0]].name
    body = _BODY.search(told.group("who").rstrip())
    return None, Span(start=who.start + body.start(), end=who.start + body.end()) if body else None


def time_in(page: Page, span: Span) -> Span | None:
    """The first expression of a time that may be to come."""
    return next(iter(times_in(page, span)), None)


def times_in(page: Page, span: Span) -> list[Span]:
    """Every expression of a time that may be to come, whole, in text order.

    "Between 1 July and 30 September" is one.
    """
    words = span.of(page.text)
    found: list[tuple[int, int]] = []
    for match in _WHEN.finditer(words):
        if _BAD_WHEN.search(match.group()):
            continue
        opener = _BETWEEN.search(words, 0, found[-1][0]) if found else None
        if opener and words[found[-1][1] : match.start()].strip() in ("and", "to"):
            found[-1] = (opener.start(), match.end())
        else:
            found.append(match.span())
    return [Span(start=span.start + start, end=span.start + end) for start, end in found]
