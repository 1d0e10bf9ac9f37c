"""Our measures against the scorer that came with the reference briefs."""

from __future__ import annotations

import importlib.util
import json
import random
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from briefwright.metrics import Measure, measures, score

REFERENCES = Path(__file__).parents[3] / "shared" / "data" / "references"
STATUSES = ["signed", "agreed", "under way", "proposed", "discussed"]

Brief = dict[str, Any]


@pytest.fixture(scope="module")
def scorer() -> Callable[..., tuple[Brief, object]]:
    path = REFERENCES / "score.py"
    if not path.exists():
        pytest.skip(f"no reference scorer at {path}")
    spec = importlib.util.spec_from_file_location("reference_scorer", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Callable[..., tuple[Brief, object]] = module.score
    return found


@pytest.fixture(scope="module")
def gold() -> list[Brief]:
    path = REFERENCES / "dev.jsonl"
    if not path.exists():
        pytest.skip(f"no reference briefs at {path}")
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def bare(reference: Brief) -> Brief:
    return {name: value for name, value in deepcopy(reference).items() if name != "text"}


def as_product(reference: Brief) -> Brief:
    """The reference in the shape of our own JSON, evidence as spans."""
    text = reference["text"]

    def spans(one: Brief) -> Brief:
        places = [(text.find(words), words) for words in one["evidence"]]
        evidence = [
            {"article": 0, "start": at, "end": at + len(words), "text": words}
            for at, words in places
        ]
        return {**one, "evidence": evidence}

    brief = bare(reference)
    brief["key_quotes"] = brief.pop("quotes")
    brief["bottom_line"] = {"text": brief["bottom_line"], "origin": "written", "evidence": []}
    for field in ("summary", "cooperation_areas", "outlook"):
        brief[field] = [spans(one) for one in brief[field]]
    return brief


def kept(items: list[Any], source: random.Random, share: float) -> list[Any]:
    return [one for one in items if source.random() < share]


def degraded(reference: Brief, source: random.Random) -> Brief:
    """A worse brief: less of everything, and most of what is left a little wrong."""
    brief = as_product(reference) if source.random() < 0.5 else bare(reference)
    quotes = "key_quotes" if "key_quotes" in brief else "quotes"
    for field in ("participants", quotes, "cooperation_areas", "outlook", "summary"):
        brief[field] = kept(brief[field], source, 0.8)
        source.shuffle(brief[field])
    for person in brief["participants"]:
        person["name"] = source.choice(
            [person["name"], person["name"].split()[-1], person["name"].split()[0]]
        )
        person["title"] = source.choice([None, person["title"], f"the {person['title']} of it"])
        person["country"] = source.choice([person["country"], "the USA", "UK", None])
        person["kind"] = source.choice([person["kind"], None, "organisation"])
    for quote in brief[quotes]:
        quote["text"] = trimmed(quote["text"], source)
        quote["speaker"] = source.choice([quote["speaker"], None, "Somebody Else"])
    labels = [one["label"] for one in brief["cooperation_areas"]]
    source.shuffle(labels)
    for area, label in zip(brief["cooperation_areas"], labels, strict=True):
        area["label"] = source.choice([label, area["label"], f"{area['label']} projects", ""])
        area["status"] = source.choice([area["status"], *STATUSES])
    for one in (*brief["cooperation_areas"], *brief["outlook"]):
        one["evidence"] = [moved(evidence, source) for evidence in one["evidence"]]
    if source.random() < 0.2:
        brief["bottom_line"] = None
    if source.random() < 0.2:
        brief["summary"] = [*brief["summary"], {"text": "Nobody from Ruritania had 77 doubts."}]
    return brief


def trimmed(text: str, source: random.Random) -> str:
    words = text.split(" ")
    start, end = source.randint(0, len(words) // 2), len(words) - source.randint(0, len(words) // 3)
    return source.choice([text, " ".join(words[start:end]), " ".join(reversed(words))])


def moved(evidence: Any, source: random.Random) -> Any:
    if isinstance(evidence, str):
        return source.choice([evidence, evidence[: len(evidence) // 2], "not in the article"])
    start = max(0, evidence["start"] + source.randint(-90, 90))
    return {**evidence, "start": start, "end": start + source.randint(0, 200)}


def predictions(gold: list[Brief]) -> Iterator[dict[str, Brief]]:
    yield {one["id"]: bare(one) for one in gold}
    yield {one["id"]: as_product(one) for one in gold}
    for seed in range(3):
        source = random.Random(seed)
        yield {one["id"]: degraded(one, source) for one in gold}
    shifted = [*gold[1:], gold[0]]
    yield {one["id"]: bare(other) for one, other in zip(gold, shifted, strict=True)}
    yield {one["id"]: bare(one) for one in gold[::3]}
    yield {one["id"]: {} for one in gold}
    yield {}


def flattened(theirs: Brief) -> dict[str, float | None]:
    flat: dict[str, float | None] = {
        "brief_score": theirs["brief_score"],
        "title_f1": theirs["title_tokenF1"],
        "quotations_verbatim": theirs["quotes_verbatim"],
        "speaker_right": theirs["speaker_acc"],
        "bottom_line_rouge_l": theirs["bottom_line_rougeL"],
        "lead_bottom_line_rouge_l": theirs["lead1_rougeL"],
        "facts_in_source": theirs["names_numbers_in_source"],
        "central_recall": theirs["central_recall"],
        "country_right": theirs["country_acc"],
        "status_right": theirs["status_acc"],
    }
    for ours, name in (
        ("participants", "persons"),
        ("quotations", "quotes"),
        ("areas", "areas"),
        ("outlook", "outlook"),
    ):
        for measure, short in (("precision", "p"), ("recall", "r"), ("f1", "f1")):
            flat[f"{ours}_{measure}"] = theirs[name][short]
    for at, n in enumerate(("1", "2", "l")):
        flat[f"summary_rouge_{n}"] = theirs["summary_rouge12L"][at]
        flat[f"lead_summary_rouge_{n}"] = theirs["lead3_rouge12L"][at]
    return flat


def test_every_measure_agrees_with_the_reference_scorer_to_three_digits(
    scorer: Callable[..., tuple[Brief, object]], gold: list[Brief]
) -> None:
    for at, predicted in enumerate(predictions(gold)):
        theirs = flattened(scorer(gold, predicted)[0])
        ours = measures(score(gold, predicted))
        apart = {
            name: (ours[name], value) for name, value in theirs.items() if differ(ours[name], value)
        }
        assert not apart, f"prediction {at}"


def differ(ours: Measure, theirs: float | None) -> bool:
    if ours.value is None:
        # What has nothing to divide by is 0 there in some measures, None in others.
        return bool(theirs)
    # Half of the last digit they print, and some for the last bit of the division.
    return theirs is None or abs(ours.value - theirs) > 0.0005 + 1e-9


def test_single_articles_agree_too(
    scorer: Callable[..., tuple[Brief, object]], gold: list[Brief]
) -> None:
    source = random.Random(11)
    for reference in gold[:40]:
        predicted = {reference["id"]: degraded(reference, source)}
        theirs = flattened(scorer([reference], predicted)[0])
        ours = measures(score([reference], predicted))
        apart = [name for name, value in theirs.items() if differ(ours[name], value)]
        assert not apart, reference["id"]


def test_seventy_articles_are_scored_in_under_two_seconds(gold: list[Brief]) -> None:
    predicted = {one["id"]: as_product(one) for one in gold[:70]}
    started = time.process_time()
    score(gold[:70], predicted)
    assert time.process_time() - started < 2
