"""Proposals as the arrays that the network judges: spans of pieces, pairs, and features."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from briefwright.nn.pieces import Pieces
from briefwright.nn.sheet import Ints, Sheet
from briefwright.reader.trained.features import (
    country_features,
    person_features,
    quotation_features,
    sentence_features,
    speaker_features,
    title_features,
)
from briefwright.reader.trained.pairs import (
    CountryPair,
    SpeakerPair,
    country_pairs,
    sentence_at,
    speaker_pairs,
)
from briefwright.reader.trained.pieced import Pieced
from briefwright.reader.trained.proposals import Proposals
from briefwright.spans import Span


@dataclass(frozen=True)
class Laid:
    """A sheet, and what its rows of pairs stand for."""

    sheet: Sheet
    pieces: Pieces
    countries: tuple[CountryPair, ...]
    speakers: tuple[SpeakerPair, ...]


def lay(proposals: Proposals, parts: Pieced) -> Laid:
    """The sheet of an article with at least one piece and one sentence."""
    page, pieces = proposals.page, parts.pieces
    persons = proposals.persons
    countries = tuple(country_pairs(proposals))
    speakers = tuple(speaker_pairs(proposals))
    ordered = [(index, one) for index, person in enumerate(persons) for one in person.mentions]
    quotations = [page.segments.quotations[index] for index in proposals.quotations]
    sheet = Sheet(
        page=parts.page,
        sentences=_ranges(pieces, (one.span for one in page.segments.sentences)),
        sentence_features=sentence_features(proposals),
        mentions=_ranges(pieces, (span for _, span in ordered)),
        mention_person=_ints(index for index, _ in ordered),
        mention_sentence=_ints(sentence_at(page, span.start) for _, span in ordered),
        person_features=person_features(proposals),
        title_person=_ints(pair.person for pair in proposals.titles),
        title_spans=_ranges(pieces, (pair.span for pair in proposals.titles)),
        title_features=title_features(proposals),
        country_person=_ints(pair.person for pair in countries),
        country_spans=_ranges(pieces, (pair.mention.span for pair in countries)),
        country_features=country_features(proposals, countries),
        quotations=_ranges(pieces, (one.span for one in quotations)),
        quotation_sentence=_ints(sentence_at(page, one.outer.start) for one in quotations),
        quotation_features=quotation_features(proposals),
        speaker_quotation=_ints(pair.quotation for pair in speakers),
        speaker_person=_ints(-1 if pair.person is None else pair.person for pair in speakers),
        speaker_spans=_ranges(pieces, (pair.mention for pair in speakers)),
        speaker_features=speaker_features(proposals, speakers),
    )
    return Laid(sheet, pieces, countries, speakers)


def _ints(values: Iterable[int]) -> Ints:
    return np.fromiter(values, dtype=np.int32)


def _ranges(pieces: Pieces, spans: Iterable[Span]) -> Ints:
    return pieces.ranges([(span.start, span.end) for span in spans])
