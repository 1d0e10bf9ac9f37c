"""What comes out of real pages must not fall below its floors, nor take longer than it may."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from briefwright.ingest import isolated

TOP = Path(__file__).parents[2]
PAGES = TOP.parent / "shared" / "data" / "pages" / "pages.jsonl.gz"
FLOORS = Path(__file__).parent / "floors.json"
LONGEST = 5.0
"""Seconds of the processor for one page, in this process and the reading one."""


@pytest.fixture(scope="module")
def benchmark() -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmarks_pages", TOP / "benchmarks/pages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_measure_tells_a_page_that_loses_its_article(benchmark: ModuleType) -> None:
    body = "The ministers met in the town on Tuesday and agreed on a timetable for the ferry. " * 9
    page = f"<title>Ferry</title><article><p>{body}</p></article>"
    whole = benchmark.measured({"id": "a", "html": page, "articleBody": body})
    other = benchmark.measured({"id": "b", "html": page, "articleBody": body.replace("the", "a")})
    assert benchmark.f1([whole])[0] == 1
    assert benchmark.f1([whole, other])[0] < 0.955


@pytest.mark.slow
@pytest.mark.skipif(not PAGES.is_file(), reason="../shared/data/pages is not at hand")
def test_real_pages_reach_their_floors_in_time(benchmark: ModuleType) -> None:
    floors = json.loads(FLOORS.read_text("utf-8"))["pages"]
    corpus = hashlib.sha256(PAGES.read_bytes()).hexdigest()
    assert corpus.startswith(floors["corpus"]), "not the pages of the floors"
    isolated.ask("none", b"")
    outcomes = [benchmark.measured(row) for row in benchmark.rows(PAGES)]
    assert len(outcomes) == floors["articles"]
    articles = [one.article for one in outcomes if one.article is not None]
    reached = {"shingle_f1": benchmark.f1(outcomes)[0]}
    for fact in ("title", "published", "byline", "publisher", "url"):
        reached[fact] = sum(bool(getattr(one, fact)) for one in articles)
    fallen = {
        name: reached[name] for name, least in floors["measures"].items() if reached[name] < least
    }
    assert not fallen
    slow = {one.name: one.seconds for one in outcomes if one.seconds >= LONGEST}
    assert not slow
