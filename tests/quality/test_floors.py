"""What the samples reach must not fall; and the mechanism that says so."""

from __future__ import annotations

import importlib.util
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

TOP = Path(__file__).parents[2]
FLOORS = Path(__file__).parent / "floors.json"

TEXT = (
    "Minister Ana Duarte met Bo Lind in Lisbon on Monday. "
    "“We will build two clinics by spring,” Duarte said. Lind will visit Porto in June."
)
REFERENCE = {
    "id": "one",
    "title": "Duarte meets Lind",
    "text": TEXT,
    "bottom_line": "Ana Duarte met Bo Lind in Lisbon.",
    "summary": [{"text": "They met in Lisbon on Monday.", "evidence": []}],
    "participants": [
        {"name": name, "kind": "person", "title": None, "country": None, "aliases": [],
         "central": True}
        for name in ("Ana Duarte", "Bo Lind")
    ],
    "quotes": [{"text": "We will build two clinics by spring,", "speaker": "Ana Duarte"}],
    "cooperation_areas": [],
    "outlook": [{"text": "A visit.", "evidence": ["Lind will visit Porto in June."]}],
}  # fmt: skip
BRIEF = {**REFERENCE, "articles": [{"id": "one", "text": TEXT}]}
WORSE = {**BRIEF, "participants": REFERENCE["participants"][:1], "quotes": []}


