"""`briefwright prompts`, and the options of an instruct model, as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from briefwright.cli.app import app
from briefwright.configuration import load
from briefwright.engines import Recipe
from briefwright.engines.choice import Spread, spread
from briefwright.engines.loading import fingerprint
from briefwright.errors import ModelError
from briefwright.nn.instruct import fake
from briefwright.pipeline import Instruction, look


def call(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, list(arguments))
    return done.exit_code, done.stdout, done.stderr


def test_prompts_are_listed_shown_copied_and_checked(tmp_path: Path) -> None:
    code, out, _ = call("prompts", "list", "--json")
    names = [one["name"] for one in json.loads(out)]
    assert code == 0
    assert {"system", "article", "areas"} <= set(names)
    assert call("prompts", "show", "areas")[1].startswith("QUESTION")
    code, out, _ = call("prompts", "copy", str(tmp_path / "own"))
    assert code == 0
    assert len(out.splitlines()) == len(names)
    code, out, _ = call("prompts", "check", str(tmp_path / "own"))
    assert code == 0
    assert "areas         yours    about" in out


def test_a_copy_replaces_nothing_unasked(tmp_path: Path) -> None:
    own = tmp_path / "areas.jinja"
    own.write_text("mine")
    code, _, err = call("prompts", "copy", str(tmp_path), "areas")
    assert (code, own.read_text()) == (2, "mine")
    assert "--force" in err
    assert call("prompts", "copy", str(tmp_path), "areas", "--force")[0] == 0


def test_check_fails_for_a_prompt_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "outlook.jinja").write_text("{{ sentence.text }}")
    code, out, _ = call("prompts", "check", str(tmp_path), "--json")
    assert code == 1
    (finding,) = json.loads(out)["findings"]
    assert finding["file"] == "outlook.jinja"
    assert "did you mean 'sentences'?" in finding["text"]


def test_an_unknown_prompt_is_usage() -> None:
    code, _, err = call("prompts", "show", "area")
    assert code == 2
    assert "did you mean 'areas'?" in err


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with random weights."""
    return fake.write(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "story.txt"
    path.write_text("Kenya and Ghana agreed on Monday to train 40 nurses a year together.")
    return path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--hints",), "is for an instruct model"),
        (("--model", "none", "--prompts", "."), "is for an instruct model"),
        (("--model", "gpt"), "no such model"),
        (("--model", "TINY", "--device", "gpu"), "no device"),
        (("--model", "TINY", "--dtype", "int3"), "no type of numbers"),
        (("--dtype", "float16"), "multiplies in float32 or int8"),
        (("--dtype", "float32", "--reader", "patterns"), "multiplies nothing"),
        (("--model", "TINY", "--prompts", "nowhere"), "prompts copy"),
    ],
)
def test_what_cannot_be_carried_out_is_said_before_any_work(
    words: tuple[str, ...], said: str, story: Path, tiny: Path, tmp_path: Path
) -> None:
    given = [str(tiny) if word == "TINY" else word for word in words]
    for command in (
        ("note", str(story), "--offline"),
        ("batch", str(story), "--out", str(tmp_path / "o"), "--store", str(tmp_path / "s")),
    ):
        code, _, err = call(*command, *given)
        assert code == 2, err
        assert said in err
        assert not (tmp_path / "s").exists()


def test_a_configuration_names_model_and_prompts_beside_itself(tmp_path: Path) -> None:
    (tmp_path / "model").mkdir()
    path = tmp_path / "day.toml"
    path.write_text(
        '[models]\nmodel = "model"\ndevice = "cpu"\nhints = true\nprompts = "own prompts"\n'
    )
    found = load(path).models
    assert found.model == str(tmp_path / "model")
    assert found.prompts == str(tmp_path / "own prompts")
    assert (found.device, found.hints) == ("cpu", True)


def test_a_configuration_with_a_model_that_is_not_there_cannot_be_carried_out(
    tmp_path: Path,
) -> None:
    (tmp_path / "inbox").mkdir()
    path = tmp_path / "day.toml"
    path.write_text(
        'sources = ["inbox"]\nout = "notes"\nstore = "day.sqlite"\n'
        '[models]\nmodel = "owner/absent"\n'
    )
    code, _, err = call("config", "check", str(path))
    assert code == 1
    assert "'models.model': 'owner/absent' is not on this machine" in err


def test_briefs_are_current_by_what_the_reader_multiplies_in() -> None:
    first = fingerprint(Recipe())
    assert fingerprint(Recipe(dtype="int8")) != first
    assert '"dtype"' not in Recipe().model_dump_json(exclude_none=True)


def test_briefs_are_current_by_model_hints_and_prompts(tiny: Path, tmp_path: Path) -> None:
    own = tmp_path / "prompts"
    assert call("prompts", "copy", str(own), "areas")[0] == 0

    def of(**changed: object) -> str:
        asked = Instruction.model_validate({"model": str(tiny), "prompts": str(own), **changed})
        return fingerprint(Recipe(reader="patterns", instruction=asked))

    first = of()
    assert of() == first
    assert of(hints=True) != first
    (own / "areas.jinja").write_text("QUESTION: which fields?")
    assert of() != first


def test_a_package_that_is_lacking_is_named_before_a_model_is_loaded(
    tiny: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefwright.prompted.find_spec", lambda _: None)
    with pytest.raises(ModelError, match=r"package llguidance.*briefwright\[prompted\]"):
        look(Instruction(model=str(tiny)))


def test_a_recipe_without_an_instruct_model_is_what_it_was() -> None:
    """A store of an older version is not briefed anew."""
    assert '"instruction"' not in Recipe().model_dump_json(exclude_none=True)


def test_an_instruct_model_has_the_machine_to_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefwright.engines.choice.cores", lambda: 8)
    recipe = Recipe(instruction=Instruction(model="x"))
    assert spread(recipe) == Spread(workers=1, threads=8)


def test_an_embedded_model_goes_by_its_name(tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from briefwright import models, pipeline

    monkeypatch.setattr(models, "find", lambda _: tiny)
    code, out, err = call("prompts", "check", "--model", "smollm2-135m-instruct")
    assert (code, err) == (0, "")
    assert "about" not in out

    class Loaded(Exception):
        pass

    def load_judge(**_: object) -> None:
        raise Loaded

    monkeypatch.setattr("briefwright.writer.judge.SupportJudge.load", load_judge)
    with pytest.raises(Loaded):
        pipeline.load(
            read="patterns", instruction=Instruction(model="smollm2-135m-instruct", device="cpu")
        )
