"""An article in passages that a model's context holds, and what a prompt shows of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from briefwright.condense import TAKES_PART
from briefwright.prompted.listing import Listing, Name, one_line
from briefwright.prompted.said import Offered
from briefwright.reading import Reading
from briefwright.spans import Span, Value

OVERLAP = 3
"""Sentences that two passages share, so that "he" and "the agreement" have what they stand for."""
_OPENING_WORDS = 8
_WORTH_MOST = 4

Shown = Mapping[str, Any]


class Passage(Value):
    """Some sentences of a listing, with the numbers that the whole article gives them."""

    sentences: tuple[int, ...]
    number: int = 1
    of: int = 1


def passages(
    listing: Listing, *, size: Callable[[Passage], int], weigh: Callable[[str], int], room: int
) -> tuple[Passage, ...]:
    """The fewest passages in order that hold every sentence, each at most `room` tokens of prompt.

    `size` counts the tokens of a passage's prompt, `weigh` those of a text. A sentence that does
    not fit alone is in none of them.
    """
    shown = listing.sentences
    weights = {number: weigh(listing.words(number)) + 4 for number in shown}
    found: list[tuple[int, ...]] = []
    at = 0
    while at < len(shown):
        end = _end(shown, at, weights, room)
        while end > at and size(Passage(sentences=shown[at:end])) > room:
            end = at + (end - at) * 9 // 10
        if end == at:
            at += 1
            continue
        found.append(shown[at:end])
        if end == len(shown):
            break
        # Never so much that the next passage brings nothing new.
        at = max(end - OVERLAP, at + 1)
    kept = [one for place, one in enumerate(found) if _brings(one, found[:place])]
    return tuple(
        Passage(sentences=one, number=place, of=len(kept))
        for place, one in enumerate(kept, start=1)
    )


def _end(shown: Sequence[int], at: int, weights: Mapping[int, int], room: int) -> int:
    total = 0
    for place in range(at, len(shown)):
        total += weights[shown[place]]
        if total > room:
            return place
    return len(shown)


def _brings(one: tuple[int, ...], before: Sequence[tuple[int, ...]]) -> bool:
    return not before or one[-1] > max(each[-1] for each in before)


def unread(listing: Listing, parts: Iterable[Passage]) -> tuple[Span, ...]:
    """What stands in none of the passages, sentences that address a model included."""
    read = {number for part in parts for number in part.sentences}
    lost = [listing.sentence(number) for number in listing.sentences if number not in read]
    return (*listing.left_out, *lost)


def offered(listing: Listing, passage: Passage) -> Offered:
    """What answers to the passage may cite."""
    shown = frozenset(passage.sentences)
    return Offered(
        sentences=shown,
        lines=listing.lines & shown,
        quotations=frozenset(quotations(listing, passage)),
        names=tuple((one.number, one.text) for one in names(listing, passage)),
        countries=tuple(
            dict.fromkeys(
                one.country
                for one in listing.countries
                if listing.number_at(one.span.start) in shown
            )
        ),
    )


def quotations(listing: Listing, passage: Passage) -> tuple[int, ...]:
    shown = frozenset(passage.sentences)
    return tuple(
        number
        for number in listing.quotations
        if listing.number_at(listing.quotation(number).start) in shown
    )


def names(listing: Listing, passage: Passage) -> tuple[Name, ...]:
    shown = frozenset(passage.sentences)
    return tuple(one for one in listing.names if shown.intersection(listing.sentences_of(one)))


def shown(listing: Listing, passage: Passage, *, reading: Reading | None = None) -> dict[str, Any]:
    """The fields of a prompt file: plain lists, dictionaries, texts and numbers, and no objects.

    With a reading its findings are the hints.
    """
    article = listing.article
    own = offered(listing, passage)
    return {
        "article": {
            "title": one_line(article.title or ""),
            "published": one_line(article.published or ""),
            "publisher": one_line(article.publisher or ""),
        },
        "passage": {"number": passage.number, "of": passage.of},
        "sentences": _sentences(listing, passage),
        "quotations": [
            {
                "number": number,
                "sentence": listing.number_at(listing.quotation(number).start),
                "opening": _opening(listing.quotation(number).of(article.text)),
            }
            for number in sorted(own.quotations)
        ],
        "names": [{"number": number, "text": text} for number, text in own.names],
        "countries": list(own.countries),
        "hints": _hints(listing, passage, reading) if reading is not None else [],
    }


def _sentences(listing: Listing, passage: Passage) -> list[dict[str, Any]]:
    found = []
    before: int | None = None
    for number in passage.sentences:
        paragraph = listing.segments.sentences[number - 1].paragraph
        found.append(
            {
                "number": number,
                "text": listing.words(number),
                "kind": listing.segments.paragraphs[paragraph].kind,
                "opens": before is not None and paragraph != before,
            }
        )
        before = paragraph
    return found


def _opening(words: str) -> str:
    all_words = words.split()
    opening = one_line(" ".join(all_words[:_OPENING_WORDS]))
    return opening if len(all_words) <= _OPENING_WORDS else f"{opening} ..."


def _hints(listing: Listing, passage: Passage, reading: Reading) -> list[dict[str, Any]]:
    """What the reader found, a row for each kind: which names, which sentences."""
    shown = frozenset(passage.sentences)
    acting = {
        mention
        for takes_part, mentions in (
            *((one.takes_part, one.mentions) for one in reading.people),
            *((one.takes_part, one.mentions) for one in reading.bodies),
        )
        for mention in mentions
        if takes_part >= TAKES_PART
    }
    taking = [one.number for one in names(listing, passage) if acting & set(one.mentions)]
    plans = {listing.number_at(one.span.start) for one in reading.outlook}
    areas = {listing.number_at(one.span.start) for one in reading.areas}
    worth = [one for one in reading.worth if one.sentence + 1 in shown & listing.lines]
    best = sorted(worth, key=lambda one: -one.bottom_line)[:2]
    points = sorted(worth, key=lambda one: -one.summary)[:_WORTH_MOST]
    rows = [
        ("names that take part", taking),
        ("sentences of the bottom line", [one.sentence + 1 for one in best]),
        ("sentences of the summary", [one.sentence + 1 for one in points]),
        ("sentences on what is to come", [one for one in plans if one in shown]),
        ("sentences on cooperation", [one for one in areas if one in shown]),
    ]
    return [
        {"what": what, "numbers": sorted(one for one in found if one is not None)}
        for what, found in rows
        if found
    ]
