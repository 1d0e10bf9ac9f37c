"""From a GGUF file to a folder of safetensors: weights, configuration and tokenizer.

Reads the file with the gguf package itself. transformers can load GGUF too, but wants accelerate
for it, takes 18 s where this takes 5, and then refuses to save what it loaded.
Knows one architecture, llama, which is what the embedded decoder has.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefwright.errors import CorruptWeights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = "model.safetensors"

_NAMES = {
    "token_embd": "model.embed_tokens",
    "output_norm": "model.norm",
    "output": "lm_head",
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
_CONTROL = 3
"""GGUF's token type of tokens that steer the model and are never text."""


def convert(
    source: Path, folder: Path, *, step: Callable[[int, int], None] | None = None
) -> tuple[str, ...]:
    """Write the model in `source` into `folder` in the layout of `from_pretrained`, in fp32.

    `step` hears how many tensors are done, of how many. The same file gives the same bytes.
    Returns the names of the files written. Raises CorruptWeights for a file that is no llama
    model with a byte-level vocabulary.
    """
    from gguf import GGUFReader

    try:
        reader = GGUFReader(source)
        facts = {key: field.contents() for key, field in reader.fields.items()}
    except (ValueError, IndexError, KeyError, OSError) as error:
        raise CorruptWeights(f"{str(source)!r} is not a GGUF file: {error}") from error
    if facts.get("general.architecture") != "llama" or facts.get("tokenizer.ggml.model") != "gpt2":
        raise CorruptWeights(
            f"{str(source)!r} holds a {facts.get('general.architecture')!r} model with a "
            f"{facts.get('tokenizer.ggml.model')!r} vocabulary; only llama with gpt2 can be read"
        )
    _weights(reader, facts, folder / WEIGHTS, step)
    for name, content in _configurations(facts).items():
        (folder / name).write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    _tokenizer(facts, folder / "tokenizer.json")
    (folder / "chat_template.jinja").write_text(facts["tokenizer.chat_template"], encoding="utf-8")
    return (WEIGHTS, *_configurations(facts), "tokenizer.json", "chat_template.jinja")


def _weights(
    reader: Any, facts: dict[str, Any], path: Path, step: Callable[[int, int], None] | None
) -> None:
    import numpy as np
    from gguf import dequantize
    from safetensors.numpy import save_file

    heads = {
        "attn_q": int(facts["llama.attention.head_count"]),
        "attn_k": int(facts["llama.attention.head_count_kv"]),
    }
    weights: dict[str, NDArray[np.float32]] = {}
    for done, tensor in enumerate(reader.tensors, start=1):
        part = tensor.name.split(".")[-2]
        array = dequantize(tensor.data, tensor.tensor_type).astype(np.float32, copy=False)
        if part in heads:
            array = _unpermuted(array, heads[part])
        weights[_name(tensor.name)] = np.ascontiguousarray(array)
        if step:
            step(done, len(reader.tensors))
    save_file(weights, path, metadata={"format": "pt"})


def _name(name: str) -> str:
    """`blk.3.attn_q.weight` as transformers calls it."""
    *block, part, kind = name.split(".")
    if part not in _NAMES:
        raise CorruptWeights(f"the model file has a tensor {name!r} that a llama model lacks")
    layer = f"model.layers.{block[1]}." if block else ""
    return f"{layer}{_NAMES[part]}.{kind}"


def _unpermuted(array: NDArray[np.float32], heads: int) -> NDArray[np.float32]:
    # llama.cpp interleaves the two halves that rotary embedding pairs; transformers keeps them
    # one after the other.
    rows, columns = array.shape
    return array.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(array.shape)


def _configurations(facts: dict[str, Any]) -> dict[str, dict[str, Any]]:
    tokens = facts["tokenizer.ggml.tokens"]
    ids = {
        kind: int(facts[f"tokenizer.ggml.{kind}_token_id"])
        for kind in ("bos", "eos", "padding", "unknown")
    }
    special = {f"{kind}_token_id": ids[kind] for kind in ("bos", "eos")}
    special["pad_token_id"] = ids["padding"]
    return {
        "config.json": {
            "architectures": ["LlamaForCausalLM"],
            "model_type": "llama",
            "dtype": "float32",
            "hidden_act": "silu",
            "hidden_size": int(facts["llama.embedding_length"]),
            "intermediate_size": int(facts["llama.feed_forward_length"]),
            "max_position_embeddings": int(facts["llama.context_length"]),
            "num_attention_heads": int(facts["llama.attention.head_count"]),
            "num_key_value_heads": int(facts["llama.attention.head_count_kv"]),
            "num_hidden_layers": int(facts["llama.block_count"]),
            "rms_norm_eps": float(facts["llama.attention.layer_norm_rms_epsilon"]),
            "rope_parameters": {
                "rope_type": "default",
                "rope_theta": float(facts["llama.rope.freq_base"]),
            },
            "tie_word_embeddings": True,
            "vocab_size": len(tokens),
            **special,
        },
        "generation_config.json": {"do_sample": False, **special},
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": tokens[ids["bos"]],
            "eos_token": tokens[ids["eos"]],
            "pad_token": tokens[ids["padding"]],
            "unk_token": tokens[ids["unknown"]],
            "clean_up_tokenization_spaces": False,
            "model_max_length": int(facts["llama.context_length"]),
            "padding_side": "left",
        },
    }


def _tokenizer(facts: dict[str, Any], path: Path) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    tokens = facts["tokenizer.ggml.tokens"]
    merges = [tuple(merge.split(" ", 1)) for merge in facts["tokenizer.ggml.merges"]]
    vocabulary = {token: index for index, token in enumerate(tokens)}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    # "smollm" in GGUF's `tokenizer.ggml.pre`: digits one by one, then as in GPT-2.
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Digits(individual_digits=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens(
        [
            AddedToken(token, special=True, normalized=False)
            for token, kind in zip(tokens, facts["tokenizer.ggml.token_type"], strict=True)
            if kind == _CONTROL
        ]
    )
    tokenizer.save(str(path))
