"""Briefs against reference briefs: every measure of the design's table, with intervals.

python benchmarks/quality.py BRIEFS [BRIEFS...] [--reference PATH ...] [--json]

BRIEFS is a folder of brief JSON files or a JSONL with one a line; several stand side by side.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from briefwright.evaluate import corpus, sections, taken
from briefwright.evaluate.as_json import measures_as_json
from briefwright.evaluate.values import Taken
from briefwright.metrics import MEASURES, Measure, Scores, score

TOP = Path(__file__).resolve().parent.parent
SAMPLES = TOP / "samples"
SHARED = TOP.parent / "shared" / "data" / "references"

Json = dict[str, Any]


class Unusable(Exception):
    """Briefs, references or floors that cannot be read; says which and what to do."""


class Anchor(NamedTuple):
    """What stands in the design's table; of the held-out articles, not of the set measured."""

    goal: float
    peer: str
    annotators: str


ANCHORS: Mapping[str, Anchor] = {
    "participants_f1": Anchor(0.95, "0.81 spaCy en_core_web_sm", "0.99"),
    "title_f1": Anchor(0.93, "-", "0.99"),
    "quotations_f1": Anchor(0.99, "0.96 quote-mark pattern", "1.00"),
    "quotations_verbatim": Anchor(1.00, "1.00 quote-mark pattern", "1.00"),
    "speaker_right": Anchor(0.95, "0.44 textacy", "1.00"),
    "areas_f1": Anchor(0.80, "0.53 word list (sentences)", "0.84"),
    "outlook_f1": Anchor(0.88, "0.59 word list (sentences)", "0.92"),
    "bottom_line_rouge_l": Anchor(0.60, "0.41 first sentence", "0.69"),
    "facts_in_source": Anchor(1.00, "-", "0.97"),
}
BRIEF_SCORE_PEER = "0.12 llama.cpp, sections"

FLOORED = (
    "brief_score",
    *ANCHORS,
    "central_recall",
    "country_right",
    "organisation_f1",
    "status_right",
    "parties_f1",
    "outlook_kind_right",
    "outlook_by_right",
    "outlook_when_f1",
    "likelihood_kept",
    "summary_rouge_1",
    "summary_rouge_2",
    "summary_rouge_l",
)
"""Measures of which more is better; baselines, shares and lengths are not."""


class References(NamedTuple):
    name: str
    briefs: tuple[Json, ...]

    @property
    def corpus(self) -> str:
        return corpus(self.briefs)


class Column(NamedTuple):
    """One set of briefs measured against one set of references."""

    label: str
    scores: Scores
    taken: Taken

    @property
    def measures(self) -> Mapping[str, Measure]:
        return self.taken.measures


# Reading


def read_rows(path: Path) -> list[Json]:
    """The JSON objects of a JSONL file or of the *.json files in a folder, each with its id."""
    if path.is_dir():
        texts = [(str(one), one.read_text("utf-8")) for one in sorted(path.glob("*.json"))]
    elif path.is_file():
        lines = path.read_text("utf-8").split("\n")
        texts = [(f"{path}:{n}", line) for n, line in enumerate(lines, 1) if line.strip()]
    else:
        raise Unusable(f"{path}: no such file or folder; give a JSONL file or a folder of JSON")
    return [_row(where, text) for where, text in texts]


def _row(where: str, text: str) -> Json:
    try:
        row = json.loads(text)
    except json.JSONDecodeError as error:
        raise Unusable(f"{where}: not JSON ({error}); one object a line, or one a file") from error
    brief = row.get("brief", row) if isinstance(row, dict) else None
    if not isinstance(brief, dict):
        raise Unusable(f"{where}: not a JSON object but {type(row).__name__}")
    name = row.get("id") or brief.get("id") or Path(where).stem
    return {**brief, "id": name}


def read_briefs(path: Path) -> dict[str, Json]:
    """Briefs by id; of two with one id, the later."""
    return {one["id"]: one for one in read_rows(path)}


