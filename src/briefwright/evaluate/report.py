"""An evaluation as one HTML file that opens from disk, the worst cases first.

Everything that comes from articles, briefs and names of files is escaped, and the page's policy
lets it load nothing and run the one script whose hash it carries.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from briefwright import __version__, resources
from briefwright.charts import Estimate, estimates
from briefwright.evaluate.judging import ASPECTS, MEASURE
from briefwright.evaluate.kinds import BY
from briefwright.evaluate.sections import (
    ASPECT_NAMES,
    HEADLINES,
    cells,
    how_many,
    label,
    sections,
)
from briefwright.evaluate.values import (
    Aspect,
    Assessed,
    Evaluation,
    Group,
    Judged,
    Outcome,
    RunResult,
    Taken,
)
from briefwright.evaluate.worst import from_worst, told, worst
from briefwright.render.characters import marked
from briefwright.runs import Entry
from briefwright.spans import Value

if TYPE_CHECKING:
    import jinja2

_PAGE = Path(__file__).parent / "page"
_MARK = b'<meta name="generator" content="briefwright evaluate'
_CONTEXT = 90
"""Characters of the article on either side of a piece of evidence."""
_EVIDENCE = 2
"""Pieces of evidence shown of an item."""
_LONGEST = 400
_NAME = 24

_OUTCOMES: Mapping[Outcome, str] = {
    "missed": "missed",
    "unwanted": "not wanted",
    "differs": "differs",
    "right": "right",
}


class _Excerpt(Value):
    before: str
    words: str
    after: str


class _Item(Value):
    outcome: Outcome
    said: str
    wanted: str
    found: str
    remarks: tuple[str, ...]
    excerpts: tuple[_Excerpt, ...]


class _Case(Value):
    article: Assessed
    told: str
    items: tuple[_Item, ...]
    right: int
    """Items that are right, and not shown."""


class _Losing(Value):
    aspect: Aspect
    name: str
    measure: str
    cases: tuple[_Case, ...]
    more: int
    """Articles that lose something here too."""


def report(found: Evaluation, *, worst: int) -> bytes:
    """The page, in UTF-8; `worst` articles that lose most are shown for each field of each run."""
    environment = _environment()
    script = (_PAGE / "report.js").read_text("utf-8")
    looks = (resources.folder("templates") / "_page.css").read_text("utf-8")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    page = environment.get_template("report.html.jinja").render(
        found=found,
        version=__version__,
        many=how_many([one.taken for one in found.runs]),
        style=f"{looks}\n{(_PAGE / 'report.css').read_text('utf-8')}",
        script=script,
        digest=digest,
        chart=_chart(found),
        losing={run.name: _losing(run, worst) for run in found.runs},
        sections=sections(one.taken for one in found.runs),
        kinds={run.name: _by_kind(run) for run in found.runs},
        headlines=HEADLINES,
        articles={run.name: from_worst(run) for run in found.runs},
        label=label,
        cells=cells,
        reason=_reason,
    )
    return page.encode("utf-8", "replace")


def is_report(begin: bytes) -> bool:
    """Whether a file that begins so is one of these reports, and so may be written anew."""
    return _MARK in begin


@functools.cache
def _environment() -> jinja2.Environment:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(_PAGE),
        autoescape=True,
        # What is markup already passes; nothing else may reorder the text around it.
        finalize=lambda one: marked(one) if type(one) is str else one,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _chart(found: Evaluation) -> str:
    """The headline measures of all runs with their intervals, as SVG."""
    several = len(found.runs) > 1
    rows = []
    for name in HEADLINES:
        for at, run in enumerate(found.runs):
            measure, around = run.taken.measures[name], run.taken.intervals[name]
            if measure.value is None:
                continue
            short = f"{label(name)} · {marked(run.name[:_NAME])}" if several else label(name)
            rows.append(
                Estimate(
                    label=short,
                    value=measure.value,
                    low=around.low if around else None,
                    high=around.high if around else None,
                    colour=f"var(--run{at % 6})",
                )
            )
    return estimates(rows, title="The main measures with their 95% intervals")


def _reason(taken: Taken, name: str) -> str:
    found = taken.measures.get(name)
    return found.reason or "" if found else ""


def _by_kind(run: RunResult) -> dict[str, list[Group]]:
    return {by: own for by in BY if (own := [group for group in run.groups if group.by == by])}


def _losing(run: RunResult, count: int) -> tuple[_Losing, ...]:
    found = []
    for aspect in ASPECTS:
        all_ = worst(run, aspect, len(run.articles))
        found.append(
            _Losing(
                aspect=aspect,
                name=ASPECT_NAMES[aspect],
                measure=label(MEASURE[aspect]),
                cases=tuple(_case(one, aspect) for one in all_[:count]),
                more=len(all_[count:]),
            )
        )
    return tuple(found)


def _case(article: Assessed, aspect: Aspect) -> _Case:
    loss = article.loss(aspect)
    texts = aspect in ("bottom_line", "summary")
    shown = [one for one in loss.items if texts or one.outcome != "right"]
    return _Case(
        article=article,
        told=told(loss),
        items=tuple(_item(one, article.text) for one in shown),
        right=len(loss.items) - len(shown),
    )


def _item(judged: Judged, text: str) -> _Item:
    # What was found rests on what is to be looked at; what was missed has the reference's.
    entry = judged.found or judged.wanted
    assert entry is not None
    return _Item(
        outcome=judged.outcome,
        said=_OUTCOMES[judged.outcome],
        wanted=_said(judged.wanted),
        found=_said(judged.found),
        remarks=judged.remarks,
        excerpts=_excerpts(entry, text),
    )


def _said(entry: Entry | None) -> str:
    if entry is None:
        return ""
    facets = "; ".join(f"{name}: {value}" for name, value in entry.facets.items())
    return f"{entry.text} ({facets})" if facets else entry.text


def _excerpts(entry: Entry, text: str) -> tuple[_Excerpt, ...]:
    pieces = sorted(
        {(one.start, one.end) for one in entry.evidence if text[one.start : one.end] == one.text},
        key=lambda piece: (piece[0], -piece[1]),
    )
    # Of a name and the sentence that it stands in, the sentence.
    whole: list[tuple[int, int]] = []
    for start, end in pieces:
        if not whole or end > whole[-1][1]:
            whole.append((start, end))
    return tuple(
        _Excerpt(
            before=("… " if start > _CONTEXT else "")
            + _from_word(text[max(0, start - _CONTEXT) : start]),
            words=text[start:end][:_LONGEST] + ("…" if end - start > _LONGEST else ""),
            after=_to_word(text[end : end + _CONTEXT])
            + (" …" if end + _CONTEXT < len(text) else ""),
        )
        for start, end in whole[:_EVIDENCE]
    )


def _from_word(text: str) -> str:
    """The text without the word that it may begin within."""
    return text.partition(" ")[2] if len(text) == _CONTEXT else text


def _to_word(text: str) -> str:
    return text.rpartition(" ")[0] if len(text) == _CONTEXT else text
