"""What is measured of a run: the measures of `metrics`, and others that need no reference."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from briefwright.article import count_words
from briefwright.brief import FieldName
from briefwright.compare.paired import Sums
from briefwright.compare.values import Better
from briefwright.metrics import BRIEF_SCORE, BY_FIELD, MEASURES, ArticleScores, Ratio, score
from briefwright.runs import Candidate, Case, placed
from briefwright.runs.values import FIELDS, HEADINGS
from briefwright.spans import Value

JOINT = "brief_score"


class Scored(Value):
    """One brief of one article, measured."""

    scores: ArticleScores
    candidate: Candidate
    has_text: bool
    """Whether the article's text is there, for what is looked up in it."""


class Kind(Value):
    """A measure as it is compared."""

    name: str
    label: str
    group: str
    better: Better | None = None
    by_reference: bool = False
    ratio: Callable[[Scored], Ratio]
    reason: str
    """Why it has no value where it has none."""


BRIEF = Kind(
    name=JOINT,
    label="brief score (mean of six measures)",
    group="All fields",
    better="more",
    by_reference=True,
    ratio=lambda _: Ratio(),
    reason="none of its measures could be taken",
)
"""Taken of others: see `joint`."""


def kinds(*, by_reference: bool) -> tuple[Kind, ...]:
    """The measures in the order of a report; those against a reference only if there is one."""
    return (*(_wanted() if by_reference else ()), *_free())


def joint(measures: Sequence[Kind]) -> tuple[int, ...]:
    """Places of those whose mean is the brief score; empty without a reference."""
    names = [one.name for one in measures]
    return tuple(names.index(name) for name in BRIEF_SCORE if name in names)


def scored(case: Case, candidate: Candidate, reference: Mapping[str, Any] | None) -> Scored:
    """The brief measured against the reference brief; against an empty one if there is none."""
    # What stands in any article of a story stands in the source.
    text = "\n\n".join(one.text or "" for one in case.texts)
    title = " ".join(filter(None, (one.title for one in case.texts)))
    gold = {**(reference or {}), "id": case.id, "text": text, "title": title}
    (scores,) = score([gold], {case.id: placed(candidate)}).articles
    has_text = all(one.text is not None for one in case.texts)
    return Scored(scores=scores, candidate=candidate, has_text=has_text)


def sums(measures: Sequence[Kind], articles: Sequence[Scored]) -> Sums:
    taken = [[one.ratio(article) for article in articles] for one in measures]
    return np.array(
        [[(ratio.part, ratio.whole) for ratio in row] for row in taken], dtype=float
    ).reshape(len(measures), len(articles), 2)


def _wanted() -> tuple[Kind, ...]:
    return tuple(
        _of_metrics(name, HEADINGS[field], by_reference=True)
        for field, names in BY_FIELD.items()
        for name in names
    )


def _of_metrics(
    name: str, group: str, *, better: Better | None = "more", by_reference: bool = False
) -> Kind:
    own = MEASURES[name]
    return Kind(
        name=name,
        label=own.label,
        group=group,
        better=better,
        by_reference=by_reference,
        ratio=lambda one: own.ratio(one.scores),
        reason=own.unmeasured,
    )


def _in_text(name: str, group: str) -> Kind:
    own = _of_metrics(name, group)
    return own.model_copy(
        update={
            "ratio": lambda one: own.ratio(one) if one.has_text else Ratio(),
            "reason": f"{own.reason}, or the briefs do not carry the article’s text",
        }
    )


def _free() -> tuple[Kind, ...]:
    against = "Against the article"
    made = "How statements came about"
    length = "Length"
    return (
        _in_text("facts_in_source", against),
        _in_text("quotations_verbatim", against),
        _of_metrics("likelihood_kept", against),
        _of_metrics("likelihood_dropped", against, better="less"),
        _of_metrics("likelihood_added", against, better="less"),
        *(
            _of_metrics(f"statements_{origin}", made, better=None)
            for origin in ("written", "compressed", "extracted")
        ),
        _of_metrics("withheld", made, better=None),
        _counted("cautions", "cautions an article", made, lambda one: len(one.cautions)),
        _counted("edited", "items edited by hand an article", made, _edited),
        _of_metrics("statement_words", length, better=None),
        _counted("words", "words a brief", length, _words),
        *(
            _counted(
                f"items:{field}",
                f"{HEADINGS[field].lower()}, items a brief",
                length,
                _items(field),
            )
            for field in FIELDS
        ),
    )


def _counted(name: str, label: str, group: str, count: Callable[[Candidate], int]) -> Kind:
    return Kind(
        name=name,
        label=label,
        group=group,
        ratio=lambda one: Ratio(part=count(one.candidate), whole=1),
        reason="no article to measure",
    )


def _items(field: FieldName) -> Callable[[Candidate], int]:
    return lambda one: len(one.of(field))


def _edited(one: Candidate) -> int:
    return sum(entry.edited for entry in one.entries)


def _words(one: Candidate) -> int:
    return sum(
        count_words(words)
        for entry in one.entries
        for words in (entry.text, *entry.facets.values())
    )
