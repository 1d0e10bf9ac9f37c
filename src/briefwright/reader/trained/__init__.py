"""A reader whose findings a trained encoder judges.

Patterns propose: everyone named, every title beside a name, everyone who might say a quotation.
The encoder tags what they miss and judges all of it: who takes part, whose title and country, who
speaks, which sentences look ahead or tell of cooperation, and which words name its areas.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from pydantic import ValidationError

from briefwright.article import Article
from briefwright.errors import CorruptWeights
from briefwright.nn.dtypes import DType, check
from briefwright.nn.pieces import Splitter
from briefwright.nn.threads import Left, give_back, side_by_side
from briefwright.reader.patterns import PatternReader
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.parties import WEIGHTS as PARTIES
from briefwright.reader.trained.parties import PartyWeights, with_parties
from briefwright.reader.trained.persons import persons
from briefwright.reader.trained.pieced import Pieced, pieced
from briefwright.reader.trained.proposals import propose
from briefwright.reader.trained.sheets import lay
from briefwright.reader.trained.sides import Sides
from briefwright.reader.trained.speakers import speakers
from briefwright.reader.trained.statements import AreaScores, area_spans, areas, outlook
from briefwright.reader.trained.tagged import tagged
from briefwright.reader.trained.thresholds import Thresholds
from briefwright.reader.trained.weighed import Weigher
from briefwright.reading import Antecedent, Area, Person, Reading, Worth
from briefwright.segments import Segments

if TYPE_CHECKING:
    from briefwright.nn.reader_model import ReaderModel, Vectors
    from briefwright.nn.salience_model import SalienceModel

__all__ = ["BASE", "WEIGHTS", "TrainedReader", "ranges_of"]

BASE = "all-minilm-l6-v2"
"""The embedded model that its word embeddings are of."""
WEIGHTS = Path(__file__).with_name("reader.safetensors")
SALIENCE = Path(__file__).with_name("salience.safetensors")
# Titles are proposed on little, as the best of them is chosen afterwards.
TITLE = 0.25
NAME = 0.5
WINDOWS = 4
"""Read together by one thread: enough for full products, and few enough that no core waits long."""
FEWER = 4
"""Of the windows left a share is at most such a part."""
CHARACTERS = 1700
"""That each further window of an article reads, or thereabouts: 376 pieces of some 4.6."""


def ranges_of(weights: Path) -> Path:
    """The file that says how large the channels of these weights get."""
    return weights.with_suffix(".ranges.safetensors")


Made = TypeVar("Made")
_Given = tuple[Article, Segments]


@dataclass(frozen=True)
class _Encoded:
    """An article before it is judged, and where it stands among those that are read."""

    place: int
    page: Page
    parts: Pieced
    vectors: Vectors


class TrainedReader:
    """Made by `load`; reads any number of articles, and keeps nothing of them."""

    def __init__(
        self,
        model: ReaderModel,
        splitter: Splitter,
        thresholds: Thresholds,
        salience: SalienceModel | None = None,
        parties: PartyWeights | None = None,
    ) -> None:
        self.model = model
        self.splitter = splitter
        self._thresholds = thresholds
        self._salience = salience
        self._parties = parties

    @classmethod
    def load(
        cls,
        folder: Path,
        weights: Path = WEIGHTS,
        salience: Path | None = SALIENCE,
        parties: Path | None = PARTIES,
        dtype: DType = "float32",
    ) -> TrainedReader:
        """From the base's folder, as `models` keeps it, and our weights. Raises CorruptWeights,
        and ModelError for a `dtype` that this processor does not multiply.

        For int8 the weights' `ranges_of` is read too. Without `salience`, no words are weighed;
        without `parties`, rules tell them.
        """
        from briefwright.nn import salience_model
        from briefwright.nn.reader_model import load
        from briefwright.nn.words import FILE, VOCABULARY

        check(dtype)
        ranges = ranges_of(weights) if dtype == "int8" else None
        model = load(folder / FILE, weights, ranges=ranges)
        try:
            thresholds = Thresholds.model_validate(model.metadata["thresholds"])
        except (KeyError, ValidationError) as error:
            raise CorruptWeights(
                f"{str(weights)!r} does not say from where on its reader is sure. "
                "Install briefwright again"
            ) from error
        words = salience_model.load(salience) if salience else None
        sides = PartyWeights.load(parties) if parties else None
        return cls(model, Splitter(folder / VOCABULARY), thresholds, words, sides)

    def with_thresholds(self, thresholds: Thresholds) -> TrainedReader:
        """The same network with other thresholds."""
        return TrainedReader(self.model, self.splitter, thresholds, self._salience, self._parties)

    @property
    def name(self) -> str:
        dtype = "" if self.model.dtype == "float32" else f"-{self.model.dtype}"
        return f"trained-{self.model.metadata.get('version', '?')}{dtype}"

    def read(self, articles: Sequence[tuple[Article, Segments]]) -> list[Reading]:
        """One reading an article, in order; articles of some windows are encoded together, and
        read side by side on the cores there are."""
        return self.each(articles, lambda _, reading: reading)

    def each(self, articles: Sequence[_Given], work: Callable[[int, Reading], Made]) -> list[Made]:
        """What the work makes of each reading as soon as it is there, in order."""
        found: dict[int, Made] = {}

        def judge(one: _Encoded) -> None:
            found[one.place] = work(one.place, self._read(one))

        judged = Left(judge)
        side_by_side(
            lambda share: judged.bring(self._encoded(articles, share)), _shared_out(articles)
        )
        give_back()
        return [found[place] for place in range(len(articles))]

    def _encoded(self, articles: Sequence[_Given], share: Sequence[int]) -> list[_Encoded]:
        pages = [Page.of(*articles[place]) for place in share]
        given = [pieced(page, self.splitter) for page in pages]
        vectors = self.model.encode([one.page for one in given])
        return [_Encoded(*one) for one in zip(share, pages, given, vectors, strict=True)]

    def _read(self, one: _Encoded) -> Reading:
        page, parts, vectors = one.page, one.parts, one.vectors
        if not len(parts.pieces.ids) or not page.segments.sentences:
            # Without a word or a sentence there is nothing to judge.
            return PatternReader().read([(page.article, page.segments)])[0]
        model, thresholds = self.model, self._thresholds
        tags = model.tags(vectors)
        proposals = propose(
            page,
            names=[span for span, _ in tagged(page, parts.pieces, tags, "person", least=NAME)],
            titles=[span for span, _ in tagged(page, parts.pieces, tags, "title", least=TITLE)],
        )
        laid = lay(proposals, parts)
        judged = model.judge(laid.sheet, vectors)
        people = persons(proposals, laid, judged, thresholds)
        said = speakers(proposals, laid, judged, people, thresholds)
        spans, inside = area_spans(proposals, laid, judged, tags)
        named = model.areas(
            vectors,
            judged,
            parts.pieces.ranges([(span.start, span.end) for span in spans]),
            np.asarray(inside, dtype=np.int32),
        )
        return Reading(
            people=people,
            bodies=proposals.bodies,
            speakers=said,
            worth=tuple(
                Worth(
                    sentence=index,
                    bottom_line=round(float(row[3]), 4),
                    summary=round(float(row[2]), 4),
                )
                for index, row in enumerate(judged.sentences)
            ),
            outlook=outlook(proposals, laid, judged, tags, people, said, thresholds),
            areas=self._between(
                page,
                areas(proposals, judged, AreaScores(spans, inside, named), people, thresholds),
                people,
                proposals.chain.antecedents,
            ),
            antecedents=proposals.chain.antecedents,
            weigh=Weigher(page, parts.pieces, vectors, self._salience) if self._salience else None,
        )

    def _between(
        self,
        page: Page,
        found: tuple[Area, ...],
        people: tuple[Person, ...],
        antecedents: tuple[Antecedent, ...],
    ) -> tuple[Area, ...]:
        if self._parties is None or not found:
            return found
        sides = Sides(page, people, antecedents)
        return tuple(with_parties(one, sides, self._parties) for one in found)


def _shared_out(articles: Sequence[_Given]) -> list[list[int]]:
    """Places of articles that are read together, the longest first and ever fewer together, so
    that no core is left with much to do when the others are done."""
    windows = [1 + len(article.text) // CHARACTERS for article, _ in articles]
    left = sum(windows)
    shares: list[list[int]] = []
    room = 0
    for place in sorted(range(len(articles)), key=lambda place: -windows[place]):
        if windows[place] > room:
            shares.append([])
            room = max(1, min(WINDOWS, left // FEWER))
        shares[-1].append(place)
        room -= windows[place]
        left -= windows[place]
    return shares