def read_references(path: Path, articles: Path, briefs: Iterable[Mapping[str, Json]]) -> References:
    """References with their article's text.

    Those without one take it from a brief of the same id, or from the article as ingested from
    `articles`. Raises Unusable if a text is nowhere to be found.
    """
    name = path.parent.name if path.name == "references" else path.stem
    rows = read_rows(path)
    texts: dict[str, str] = {}
    for given in briefs:
        for one in given.values():
            source = (one.get("articles") or [{}])[0]
            texts.setdefault(one["id"], source.get("text") or "")
    lacking = [one["id"] for one in rows if not (one.get("text") or texts.get(one["id"]))]
    if lacking:
        texts.update(_ingested(articles))
    missing = [one for one in lacking if not texts.get(one)]
    if missing:
        raise Unusable(
            f"{path}: no text for {', '.join(missing)}; the briefs carry none and it is not among "
            f"{articles}: make the briefs without --no-text, or add the article"
        )
    return References(
        name, tuple({**one, "text": one.get("text") or texts[one["id"]]} for one in rows)
    )


def _ingested(articles: Path) -> dict[str, str]:
    if not articles.exists():
        return {}
    from briefwright import ingest

    found = ingest.sources([str(articles)])
    return {one.id: one.text for one in found if not isinstance(one, ingest.Failed)}


# Measuring


def measure(label: str, references: References, briefs: Mapping[str, Json]) -> Column:
    scores = score(references.briefs, briefs)
    return Column(label, scores, taken(scores.articles))


# Floors


def floors(references: References, column: Column) -> Json:
    """What the set reaches now, cut to two digits, and the hash of what it was measured on.

    The third digit of a ROUGE can hang on one token that another processor's arithmetic decides.
    """
    reached = {
        name: math.floor(value * 100 + 1e-6) / 100
        for name in FLOORED
        if (value := column.measures[name].value) is not None
    }
    return {"corpus": references.corpus, "articles": len(references.briefs), "measures": reached}


def fallen(references: References, column: Column, pinned: Mapping[str, Any]) -> list[str]:
    """What is below its floor, in words; a measure that can no longer be taken has fallen too."""
    if pinned["corpus"] != references.corpus:
        return [
            f"{references.name}: the references are not those of the floors ({references.corpus} "
            f"for {pinned['corpus']}); look at the change, then use --update-floors"
        ]
    below = []
    for name, least in pinned["measures"].items():
        taken = column.measures.get(name)
        if taken is None or taken.value is None:
            why = taken.reason if taken else "no such measure"
            below.append(f"{references.name}: {name} was {least:.3f}, now not measured: {why}")
        elif taken.value + 1e-6 < least:
            below.append(f"{references.name}: {name} fell from {least:.3f} to {taken.value:.4f}")
    return below


def read_floors(path: Path) -> Json:
    if not path.exists():
        raise Unusable(f"{path}: no floors there yet; --update-floors {path} writes them")
    found: Json = json.loads(path.read_text("utf-8"))
    return found


def write_floors(path: Path, new: Mapping[str, Json]) -> None:
    """Pin the sets measured now; floors of other sets stay."""
    old = read_floors(path) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**old, **new}, indent=2, sort_keys=True) + "\n", "utf-8")


# Printing


def print_table(references: References, columns: Sequence[Column]) -> None:
    from rich.console import Console
    from rich.markup import escape
    from rich.table import Table

    table = Table(
        title=f"{escape(references.name)}: {len(references.briefs)} articles", title_style="bold"
    )
    table.add_column("measure", no_wrap=True)
    for column in columns:
        table.add_column(escape(f"{column.label} [95%]"), no_wrap=True)
        table.add_column("n", justify="right", no_wrap=True)
    for heading in ("goal", "best peer*", "two annotators*"):
        table.add_column(heading, no_wrap=True)
    codes = sorted({name for one in columns for name in one.measures if ":" in name})
    names = ["brief_score", *MEASURES, *codes]
    for name in names:
        own = [cell for column in columns for cell in _cells(column, name)]
        table.add_row(sections.label(name), *own, *_anchor(name), end_section=name in _SECTION_ENDS)
    # A pipe is given whole lines: folded ones could not be read.
    console = Console() if sys.stdout.isatty() else Console(width=96 + 40 * len(columns))
    console.print(table)
    for column in columns:
        if column.scores.missing:
            console.print(
                f"{column.label}: no brief for {len(column.scores.missing)} of these articles; "
                f"each counts as an empty one",
                markup=False,
            )
    for name, why in sections.unmeasured(one.taken for one in columns).items():
        console.print(f"- {sections.label(name)}: {why}", markup=False)
    console.print(
        "* of the 92 held-out articles (two annotators: 15 of them), not of these", markup=False
    )


