"""The report of a comparison: one HTML file that opens from disk and loads nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import partial
from importlib.resources import files
from typing import Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup

import briefwright
from briefwright.charts import Estimate, Spread, estimates, spreads
from briefwright.compare import wording
from briefwright.compare.measures import JOINT
from briefwright.compare.payload import embedded, payload
from briefwright.compare.values import Comparison, Pair, Row
from briefwright.render.characters import marked
from briefwright.runs import Run
from briefwright.runs.values import HEADINGS

_SCRIPTS = ("draw.js", "list.js", "case.js", "light.js", "keys.js")
_COLOURS = 6
_SPREAD = (JOINT, "participants_f1", "areas_f1", "quotations_f1", "outlook_f1", "summary_rouge_l")

_KEYS = (
    (("j", "k"), "next article, the one before"),
    (("↓", "↑"), "in the list: articles; on an item: the items of its side"),
    (("←", "→"), "from an item to its counterpart on the other side"),
    (("Enter",), "in the list: to the first item; on an item: keep its evidence lit, or let go"),
    (("1", "–", "6"), "to bottom line, summary, participants, areas, quotes, outlook"),
    (("s",), "swap the sides"),
    (("/",), "search"),
    (("x",), "clear the filters"),
    (("o",), "overview"),
    (("a",), "list of articles"),
    (("Esc",), "let go of what is lit; out of a field of the filters"),
    (("?",), "these keys"),
)


def report(comparison: Comparison) -> bytes:
    """The report as HTML in UTF-8.

    Its policy is `default-src 'none'`, with the hashes of its own style and script; whatever comes
    from an article, a brief, a name or a path stands in it as text.
    """
    style = _asset("report.css")
    script = f"(function () {{\n{''.join(map(_asset, _SCRIPTS))}}})();"
    shown = partial(_run, comparison)
    page: str = _template().render(
        policy=_policy(style, script),
        style=Markup(style),
        script=Markup(script),
        data=Markup(embedded(payload(comparison))),
        generator=f"briefwright compare {briefwright.__version__}",
        heading=marked(" and ".join(run.name for run in comparison.runs)),
        runs=[shown(run) for run in comparison.runs],
        reference=shown(comparison.reference) if comparison.reference else None,
        articles=len(comparison.cases),
        coverage=[marked(line) for line in wording.coverage(comparison)],
        unread=[marked(line) for line in wording.unread(comparison)],
        pairs=[_pair(comparison, pair) for pair in comparison.pairs],
        spreads=list(_spreads(comparison)),
        method=wording.METHOD,
        keys=_KEYS,
    )
    return page.encode("utf-8")


def _asset(name: str) -> str:
    return (files("briefwright.compare") / "page" / name).read_text("utf-8")


def _template() -> Any:
    environment = Environment(
        loader=DictLoader({"report": _asset("report.html.jinja")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _colour(comparison: Comparison, name: str) -> str:
    if comparison.reference is not None and name == comparison.reference.name:
        return "run-ref"
    at = next(at for at, run in enumerate(comparison.runs) if run.name == name)
    return f"run-{at % _COLOURS + 1}"


def _named(comparison: Comparison, name: str) -> dict[str, str]:
    return {"name": marked(name), "class": _colour(comparison, name)}


def _run(comparison: Comparison, run: Run) -> dict[str, Any]:
    others = [one.settings for one in comparison.runs]
    return {
        **_named(comparison, run.name),
        "source": marked(run.source),
        "hand": run.hand,
        "briefs": len(run.briefs),
        # What all runs have in common is told, what is a run's own stands out.
        "settings": [
            (marked(name), marked(_short(value)), any(one.get(name) != value for one in others))
            for name, value in run.settings.items()
        ],
    }


def _short(value: str) -> str:
    return f"{value[:10]}…" if len(value) > 40 and " " not in value else value


def _pair(comparison: Comparison, pair: Pair) -> dict[str, Any]:
    first, second = (_named(comparison, name) for name in (pair.first, pair.second))
    return {
        "first": first,
        "second": second,
        "verdict": [marked(line) for line in wording.verdict(comparison, pair)],
        "differences": Markup(_differences(comparison, pair)),
        "agreement": Markup(_agreement(pair)),
        "groups": [
            {"name": name, "rows": [_row(comparison, pair, row) for row in rows]}
            for name, rows in wording.groups(comparison.measures).items()
        ],
    }


def _row(comparison: Comparison, pair: Pair, row: Row) -> dict[str, Any]:
    one = pair.differences[row.name]
    first, second = (row.runs[name] for name in (pair.first, pair.second))
    places = wording.digits(first.value, second.value)
    return {
        "label": row.label,
        "first": wording.figure(first.value, places),
        "second": wording.figure(second.value, places),
        "reason": None if one.value is not None else first.reason or second.reason,
        "difference": wording.gain(one.value, places),
        "interval": wording.span(one.low, one.high, places),
        "p": wording.chance(one.p if one.p_holm is None else one.p_holm),
        "signs": wording.signs(one),
        "winner": _named(comparison, one.winner) if one.winner else None,
        "verdict": "could be chance" if row.better and one.value else "–",
    }


def _differences(comparison: Comparison, pair: Pair) -> str:
    rows = []
    for row in comparison.measures:
        one = pair.differences[row.name]
        if row.better is None or one.value is None:
            continue
        colour = f"var(--{_colour(comparison, one.winner)})" if one.winner else "var(--quiet)"
        turn = -1 if row.better == "less" else 1
        ends = sorted(turn * end for end in (one.low, one.high) if end is not None)
        low, high = ends if len(ends) == 2 else (None, None)
        rows.append(
            Estimate(label=row.label, value=turn * one.value, low=low, high=high, colour=colour)
        )
    if not any(one.value for one in rows):
        return ""
    title = f"Differences between {marked(pair.first)} and {marked(pair.second)}, by measure"
    return estimates(rows, title=title)


def _agreement(pair: Pair) -> str:
    rows = [
        Estimate(label=HEADINGS[field], value=one.value, low=one.low, high=one.high)
        for field, one in pair.agreement.items()
        if one.value is not None
    ]
    title = f"Likeness of {marked(pair.first)} and {marked(pair.second)}, by field"
    return estimates(rows, title=title)


def _spreads(comparison: Comparison) -> Iterator[dict[str, Any]]:
    rows = {row.name: (at, row) for at, row in enumerate(comparison.measures)}
    for name in _SPREAD if JOINT in rows else ("words", "statement_words", "items:participants"):
        at, row = rows[name]
        found = {run.name: _values(comparison, run.name, at) for run in comparison.runs}
        top = max((max(values) for values in found.values() if values), default=0.0)
        svg = spreads(
            [
                Spread(name=run, values=values, colour=f"var(--{_colour(comparison, run)})")
                for run, values in found.items()
            ],
            title=f"{row.label}: number of articles by score",
            high=max(1.0, top),
        )
        if svg:
            yield {"label": row.label, "svg": Markup(svg)}


def _values(comparison: Comparison, run: str, measure: int) -> Sequence[float]:
    found = (comparison.values[id_][run][measure] for id_ in comparison.coverage.compared)
    return tuple(value for value in found if value is not None)
