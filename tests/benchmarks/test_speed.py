"""The mechanics of benchmarks/speed.py. No time is asserted here: that is what it measures."""

from __future__ import annotations

import importlib
import json
import sys
import xml.etree.ElementTree as ElementTree
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import torch
from torch import nn

from briefwright.nn.int8 import Int8Linear, Steps, eight_bits
from briefwright.nn.packed import pack

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"

FOUND: dict[str, Any] = {
    "machine": "2 cores",
    "date": "2026-11-26",
    "load": {"start": 0.1},
    "own_mib": 50.0,
    "limits": {
        "matmul_gflops": [100.0, 120.0, 110.0],
        "packed_gflops": [220.0],
        "int8_gops": [440.0],
        "reader_shape_gflops": [90.0],
        "read_gbs": [20.0],
    },
    "start": {
        "help": {
            "seconds": [0.1, 0.3, 0.2],
            "processor": [0.08],
            "peak_mib": 50.0,
        },
        "cold": {"seconds": [7.0], "peak_mib": 400.0},
    },
    "warm": {
        "load": 2.0,
        "first": 0.9,
        "later": [0.5, 0.4],
        "stages": {"segment": 0.001, "read": 0.4},
    },
    "batch": {
        "ours": {
            "150": {"articles": 4, "words": 600, "passes": [1.0], "peak_mib": 300.0},
            "600": {"articles": 4, "words": 2400, "passes": [2.0, 4.0, 3.0], "peak_mib": 500.0},
        },
        "peers": {
            "llama": {
                "articles": [10.0, 12.0],
                "parsed": 9,
                "asked": 12,
                "cold": [11.0],
                "read": [200.0],
                "said": [60.0],
                "peak_mib": 250.0,
            },
            "spacy": {"lacking": "spacy is not installed"},
        },
    },
    "reader": {
        "articles": 4,
        "words": 2400,
        "pieces": 3000,
        "gflop": 88.0,
        "encoder_gflop": 88.0,
        "passes": [1.6],
        "encoder": [1.0],
    },
    "writer": {
        "note": {"passes": [15.0], "peak_mib": 1700.0},
        "decoder": {
            "bytes": 500_000_000,
            "parameters": 125_000_000,
            "read": [220.0],
            "said": {"1": [10.0], "16": [64.0]},
        },
    },
    "many": {
        "articles": 40,
        "marks": [
            {"articles": count, "seconds": 5.0 + count / 2, "mib": 400.0}
            for count in (10, 20, 30, 40)
        ],
    },
}


@pytest.fixture
def module(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(BENCHMARKS))

    def named(name: str) -> ModuleType:
        return importlib.import_module(name)

    return named


def test_articles_have_the_wanted_length_and_begin_unlike_each_other(module: Any) -> None:
    made = list(module("speed_articles").articles(600, 24))
    assert all(540 <= one.words <= 660 for one in made)
    assert len({one.text[:60] for one in made}) == 24
    assert len({one.id for one in made}) == 24


def test_articles_written_as_rows_are_read_as_the_same_articles(
    module: Any, tmp_path: Path
) -> None:
    from briefwright import ingest

    speed = module("speed_articles")
    made = list(speed.articles(150, 3))
    path = speed.write_rows(tmp_path / "a.jsonl", iter(made))
    assert speed.rows(path) == made
    read = [one for one in ingest.sources([str(path)]) if not isinstance(one, ingest.Failed)]
    assert [one.title for one in read] == [one.title for one in made]


def test_every_part_has_its_table_and_every_goal_its_word(module: Any) -> None:
    said = module("speed_tables").report(FOUND)
    assert "| `briefwright --help` | 3 | 0.20 | 0.10 to 0.30 | 0.08 | under 50 |" in said
    assert "briefwright, 600 words | whole note, grounded | 3 | 80.0 | 60.0 to 120.0 | 500" in said
    assert "spaCy en_core_web_sm | spacy is not installed | – |" in said
    assert "9 of 12 answers are whole JSON" in said
    assert "| `--help`: under 0.25 s | 0.20 s | yes |" in said
    assert "| cold note, 600 words: under 6 s | 7.00 s | no |" in said
    assert "| times llama.cpp's articles a minute: at least 10 | 15 | yes |" in said
    assert "| reader, share of PyTorch's own fp32 product: at least 60 % | 50 % | no |" in said
    assert "| reader, share of the fastest fp32 product: at least 60 % | 25 % | no |" in said
    assert (
        "| reader's encoder, share of the fastest fp32 product: at least 60 % | 40 % | no |" in said
    )
    assert "| second half +0.0% | yes, as far as was run |" in said