@pytest.fixture(scope="module")
def quality() -> ModuleType:
    path = TOP / "benchmarks" / "quality.py"
    spec = importlib.util.spec_from_file_location("benchmarks_quality", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def run(quality: ModuleType, tmp_path: Path) -> Callable[..., int]:
    """The command on one brief, against a reference that carries its text."""
    reference = tmp_path / "set.jsonl"
    reference.write_text(json.dumps(REFERENCE), "utf-8")

    def command(brief: dict[str, Any], *more: str) -> int:
        briefs = tmp_path / "briefs.jsonl"
        briefs.write_text(json.dumps(brief) + "\n", "utf-8")
        code: int = quality.main([str(briefs), "--reference", str(reference), *more])
        return code

    return command


def test_what_was_pinned_passes_its_own_check(run: Callable[..., int], tmp_path: Path) -> None:
    floors = tmp_path / "deep" / "floors.json"
    assert run(BRIEF, "--update-floors", str(floors)) == 0
    pinned = json.loads(floors.read_text("utf-8"))["set"]
    assert pinned["articles"] == 1
    assert pinned["measures"]["participants_f1"] == 1
    assert "areas_f1" not in pinned["measures"], "unmeasured, so there is nothing to pin"
    assert run(BRIEF, "--check-floors", str(floors)) == 0


def test_a_fall_is_named_and_exits_1(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    run(BRIEF, "--update-floors", str(floors))
    capsys.readouterr()
    assert run(WORSE, "--check-floors", str(floors)) == 1
    said = capsys.readouterr().err
    assert "set: participants_f1 fell from 1.000 to 0.6667" in said
    assert "speaker_right was 1.000, now not measured: no quotation" in said
    assert "bottom_line_rouge_l" not in said


def test_a_rise_passes(run: Callable[..., int], tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    run(WORSE, "--update-floors", str(floors))
    assert run(BRIEF, "--check-floors", str(floors)) == 0


def test_other_references_than_the_pinned_ones_are_no_pass(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    floors = tmp_path / "floors.json"
    run(BRIEF, "--update-floors", str(floors))
    pinned = json.loads(floors.read_text("utf-8"))
    pinned["set"]["corpus"] = "0" * 16
    floors.write_text(json.dumps(pinned), "utf-8")
    assert run(BRIEF, "--check-floors", str(floors)) == 1
    assert "not those of the floors" in capsys.readouterr().err


def test_updating_keeps_the_floors_of_other_sets(run: Callable[..., int], tmp_path: Path) -> None:
    floors = tmp_path / "floors.json"
    floors.write_text('{"elsewhere": {"corpus": "x", "articles": 1, "measures": {}}}', "utf-8")
    assert run(BRIEF, "--update-floors", str(floors)) == 0
    assert set(json.loads(floors.read_text("utf-8"))) == {"elsewhere", "set"}


@pytest.mark.parametrize("content", [None, "{}"])
def test_a_check_that_checks_nothing_is_no_pass(
    run: Callable[..., int], tmp_path: Path, content: str | None
) -> None:
    floors = tmp_path / "floors.json"
    if content is not None:
        floors.write_text(content, "utf-8")
    assert run(BRIEF, "--check-floors", str(floors)) == 2


def test_briefs_of_other_articles_are_told_apart_from_bad_ones(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run({**BRIEF, "id": "stranger"}) == 2
    assert "--reference" in capsys.readouterr().err


def test_the_table_gives_value_interval_and_anchors_apart(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(WORSE) == 0
    said = capsys.readouterr().out
    row = next(line for line in said.splitlines() if "participants (persons), F1" in line)
    assert "0.667" in row
    assert "0.81 spaCy" in row
    assert "held-out articles" in said
    assert "cooperation areas, F1: neither" in said


def test_json_carries_values_and_reasons(
    run: Callable[..., int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(WORSE, "--json") == 0
    found = json.loads(capsys.readouterr().out)["set"]["briefs"]["briefs"]["measures"]
    assert found["participants_recall"] == {"value": 0.5, "n": 2}
    assert found["areas_f1"]["reason"]
    assert "value" not in found["areas_f1"]


def test_a_row_that_is_not_json_is_named(
    quality: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "one"}\n{"id": \n', "utf-8")
    assert quality.main([str(broken)]) == 2
    assert f"{broken}:2" in capsys.readouterr().err
    assert quality.main([str(tmp_path / "nowhere")]) == 2


def test_a_reference_without_text_takes_that_of_its_brief(
    quality: ModuleType, tmp_path: Path
) -> None:
    folder = tmp_path / "mine" / "references"
    folder.mkdir(parents=True)
    bare = {name: value for name, value in REFERENCE.items() if name != "text"}
    (folder / "one.json").write_text(json.dumps(bare), "utf-8")
    references = quality.read_references(folder, tmp_path / "no-articles", [{"one": BRIEF}])
    assert references.name == "mine"
    assert references.briefs[0]["text"] == TEXT
    with pytest.raises(quality.Unusable, match="no text for one"):
        quality.read_references(folder, tmp_path / "no-articles", [{}])


@pytest.mark.model
def test_the_samples_reach_their_floors(quality: ModuleType) -> None:
    from briefwright import ingest, pipeline

    found = list(ingest.sources([str(TOP / "samples" / "articles")]))
    articles = [one for one in found if not isinstance(one, ingest.Failed)]
    assert len(articles) == len(found) == 12
    made = {
        one.id: one.model_dump(mode="json") for one in pipeline.briefs(articles, pipeline.load())
    }
    references = quality.read_references(
        TOP / "samples" / "references", TOP / "samples" / "articles", [made]
    )
    column = quality.measure("samples", references, made)
    pinned = quality.read_floors(FLOORS)
    assert "samples" in pinned, f"no floors for the samples in {FLOORS}; pin what they reach"
    assert not column.scores.missing
    assert not quality.fallen(references, column, pinned["samples"])


@pytest.mark.slow
@pytest.mark.model
def test_the_reference_set_reaches_its_floors(quality: ModuleType) -> None:
    from briefwright import ingest, pipeline

    path = quality.SHARED / "dev.jsonl"
    if not path.exists():
        pytest.skip(f"the reference set is not at hand: {path}")
    articles = [one for one in ingest.sources([str(path)]) if not isinstance(one, ingest.Failed)]
    models = pipeline.load()
    made = {one.id: one.model_dump(mode="json") for one in pipeline.briefs(articles, models)}
    references = quality.read_references(path, path.parent, [made])
    column = quality.measure("dev", references, made)
    assert not column.scores.missing
    assert not quality.fallen(references, column, quality.read_floors(FLOORS)["dev"])
