"""What the network should say of one article's sheet, as arrays: gold set against proposals."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import numpy as np

from briefwright.metrics.words import bag_f1, country, name_similarity, stems, tokens
from briefwright.nn.sheet import Floats, Ints
from briefwright.reader.patterns.phrases import phrases
from briefwright.reader.trained.labels import KINDS, STATUSES, TAGS
from briefwright.reader.trained.pairs import SpeakerPair
from briefwright.reader.trained.phrases import runs
from briefwright.reader.trained.proposals import Proposals
from briefwright.reader.trained.sheets import Laid
from briefwright.spans import Span
from example import UNKNOWN, Targets
from gold import Gold, GoldPerson

PERSON, TITLE, ORGANISATION, TIME, AREA = range(len(TAGS))
# Two names are one person's from here on, as the measures have it.
SAME_NAME = 0.7


def targets(gold: Gold, proposals: Proposals, laid: Laid, rng: random.Random) -> Targets:
    owners = _owners(gold.people, proposals)
    titles, no_title = _titles(gold, proposals, owners)
    countries, no_country = _countries(gold, proposals, laid, owners)
    sentences, kinds = _sentences(gold, proposals)
    asked = _speakers(gold, proposals, laid)
    return Targets(
        tags=_tags(gold, proposals, laid, owners),
        sentences=sentences,
        kinds=kinds,
        bottom=_bottom(gold, proposals),
        persons=_persons(gold, proposals, owners),
        titles=titles,
        no_title=no_title,
        countries=countries,
        no_country=no_country,
        speech=asked["speech"],
        speakers=asked["speakers"],
        no_speaker=asked["no_speaker"],
        areas=_areas(gold, proposals, laid, rng),
    )


def _owners(people: Sequence[GoldPerson], proposals: Proposals) -> dict[int, int]:
    """The gold person of each proposed one; each is given once, to the most alike."""
    text = proposals.page.text
    scored = []
    for index, person in enumerate(proposals.persons):
        for place, one in enumerate(people):
            same = max(
                name_similarity(form, known)
                for form in {mention.of(text) for mention in person.mentions}
                for known in (one.name, *one.aliases)
            )
            if same >= SAME_NAME:
                scored.append((same, len(person.mentions), -index, -place))
    owners: dict[int, int] = {}
    for _, _, index, place in sorted(scored, reverse=True):
        if -index not in owners and -place not in owners.values():
            owners[-index] = -place
    return owners


# Pieces


def _tags(gold: Gold, proposals: Proposals, laid: Laid, owners: dict[int, int]) -> Ints:
    text = proposals.page.text
    tags = np.zeros((len(laid.pieces.ids), len(TAGS)), dtype=np.int32)

    def mark(kind: int, spans: Iterable[Span]) -> None:
        for span in spans:
            first, last = laid.pieces.range(span.start, span.end)
            if not (tags[first:last, kind] > 0).any():
                tags[first:last, kind] = 2
                tags[first, kind] = 1

    for index, known in enumerate(proposals.known):
        person = known.person
        sure = index in owners or (person.title and len(person.name.of(text).split()) > 1)
        if sure:
            mark(PERSON, person.mentions)
        else:
            # It may be a person who is only mentioned, or no person: patterns cannot tell.
            for span in person.mentions:
                first, last = laid.pieces.range(span.start, span.end)
                tags[first:last, PERSON] = UNKNOWN
        if index not in owners:
            mark(TITLE, (known.titles if sure else ()))
    for index, place in owners.items():
        one = gold.people[place]
        if one.title is not None:
            mark(TITLE, [one.title])
        mark(TITLE, (span for span in proposals.known[index].titles))
    if gold.bodies is None:
        tags[:, ORGANISATION] = UNKNOWN
    else:
        mark(ORGANISATION, gold.bodies)
        mark(ORGANISATION, (one.organisation for one in gold.people if one.organisation))
    # Times are labelled only where something is to come.
    tags[:, TIME] = UNKNOWN
    for item in gold.outlook:
        span = proposals.page.segments.sentences[item.sentence].span
        first, last = laid.pieces.range(span.start, span.end)
        tags[first:last, TIME] = 0
    mark(TIME, (item.when for item in gold.outlook if item.when is not None))
    mark(AREA, (area.phrase for area in gold.areas if area.phrase is not None))
    return tags


# Sentences


def _sentences(gold: Gold, proposals: Proposals) -> tuple[Ints, Ints]:
    """Outlook, area and summary of each sentence, and the kind of its outlook."""
    count = len(proposals.page.segments.sentences)
    found = np.zeros((count, 3), dtype=np.int32)
    kinds = np.full(count, UNKNOWN, dtype=np.int32)
    for item in gold.outlook:
        found[list(item.others), 0] = UNKNOWN
    for item in gold.outlook:
        found[item.sentence, 0] = 1
        kinds[item.sentence] = KINDS.index(item.kind)
    for area in gold.areas:
        found[list(area.sentences), 1] = 1
    found[list(gold.summary), 2] = 1
    return found, kinds


def _bottom(gold: Gold, proposals: Proposals) -> Floats:
    shares = np.zeros(len(proposals.page.segments.sentences), dtype=np.float32)
    for index, share in gold.bottom:
        shares[index] += share
    return shares


def _persons(gold: Gold, proposals: Proposals, owners: dict[int, int]) -> Ints:
    found = np.zeros((len(proposals.known), 2), dtype=np.int32)
    for index, place in owners.items():
        found[index] = (1, gold.people[place].central)
    return found


# Pairs


def _titles(gold: Gold, proposals: Proposals, owners: dict[int, int]) -> tuple[Ints, Ints]:
    """The right pairs, and who has none."""
    text = proposals.page.text
    right = np.zeros(len(proposals.titles), dtype=np.int32)
    none = np.full(len(proposals.known), UNKNOWN, dtype=np.int32)
    for index, place in owners.items():
        wanted = gold.people[place].title_words
        none[index] = int(wanted is None)
        if wanted is None:
            continue
        same = {
            row: bag_f1(tokens(pair.span.of(text)), tokens(wanted))
            for row, pair in enumerate(proposals.titles)
            if pair.person == index
        }
        best = max(same.values(), default=0.0)
        if best < 0.5:
            none[index] = UNKNOWN
            continue
        for row, score in same.items():
            right[row] = int(score >= best - 0.02)
    return right, none


def _countries(
    gold: Gold, proposals: Proposals, laid: Laid, owners: dict[int, int]
) -> tuple[Ints, Ints]:
    """The right pairs, and who has none."""
    right = np.zeros(len(laid.countries), dtype=np.int32)
    none = np.full(len(proposals.known), UNKNOWN, dtype=np.int32)
    for index, place in owners.items():
        wanted = gold.people[place].country
        none[index] = int(wanted is None)
        if wanted is None:
            continue
        rows = [
            row
            for row, pair in enumerate(laid.countries)
            if pair.person == index and country(pair.mention.country) == country(wanted)
        ]
        right[rows] = 1
        if not rows:
            none[index] = UNKNOWN
    return right, none


def _speakers(gold: Gold, proposals: Proposals, laid: Laid) -> dict[str, Ints]:
    page = proposals.page
    right = np.zeros(len(laid.speakers), dtype=np.int32)
    speech = np.zeros(len(proposals.quotations), dtype=np.int32)
    none = np.full(len(proposals.quotations), UNKNOWN, dtype=np.int32)
    for place, index in enumerate(proposals.quotations):
        span = page.segments.quotations[index].span
        quote = next((one for one in gold.quotes if _shared(one.span, span) >= 0.6), None)
        if quote is None:
            continue
        speech[place] = 1
        none[place] = int(quote.speaker is None)
        if quote.speaker is None:
            continue
        rows = [
            row
            for row, pair in enumerate(laid.speakers)
            if pair.quotation == place and _is_called(proposals, pair, quote.speaker)
        ]
        right[rows] = 1
        if not rows:
            none[place] = UNKNOWN
    return {"speech": speech, "speakers": right, "no_speaker": none}


def _is_called(proposals: Proposals, pair: SpeakerPair, speaker: str) -> bool:
    party = (
        proposals.persons[pair.person]
        if pair.person is not None
        else proposals.bodies[pair.body or 0]
    )
    text = proposals.page.text
    forms = {one.of(text) for one in (party.name, *party.mentions)}
    return max(name_similarity(form, speaker) for form in forms) >= SAME_NAME


def _shared(one: Span, other: Span) -> float:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return max(0, shared) / max(1, max(one.end - one.start, other.end - other.start))


# Areas


def _areas(gold: Gold, proposals: Proposals, laid: Laid, rng: random.Random) -> Ints:
    """Phrases that name an area, and runs of words that do not, or not exactly."""
    page = proposals.page
    rows = []
    named: list[tuple[Span, set[str]]] = []

    def add(span: Span, sentence: int, right: int, status: int = UNKNOWN) -> None:
        rows.append((*laid.pieces.range(span.start, span.end), sentence, right, status))

    for area in gold.areas:
        if area.phrase is not None:
            status = STATUSES.index(area.status)
            add(area.phrase, area.sentences[0], 1, status)
            named.append((area.phrase, set(stems(area.phrase.of(page.text)))))
    told = {place for area in gold.areas for place in area.sentences}
    for index, sentence in enumerate(page.segments.sentences):
        proposed = [phrase.span for phrase in phrases(page.text, sentence.span)]
        every = runs(page, sentence.span)
        drawn = rng.sample(every, min(len(every), 14 if index in told else 3))
        near = [
            span for span in every if any(0 < _alike(span, one) < gold.sure for one, _ in named)
        ]
        drawn += rng.sample(near, min(len(near), 8))
        for span in {(one.start, one.end): one for one in (*proposed, *drawn)}.values():
            own = set(stems(span.of(page.text)))
            if any(_alike(span, one) >= gold.sure for one, _ in named):
                continue
            # The same area named again elsewhere is neither right nor wrong.
            elsewhere = [other for one, other in named if not span.overlaps(one)]
            if any(len(own & other) >= 0.6 * max(1, len(own)) for other in elsewhere):
                continue
            add(span, index, 0)
    return np.asarray(rows, dtype=np.int32).reshape(-1, 5)


def _alike(one: Span, other: Span) -> float:
    """Characters in both over characters in either."""
    shared = max(0, min(one.end, other.end) - max(one.start, other.start))
    return shared / (one.end - one.start + other.end - other.start - shared)