def test_a_cost_that_grows_is_no_flat_one(module: Any) -> None:
    marks = [
        {"articles": count, "seconds": count**2 / 10, "mib": 300.0 + 10 * count}
        for count in (10, 20, 30, 40)
    ]
    said = module("speed_tables").report({**FOUND, "many": {"articles": 10_000, "marks": marks}})
    lines = [line for line in said.splitlines() if "10000 articles" in line or "flat over" in line]
    assert lines
    assert all(line.endswith("| no |") for line in lines)


def test_products_are_counted_also_where_pytorch_counts_none(module: Any) -> None:
    counted = module("speed_ours")._gflop
    query, key = torch.randn(2, 3, 17, 8), torch.randn(2, 3, 23, 8)
    attention = counted(lambda: nn.functional.scaled_dot_product_attention(query, key, key))
    assert attention == 2 * 2 * (2 * 3) * 17 * 23 * 8 / 1e9
    layer, given = nn.Linear(24, 96), torch.randn(5, 24)
    whole = Int8Linear(layer.weight.detach(), None, Steps())
    laid_out = nn.Sequential(layer)
    assert pack(laid_out)
    for own in (lambda: laid_out(given), lambda: whole(eight_bits(given))):
        assert counted(own) == 2 * 5 * 24 * 96 / 1e9


def test_a_child_gives_what_it_says_with_its_time_and_memory(module: Any) -> None:
    children = module("speed_children")
    done = children.child([sys.executable, "-c", "print('noise'); print('{\"a\": 1}')"])
    assert done.said == {"a": 1}
    assert done.seconds > 0
    assert done.processor > 0
    assert done.peak_mib > 1


def test_a_child_that_fails_ends_the_run_with_its_own_words(module: Any) -> None:
    with pytest.raises(SystemExit, match="exit 3\nno such thing"):
        module("speed_children").child(
            [
                sys.executable,
                "-c",
                "import sys; print('no such thing', file=sys.stderr); sys.exit(3)",
            ]
        )


def test_a_long_run_is_marked_as_its_lines_come(module: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    code = (
        "import pathlib, sys, time\n"
        "part = pathlib.Path(sys.argv[1] + '.part')\n"
        "with part.open('w') as file:\n"
        "    for _ in range(6):\n"
        "        print('{}', file=file, flush=True); time.sleep(0.12)\n"
        "part.replace(sys.argv[1])\n"
    )
    marks = module("speed_children").many([sys.executable, "-c", code, str(out)], out, every=2)
    counts = [0, *(mark["articles"] for mark in marks)]
    assert 5 <= counts[-1] <= 6
    assert all(late - early >= 2 for early, late in pairwise(counts))
    times = [mark["seconds"] for mark in marks]
    assert times == sorted(times)
    if sys.platform == "linux":
        assert all(0 <= mark["processor"] <= mark["seconds"] + 0.5 for mark in marks)


def test_a_cost_is_the_processors_where_that_was_taken(module: Any) -> None:
    # Other work beside the run doubled its seconds half way.
    marks = [
        {"articles": n, "seconds": n**2 / 10, "processor": n / 10, "mib": 300.0}
        for n in (10, 20, 30, 40)
    ]
    said = module("speed_tables").report({**FOUND, "many": {"articles": 10_000, "marks": marks}})
    assert "| second half +0.0% | yes |" in said


def test_a_peer_is_asked_for_every_field_under_a_schema_of_its_own(module: Any) -> None:
    peers = module("speed_peers")
    assert set(peers.SECTIONS) >= {"bottom_line", "summary", "participants", "quotes", "outlook"}
    for section in peers.SECTIONS.values():
        schema = peers.schema(section)
        assert schema["type"] == "object"
        assert schema["required"]
    areas = peers.schema(peers.SECTIONS["cooperation_areas"])
    status = areas["properties"]["items"]["items"]["properties"]["status"]
    assert "agreed" in status["enum"]


def test_the_command_prints_again_what_was_kept(
    module: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(FOUND), "utf-8")
    assert module("speed").main(["--from", str(kept)]) == 0
    assert "**Goals**" in capsys.readouterr().out


def test_too_few_runs_are_refused(module: Any, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        module("speed").main(["--runs", "0"])
    assert ended.value.code == 2
    assert "--runs is 1 or more" in capsys.readouterr().err


def test_plots_are_svg_with_words_in_them_and_the_same_twice(module: Any, tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="plots need the extra bench")
    draw = module("speed_plots").draw
    first, second = draw(FOUND, tmp_path / "a"), draw(FOUND, tmp_path / "b")
    assert [path.name for path in first] == [
        f"speed-{name}.svg" for name in ("throughput", "length", "stages", "long-run")
    ]
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()
        assert ElementTree.parse(one).getroot().tag.endswith("svg")
    assert "llama.cpp, section by section" in first[0].read_text("utf-8")
