"""Runs in, a comparison out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from briefwright.brief import FieldName
from briefwright.compare import measures, paired
from briefwright.compare.correction import corrected
from briefwright.compare.matching import agreement
from briefwright.compare.measures import JOINT, Kind, Scored
from briefwright.compare.values import (
    Agreement,
    Comparison,
    Coverage,
    Difference,
    Pair,
    Row,
    Taken,
)
from briefwright.errors import BriefError
from briefwright.metrics import Ratio, interval
from briefwright.runs import Case, Run, cases
from briefwright.runs.values import FIELDS
from briefwright.spans import Value

_NOTHING = 1e-9

_Scores = Mapping[str, Mapping[str, Scored]]
"""By article and run."""


def compare(runs: Sequence[Run], reference: Run | None = None) -> Comparison:
    """The runs measured over the articles of which all of them have a brief.

    Against the reference where there is one: there, over those of the articles that it has.
    Raises BriefError for fewer than two runs, a name used twice, or no article in common.
    """
    if len(runs) < 2:
        raise BriefError("a comparison takes two runs or more; give another file or folder")
    sides = [*runs, reference] if reference else [*runs]
    names = [run.name for run in sides]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice is not None:
        raise BriefError(f"two runs are called {twice!r}; give each another name")
    found = cases(sides)
    coverage = _coverage(runs, reference, found)
    if not coverage.compared:
        raise BriefError(
            f"no article has a brief in each of {', '.join(map(repr, names[: len(runs)]))}; "
            "briefs belong together by their id, or by one text"
        )
    shown = tuple(case for case in found if any(run.name in case.candidates for run in runs))
    scored = {case.id: _scored(case, runs, reference) for case in shown}
    return _comparison(runs, reference, shown, coverage, scored)


class _Batch(Value):
    """Measures that are taken over the same articles."""

    kinds: tuple[Kind, ...]
    ids: tuple[str, ...]
    joint: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*(one.name for one in self.kinds), *((JOINT,) if self.joint else ()))

    def sums(self, scored: _Scores, run: str) -> paired.Sums:
        return measures.sums(self.kinds, [scored[id_][run] for id_ in self.ids])


def _comparison(
    runs: Sequence[Run],
    reference: Run | None,
    found: tuple[Case, ...],
    coverage: Coverage,
    scored: _Scores,
) -> Comparison:
    kinds = measures.kinds(by_reference=bool(coverage.referenced))
    batches = _batches(kinds, coverage)
    names = [run.name for run in runs]
    rows = _rows(names, batches, scored)
    cases_ = [case for case in found if case.id in coverage.compared]
    pairs = [
        Pair(
            first=first,
            second=second,
            differences=_differences(first, second, batches, scored, rows),
            agreement={field: _agreement(cases_, first, second, field) for field in FIELDS},
        )
        for first, second in combinations(names, 2)
    ]
    return Comparison(
        runs=tuple(runs),
        reference=reference,
        measures=rows,
        pairs=corrected(pairs, {row.name: row.better for row in rows}),
        coverage=coverage,
        cases=found,
        values={
            case.id: {
                name: _values(one, kinds, held=_gold(case, reference) is not None)
                for name, one in scored[case.id].items()
            }
            for case in found
        },
    )


def _scored(case: Case, runs: Sequence[Run], reference: Run | None) -> Mapping[str, Scored]:
    return {
        run.name: measures.scored(case, case.candidates[run.name], _gold(case, reference))
        for run in runs
        if run.name in case.candidates
    }


def _batches(kinds: Sequence[Kind], coverage: Coverage) -> tuple[_Batch, ...]:
    wanted = tuple(one for one in kinds if one.by_reference)
    free = tuple(one for one in kinds if not one.by_reference)
    made = (
        _Batch(kinds=wanted, ids=coverage.referenced, joint=measures.joint(wanted)),
        _Batch(kinds=free, ids=coverage.compared),
    )
    return tuple(one for one in made if one.kinds)


def _rows(runs: Sequence[str], batches: Sequence[_Batch], scored: _Scores) -> tuple[Row, ...]:
    rows: list[Row] = []
    for batch in batches:
        taken = [paired.estimated(batch.sums(scored, run), joint=batch.joint) for run in runs]
        shown = [*batch.kinds, *((measures.BRIEF,) if batch.joint else ())]
        made = [
            Row(
                name=one.name,
                label=one.label,
                group=one.group,
                better=one.better,
                by_reference=one.by_reference,
                runs={run: _taken(taken[of][at], one) for of, run in enumerate(runs)},
            )
            for at, one in enumerate(shown)
        ]
        # The score that joins the others is the one to read first.
        rows += [*made[len(batch.kinds) :], *made[: len(batch.kinds)]]
    return tuple(rows)


def _taken(one: paired.Estimated, kind: Kind) -> Taken:
    reason = kind.reason if one.value is None else None
    return Taken(value=one.value, low=one.low, high=one.high, reason=reason)


def _differences(
    first: str, second: str, batches: Sequence[_Batch], scored: _Scores, rows: Sequence[Row]
) -> dict[str, Difference]:
    made: dict[str, Difference] = {}
    better = {row.name: row.better for row in rows}
    for batch in batches:
        ours, theirs = (batch.sums(scored, run) for run in (first, second))
        found = paired.compared(ours, theirs, joint=batch.joint)
        left, right = (paired.by_article(one, joint=batch.joint) for one in (ours, theirs))
        for at, name in enumerate(batch.names):
            turn = -1 if better[name] == "less" else 1
            signs = paired.signs(turn * left[:, at], turn * right[:, at])
            made[name] = Difference(
                **found[at].model_dump(),
                first_better=signs.first,
                equal=signs.equal,
                second_better=signs.second,
                p_sign=signs.p,
            )
    return {row.name: made[row.name] for row in rows}


def _agreement(compared: Iterable[Case], first: str, second: str, field: FieldName) -> Agreement:
    parts: list[Ratio] = []
    for case in compared:
        part = agreement(case.candidates[first].of(field), case.candidates[second].of(field))
        if part.whole:
            parts.append(part)
    if not parts:
        return Agreement()
    middle = interval(parts)
    same = sum(abs(part.part - part.whole) < _NOTHING for part in parts)
    return Agreement(
        value=sum(part.part for part in parts) / sum(part.whole for part in parts),
        low=middle.low if middle else None,
        high=middle.high if middle else None,
        identical=same / len(parts),
        articles=len(parts),
    )


def _values(one: Scored, kinds: Sequence[Kind], *, held: bool) -> tuple[float | None, ...]:
    """Each measure on one article; those by reference only where the article is `held` to one."""
    joint = measures.joint(kinds)
    table = paired.by_article(measures.sums(kinds, [one]), joint=joint)[0]
    found = [
        None if np.isnan(value) or (kind.by_reference and not held) else float(value)
        for kind, value in zip(kinds, table, strict=False)
    ]
    if not joint:
        return tuple(found)
    score = None if np.isnan(table[-1]) or not held else float(table[-1])
    return (score, *found)


def _gold(case: Case, reference: Run | None) -> Mapping[str, Any] | None:
    """The reference brief, if the case can be held against it."""
    # Measures take evidence as places in one article's text; a story has several.
    if len(case.texts) > 1 or case.texts[0].text is None:
        return None
    held = case.candidates.get(reference.name) if reference else None
    return held.brief if held else None


def _coverage(runs: Sequence[Run], reference: Run | None, found: Iterable[Case]) -> Coverage:
    names = [run.name for run in runs]
    shown = [case for case in found if any(name in case.candidates for name in names)]
    compared = [case for case in shown if all(name in case.candidates for name in names)]
    return Coverage(
        compared=tuple(case.id for case in compared),
        referenced=tuple(case.id for case in compared if _gold(case, reference) is not None),
        lacking={
            name: tuple(case.id for case in shown if name not in case.candidates) for name in names
        },
        reference_only=sum(not any(name in case.candidates for name in names) for case in found),
    )
