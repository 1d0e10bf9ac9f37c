"""What a person found in an article: reference briefs and our own labels, as one kind of value.

Everything that can be a span of the article's text is one. Knows nothing of the network.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from briefwright.article import Article
from briefwright.metrics.words import stems
from briefwright.segments import Segments
from briefwright.spans import Span

MOST_PHRASE_WORDS = 10


@dataclass(frozen=True)
class GoldPerson:
    name: str
    aliases: tuple[str, ...]
    title: Span | None
    title_words: str | None
    country: str | None
    central: bool
    organisation: Span | None = None


@dataclass(frozen=True)
class GoldQuote:
    span: Span
    speaker: str | None


@dataclass(frozen=True)
class GoldArea:
    sentences: tuple[int, ...]
    """The one that names it first."""
    phrase: Span | None
    status: str


@dataclass(frozen=True)
class GoldOutlook:
    sentence: int
    others: tuple[int, ...]
    kind: str
    when: Span | None


@dataclass(frozen=True)
class Gold:
    people: tuple[GoldPerson, ...]
    bodies: tuple[Span, ...] | None
    """None where bodies were not labelled."""
    quotes: tuple[GoldQuote, ...]
    areas: tuple[GoldArea, ...]
    outlook: tuple[GoldOutlook, ...]
    bottom: tuple[tuple[int, float], ...]
    """Sentences and their shares of the bottom line, which add up to 1."""
    summary: tuple[int, ...]
    sure: float = 0.65
    """How like a named phrase another may be without being as good; less where the phrase was not
    marked by a person but found from an area's name."""


def of_reference(row: Mapping[str, Any], article: Article, segments: Segments) -> Gold:
    """A reference brief, its evidence looked up in the article as ingested."""
    text = article.text
    look = _Look(text, segments)
    people = tuple(_person(one, text) for one in row["participants"] if one["kind"] == "person")
    bodies = tuple(
        span
        for one in row["participants"]
        if one["kind"] != "person" and (span := find(text, one["name"]))
    )
    quotes = tuple(
        GoldQuote(span, one["speaker"])
        for one in row["quotes"]
        if (span := find(text, one["text"]))
    )
    areas = tuple(area for one in row["cooperation_areas"] if (area := _area(one, look)))
    outlook = tuple(item for one in row["outlook"] if (item := _outlook(one, look)))
    return Gold(
        sure=0.4,
        people=people,
        bodies=bodies,
        quotes=quotes,
        areas=areas,
        outlook=outlook,
        bottom=_bottom(row["bottom_line"], look),
        summary=tuple(
            dict.fromkeys(
                place
                for one in row["summary"]
                for spans in [look.spans(one["evidence"])]
                for place in look.ranked(spans)[:2]
            )
        ),
    )


def find(text: str, words: str | None, near: int | None = None) -> Span | None:
    """Where the words stand, the place nearest to `near` if there are several."""
    if not words:
        return None
    pattern = r"\s+".join(map(re.escape, words.split()))
    places = [match.span() for match in re.finditer(pattern, text)]
    if not places:
        return None
    start, end = min(places, key=lambda one: abs(one[0] - near)) if near is not None else places[0]
    return Span(start=start, end=end)


def _person(one: Mapping[str, Any], text: str) -> GoldPerson:
    at = find(text, one["name"])
    near = at.start if at else None
    return GoldPerson(
        name=one["name"],
        aliases=tuple(one["aliases"]),
        title=find(text, one["title"], near),
        title_words=one["title"],
        country=one["country"],
        central=bool(one["central"]),
        organisation=find(text, one["organisation"], near),
    )


class _Look:
    def __init__(self, text: str, segments: Segments) -> None:
        self.text = text
        self.sentences = [one.span for one in segments.sentences]

    def spans(self, evidence: Iterable[str]) -> list[Span]:
        return [span for one in evidence if (span := find(self.text, one))]

    def ranked(self, spans: Sequence[Span]) -> list[int]:
        """Sentences that overlap the spans, most characters first."""
        shared = {
            index: sum(max(0, min(one.end, span.end) - max(one.start, span.start)) for one in spans)
            for index, span in enumerate(self.sentences)
        }
        found = [index for index, count in shared.items() if count > 0]
        return sorted(found, key=lambda index: (-shared[index], index))


