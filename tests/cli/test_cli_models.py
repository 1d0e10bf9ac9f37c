"""briefwright models, on instruct models."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefwright.cli.app import app
from briefwright.nn.instruct import memory
from briefwright.nn.instruct.fake import change, write


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["models", *arguments])
    return done.exit_code, done.stdout, done.stderr


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("tiny") / "model")


def test_check_says_what_a_model_needs_and_what_is_there(tiny: Path) -> None:
    code, told, _ = run("check", str(tiny), "--device", "cpu")
    assert code == 0
    assert told.startswith(f"{tiny}  fits\n")
    for part in ("LlamaForCausalLM", "4,096 tokens in use", "memory needed", "memory there"):
        assert part in told


def test_check_tells_a_program_in_json(tiny: Path) -> None:
    code, told, _ = run("check", "--json", str(tiny), "--dtype", "bfloat16", "--context", "2048")
    found = json.loads(told)
    assert code == 0
    assert (found["kind"], found["context_tokens"]) == ("decoder", 2048)
    assert found["bytes_needed"] < found["bytes_there"]


def test_check_goes_on_after_a_model_that_is_refused(tiny: Path, tmp_path: Path) -> None:
    hostile = write(tmp_path / "hostile")
    change(hostile, "config.json", lambda found: found.update(auto_map={"AutoModel": "x.Y"}))
    code, told, said = run("check", str(hostile), str(tiny))
    assert code == 1
    assert "none but ours is run" in said
    assert f"{tiny}  fits" in told


def test_check_refuses_what_does_not_fit(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def little(**_: object) -> int:
        return 100 << 20

    monkeypatch.setattr(memory, "there", little)
    code, _, said = run("check", str(tiny), "--device", "cpu")
    assert code == 1
    assert "100 MiB are free in main memory" in said
    assert "No instruct model fits there" in said


def test_an_option_that_means_nothing_is_a_usage_error(tiny: Path) -> None:
    code, _, said = run("check", str(tiny), "--dtype", "int4")
    assert code == 2
    assert "no type of numbers" in said
