"""Bottom line and summary from a summariser: an encoder-decoder that answers no questions.

Its sentences cite nothing, so their evidence is the few sentences that hold most of their words.
"""

from __future__ import annotations

from collections.abc import Sequence

from briefwright.conversation import Instruct
from briefwright.ground.statements import supporting
from briefwright.prompted.asking import Heard, Subject
from briefwright.prompted.listing import Listing
from briefwright.prompted.passages import Passage, passages, unread
from briefwright.prompted.said import Parsed, SaidLine
from briefwright.spans import Span

LIMIT = 160
"""Tokens of a summary: a bottom line and three points."""
POINTS = 4
EVIDENCE = 3
"""Sentences that one of its own may rest on."""
_LEAST_WORDS = 5
_SPARE = 4


def summarise(subjects: Sequence[Subject], model: Instruct) -> list[Heard]:
    """A bottom line and points of each article; the rest is not asked for.

    An article over the context is read in passages, and their summaries are summarised again.
    """
    parts = [_passages(one.listing, model) for one in subjects]
    texts = [
        _text(one.listing, part) for one, own in zip(subjects, parts, strict=True) for part in own
    ]
    first = iter(model.summarise(texts, limit=LIMIT) if texts else ())
    found = [[next(first) for _ in own] for own in parts]
    long = [place for place, own in enumerate(found) if len(own) > 1]
    joined = [_cut(" ".join(found[place]), model) for place in long]
    again = dict(zip(long, model.summarise(joined, limit=LIMIT) if joined else (), strict=True))
    heard = []
    for place, (subject, own) in enumerate(zip(subjects, parts, strict=True)):
        sentences = _sentences(again.get(place, found[place][0] if found[place] else ""))
        if place in again:
            sentences += [one for text in found[place] for one in _sentences(text)]
        heard.append(_heard(subject.listing, sentences, unread(subject.listing, own)))
    return heard


def _heard(listing: Listing, sentences: Sequence[str], lost: tuple[Span, ...]) -> Heard:
    lines = [line for one in sentences if (line := _line(one, listing)) is not None]
    lines = list({line.text: line for line in lines}.values())
    heard = Heard(asked={"bottom_line", "summary"}, unread=lost)
    if lines:
        heard.said["bottom_line"] = Parsed(items=tuple(lines[:1]))
    if lines[1:]:
        heard.said["summary"] = Parsed(items=tuple(lines[1 : 1 + POINTS]))
    return heard


def _line(sentence: str, listing: Listing) -> SaidLine | None:
    numbers = sorted(listing.lines)
    if len(sentence.split()) < _LEAST_WORDS or not numbers:
        return None
    places = supporting(sentence, [listing.words(number) for number in numbers])[:EVIDENCE]
    return SaidLine(sentences=tuple(numbers[place] for place in places), text=sentence)


def _sentences(summary: str) -> list[str]:
    from sentencex import segment

    # Pegasus writes <n> between its sentences.
    plain = " ".join(summary.replace("<n>", " ").split())
    return [one.strip() for one in segment("en", plain) if one.strip()]


def _passages(listing: Listing, model: Instruct) -> tuple[Passage, ...]:
    return passages(
        listing,
        size=lambda passage: model.count(_text(listing, passage)),
        weigh=model.count,
        room=model.context - _SPARE,
    )


def _text(listing: Listing, passage: Passage) -> str:
    return " ".join(listing.words(number) for number in passage.sentences)


def _cut(text: str, model: Instruct) -> str:
    """As much of its beginning as the context holds."""
    words = text.split()
    while words and model.count(" ".join(words)) > model.context - _SPARE:
        words = words[: len(words) * 9 // 10]
    return " ".join(words)
