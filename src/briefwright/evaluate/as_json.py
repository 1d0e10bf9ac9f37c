"""An evaluation for programs."""

from __future__ import annotations

from typing import Any

from briefwright.evaluate.values import Assessed, Evaluation, Judged, RunResult, Taken
from briefwright.metrics import Measure
from briefwright.runs import Entry

Json = dict[str, Any]


def as_json(found: Evaluation) -> Json:
    """Measures of each run, of each kind of article and of each article, with what it lost.

    A measure has `value` and `n`, and `low` and `high` where there is an interval; one that could
    not be taken has a `reason` alone.
    """
    return {
        "reference": found.reference,
        "source": found.source,
        "digest": found.digest,
        "strange": list(found.strange),
        "doubtful": dict(found.doubtful),
        "unmeasured": dict(found.unmeasured),
        "runs": [_run(one) for one in found.runs],
    }


def _run(run: RunResult) -> Json:
    kinds: dict[str, Json] = {}
    for group in run.groups:
        kinds.setdefault(group.by, {})[group.name] = _taken(group.taken)
    return {
        "name": run.name,
        "source": run.source,
        "settings": dict(run.settings),
        "missing": list(run.missing),
        "left_out": run.left_out,
        "strangers": run.strangers,
        **_taken(run.taken),
        "kinds": kinds,
        "by_article": [_article(one) for one in run.articles],
    }


def measures_as_json(taken: Taken) -> Json:
    """`value`, `n`, `low` and `high` of each measure, or the `reason` why it has no value."""
    found = {}
    for name, measure in taken.measures.items():
        around = taken.intervals.get(name)
        limits = {"low": around.low, "high": around.high} if around else {}
        found[name] = {**_measure(measure), **limits}
    return found


def _taken(taken: Taken) -> Json:
    return {"articles": taken.articles, "measures": measures_as_json(taken)}


def _measure(measure: Measure) -> Json:
    if measure.value is None:
        return {"reason": measure.reason}
    return {"value": measure.value, "n": measure.n}


def _article(one: Assessed) -> Json:
    return {
        "id": one.id,
        "title": one.title,
        "kinds": dict(one.kinds),
        "missing": one.missing,
        "remarks": list(one.remarks),
        "measures": {name: _measure(own) for name, own in one.measures.items()},
        "lost": {
            loss.aspect: [_item(own) for own in loss.items if own.outcome != "right"]
            for loss in one.losses
            if loss.lost
        },
    }


def _item(judged: Judged) -> Json:
    sides = {"wanted": _entry(judged.wanted), "found": _entry(judged.found)}
    known = {name: own for name, own in sides.items() if own is not None}
    return {"outcome": judged.outcome, **known, "remarks": list(judged.remarks)}


def _entry(entry: Entry | None) -> Json | None:
    if entry is None:
        return None
    evidence = [one.text for one in entry.evidence]
    return {"id": entry.id, "text": entry.text, **entry.facets, "evidence": evidence}