def _area(one: Mapping[str, Any], look: _Look) -> GoldArea | None:
    places = look.ranked(look.spans(one["evidence"]))
    wanted = set(stems(one["label"]))
    scored = [
        (len(wanted & set(stems(look.sentences[place].of(look.text)))), -order, place)
        for order, place in enumerate(places)
    ]
    if not scored:
        return None
    shared, _, best = max(scored)
    named = [place for count, _, place in scored if count and place != best]
    phrase = aligned(look.text, look.sentences[best], one["label"]) if shared else None
    return GoldArea((best, *named), phrase, one["status"])


def aligned(text: str, sentence: Span, label: str) -> Span | None:
    """The shortest run of the sentence's words that holds most of the label's stems."""
    wanted = set(stems(label))
    words = [
        (sentence.start + match.start(), sentence.start + match.end(), set(stems(match.group())))
        for match in re.finditer(r"[\w’'-]+", sentence.of(text))
    ]
    best: tuple[float, int, int] | None = None
    for first, (start, _, own) in enumerate(words):
        if not own & wanted:
            continue
        held: set[str] = set()
        for last in range(first, min(len(words), first + MOST_PHRASE_WORDS)):
            held |= words[last][2] & wanted
            if not words[last][2] & wanted:
                continue
            score = len(held) - 0.12 * (last - first + 1)
            if best is None or score > best[0]:
                best = (score, start, words[last][1])
    return Span(start=best[1], end=best[2]) if best else None


def _outlook(one: Mapping[str, Any], look: _Look) -> GoldOutlook | None:
    places = look.ranked(look.spans(one["evidence"]))
    if not places:
        return None
    sentence = look.sentences[places[0]]
    when = find(sentence.of(look.text), one["when"])
    if when is not None:
        when = Span(start=sentence.start + when.start, end=sentence.start + when.end)
    return GoldOutlook(places[0], tuple(places[1:]), one["kind"], when)


def _bottom(line: str, look: _Look) -> tuple[tuple[int, float], ...]:
    from briefwright.metrics.words import rouge_l

    scores = [rouge_l(span.of(look.text), line) for span in look.sentences]
    top = max(scores, default=0.0)
    near = [(index, (score - top + 0.1)) for index, score in enumerate(scores) if score > top - 0.1]
    total = sum(share for _, share in near)
    return tuple((index, share / total) for index, share in near) if total else ()


# Our own labels


def of_label(row: Mapping[str, Any], article: Article, segments: Segments) -> Gold:
    """A row of labels.jsonl: README.md has its fields."""
    text = article.text
    return Gold(
        people=tuple(
            GoldPerson(
                name=text[one["name"][0] : one["name"][1]],
                aliases=(),
                title=_span(one["title"]),
                title_words=span.of(text) if (span := _span(one["title"])) else None,
                country=one["country"],
                central=one["central"],
            )
            for one in row["people"]
        ),
        bodies=None,
        quotes=tuple(
            GoldQuote(
                Span(start=one["span"][0], end=one["span"][1]),
                span.of(text) if (span := _span(one["speaker"])) else None,
            )
            for one in row["quotes"]
            if one["speech"]
        ),
        areas=tuple(
            GoldArea((_at(segments, one["sentence"]),), _span(one["phrase"]), one["status"])
            for one in row["areas"]
        ),
        outlook=tuple(
            GoldOutlook(_at(segments, one["sentence"]), (), one["kind"], _span(one["when"]))
            for one in row["outlook"]
        ),
        bottom=tuple((_at(segments, start), 1.0) for start in row["bottom"][:1]),
        summary=tuple(_at(segments, start) for start in row["summary"]),
    )


def _span(pair: Sequence[int] | None) -> Span | None:
    return Span(start=pair[0], end=pair[1]) if pair else None


def _at(segments: Segments, start: int) -> int:
    """The sentence that starts there, or else the nearest."""
    return min(
        range(len(segments.sentences)),
        key=lambda index: abs(segments.sentences[index].span.start - start),
    )


def rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


__all__ = ["Gold", "aligned", "find", "of_label", "of_reference", "rows"]
