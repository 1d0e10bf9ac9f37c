"""A model's folder, looked over before anything in it is loaded or run.

Only JSON, templates and safetensors are ever read. Whatever could run (pickles, Python, remote
code), lead elsewhere (links, names with a path), or not end (pipes, huge files) is refused. Knows
neither torch nor transformers.
"""

from __future__ import annotations

import json
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from briefwright.errors import RefusedModel, UnknownModel
from briefwright.nn.instruct import headers
from briefwright.nn.instruct.headers import Tensor
from briefwright.spans import Value

CONFIG = "config.json"
WEIGHTS = "model.safetensors"
INDEX = "model.safetensors.index.json"
TOKENIZER = "tokenizer.json"
TEMPLATE = "chat_template.jinja"
_ENTRIES = 4000
_SHARDS = 1000
_TENSORS = 200_000
_MB = 1 << 20
_LARGEST = {
    CONFIG: _MB,
    "generation_config.json": _MB,
    "tokenizer_config.json": 8 * _MB,
    "special_tokens_map.json": _MB,
    INDEX: 32 * _MB,
    # A vocabulary of 262,000 pieces, Gemma's, takes 33 MB.
    TOKENIZER: 64 * _MB,
    TEMPLATE: _MB // 4,
    "chat_template.json": _MB // 2,
}
"""Bytes that a file of this name may have."""
_PICKLES = frozenset({".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".h5", ".msgpack", ".npz"})
_CODE = frozenset({".py", ".pyc", ".so", ".dll", ".dylib", ".pyd"})
_CODE_KEYS = frozenset(
    "auto_map custom_pipelines custom_generate trust_remote_code kernel_config use_kernels "
    "transformers_weights".split()
)
"""Keys by which transformers loads code, or weights other than those that we looked at."""


class Folder(Value):
    """What was read; nothing of it was believed yet beyond its form."""

    path: Path
    config: dict[str, Any]
    generation: dict[str, Any]
    tokenizer: dict[str, Any]
    """`tokenizer_config.json`, with what `special_tokens_map.json` adds."""
    template: str | None
    shards: tuple[Path, ...]
    tensors: dict[str, Tensor]

    @property
    def parameters(self) -> int:
        return sum(each.count for each in self.tensors.values())


def look(path: Path, *, root: Path | None = None) -> Folder:
    """The folder's files, read. Links may lead anywhere within `root` (default: the folder).

    Raises UnknownModel if it holds no model, RefusedModel if it holds one that we do not load.
    """
    if not path.is_dir():
        raise UnknownModel(f"there is no folder {str(path)!r}")
    present = _entries(path, (root or path).resolve())
    config = _object(path, CONFIG, present)
    if not config:
        raise UnknownModel(f"{str(path)!r} holds no model: {CONFIG!r} is missing or empty")
    tokenizer = _object(path, "special_tokens_map.json", present)
    tokenizer |= _object(path, "tokenizer_config.json", present)
    generation = _object(path, "generation_config.json", present)
    _no_code(path, present, config, tokenizer, generation)
    if TOKENIZER not in present:
        raise RefusedModel(
            f"{str(path)!r} has no {TOKENIZER!r}; only tokenizers in that form are read. "
            "Most models have it: fetch it from where the model came"
        )
    _sized(present[TOKENIZER])
    index = _index(path, present)
    shards = _shards(path, present, index)
    return Folder(
        path=path,
        config=config,
        generation=generation,
        tokenizer=tokenizer,
        template=_template(path, present, tokenizer),
        shards=tuple(shards),
        tensors=_tensors(path, shards, index),
    )


def _entries(path: Path, root: Path) -> dict[str, Path]:
    """The folder's files by name; every one is a file, and lies within `root`."""
    found = {}
    for count, entry in enumerate(path.iterdir()):
        if count >= _ENTRIES:
            raise RefusedModel(f"{str(path)!r} has more than {_ENTRIES:,} entries")
        try:
            real = entry.resolve(strict=True)
            kind = real.stat().st_mode
        except (OSError, RuntimeError) as error:
            raise RefusedModel(f"{str(entry)!r} is a link that leads nowhere") from error
        if not real.is_relative_to(root):
            raise RefusedModel(
                f"{str(entry)!r} is a link out of the folder, to {str(real)!r}; put the file there"
            )
        if stat.S_ISREG(kind):
            found[entry.name] = entry
        elif not stat.S_ISDIR(kind):
            raise RefusedModel(f"{str(entry)!r} is neither a file nor a folder")
        elif entry.name == "custom_generate":
            raise _code(path, entry.name)
    return found


def _sized(file: Path) -> int:
    size = file.stat().st_size
    if size > _LARGEST[file.name]:
        raise RefusedModel(
            f"{str(file)!r} has {size:,} bytes, over the {_LARGEST[file.name]:,} that such a file "
            "may have"
        )
    return size


def _object(path: Path, name: str, present: Mapping[str, Path]) -> dict[str, Any]:
    """A JSON object, empty where there is no such file."""
    if name not in present:
        return {}
    _sized(present[name])
    try:
        found = json.loads(present[name].read_bytes())
    except (ValueError, RecursionError) as error:
        raise RefusedModel(f"{str(present[name])!r} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise RefusedModel(f"{str(path / name)!r} is no JSON object")
    return found


def _no_code(path: Path, present: Mapping[str, Path], *settings: Mapping[str, Any]) -> None:
    for name in present:
        if Path(name).suffix.lower() in _CODE:
            raise _code(path, name)
    if "adapter_config.json" in present:
        raise RefusedModel(
            f"{str(path)!r} is an adapter of another model; merge it into that model and save it"
        )
    for key, value in (pair for each in settings for pair in pairs(each)):
        if key in _CODE_KEYS and value:
            raise _code(path, key)
        if key == "quantization_config" and value:
            raise RefusedModel(
                f"the weights in {str(path)!r} are quantised; take the model's own weights, in "
                "bfloat16 or float32"
            )
        # An attention of a hub's name would be fetched from there, and run.
        if key.endswith("attn_implementation") and value not in (None, "eager", "sdpa"):
            raise _code(path, f"{key}: {value!r}")


def pairs(settings: Any) -> Iterator[tuple[str, Any]]:
    """Every key with its value, those of settings within settings too."""
    left = [settings]
    while left:
        one = left.pop()
        if isinstance(one, dict):
            yield from one.items()
            left += one.values()
        elif isinstance(one, list):
            left += one


def _code(path: Path, what: str) -> RefusedModel:
    return RefusedModel(
        f"{str(path)!r} brings code of its own ({what}), and none but ours is run. If transformers "
        "knows this kind of model by itself, take the .py files and 'auto_map' out"
    )


def _index(path: Path, present: Mapping[str, Path]) -> dict[str, Any]:
    """The file of each tensor where several files hold them; else empty."""
    if INDEX not in present:
        return {}
    if WEIGHTS in present:
        raise RefusedModel(f"{str(path)!r} has both {WEIGHTS!r} and {INDEX!r}; take one away")
    places = _object(path, INDEX, present).get("weight_map")
    if not isinstance(places, dict) or not places:
        raise RefusedModel(f"{str(path / INDEX)!r} names no tensors")
    return places


def _shards(path: Path, present: Mapping[str, Path], index: Mapping[str, Any]) -> list[Path]:
    if not index and WEIGHTS in present:
        return [present[WEIGHTS]]
    if not index:
        pickles = sorted(name for name in present if Path(name).suffix.lower() in _PICKLES)
        if pickles:
            raise RefusedModel(
                f"the weights in {str(path)!r} are {pickles[0]!r}, a format that can run code; "
                "convert them to safetensors, or take a model that has them"
            )
        raise UnknownModel(f"{str(path)!r} holds no weights: {WEIGHTS!r} is missing")
    names = set(map(str, index.values()))
    if len(names) > _SHARDS:
        raise RefusedModel(f"{str(path / INDEX)!r} names {len(names):,} files")
    for name in sorted(names):
        if name not in present or not name.endswith(".safetensors"):
            raise RefusedModel(
                f"{str(path / INDEX)!r} names {name!r}, which is no safetensors file of the folder"
            )
    return [present[name] for name in sorted(names)]


def _tensors(path: Path, shards: list[Path], index: Mapping[str, Any]) -> dict[str, Tensor]:
    found: dict[str, Tensor] = {}
    for shard in shards:
        own = headers.read(shard)
        if set(own) & set(found):
            raise RefusedModel(f"{str(path)!r} has {min(set(own) & set(found))!r} in two files")
        found |= own
        if len(found) > _TENSORS:
            raise RefusedModel(f"{str(path)!r} has more than {_TENSORS:,} tensors")
    if index and set(index) != set(found):
        odd = min(set(index) ^ set(found))
        raise RefusedModel(f"{str(path / INDEX)!r} and the files differ in {odd!r}")
    return found


def _template(path: Path, present: Mapping[str, Path], tokenizer: Mapping[str, Any]) -> str | None:
    """The chat template, in the order in which transformers looks for it."""
    if TEMPLATE in present:
        _sized(present[TEMPLATE])
        return present[TEMPLATE].read_text(encoding="utf-8", errors="replace")
    written = _object(path, "chat_template.json", present).get(
        "chat_template", tokenizer.get("chat_template")
    )
    if isinstance(written, list):
        named = {
            each.get("name"): each.get("template") for each in written if isinstance(each, dict)
        }
        written = named.get("default")
    if written is None:
        return None
    if not isinstance(written, str) or len(written) > _LARGEST[TEMPLATE]:
        raise RefusedModel(f"the chat template in {str(path)!r} is too long, or no text")
    return written
