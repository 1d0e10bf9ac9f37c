"""Weights into memory, by transformers, once the folder was looked over; and onto the device.

The last check stands here: what transformers made of the folder must be the whole model, without a
tensor lacking or left over, and every number in it must be one.
"""

from __future__ import annotations

from typing import Any

from briefwright.errors import ModelError, RefusedModel
from briefwright.nn.instruct.architecture import Architecture, Kind
from briefwright.nn.instruct.folder import Folder
from briefwright.nn.instruct.memory import DType

SUMMARISERS = frozenset(
    "bart bigbird_pegasus blenderbot led longt5 mbart mt5 mvp pegasus pegasus_x t5 umt5".split()
)
"""Encoder-decoders that are trained to summarise; others translate, or listen."""
# Recomputed from the configuration, in files of older versions all the same.
_IDLE = ("inv_freq", ".masked_bias", ".attn.bias", ".attention.bias")
_LACKING = 0.999
"""Share of a model's parameters that its files must hold to be worth loading."""


def kind(folder: Folder, architecture: Architecture) -> Kind:
    """What the model's class does. Raises RefusedModel for a class that does neither."""
    from transformers.models.auto import modeling_auto as known

    for name in architecture.classes[:1]:
        if name in known.MODEL_FOR_CAUSAL_LM_MAPPING_NAMES.values():
            return "decoder"
        if known.MODEL_FOR_SEQ_TO_SEQ_CAUSAL_LM_MAPPING_NAMES.get(architecture.model_type) == name:
            if architecture.model_type in SUMMARISERS:
                return "encoder-decoder"
            break
    raise RefusedModel(
        f"the model in {str(folder.path)!r} is a {', '.join(architecture.classes) or 'nothing'!r} "
        f"of the type {architecture.model_type!r}. Taken are decoders that transformers knows, "
        f"such as LlamaForCausalLM, and encoder-decoders of the types "
        f"{', '.join(sorted(SUMMARISERS))}"
    )


def load(folder: Folder, kind: Kind, *, dtype: DType, device: str) -> Any:
    """The model, ready to be asked. Raises RefusedModel if it is not whole."""
    import torch
    from safetensors import SafetensorError
    from transformers import AutoConfig, AutoModelForCausalLM, AutoModelForSeq2SeqLM
    from transformers.utils import logging

    logging.disable_progress_bar()
    logging.set_verbosity_error()
    auto = AutoModelForCausalLM if kind == "decoder" else AutoModelForSeq2SeqLM
    local: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        config = AutoConfig.from_pretrained(folder.path, **local)
        _enough(folder, auto, config)
        model, report = auto.from_pretrained(
            folder.path,
            config=config,
            dtype=getattr(torch, dtype),
            use_safetensors=True,
            # So that the report names them, in place of an error that does not.
            ignore_mismatched_sizes=True,
            output_loading_info=True,
            **local,
        )
    except torch.OutOfMemoryError:
        raise
    # Configurations are anybody's: transformers fails on them with whatever its arithmetic meets.
    except (
        OSError,
        ValueError,
        RuntimeError,
        ImportError,
        KeyError,
        TypeError,
        AttributeError,
        ArithmeticError,
        AssertionError,
        IndexError,
        SafetensorError,
    ) as error:
        said = str(error).strip().split("\n")[0][:300] or type(error).__name__
        raise RefusedModel(f"the model in {str(folder.path)!r} cannot be loaded: {said}") from error
    _whole(folder, report)
    model.eval().requires_grad_(False)
    _numbers(folder, model)
    model = _placed(model, device)
    _tried(folder, kind, model)
    return model


def _placed(model: Any, device: str) -> Any:
    try:
        return model.to(device)
    except (RuntimeError, AssertionError) as error:
        raise ModelError(
            f"the model cannot be put on the device {device!r}: {str(error).splitlines()[0][:200]}"
        ) from error


def _tried(folder: Folder, kind: Kind, model: Any) -> None:
    """Have it read three tokens: dimensions that do not go together fail here, and not at night."""
    import torch

    ids = torch.tensor([[0, 1, 2]], device=next(model.parameters()).device)
    more = {} if kind == "decoder" else {"decoder_input_ids": ids}
    try:
        with torch.inference_mode():
            logits = model(input_ids=ids, use_cache=True, **more).logits
    except (RuntimeError, ValueError, TypeError, IndexError, AttributeError, KeyError) as error:
        said = str(error).strip().split("\n")[0][:200]
        raise RefusedModel(
            f"the model in {str(folder.path)!r} fails on three tokens: {said}"
        ) from error
    if not torch.isfinite(logits.float()).all():
        raise RefusedModel(
            f"the model in {str(folder.path)!r} computes what is no number, in {model.dtype}; try "
            "another type of numbers: float32 or bfloat16"
        )


def _enough(folder: Folder, auto: Any, config: Any) -> None:
    """Refuse files that cannot hold the model before gigabytes of them are read."""
    from briefwright.nn.bare import bare

    with bare():
        model = auto.from_config(config, trust_remote_code=False)
    model.tie_weights()
    wanted = sum(each.numel() for each in model.parameters())
    if folder.parameters < wanted * _LACKING:
        raise RefusedModel(
            f"the weights in {str(folder.path)!r} have {folder.parameters:,} parameters and their "
            f"configuration tells of {wanted:,}: tensors are missing. Fetch the model again"
        )


def _whole(folder: Folder, report: Any) -> None:
    lacking = sorted(map(str, report["missing_keys"]))
    odd = sorted(
        str(each[0] if isinstance(each, tuple) else each) for each in report["mismatched_keys"]
    )
    extra = sorted(each for each in map(str, report["unexpected_keys"]) if not each.endswith(_IDLE))
    for what, names in (
        ("lack", lacking),
        ("have another shape in", odd),
        ("have too many", extra),
    ):
        if names:
            raise RefusedModel(
                f"the weights in {str(folder.path)!r} {what} {len(names)} tensors, {names[0]!r} "
                "first: they are not those of this configuration. Fetch the model again"
            )


def _numbers(folder: Folder, model: Any) -> None:
    import torch

    for name, each in model.named_parameters():
        # A sum is a pass over memory that makes no copy; no model's is beyond float32.
        if not torch.isfinite(each.sum(dtype=torch.float32)):
            raise RefusedModel(
                f"the weights in {str(folder.path)!r} hold something that is no number, in "
                f"{name!r}. Fetch the model again from where it came"
            )
