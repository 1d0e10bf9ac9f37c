"""Tiny instruct models with random weights, in the layout that real ones have.

Made on the spot, in a moment, for trying the mechanics; what they say means nothing. Their
vocabulary spells text byte by byte, with a few words whole.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

CONTROL = ("<unk>", "<|endoftext|>", "<|im_start|>", "<|im_end|>", "<pad>")
TEMPLATE = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CONTEXT = 4096
_WORDS = ("the", "minister", "said", "name", "and", "of")
_SIZES: Mapping[str, Any] = {
    "hidden_size": 32,
    "intermediate_size": 48,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 8,
    "max_position_embeddings": CONTEXT,
}
_PAIR: Mapping[str, Any] = {
    "d_model": 32,
    "encoder_layers": 2,
    "decoder_layers": 2,
    "encoder_attention_heads": 4,
    "decoder_attention_heads": 4,
    "encoder_ffn_dim": 48,
    "decoder_ffn_dim": 48,
    "max_position_embeddings": 256,
    "decoder_start_token_id": 1,
    "forced_eos_token_id": 1,
}
DECODERS: Mapping[str, Mapping[str, Any]] = {
    "llama": _SIZES,
    "qwen2": _SIZES,
    "qwen3": _SIZES,
    "mistral": {**_SIZES, "sliding_window": 24},
    "gemma2": {**_SIZES, "sliding_window": 24, "query_pre_attn_scalar": 8},
    "gemma3_text": {**_SIZES, "sliding_window": 24, "query_pre_attn_scalar": 8},
    "phi3": {**_SIZES, "original_max_position_embeddings": CONTEXT},
    "gpt2": {"n_embd": 32, "n_layer": 2, "n_head": 4, "n_positions": CONTEXT},
    "gpt_neox": {**_SIZES, "rotary_pct": 1.0},
    "mixtral": {**_SIZES, "num_local_experts": 4, "num_experts_per_tok": 2},
    # Its convolutions keep no keys and values, so nothing of it is shared or put side by side.
    "lfm2": {**_SIZES, "layer_types": ["conv", "full_attention"]},
}
"""Families, and the dimensions of their tiny ones; some with layers that look back 24 tokens."""
ENCODER_DECODERS: Mapping[str, Mapping[str, Any]] = {
    "bart": _PAIR,
    "pegasus": _PAIR,
    "t5": {
        "d_model": 32,
        "d_kv": 8,
        "d_ff": 48,
        "num_layers": 2,
        "num_heads": 4,
        "decoder_start_token_id": 4,
        "task_specific_params": {"summarization": {"prefix": "summarize: "}},
    },
}


def write(folder: Path, family: str = "llama", *, seed: int = 0) -> Path:
    """Put a model of the family into `folder`, which is made; the folder."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM
    from transformers.utils import logging

    logging.disable_progress_bar()
    folder.mkdir(parents=True, exist_ok=True)
    size = write_tokenizer(folder / "tokenizer.json", ends=family in ENCODER_DECODERS)
    own = {**DECODERS, **ENCODER_DECODERS}[family]
    config = AutoConfig.for_model(
        family, **own, vocab_size=size, bos_token_id=1, eos_token_id=3, pad_token_id=4
    )
    auto = AutoModelForSeq2SeqLM if family in ENCODER_DECODERS else AutoModelForCausalLM
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        model = auto.from_config(config)
        # As drawn, all tokens are nearly as likely; spread out, rounding does not choose.
        for name, each in model.named_parameters():
            if each.dim() > 1 and "norm" not in name:
                each.data.normal_(std=0.25)
    model.save_pretrained(folder)
    _write(folder / "tokenizer_config.json", {"bos_token": CONTROL[1], "eos_token": CONTROL[3]})
    if family in DECODERS:
        (folder / "chat_template.jinja").write_text(TEMPLATE, encoding="utf-8")
    return folder


def change(folder: Path, name: str, edit: Callable[[dict[str, Any]], object]) -> None:
    """Edit one of the folder's JSON files in place."""
    found = json.loads((folder / name).read_text(encoding="utf-8"))
    edit(found)
    _write(folder / name, found)


def _write(path: Path, content: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def write_tokenizer(path: Path, *, ends: bool = False) -> int:
    """Write its tokenizer; the number of tokens. With `ends` a whole text gets an end token."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers, processors

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges: list[tuple[str, str]] = []
    pieces = [*CONTROL, *alphabet]
    for word in _WORDS:
        for start in ("", "Ġ"):
            spelled = start + word
            for end in range(1, len(spelled)):
                pair = (spelled[:end], spelled[end])
                if pair not in merges:
                    merges.append(pair)
                    pieces.append(spelled[: end + 1])
    vocabulary = {piece: at for at, piece in enumerate(dict.fromkeys(pieces))}
    tokenizer = Tokenizer(models.BPE(vocab=vocabulary, merges=merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(each, special=True) for each in CONTROL])
    if ends:
        tokenizer.post_processor = processors.TemplateProcessing(
            single=f"$A {CONTROL[3]}", special_tokens=[(CONTROL[3], 3)]
        )
    tokenizer.save(str(path))
    return len(vocabulary)
