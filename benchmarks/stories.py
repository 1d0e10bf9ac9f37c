"""How well articles on one event are grouped: pairwise F1 and B-cubed over thresholds.

python benchmarks/stories.py

The labelled day of samples/ in two halves: a threshold is chosen on one, by B-cubed, and measured
on the other, and the other way round. Each story is whole in one half or the other; those that are
hard for each other (the same people at another event, the same place on another day, the next day's
follow-up) stay together.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from briefwright import ingest, models, pipeline
from briefwright.digest.headings import of_topic
from briefwright.nn import sentence_model
from briefwright.story.events import Told
from briefwright.story.grouping import NEAR, Encoder, stories
from cost import machine

DAY = Path(__file__).resolve().parent.parent / "samples" / "day"
FAMILIES = (
    (
        "rail clinic railvote",
        "wind winddk",
        "turkey hungary",
        "cebu chandpur",
        "planes peru",
        "quake olives",
    ),
    (
        "beira quelimane",
        "lithium bolivia",
        "water gas",
        "envoy addis",
        "hydrogen iceland",
        "strike fiji",
    ),
)
THRESHOLDS = tuple(round(0.4 + 0.025 * step, 3) for step in range(13))


def pairwise(found: Sequence[Sequence[int]], truth: Sequence[str]) -> tuple[float, float]:
    """Precision and recall of pairs in one story; 1 where there is none to be right about."""
    group = {at: number for number, one in enumerate(found) for at in one}
    many = range(len(truth))
    pairs = [(one, other) for one in many for other in range(one)]
    ours = {pair for pair in pairs if group[pair[0]] == group[pair[1]]}
    theirs = {pair for pair in pairs if truth[pair[0]] == truth[pair[1]]}
    both = len(ours & theirs)
    return (both / len(ours) if ours else 1.0, both / len(theirs) if theirs else 1.0)


def b_cubed(found: Sequence[Sequence[int]], truth: Sequence[str]) -> tuple[float, float]:
    """Precision and recall, a mean over articles (Bagga and Baldwin 1998)."""
    precision, recall = [], []
    for group in found:
        for at in group:
            both = sum(truth[other] == truth[at] for other in group)
            precision.append(both / len(group))
            recall.append(both / sum(label == truth[at] for label in truth))
    return float(np.mean(precision)), float(np.mean(recall))


def f1(pair: tuple[float, float]) -> float:
    return 2 * pair[0] * pair[1] / (sum(pair) or 1)


def half(
    number: int, labels: Mapping[str, str], rows: Mapping[str, Told]
) -> tuple[list[Told], list[str]]:
    wanted = {story for family in FAMILIES[number] for story in family.split()}
    ids = [id_ for id_, story in labels.items() if story in wanted]
    return [rows[id_] for id_ in ids], [labels[id_] for id_ in ids]


def scores(
    articles: list[Told], truth: list[str], encoder: Encoder
) -> list[tuple[float, float, float]]:
    made = []
    for threshold in THRESHOLDS:
        found = stories(articles, encoder, near=threshold)
        made.append((threshold, f1(pairwise(found, truth)), f1(b_cubed(found, truth))))
    return made


class Known:
    """An encoder that reads each text once."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, NDArray[np.float32]] = {}

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        new = [text for text in texts if text not in self._known]
        self._known.update(zip(new, self._encoder.vectors(new), strict=True) if new else ())
        return np.stack([self._known[text] for text in texts])


def topics(labels: Mapping[str, str], right: Mapping[str, Sequence[str]], encoder: Encoder) -> None:
    """How many articles stand under a topic that we would have chosen; some have two."""
    found = ingest.sources([str(DAY / "articles.jsonl")])
    read = [one for one in found if not isinstance(one, ingest.Failed)]
    made = list(pipeline.briefs(read, pipeline.load()))
    given = list(zip(made, of_topic(made, encoder), strict=True))
    wrong = [(one.id, topic) for one, topic in given if topic not in right[labels[one.id]]]
    print(f"\nTopics: {len(given) - len(wrong)} of {len(given)} right; wrong: {wrong}")


def main() -> None:
    print(f"Stories on {machine()}")
    encoder = Known(sentence_model.load(models.ensure("all-minilm-l6-v2-whole")))
    lines = (DAY / "articles.jsonl").read_text(encoding="utf-8").splitlines()
    rows = {
        row["id"]: Told(title=row["title"], text=row["text"], published=row["date"])
        for row in map(json.loads, lines)
    }
    told = json.loads((DAY / "stories.json").read_text(encoding="utf-8"))
    labels = told["stories"]
    halves = [half(number, labels, rows) for number in (0, 1)]
    tables = [scores(*one, encoder) for one in halves]
    print(f"\n{len(rows)} articles in {len(set(labels.values()))} stories\n")
    print(
        "| threshold | first half: pairwise F1 | B-cubed F1 "
        "| second half: pairwise F1 | B-cubed F1 |"
    )
    print("| --- | --- | --- | --- | --- |")
    for one, other in zip(*tables, strict=True):
        print(f"| {one[0]} | {one[1]:.3f} | {one[2]:.3f} | {other[1]:.3f} | {other[2]:.3f} |")
    for number in (0, 1):
        best = max(tables[number], key=lambda row: row[2])[2]
        chosen = [row[0] for row in tables[number] if row[2] == best]
        middle = chosen[len(chosen) // 2]
        there = next(row for row in tables[1 - number] if row[0] == middle)
        print(
            f"\nChosen on half {number + 1}: {middle}; on the other: "
            f"pairwise {there[1]:.3f}, B-cubed {there[2]:.3f}"
        )
    started = time.perf_counter()
    articles = list(rows.values())
    truth = [labels[id_] for id_ in rows]
    found = stories(articles, encoder)
    print(
        f"\nAt {NEAR}, all: pairwise {f1(pairwise(found, truth)):.3f}, "
        f"B-cubed {f1(b_cubed(found, truth)):.3f}"
        f" ({time.perf_counter() - started:.2f} s without encoding)"
    )
    for group in found:
        if len({truth[at] for at in group}) > 1:
            print("  joined:", [list(rows)[at] for at in group])
    for story in dict.fromkeys(truth):
        parts = [group for group in found if any(truth[at] == story for at in group)]
        if len(parts) > 1:
            print("  apart:", [[list(rows)[at] for at in group] for group in parts])
    topics(labels, told["topics"], encoder)


if __name__ == "__main__":
    main()
