"""Runs in, a comparison out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np

from briefwright.brief import FieldName
from briefwright.compare import measures, paired
from briefwright.compare.matching import agreement
from briefwright.compare.measures import JOINT, Kind
from briefwright.compare.values import (
    Agreement,
    Better,
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

LEVEL = 0.05
"""Of the corrected p under which a run is said to be better."""

_JOINT = "brief score (mean of six measures)"


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
    return _Measured(runs, reference, shown, coverage).comparison()


class _Measured:
    """Every brief scored once, for the tables and for the list of articles."""

    def __init__(
        self,
        runs: Sequence[Run],
        reference: Run | None,
        found: tuple[Case, ...],
        coverage: Coverage,
    ) -> None:
        self._runs, self._reference = tuple(runs), reference
        self._names = [run.name for run in runs]
        self._cases, self._coverage = found, coverage
        self._kinds = measures.kinds(by_reference=bool(coverage.referenced))
        self._joint = measures.joint(self._kinds)
        self._scored = {
            case.id: {
                name: measures.scored(case, case.candidates[name], _gold(case, reference))
                for name in self._names
                if name in case.candidates
            }
            for case in found
        }

    def comparison(self) -> Comparison:
        return Comparison(
            runs=self._runs,
            reference=self._reference,
            measures=self._rows(),
            pairs=tuple(self._pair(*names) for names in combinations(self._names, 2)),
            coverage=self._coverage,
            cases=self._cases,
            values=self._values(),
        )

    def _sums(self, run: str, *, by_reference: bool) -> paired.Sums:
        kinds = [one for one in self._kinds if one.by_reference == by_reference]
        coverage = self._coverage
        ids = coverage.referenced if by_reference else coverage.compared
        return measures.sums(kinds, [self._scored[id_][run] for id_ in ids])

    def _ordered(self) -> list[Kind]:
        """Those with a joint score lead, behind it those of the reference, then the others."""
        wanted = [one for one in self._kinds if one.by_reference]
        return [*wanted, *(one for one in self._kinds if not one.by_reference)]

    def _rows(self) -> tuple[Row, ...]:
        taken = {name: self._taken(name) for name in self._names}
        rows = [
            Row(
                name=one.name,
                label=one.label,
                group=one.group,
                better=one.better,
                by_reference=one.by_reference,
                runs={name: taken[name][one.name] for name in self._names},
            )
            for one in self._ordered()
        ]
        if self._joint:
            of_all = {name: taken[name][JOINT] for name in self._names}
            rows.insert(
                0,
                Row(
                    name=JOINT,
                    label=_JOINT,
                    group="All fields",
                    better="more",
                    by_reference=True,
                    runs=of_all,
                ),
            )
        return tuple(rows)

    def _taken(self, run: str) -> dict[str, Taken]:
        made: dict[str, Taken] = {}
        for by_reference, joint in ((True, self._joint), (False, ())):
            kinds = [one for one in self._kinds if one.by_reference == by_reference]
            if not kinds:
                continue
            found = paired.estimated(self._sums(run, by_reference=by_reference), joint=joint)
            reasons = [*(one.reason for one in kinds), "none of its measures could be taken"]
            names = [*(one.name for one in kinds), JOINT]
            for name, reason, one in zip(names, reasons, found, strict=False):
                made[name] = Taken(
                    value=one.value,
                    low=one.low,
                    high=one.high,
                    reason=reason if one.value is None else None,
                )
        return made

    def _pair(self, first: str, second: str) -> Pair:
        found: dict[str, Difference] = {}
        for by_reference, joint in ((True, self._joint), (False, ())):
            found |= self._differences(first, second, by_reference=by_reference, joint=joint)
        better: dict[str, Better | None] = {one.name: one.better for one in self._kinds}
        better[JOINT] = "more"
        held = [name for name in found if better[name] is not None]
        corrected = dict(zip(held, paired.holm([found[name].p for name in held]), strict=True))
        order = [JOINT, *(one.name for one in self._ordered())]
        differences = {
            name: _judged(found[name], corrected.get(name), better[name], first, second)
            for name in order
            if name in found
        }
        return Pair(
            first=first,
            second=second,
            differences=differences,
            agreement={field: self._agreement(first, second, field) for field in FIELDS},
        )

    def _differences(
        self, first: str, second: str, *, by_reference: bool, joint: Sequence[int]
    ) -> dict[str, Difference]:
        kinds = [one for one in self._kinds if one.by_reference == by_reference]
        if not kinds:
            return {}
        names = [*(one.name for one in kinds), *([JOINT] if joint else [])]
        better = [*(one.better for one in kinds), "more"]
        ours, theirs = (self._sums(one, by_reference=by_reference) for one in (first, second))
        found = paired.compared(ours, theirs, joint=joint)
        left, right = (paired.by_article(one, joint=joint) for one in (ours, theirs))
        made = {}
        for at, name in enumerate(names):
            turn = -1 if better[at] == "less" else 1
            signs = paired.signs(turn * left[:, at], turn * right[:, at])
            made[name] = Difference(
                value=found[at].value,
                low=found[at].low,
                high=found[at].high,
                p=found[at].p,
                first_better=signs.first,
                equal=signs.equal,
                second_better=signs.second,
                p_sign=signs.p,
            )
        return made

    def _agreement(self, first: str, second: str, field: FieldName) -> Agreement:
        by_id = {case.id: case for case in self._cases}
        parts: list[Ratio] = []
        for id_ in self._coverage.compared:
            held = by_id[id_].candidates
            part = agreement(held[first].of(field), held[second].of(field))
            if part.whole:
                parts.append(part)
        if not parts:
            return Agreement()
        middle = interval(parts)
        same = sum(abs(part.part - part.whole) < 1e-9 for part in parts)
        return Agreement(
            value=sum(part.part for part in parts) / sum(part.whole for part in parts),
            low=middle.low if middle else None,
            high=middle.high if middle else None,
            identical=same / len(parts),
            articles=len(parts),
        )

    def _values(self) -> dict[str, dict[str, tuple[float | None, ...]]]:
        return {
            case.id: {name: self._of(case, name) for name in self._names if name in case.candidates}
            for case in self._cases
        }

    def _of(self, case: Case, run: str) -> tuple[float | None, ...]:
        one = self._scored[case.id][run]
        known = _gold(case, self._reference) is not None
        ordered = self._ordered()
        places = measures.joint(ordered)
        table = paired.by_article(measures.sums(ordered, [one]), joint=places)[0]
        found = [
            None if np.isnan(value) or (kind.by_reference and not known) else float(value)
            for kind, value in zip(ordered, table, strict=False)
        ]
        if places:
            found.insert(0, None if np.isnan(table[-1]) or not known else float(table[-1]))
        return tuple(found)


def _gold(case: Case, reference: Run | None) -> Mapping[str, Any] | None:
    # The measures take evidence as places in one article, and a story has several.
    if reference is None or len(case.texts) > 1 or reference.name not in case.candidates:
        return None
    return case.candidates[reference.name].brief


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


def _judged(
    one: Difference, corrected: float | None, better: Better | None, first: str, second: str
) -> Difference:
    winner = None
    if corrected is not None and corrected < LEVEL and one.value:
        winner = second if (one.value > 0) == (better == "more") else first
    return one.model_copy(update={"p_holm": corrected, "winner": winner})
