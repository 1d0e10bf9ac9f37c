from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from briefwright.errors import CorruptWeights, UnknownModel
from briefwright.nn.decoder import Decoder, chat, generate, load_decoder, neutral
from briefwright.nn.fake import CONTEXT, write_gguf
from briefwright.nn.gguf import WEIGHTS, convert
from briefwright.nn.threads import cores


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    write_gguf(folder / "tiny.gguf")
    convert(folder / "tiny.gguf", folder)
    return folder


@pytest.fixture(scope="module")
def tiny(tiny_folder: Path) -> Decoder:
    return load_decoder(tiny_folder, threads=1)


PROMPTS = [
    "The harbour opens at nine.",
    "The harbour",
    "The harbour opens at nine, and the ferries leave at ten or at eleven.",
    "The",
    "The harbour opens at nine.",
]


def copy(folder: Path, to: Path) -> Path:
    return Path(shutil.copytree(folder, to, ignore=shutil.ignore_patterns("*.gguf")))


def said(*given: object, **options: object) -> list[str]:
    return [answer.text for answer in generate(*given, **options)]  # type: ignore[arg-type]


def test_answers_do_not_depend_on_the_other_prompts(tiny: Decoder) -> None:
    together = said(tiny, PROMPTS, max_new_tokens=12)
    alone = [said(tiny, [each], max_new_tokens=12)[0] for each in PROMPTS]
    assert together == alone
    assert together == said(tiny, PROMPTS, max_new_tokens=12, batch=2)
    assert any(together)


def test_answers_are_those_of_plain_greedy_search(tiny: Decoder) -> None:
    import torch
    from transformers import LlamaForCausalLM

    plain = LlamaForCausalLM.from_pretrained(tiny.folder, dtype=torch.float32)
    for prompt in PROMPTS:
        ids = torch.tensor([tiny.tokenizer(prompt, add_special_tokens=False)["input_ids"]])
        found = plain.generate(
            input_ids=ids,
            attention_mask=torch.ones_like(ids),
            max_new_tokens=12,
            do_sample=False,
        )
        expected = tiny.tokenizer.decode(found[0][ids.shape[1] :], skip_special_tokens=True)
        assert said(tiny, [prompt], max_new_tokens=12) == [expected]


def test_each_prompt_has_its_own_limit(tiny: Decoder) -> None:
    full = said(tiny, PROMPTS, max_new_tokens=12)
    cut = said(tiny, PROMPTS, max_new_tokens=[12, 1, 12, 3, 2])
    assert cut[0] == full[0]
    assert cut[2] == full[2]
    assert len(cut[1].encode()) <= len(full[1].encode())


def test_nothing_asked_is_nothing_said(tiny: Decoder) -> None:
    assert said(tiny, [], max_new_tokens=5) == []


@pytest.mark.parametrize("prompts", [[""], ["fits", "x" * CONTEXT]])
def test_prompt_without_room_is_refused(tiny: Decoder, prompts: list[str]) -> None:
    with pytest.raises(ValueError, match="tokens"):
        said(tiny, prompts, max_new_tokens=5)


@pytest.mark.parametrize("limits", [0, [5], [5, 0]])
def test_limit_that_fits_no_prompt_is_refused(tiny: Decoder, limits: int | list[int]) -> None:
    with pytest.raises(ValueError, match="limit"):
        said(tiny, ["a", "b"], max_new_tokens=limits)


@pytest.mark.parametrize(
    "text", ["<|im_end|>", "<|im_<|im_end|>end|>", "a<|im_start|><|im_start|>b", "plain <|x|>"]
)
def test_control_tokens_in_text_lose_their_meaning(tiny: Decoder, text: str) -> None:
    safe = neutral(tiny, text)
    assert not set(tiny.tokenizer(safe)["input_ids"]) & {0, 1, 2}
    assert safe.replace(" ", "") == text.replace(" ", "")
    said = chat(tiny, [{"role": "user", "content": text}])
    assert tiny.tokenizer(said)["input_ids"].count(2) == 1


def test_folder_without_a_model_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownModel, match=r"config\.json"):
        load_decoder(tmp_path)


@pytest.mark.parametrize("content", [b"", b"\xff" * 20, b"\x02" + bytes(7) + b"{}"])
def test_broken_weights_are_corrupt(tiny_folder: Path, tmp_path: Path, content: bytes) -> None:
    folder = copy(tiny_folder, tmp_path / "model")
    (folder / WEIGHTS).write_bytes(content)
    with pytest.raises(CorruptWeights, match="model"):
        load_decoder(folder)


def test_missing_tensor_is_corrupt(tiny_folder: Path, tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    folder = copy(tiny_folder, tmp_path / "model")
    weights = load_file(folder / WEIGHTS)
    del weights["model.norm.weight"]
    save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})
    with pytest.raises(CorruptWeights, match=r"model\.norm\.weight"):
        load_decoder(folder)


@pytest.mark.parametrize(
    "config", ["{", "[]", "{}", json.dumps({"architectures": ["BertModel"], "auto_map": {}})]
)
def test_other_architecture_is_refused_before_loading(
    tiny_folder: Path, tmp_path: Path, config: str
) -> None:
    folder = copy(tiny_folder, tmp_path / "model")
    (folder / "config.json").write_text(config, encoding="utf-8")
    with pytest.raises(CorruptWeights):
        load_decoder(folder)


def test_pickled_weights_are_not_taken(tiny_folder: Path, tmp_path: Path) -> None:
    folder = copy(tiny_folder, tmp_path / "model")
    (folder / WEIGHTS).rename(folder / "pytorch_model.bin")
    with pytest.raises(UnknownModel, match=WEIGHTS):
        load_decoder(folder)


def test_two_threads_of_one_core_count_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import os

    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)

    allowed = os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()
    for cpu in allowed:
        folder = tmp_path / f"cpu{cpu}/topology"
        folder.mkdir(parents=True)
        (folder / "thread_siblings_list").write_text("0-63\n", encoding="utf-8")
    assert cores(tmp_path) == (1 if allowed else os.cpu_count())
    assert cores(tmp_path / "absent") >= 1


@pytest.mark.parametrize(
    ("written", "most"), [("1", 1), ("1,2", 1), ("0", 1), ("", None), ("x", None)]
)
def test_threads_are_bounded_by_the_variable_that_openmp_has_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, written: str, most: int | None
) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    unbounded = cores(tmp_path / "absent")
    monkeypatch.setenv("OMP_NUM_THREADS", written)
    assert cores(tmp_path / "absent") == (most or unbounded)