_SECTION_ENDS = ("brief_score", "facts_in_source", "lead_summary_rouge_l")


def _cells(column: Column, name: str) -> tuple[str, str]:
    value, around, n = sections.cells(column.taken, name)
    return f"{value} \\[{around}]" if around else value, n


def _anchor(name: str) -> tuple[str, str, str]:
    if name == "brief_score":
        return "", BRIEF_SCORE_PEER, ""
    anchor = ANCHORS.get(name)
    return (f"{anchor.goal:.2f}", anchor.peer, anchor.annotators) if anchor else ("", "", "")


def as_json(references: References, columns: Sequence[Column]) -> Json:
    return {
        "corpus": references.corpus,
        "articles": len(references.briefs),
        "briefs": {
            column.label: {
                "missing": list(column.scores.missing),
                "measures": measures_as_json(column.taken),
            }
            for column in columns
        },
    }


# Running


def options(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure briefs against reference briefs, field by field."
    )
    parser.add_argument("briefs", nargs="+", type=Path, metavar="BRIEFS")
    parser.add_argument("--reference", action="append", type=Path, metavar="PATH", default=[])
    parser.add_argument(
        "--articles",
        type=Path,
        default=SAMPLES / "articles",
        metavar="PATH",
        help="where the texts of references without text are found",
    )
    parser.add_argument("--json", action="store_true")
    parser.add_argument(
        "--check-floors", type=Path, metavar="FILE", help="exit 1 and say what fell below its floor"
    )
    parser.add_argument(
        "--update-floors", type=Path, metavar="FILE", help="pin what the first BRIEFS reach"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    try:
        return _run(options(arguments))
    except Unusable as error:
        print(error, file=sys.stderr)
        return 2


def _run(given: argparse.Namespace) -> int:
    briefs = {_name(path, given.briefs): read_briefs(path) for path in given.briefs}
    defaults = [one for one in (SAMPLES / "references", SHARED / "dev.jsonl") if one.exists()]
    measured: list[tuple[References, list[Column]]] = []
    for path in given.reference or defaults:
        ids = {one["id"] for one in read_rows(path)}
        met = {label: own for label, own in briefs.items() if ids & own.keys()}
        if met:
            references = read_references(path, given.articles, met.values())
            columns = [measure(label, references, own) for label, own in met.items()]
            measured.append((references, columns))
    if not measured:
        held = ", ".join(str(one) for one in given.reference or defaults) or "none found"
        raise Unusable(
            f"none of these briefs has the id of a reference brief ({held}); give the references "
            f"of these articles with --reference"
        )
    _show(measured, as_json_text=given.json)
    if given.update_floors:
        write_floors(given.update_floors, {one.name: floors(one, its[0]) for one, its in measured})
    return _checked(measured, given.check_floors) if given.check_floors else 0


def _name(path: Path, others: Sequence[Path]) -> str:
    """The shortest name that tells this path from the others."""
    alone = [one.stem for one in others].count(path.stem) == 1
    return path.stem if alone else str(path)


def _show(measured: Sequence[tuple[References, list[Column]]], *, as_json_text: bool) -> None:
    if as_json_text:
        print(json.dumps({one.name: as_json(one, its) for one, its in measured}, indent=1))
        return
    for references, columns in measured:
        print_table(references, columns)


def _checked(measured: Sequence[tuple[References, list[Column]]], path: Path) -> int:
    pinned = read_floors(path)
    below: list[str] = []
    checked = 0
    for references, columns in measured:
        if references.name in pinned:
            checked += 1
            below += fallen(references, columns[0], pinned[references.name])
    if not checked:
        raise Unusable(f"{path}: no floors for the sets measured; --update-floors pins them")
    for line in below:
        print(line, file=sys.stderr)
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
