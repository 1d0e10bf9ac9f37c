"""What a configuration says of a model's size, checked for sense and against the weights' headers.

Knows neither torch nor transformers; which kinds there are is told by `nn.instruct.kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from briefwright.errors import RefusedModel
from briefwright.nn.instruct.folder import Folder, pairs
from briefwright.spans import Value

Kind = Literal["decoder", "encoder-decoder"]

# Llama 3.1 405B, the largest dense model published, has 126 layers of 16,384.
_MOST = {
    "layers": 512,
    "hidden": 65_536,
    "heads": 1024,
    "key_heads": 1024,
    "width": 1024,
    "vocabulary": 2_000_000,
    "context": 20_000_000,
    "inner": 1_000_000,
    "experts": 2048,
}
_NAMES: Mapping[str, tuple[str, ...]] = {
    "layers": ("num_hidden_layers", "n_layer", "num_layers", "decoder_layers"),
    "hidden": ("hidden_size", "n_embd", "d_model"),
    "heads": ("num_attention_heads", "n_head", "num_heads", "decoder_attention_heads"),
    "key_heads": ("num_key_value_heads",),
    "width": ("head_dim", "d_kv"),
    "vocabulary": ("vocab_size",),
    "context": ("max_position_embeddings", "n_positions"),
    "inner": ("intermediate_size", "n_inner", "d_ff", "decoder_ffn_dim"),
    "experts": ("num_experts", "num_local_experts", "n_routed_experts"),
}
"""Under which keys configurations say it, in the order in which they are looked for."""


_COUNTED = {"layer": 1024, "block": 4096, "expert": 4096, "label": 10_000, "codebook": 4096}
"""The most that a key with this in its name may say."""
_ANY = 1 << 31


class Architecture(Value):
    """A model's dimensions; 0 where the configuration does not say."""

    model_type: str
    classes: tuple[str, ...]
    layers: int
    hidden: int
    heads: int
    key_heads: int
    width: int
    """Of one head's key or value."""
    vocabulary: int
    context: int
    """Positions, 0 where they are relative (T5)."""
    window: int = 0
    """Tokens that a layer with a sliding window looks back, 0 if none has."""
    windowed: int = 0
    """Layers with such a window."""

    def cache_bytes(self, tokens: int, number: int) -> int:
        """Of keys and values for one sequence, `number` bytes each."""
        one = 2 * self.key_heads * self.width * number
        seen = min(tokens, self.window) if self.window else tokens
        return one * ((self.layers - self.windowed) * tokens + self.windowed * seen)


def read(folder: Folder) -> Architecture:
    """The dimensions. Raises RefusedModel for a configuration that no model has."""
    _sane(folder)
    config = folder.config
    inner = config.get("text_config")
    text: Mapping[str, Any] = {**config, **inner} if isinstance(inner, dict) else config
    sizes = {name: _size(folder, text, name) for name in _NAMES}
    if not sizes["layers"] or not sizes["hidden"] or not sizes["heads"] or not sizes["vocabulary"]:
        lacking = next(name for name in _NAMES if not sizes[name])
        raise _odd(folder, f"does not tell the size {_NAMES[lacking][0]!r}")
    window, windowed = _windows(folder, text, sizes["layers"])
    classes = config.get("architectures")
    found = Architecture(
        model_type=str(config.get("model_type", "")),
        classes=tuple(map(str, classes)) if isinstance(classes, list) else (),
        layers=sizes["layers"],
        hidden=sizes["hidden"],
        heads=sizes["heads"],
        key_heads=sizes["key_heads"] or sizes["heads"],
        width=sizes["width"] or sizes["hidden"] // sizes["heads"],
        vocabulary=sizes["vocabulary"],
        context=sizes["context"],
        window=window,
        windowed=windowed,
    )
    _fits(folder, found)
    return found


def _sane(folder: Folder) -> None:
    """No number of the configuration makes transformers count to it for hours, or for ever.

    It builds a module for every layer, expert and codebook, and a name for every label, whatever
    the key is called.
    """
    for key, value in pairs(folder.config):
        if type(value) is not int:
            continue
        most = next((bound for part, bound in _COUNTED.items() if part in key), _ANY)
        if abs(value) > most:
            raise _odd(folder, f"says {key[:60]} = {str(value)[:40]}")


def _size(folder: Folder, config: Mapping[str, Any], name: str) -> int:
    for key in _NAMES[name]:
        value = config.get(key)
        if value is None:
            continue
        if type(value) is not int or not 0 < value <= _MOST[name]:
            raise _odd(folder, f"says {key} = {str(value)[:40]}")
        return value
    return 0


def _windows(folder: Folder, config: Mapping[str, Any], layers: int) -> tuple[int, int]:
    window = config.get("sliding_window")
    if window is None or config.get("use_sliding_window") is False:
        return 0, 0
    if type(window) is not int or not 0 < window <= _MOST["context"]:
        raise _odd(folder, f"says sliding_window = {str(window)[:40]}")
    kinds = config.get("layer_types")
    if isinstance(kinds, list):
        return window, sum(each == "sliding_attention" for each in kinds[:layers])
    # Gemma 2 says nothing of its layers, of which every other one has a window; to reckon with
    # all of them would promise too much.
    return window, layers if config.get("model_type") == "mistral" else layers // 2


def _fits(folder: Folder, found: Architecture) -> None:
    """What the configuration promises is in the weights: embeddings of its size, and layers."""
    wide = (found.vocabulary, found.hidden)
    if not any(
        len(each.shape) == 2 and each.shape[1] == wide[1] and each.shape[0] >= wide[0]
        for each in folder.tensors.values()
    ):
        raise _odd(folder, f"tells of {wide[0]:,} x {wide[1]:,} embeddings; the weights have none")
    # Any layer has at least a square of its width for attention, shared or low-rank as it may be.
    least = found.layers * found.hidden * found.hidden // 16
    if folder.parameters < least or len(folder.tensors) < found.layers:
        raise _odd(
            folder,
            f"tells of {found.layers} layers of {found.hidden:,}; the weights have "
            f"{folder.parameters:,} parameters",
        )


def _odd(folder: Folder, why: str) -> RefusedModel:
    return RefusedModel(
        f"the configuration in {str(folder.path)!r} {why}, which no model has. Fetch it again "
        "from where it came"
    )
