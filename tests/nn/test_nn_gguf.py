from __future__ import annotations

import json
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from briefwright.errors import CorruptWeights
from briefwright.nn.fake import CONTROL, HIDDEN, write_gguf
from briefwright.nn.gguf import WEIGHTS, convert


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    write_gguf(folder / "tiny.gguf")
    convert(folder / "tiny.gguf", folder)
    return folder


def test_conversion_names_every_file_and_gives_the_same_bytes_again(tmp_path: Path) -> None:
    write_gguf(tmp_path / "tiny.gguf")
    steps: list[tuple[int, int]] = []
    written: list[dict[str, bytes]] = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        names = convert(
            tmp_path / "tiny.gguf", folder, step=lambda done, whole: steps.append((done, whole))
        )
        assert {each.name for each in folder.iterdir()} == set(names)
        written.append({each: (folder / each).read_bytes() for each in names})
    assert written[0] == written[1]
    assert steps[-1] == (20, 20)


def test_query_rows_are_put_back_as_rotary_embedding_wants_them(tiny_folder: Path) -> None:
    from gguf import GGUFReader

    stored = next(
        each
        for each in GGUFReader(tiny_folder / "tiny.gguf").tensors
        if each.name == "blk.0.attn_q.weight"
    )
    rows = load_file(tiny_folder / WEIGHTS)["model.layers.0.self_attn.q_proj.weight"]
    assert rows.shape == (HIDDEN, HIDDEN)
    # A head of four rows: halves (0, 1) and (2, 3) lie interleaved in GGUF.
    assert (rows[[0, 2, 1, 3]] == stored.data[[0, 1, 2, 3]]).all()


def test_tokenizer_spells_any_text_and_splits_digits(tiny_folder: Path) -> None:
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(tiny_folder / "tokenizer.json"))
    text = "The “3,040” thé – 東京 🙂\t\n"
    assert tokenizer.decode(tokenizer.encode(text).ids) == text
    assert "th" in tokenizer.encode("thin").tokens
    assert tokenizer.encode(CONTROL[1]).ids == [1]


def test_configuration_pads_on_the_left_and_samples_never(tiny_folder: Path) -> None:
    def read(name: str) -> dict[str, object]:
        said: dict[str, object] = json.loads((tiny_folder / name).read_text(encoding="utf-8"))
        return said

    assert read("tokenizer_config.json")["padding_side"] == "left"
    assert read("generation_config.json")["do_sample"] is False


@pytest.mark.parametrize("content", [b"", b"GGUF", b"GGUF\x03\0\0\0" + b"\xff" * 64, b"PK\x03\x04"])
def test_file_that_is_not_gguf_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "bad").write_bytes(content)
    with pytest.raises(CorruptWeights, match="bad"):
        convert(tmp_path / "bad", tmp_path)


def test_other_architecture_is_refused(tmp_path: Path) -> None:
    write_gguf(tmp_path / "other.gguf", architecture="bert")
    with pytest.raises(CorruptWeights, match="bert"):
        convert(tmp_path / "other.gguf", tmp_path)
