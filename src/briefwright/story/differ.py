"""Facts on which outlets differ: denials, figures, dates, titles, statuses, speakers.

Only what can be set side by side is reported: sentences that share most of their words and not
their figures. That outlets differ in ways this does not see is likely; a note says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from briefwright.article import Article, Mask
from briefwright.brief import Account, Brief, Difference, Participant, Slice, SourceArticle
from briefwright.ground.tokens import STOPWORDS, stem
from briefwright.segment import segment
from briefwright.spans import Span
from briefwright.story.agreement import opposed, same_words
from briefwright.story.joined import other_speaker, same_area, same_person, title_words
from briefwright.story.likeness import alike, same
from briefwright.story.turned import turned

MOST = 8
"""Differences between sentences that a brief reports, of those that are most alike; what differs on
an item is always reported, for the item is marked by it."""

# Share of the shorter sentence's words, figures apart, that the other has.
_LIKE = 0.6
_FEWEST = 4

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
_SCALE = {"thousand": 1e3, "million": 1e6, "m": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9}
_FIGURE = re.compile(
    rf"(?P<sign>US\$|[$€£¥])?\s?(?P<number>\d[\d,]*(?:\.\d+)?|\b(?:{'|'.join(_WORDS)})\b)"
    r"(?:[\s-]?(?P<scale>thousand|million|billion|mn|bn|m)\b)?(?:\s?(?P<unit>%|per ?cent))?"
    r"(?P<noun>(?:[\s-][a-z]+){0,2})",
    re.IGNORECASE,
)
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DATE = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTHS})\b|\b({_MONTHS}) (\d{{1,2}})\b")
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b")
# A word more or less that makes it another office.
_RANKS = frozenset(
    "deputy vice acting former first assistant junior state undersecretary president prime chief "
    "king queen crown foreign interior defence defense finance health energy trade".split()
)


def differences(briefs: Sequence[Brief], firsts: Sequence[int]) -> tuple[Difference, ...]:
    """What the outlets report otherwise than one another, each with the words of both.

    `firsts` gives for each brief the number of its first article in the story.
    """
    of_items: list[Difference] = []
    found: list[tuple[float, Difference]] = []
    sentences = [tuple(_sentences(one, first)) for one, first in zip(briefs, firsts, strict=True)]
    for at, one in enumerate(briefs):
        for later in range(at + 1, len(briefs)):
            other = briefs[later]
            of_items += [*_of_people(one, other), *_of_items(one, other)]
            found += [(2.0, one) for one in _of_claims(sentences[at], sentences[later])]
            found += list(_of_figures(sentences[at], sentences[later]))
    found.sort(key=lambda pair: -pair[0])
    denied = _once([one for score, one in found if score > 1])[:MOST]
    figures = _once([one for score, one in found if score <= 1])
    return (*denied, *_once(of_items), *figures[: MOST - len(denied)])


def _once(found: Sequence[Difference]) -> tuple[Difference, ...]:
    made: dict[tuple[object, ...], Difference] = {}
    for difference in found:
        made.setdefault((difference.about, *_places(difference)), difference)
    return tuple(made.values())


def _places(difference: Difference) -> tuple[object, ...]:
    return tuple((one.article, one.start) for a in difference.accounts for one in a.evidence)


def _of_people(one: Brief, other: Brief) -> Iterator[Difference]:
    for person in one.participants:
        for namesake in other.participants:
            if same_person(person, namesake):
                for fact in ("title", "country"):
                    accounts = (_fact(person, fact), _fact(namesake, fact))
                    if accounts[0] and accounts[1] and _other(fact, person, namesake):
                        yield _difference(f"{fact} of {person.name}", accounts[0], accounts[1])


def _fact(person: Participant, fact: str) -> Account | None:
    value, span = getattr(person, fact), getattr(person.spans, fact)
    # A value that a person changed is not what the outlet reports.
    if fact == "title" and span and value != " ".join(span.text.split()):
        return None
    return Account(text=value, evidence=(span,)) if value and span else None


def _other(fact: str, one: Participant, other: Participant) -> bool:
    ours, theirs = getattr(one, fact), getattr(other, fact)
    if fact == "country":
        return bool(ours.casefold() != theirs.casefold())
    first, second = title_words(ours), title_words(theirs)
    ranks = {stem(rank) for rank in _RANKS}
    return bool((first ^ second) & ranks) or not first & second


def _of_items(one: Brief, other: Brief) -> Iterator[Difference]:
    for area in one.cooperation_areas:
        for twin in other.cooperation_areas:
            if same_area(area, twin) and area.status != twin.status:
                yield _difference(
                    f"status of {area.label}",
                    Account(text=f"{area.status}: {_cut(area.evidence)}", evidence=area.evidence),
                    Account(text=f"{twin.status}: {_cut(twin.evidence)}", evidence=twin.evidence),
                )
    for quote in one.key_quotes:
        for again in other.key_quotes:
            if not (quote.speaker and again.speaker and same_words(quote.text, again.text)):
                continue
            if other_speaker(quote, again):
                yield _difference(
                    f"who said “{quote.text[:60]}”",
                    Account(text=quote.speaker, evidence=quote.evidence),
                    Account(text=again.speaker, evidence=again.evidence),
                )


def _cut(evidence: Sequence[Slice]) -> str:
    return " ".join(evidence[0].text.split()) if evidence else ""


def _difference(about: str, one: Account, other: Account) -> Difference:
    return Difference(id="", about=about, accounts=(one, other))


def _of_claims(ours: Sequence[Slice], theirs: Sequence[Slice]) -> Iterator[Difference]:
    """What one outlet states and the other denies, doubts or makes depend on something."""
    # From either side: a denial may not be what is nearest to the statement.
    pairs = [(one, *_nearest(one, theirs)) for one in ours]
    pairs += [(twin, score, one) for one in theirs for score, twin in [_nearest(one, ours)]]
    for sentence, score, twin in pairs:
        if score < _LIKE or not same(_bare(sentence.text), _bare(twin.text), least=_LIKE):
            continue
        about = opposed(sentence.text, twin.text) or turned(sentence.text, twin.text)
        if about:
            yield _difference(about, _account(sentence), _account(twin))


def _nearest(sentence: Slice, theirs: Sequence[Slice]) -> tuple[float, Slice]:
    scored = [(_likeness(sentence.text, twin.text), twin) for twin in theirs]
    return max(scored, key=lambda pair: pair[0], default=(0.0, sentence))


def _of_figures(
    ours: Sequence[Slice], theirs: Sequence[Slice]
) -> Iterator[tuple[float, Difference]]:
    for sentence in ours:
        figures = _figures(sentence.text)
        if not figures:
            continue
        score, twin = _nearest(sentence, theirs)
        if score < _LIKE:
            continue
        for about, values in figures.items():
            others = _figures(twin.text).get(about)
            if others and not others & values:
                yield score, _difference(about, _account(sentence), _account(twin))


def _account(part: Slice) -> Account:
    return Account(text=" ".join(part.text.split()), evidence=(part,))


def _sentences(brief: Brief, first: int) -> Iterator[Slice]:
    for number, article in enumerate(brief.articles, start=first):
        for span in _spans(article):
            text = span.of(article.text or "")
            yield Slice(article=number, start=span.start, end=span.end, text=text)


def _spans(article: SourceArticle) -> list[Span]:
    if article.text is None:
        return []
    masked = tuple(
        Mask(span=Span(start=one.start, end=one.end), reason=one.reason) for one in article.masked
    )
    read = Article(id=article.id, source=article.source, text=article.text, masked=masked)
    return [one.span for one in segment(read).sentences]


def _likeness(one: str, other: str) -> float:
    """Share of the words, figures and dates taken out, that the shorter has in common."""
    short, long = sorted((_bare(one), _bare(other)), key=len)
    return alike(short, long) if len(short.split()) >= _FEWEST else 0.0


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    return _FIGURE.sub(_noun, _WEEKDAY.sub("", _DATE.sub("", text)))


def _noun(match: re.Match[str]) -> str:
    return f" {match.group('noun')} "


def _figures(text: str) -> dict[str, set[object]]:
    """What the sentence counts, and how many: "number: nurses" -> {240.0}."""
    found: dict[str, set[object]] = {}
    for match in _DATE.finditer(text):
        day, month, month_first, day_after = match.groups()
        found.setdefault("date", set()).add((day or day_after, month or month_first))
    for match in _WEEKDAY.finditer(text):
        found.setdefault("day", set()).add(match.group())
    for match in _FIGURE.finditer(_DATE.sub(" ", text)):
        about = _about(match)
        if about:
            found.setdefault(about, set()).add(_value(match))
    return found


def _about(match: re.Match[str]) -> str:
    """What the figure is of; "" for one that says nothing by itself, such as a year."""
    if match.group("sign"):
        return "sum of money"
    if match.group("unit"):
        return "percentage"
    nouns = list(takewhile(lambda word: word not in STOPWORDS, match.group("noun").lower().split()))
    return f"number of {nouns[-1]}" if nouns and len(nouns[-1]) > 3 else ""


def _value(match: re.Match[str]) -> float:
    number = match.group("number").lower().replace(",", "")
    value = float(_WORDS.index(number)) if number in _WORDS else float(number)
    return value * _SCALE.get((match.group("scale") or "").lower(), 1.0)
