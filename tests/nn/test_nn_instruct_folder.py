"""Model folders of unknown origin: what is refused, before anything of theirs is loaded."""

from __future__ import annotations

import json
import os
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from briefwright.errors import ModelError, RefusedModel, UnknownModel
from briefwright.nn.instruct import check, revision
from briefwright.nn.instruct.fake import change, write
from briefwright.nn.instruct.folder import look

SECONDS = 5.0
"""Of this process's time, within which a hostile folder is refused."""


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One model that is as it should be."""
    return write(tmp_path_factory.mktemp("tiny") / "good")


@pytest.fixture
def model(tiny: Path, tmp_path: Path) -> Path:
    """A copy of it to spoil."""
    folder = tmp_path / "model"
    folder.mkdir()
    for each in tiny.iterdir():
        (folder / each.name).write_bytes(each.read_bytes())
    return folder


def header(folder: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    """Rewrite the header of the weights, and leave the rest of the file."""
    path = folder / "model.safetensors"
    whole = path.read_bytes()
    (length,) = struct.unpack("<Q", whole[:8])
    found = json.loads(whole[8 : 8 + length])
    edit(found)
    written = json.dumps(found).encode()
    path.write_bytes(struct.pack("<Q", len(written)) + written + whole[8 + length :])


def entry(found: dict[str, Any]) -> dict[str, Any]:
    """The first tensor that a header tells of."""
    return next(found[name] for name in found if name != "__metadata__")


def config(**values: Any) -> Callable[[Path], object]:
    return lambda folder: change(folder, "config.json", lambda found: found.update(values))


def spoilt(edit: Callable[[dict[str, Any]], object]) -> Callable[[Path], object]:
    return lambda folder: header(folder, edit)


def pickled(folder: Path) -> None:
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")


def linked(folder: Path) -> None:
    (folder / "tokenizer.json").unlink()
    (folder / "tokenizer.json").symlink_to("/etc/passwd")


def piped(folder: Path) -> None:
    (folder / "generation_config.json").unlink()
    os.mkfifo(folder / "generation_config.json")


def repeated(folder: Path) -> None:
    """One long header that tells of nothing, under three hundred names."""
    (folder / "model.safetensors").unlink()
    length = 16 << 20
    written = b"{}".ljust(length)
    (folder / "model-0.safetensors").write_bytes(struct.pack("<Q", length) + written)
    names = [f"model-{number}.safetensors" for number in range(300)]
    for name in names[1:]:
        (folder / name).symlink_to(names[0])
    places = {"weight_map": {name: name for name in names}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(places))


def indexed(name: str) -> Callable[[Path], object]:
    def spoil(folder: Path) -> None:
        (folder / "model.safetensors").rename(folder / "model-00001-of-00001.safetensors")
        places = {"lm_head.weight": name}
        (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))

    return spoil


def written(name: str, content: bytes | str) -> Callable[[Path], object]:
    as_bytes = content if isinstance(content, bytes) else content.encode()
    return lambda folder: (folder / name).write_bytes(as_bytes)


def huge(name: str, size: int) -> Callable[[Path], object]:
    """A file with a hole in it, which takes no room."""
    return lambda folder: os.truncate(folder / name, size)


def cut(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])


def overlapping(found: dict[str, Any]) -> None:
    first, second = (found[name] for name in [name for name in found if name[0] != "_"][:2])
    second["data_offsets"] = [first["data_offsets"][0], second["data_offsets"][1]]
    second["shape"] = [(second["data_offsets"][1] - second["data_offsets"][0]) // 4]


HOSTILE: dict[str, tuple[Callable[[Path], object], str]] = {
    "pickles": (pickled, "can run code"),
    "remote code": (config(auto_map={"AutoModel": "evil.Model"}), "none but ours is run"),
    "a module": (written("modeling_evil.py", "import os"), "none but ours is run"),
    "generation code": (lambda f: (f / "custom_generate").mkdir(), "none but ours is run"),
    "attention from a hub": (config(_attn_implementation="evil/kernel"), "none but ours is run"),
    "attention from a hub, hidden": (
        config(text_config={"attn_implementation": "evil/kernel"}),
        "none but ours is run",
    ),
    "other weights": (config(transformers_weights="../evil.safetensors"), "none but ours is run"),
    "an adapter": (written("adapter_config.json", "{}"), "adapter of another model"),
    "quantised": (config(quantization_config={"quant_method": "gptq"}), "quantised"),
    "a link out": (linked, "link out of the folder"),
    "a dangling link": (lambda f: (f / "x").symlink_to("nowhere"), "leads nowhere"),
    "a pipe": (piped, "neither a file nor a folder"),
    "an index that leads out": (indexed("../../../etc/passwd"), "no safetensors file of"),
    "an index of what is not there": (indexed("model-2.safetensors"), "no safetensors file of"),
    "an index that lies": (indexed("model-00001-of-00001.safetensors"), "differ in"),
    "a huge configuration": (huge("config.json", 1 << 30), "bytes, over the"),
    "a huge tokenizer": (huge("tokenizer.json", 1 << 40), "bytes, over the"),
    "a deep configuration": (written("config.json", "[" * 99_999), "is no JSON"),
    "a configuration that is a list": (written("config.json", "[1]"), "is no JSON object"),
    "no configuration": (lambda f: (f / "config.json").unlink(), "holds no model"),
    "no weights": (lambda f: (f / "model.safetensors").unlink(), "holds no weights"),
    "no tokenizer": (lambda f: (f / "tokenizer.json").unlink(), "has no 'tokenizer.json'"),
    "a tokenizer that is none": (written("tokenizer.json", "{}"), "cannot be read"),
    "absurd layers": (config(num_hidden_layers=10**9), "num_hidden_layers"),
    "a name for each of many labels": (config(num_labels=10**9), "num_labels"),
    "absurd layers, elsewhere": (config(num_decoder_layers=10**6), "num_decoder_layers"),
    "absurd layers, hidden": (config(text_config={"n_layers": 10**6}), "n_layers"),
    "a number beyond numbers": (config(anything=10**30), "anything"),
    "absurd width": (config(hidden_size=10**12), "hidden_size"),
    "absurd vocabulary": (config(vocab_size=10**10), "vocab_size"),
    "a size that is text": (config(hidden_size="os.system"), "hidden_size"),
    "other embeddings": (config(vocab_size=500_000), "the weights have none"),
    "more layers than weights": (config(num_hidden_layers=500), "parameters"),
    "an unknown class": (config(architectures=["EvilModel"]), "EvilModel"),
    "a classifier": (config(architectures=["BertForMaskedLM"]), "BertForMaskedLM"),
    "a translator": (
        config(
            architectures=["M2M100ForConditionalGeneration"],
            model_type="m2m_100",
            is_encoder_decoder=True,
        ),
        "M2M100",
    ),
    "a header bomb": (
        written("model.safetensors", struct.pack("<Q", 1 << 60) + b"{}"),
        "header claims",
    ),
    "an empty file": (written("model.safetensors", b""), "header claims"),
    "a header that is no JSON": (
        written("model.safetensors", struct.pack("<Q", 4) + b"{{{{"),
        "header is no JSON",
    ),
    "a header said twice": (
        written("model.safetensors", struct.pack("<Q", 15) + b'{"a":{},"a":{}}'),
        "stands there twice",
    ),
    "a truncated file": (cut, "are there"),
    "a tensor beyond the file": (
        spoilt(lambda found: entry(found).update(shape=[1 << 40], data_offsets=[0, 1 << 42])),
        "",
    ),
    "one header many times": (repeated, "holds no tensors"),
    "overlapping tensors": (spoilt(overlapping), "begins at byte"),
    "a tensor of no type": (spoilt(lambda found: entry(found).update(dtype="OBJ")), "of the type"),
    "a negative size": (
        spoilt(lambda found: entry(found).update(shape=[-1, 8])),
        "shape and place",
    ),
    "no template": (lambda f: (f / "chat_template.jinja").unlink(), "no chat template"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_folder_is_refused_at_once_with_a_reason(name: str, model: Path) -> None:
    spoil, reason = HOSTILE[name]
    spoil(model)
    start = time.process_time()
    with pytest.raises(ModelError) as caught:
        check(model)
    assert isinstance(caught.value, RefusedModel | UnknownModel)
    assert reason in str(caught.value)
    # Both are checked: which file, and that little was spent on it.
    assert str(model) in str(caught.value)
    assert time.process_time() - start < SECONDS


def test_looking_a_folder_over_loads_neither_torch_nor_transformers(model: Path) -> None:
    written("modeling_evil.py", "raise SystemExit('run!')")(model)
    program = (
        "import sys\n"
        "from briefwright.errors import RefusedModel\n"
        "from briefwright.nn.instruct import check\n"
        "try:\n    check(sys.argv[1])\n"
        "except RefusedModel:\n    print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(model)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_what_stands_beside_safetensors_is_left_alone(model: Path) -> None:
    for name in ("pytorch_model.bin", "README.md", "tokenizer.model"):
        (model / name).write_bytes(b"\x80\x04evil")
    (model / "onnx").mkdir()
    assert look(model).parameters > 10_000


def test_weights_in_several_files_are_read_by_their_index(model: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(model / "model.safetensors")
    (model / "model.safetensors").unlink()
    places = {}
    for number, name in enumerate(tensors):
        file = f"model-{number % 2 + 1:05}-of-00002.safetensors"
        places[name] = file
    for file in set(places.values()):
        save_file({name: tensors[name] for name in places if places[name] == file}, model / file)
    (model / "model.safetensors.index.json").write_text(json.dumps({"weight_map": places}))
    found = look(model)
    assert set(found.tensors) == set(tensors)
    assert len(found.shards) == 2


def test_a_snapshot_of_a_hubs_cache_may_link_to_its_blobs_and_nowhere_else(
    model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    own = tmp_path / "hub" / "models--maker--tiny"
    commit = "0123456789abcdef0123456789abcdef01234567"
    snapshot = own / "snapshots" / commit
    snapshot.mkdir(parents=True)
    (own / "blobs").mkdir()
    (own / "refs").mkdir()
    (own / "refs" / "main").write_text(commit)
    for number, each in enumerate(model.iterdir()):
        blob = own / "blobs" / str(number)
        blob.write_bytes(each.read_bytes())
        (snapshot / each.name).symlink_to(f"../../blobs/{number}")
    found = check("maker/tiny")
    assert (found.place.name, found.place.revision) == ("maker/tiny", commit)
    (snapshot / "config.json").unlink()
    (snapshot / "config.json").symlink_to(model / "config.json")
    with pytest.raises(RefusedModel, match="link out of the folder"):
        check("maker/tiny")


def test_a_name_that_is_not_here_says_how_to_fetch_it() -> None:
    with pytest.raises(UnknownModel, match="briefwright models pull nobody/nothing"):
        check("nobody/nothing")
    with pytest.raises(UnknownModel, match="neither a folder nor a hub's name"):
        check("nothing")


def test_another_end_of_answers_is_another_revision(model: Path) -> None:
    before = revision(check(model))
    assert revision(check(model)) == before
    change(model, "generation_config.json", lambda found: found.update(suppress_tokens=[5]))
    assert revision(check(model)) != before
