"""What is to come and where parties work together, as judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from briefwright.nn.reader_model import Judged
from briefwright.nn.sheet import Floats
from briefwright.reader.patterns.areas import (
    content_words,
    is_denied,
    is_vague,
    listed,
    supported,
)
from briefwright.reader.patterns.bodies import NEWS
from briefwright.reader.patterns.outlook import says_who, strength, times_in
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.parties import main_parties, parties_in
from briefwright.reader.patterns.sayers import stater
from briefwright.reader.trained.labels import KINDS, STATUSES
from briefwright.reader.trained.meant import Meant, meant
from briefwright.reader.trained.phrases import neat, runs, trimmed_run, with_whole_name
from briefwright.reader.trained.proposals import Proposals
from briefwright.reader.trained.sheets import Laid
from briefwright.reader.trained.tagged import tagged
from briefwright.reader.trained.thresholds import Thresholds
from briefwright.reading import Area, Outlook, Person, Speaker, Status
from briefwright.spans import Span, trimmed

MOST_STATEMENTS = 6
MOST_AREAS = 8
# A phrase is proposed from here on, and judged where its sentence may be of cooperation at all.
PROPOSED = 0.25
POSSIBLE = 0.08
# Where a sentence within a quotation ends.
_INNER = re.compile(r"(?<=[a-z]{3})[.!?]\s+(?=[A-Z])")
AHEAD = 0.6
# Of 48 outlook items of dev.jsonl with a time, token F1 was 0.53 with tags from 0.4 on and
# bounds by patterns alone, 0.69 so; of 156 without one, 1 and 6 were given one.
TIMED = 0.1
TIMED_ALONE = 0.25
_TIME = re.compile(
    # "For five years" is how long, not when.
    r"(?:in|within|during|by|until|after|before|over|for the|at|on|next|later)"
    r"(?:\s+[\w’'-]+){2,}",
    re.I,
)
MOST_PARTS = 2
# Characters before a name that opens its sentence: a title.
OPENS = 40
# What several say or do together is no one person's.
_SEVERAL = re.compile(
    r"(?:They|The (?:two|three|four|sides|parties|leaders|ministers|presidents|officials)|Both)\b"
)
# On dev.jsonl areas' F1 was 0.63 at 0.35, 0.65 at 0.5, 0.66 at 0.65.
PHRASE = 0.65


def outlook(
    proposals: Proposals,
    laid: Laid,
    judged: Judged,
    tags: Floats,
    people: Sequence[Person],
    said: Sequence[Speaker],
    thresholds: Thresholds,
) -> tuple[Outlook, ...]:
    """The likeliest statements on what is to come, in text order; at most six."""
    page = proposals.page
    likely = [
        (float(share), index)
        for index, share in enumerate(judged.sentences[:, 0])
        if share >= thresholds.outlook and _is_statement(page, index)
    ]
    kept = sorted(likely, key=lambda one: (-one[0], one[1]))[:MOST_STATEMENTS]
    parts = [
        (share, index, part)
        for share, index in kept
        for part in _looking_ahead(page, page.segments.sentences[index].span)
    ]
    parts.sort(key=lambda one: (-one[0], one[1], one[2].start))
    times = tagged(page, laid.pieces, tags, "time", least=TIMED)
    found = []
    for share, index, part in sorted(
        _unlike(page, parts)[:MOST_STATEMENTS], key=lambda one: one[2].start
    ):
        person, by = _who(proposals, index, people, said)
        found.append(
            Outlook(
                span=part,
                kind=KINDS[int(np.argmax(judged.kinds[index]))],
                person=person,
                by=by,
                when=_when(page, part, times),
                score=round(share, 3),
            )
        )
    return tuple(found)


def _unlike(page: Page, parts: Sequence[tuple[float, int, Span]]) -> list[tuple[float, int, Span]]:
    """Those that repeat no other word for word, as an article does that is printed twice."""
    first: dict[str, tuple[float, int, Span]] = {}
    for one in parts:
        first.setdefault(" ".join(one[2].of(page.text).split()), one)
    return list(first.values())


def _when(page: Page, part: Span, tagged_times: Sequence[tuple[Span, float]]) -> Span | None:
    """When it is to be: the surest of the tagged times, as far as a pattern sees it reach.

    Untagged ones are of what has been: "agreed on Monday". What no pattern knows ("at later
    stages") must be sure, and open as a time does.
    """
    known = times_in(page, part)
    own = [one for one in tagged_times if part.contains(one[0])]
    for time, share in sorted(own, key=lambda one: -one[1]):
        met = [one for one in known if one.overlaps(time)]
        if met:
            start = min(one.start for one in [time, *met])
            return trimmed(page.text, start, max(one.end for one in [time, *met]))
        if share >= TIMED_ALONE and _TIME.match(time.of(page.text)):
            return with_whole_name(page, time, part)
    return None


def _looking_ahead(page: Page, sentence: Span) -> list[Span]:
    """The sentences within a long quotation that look ahead; else the sentence as it is.

    The splitter keeps a quotation whole with the words around it, however many sentences it has.
    """
    words = sentence.of(page.text)
    inner = [
        match.end()
        for match in _INNER.finditer(words)
        if any(
            one.span.start <= sentence.start + match.start() < one.span.end
            for one in page.segments.quotations
        )
    ]
    if not inner:
        return [sentence]
    starts = [0, *inner]
    parts = [
        trimmed(page.text, sentence.start + start, sentence.start + end)
        for start, end in zip(starts, [*inner, len(words)], strict=True)
    ]
    ahead = [part for part in parts if strength(part.of(page.text)) >= AHEAD]
    return ahead[:MOST_PARTS] or [sentence]


def _is_statement(page: Page, index: int) -> bool:
    """Whether the sentence says something: not a heading's few words, nor what leads in a list."""
    words = page.segments.sentences[index].span.of(page.text)
    return len(words.split()) > 4 and not words.endswith(":") and not words.isupper()


def _who(
    proposals: Proposals, sentence: int, people: Sequence[Person], said: Sequence[Speaker]
) -> tuple[int | None, Span | None]:
    """Who says the sentence, and the mention that names them: the speaker of the quotation in it,
    person or body, else its subject."""
    page = proposals.page
    span = page.segments.sentences[sentence].span
    for speaker in said:
        outer = page.segments.quotations[speaker.quotation].outer
        if outer.overlaps(span) and speaker.name is not None:
            return speaker.person, speaker.name
    if _SEVERAL.match(span.of(page.text)):
        return None, None
    guess = says_who(page, people, proposals.chain, sentence)
    words = stater(page, span)
    own = meant(proposals, people, words) if words else None
    if own is not None:
        return _meant(proposals, people, own, guess)
    if words is None and _is_of_another(proposals, span, guess[0]):
        return None, None
    return guess


def _is_of_another(proposals: Proposals, sentence: Span, guess: int | None) -> bool:
    """Whether "X's visit", of another, opens the sentence, and but a later "he" means the guess."""
    page = proposals.page
    here = [one for one in proposals.chain.references if sentence.contains(one.span)]
    if not here or any(one.person == guess and one.kind != "pronoun" for one in here):
        return False
    first = here[0]
    owns = page.text[first.span.end : first.span.end + 2] in ("’s", "'s")
    return first.kind == "named" and owns and first.span.start - sentence.start < OPENS


def _meant(
    proposals: Proposals,
    people: Sequence[Person],
    own: Meant,
    guess: tuple[int | None, Span | None],
) -> tuple[int | None, Span | None]:
    """The guess where the sentence's own subject may mean it, else whom else that means."""
    page = proposals.page
    if own.several:
        return None, None
    if guess[0] is not None and own.may_be(guess[0], None):
        return guess
    if own.certain and own.people is not None and len(own.people) == 1:
        (index,) = own.people
        return index, people[index].name
    names = [proposals.bodies[index].name for index in own.bodies or ()]
    names = [name for name in names if not _is_news(name.of(page.text))]
    if own.people or not names:
        return None, None
    return None, max(names, key=lambda name: name.end - name.start)


def _is_news(name: str) -> bool:
    """Whether it reports what others say: "IRNA", "the Harbour news agency"."""
    return NEWS.search(name) is not None or NEWS.search(name.title()) is not None


@dataclass(frozen=True)
class _Named:
    score: float
    span: Span
    sentence: int
    statuses: tuple[Status, ...]
    """The likeliest first."""


@dataclass(frozen=True)
class AreaScores:
    """Phrases that may name an area, and what the network made of them."""

    spans: tuple[Span, ...]
    sentences: tuple[int, ...]
    judged: Floats
    """[spans, 6]"""


def area_spans(
    proposals: Proposals, laid: Laid, judged: Judged, tags: Floats
) -> tuple[tuple[Span, ...], tuple[int, ...]]:
    """Phrases to be judged, tagged ones and all runs of likely sentences, with their sentences."""
    page = proposals.page
    found: dict[tuple[int, int], tuple[Span, int]] = {}
    for whole, _ in tagged(page, laid.pieces, tags, "area", least=PROPOSED):
        span = trimmed_run(page, whole)
        place = page.sentence_of(span.start) if span is not None else None
        if span is not None and place is not None:
            found[span.start, span.end] = span, place
    for index, sentence in enumerate(page.segments.sentences):
        if judged.sentences[index, 1] < POSSIBLE:
            continue
        for span in runs(page, sentence.span):
            found.setdefault((span.start, span.end), (span, index))
    pairs = [found[key] for key in sorted(found)]
    return tuple(span for span, _ in pairs), tuple(place for _, place in pairs)


def areas(
    proposals: Proposals,
    judged: Judged,
    scores: AreaScores,
    people: Sequence[Person],
    thresholds: Thresholds,
) -> tuple[Area, ...]:
    """At most eight distinct areas, the likeliest first; vague relations once, and last."""
    page = proposals.page
    likely = judged.sentences[:, 1].tolist()
    likeliest = np.argsort(-scores.judged[:, 1:], axis=1, kind="stable").tolist()
    named = [
        _Named(score, span, place, tuple(STATUSES[index] for index in order))
        for span, place, share, order in zip(
            scores.spans, scores.sentences, scores.judged[:, 0].tolist(), likeliest, strict=True
        )
        if (score := share**PHRASE * likely[place] ** (1 - PHRASE)) >= thresholds.area
    ]
    items = listed(page, people)[:MOST_AREAS]
    kept = [
        one
        for one in _distinct(page, named, thresholds)
        if not any(one.span.overlaps(item.span) or _same(page, one.span, item) for item in items)
    ]
    vague = [one for one in kept if is_vague(page, one.span)]
    concrete = [one for one in kept if not is_vague(page, one.span)]
    main = main_parties(page, people)
    judged_ones = tuple(
        Area(
            span=page.segments.sentences[one.sentence].span,
            phrase=neat(page, one.span),
            status=supported(page.text, page.segments.sentences[one.sentence].span, one.statuses),
            parties=parties_in(page, page.segments.sentences[one.sentence].span, main, people),
            score=round(one.score, 3),
        )
        for one in [*concrete[: max(0, MOST_AREAS - len(items) - bool(vague))], *vague[:1]]
    )
    return (*items, *judged_ones)[:MOST_AREAS]


def _same(page: Page, span: Span, area: Area) -> bool:
    own = content_words(span.of(page.text))
    other = content_words(area.phrase.of(page.text))
    return len(own & other) >= min(len(own), len(other))


def _distinct(page: Page, named: Sequence[_Named], thresholds: Thresholds) -> list[_Named]:
    """The likeliest phrases that neither overlap nor repeat each other."""
    kept: list[tuple[frozenset[str], _Named]] = []
    for one in sorted(named, key=lambda one: (-one.score, one.span.start)):
        if one.score < thresholds.next_area and any(
            one.sentence == other.sentence for _, other in kept
        ):
            continue
        words = content_words(one.span.of(page.text))
        if not words or any(one.span.overlaps(other.span) for _, other in kept):
            continue
        if is_denied(page, page.segments.sentences[one.sentence].span, one.span):
            continue
        if any(
            len(words & other) >= thresholds.same_area * min(len(words), len(other))
            for other, _ in kept
        ):
            continue
        kept.append((words, one))
    return [one for _, one in kept]
