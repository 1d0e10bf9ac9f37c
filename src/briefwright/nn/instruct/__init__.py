"""Any instruct model of transformers, held open behind the protocol of `conversation`.

Owns looking folders over, loading, chat templates, grammars and generation. Knows nothing of
articles. Importing it loads neither torch nor transformers, and nothing here asks a network.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from briefwright.conversation import Instruct, Setting
from briefwright.errors import NoRoom, RefusedModel, SettingsError
from briefwright.nn.instruct import architecture as architectures
from briefwright.nn.instruct import device as devices
from briefwright.nn.instruct import folder as folders
from briefwright.nn.instruct import memory, place
from briefwright.nn.instruct.architecture import Architecture
from briefwright.nn.instruct.folder import Folder
from briefwright.nn.instruct.memory import CONTEXT, LEAST, Need
from briefwright.nn.instruct.place import Place
from briefwright.nn.instruct.spelling import Spelling
from briefwright.nn.instruct.template import Frame, frame, usual
from briefwright.nn.threads import cores, quiet

__all__ = ["CONTEXT", "Checked", "check", "load", "opened", "revision"]

_SAMPLES, _SAMPLE = 256, 4 << 10
_RELATIVE = 512
"""Tokens that an encoder with relative positions reads at once; T5's were trained on so many."""


@dataclass(frozen=True)
class Checked:
    """A model that may be loaded, and into which memory; of its weights nothing was loaded yet."""

    place: Place
    folder: Folder
    architecture: Architecture
    kind: architectures.Kind
    frame: Frame | None
    """None for an encoder-decoder."""
    spelling: Spelling
    ends: tuple[int, ...]
    """Tokens that may end an answer."""
    device: str
    need: Need
    free: int | None
    """Bytes on the device; None where nobody tells."""


def check(
    where: Path | str, *, device: str = "auto", dtype: str = "auto", context: int | None = None
) -> Checked:
    """Look a model over: its files, its template, its size against the memory there is.

    `context` (default: `CONTEXT`, or what the model has) is in tokens. Raises UnknownModel,
    RefusedModel, NoRoom or ModelError, and SettingsError for an option that means nothing.
    """
    found = place.find(where)
    folder = folders.look(found.path, root=found.root)
    own = architectures.read(folder)
    # An encoder-decoder's tokenizer has none, and needs none.
    around = None if _encodes(folder) else frame(folder)
    spelling = Spelling(folder, own.vocabulary)
    ends = _ends(folder, spelling)
    place.stay_offline()
    quiet()
    from briefwright.nn.instruct import weights

    kind = weights.kind(folder, own)
    tokens = _context(own, kind, context)
    chosen = devices.choose(device)
    try:
        need, free = _fitting(folder, own, chosen, dtype, tokens)
    except NoRoom:
        if device != "auto" or chosen == "cpu":
            raise
        chosen = "cpu"
        need, free = _fitting(folder, own, chosen, dtype, tokens)
    return Checked(found, folder, own, kind, around, spelling, ends, chosen, need, free)


def _fitting(
    folder: Folder, own: Architecture, device: str, dtype: str, context: int
) -> tuple[Need, int | None]:
    free = devices.free(device)
    where = "main memory" if device == "cpu" else f"the memory of {device}"
    dtypes = devices.dtypes(folder, device, dtype)
    return memory.fit(folder, own, dtypes=dtypes, context=context, free=free, place=where), free


def load(
    where: Path | str,
    *,
    device: str = "auto",
    dtype: str = "auto",
    context: int | None = None,
    threads: int | None = None,
    pull: bool = False,
) -> Instruct:
    """The model in a folder, or of a hub's name that is in the hub's cache on this machine.

    `device` is auto, cpu, cuda or cuda:N; `dtype` auto, float32, bfloat16 or float16; `context` as
    in `check`. `threads` (default: physical cores) holds for all of torch in this process. With
    `pull`, a name that is not here is fetched first; without, no network is asked. Raises as
    `check` does, and RefusedModel too where the weights turn out not to be whole.
    """
    if pull and not Path(where).expanduser().is_dir():
        place.pull(str(where))
    return opened(check(where, device=device, dtype=dtype, context=context), threads=threads)


def opened(checked: Checked, *, threads: int | None = None) -> Instruct:
    """As `load`, of a model that was looked over."""
    import torch

    from briefwright.nn.instruct import weights

    torch.set_num_threads(threads or cores())
    model = weights.load(
        checked.folder, checked.kind, dtype=checked.need.dtype, device=checked.device
    )
    return _decoder(checked, model) if checked.kind == "decoder" else _summariser(checked, model)


def _decoder(checked: Checked, model: Any) -> Instruct:
    from briefwright.nn.instruct.decoder import InstructDecoder
    from briefwright.nn.instruct.matching import Matching

    assert checked.frame is not None
    width = memory.WIDTHS[checked.need.dtype]
    logits = int(model.get_output_embeddings().weight.shape[0])
    return InstructDecoder(
        model,
        checked.spelling,
        checked.frame,
        Matching(checked.spelling, vocabulary=logits, ends=checked.ends),
        name=checked.place.name,
        revision=revision(checked),
        context=checked.need.context,
        settings=_settings(checked, model),
        cache_bytes=lambda tokens: checked.architecture.cache_bytes(tokens, width),
        free=lambda: devices.free(checked.device),
    )


def _summariser(checked: Checked, model: Any) -> Instruct:
    from briefwright.nn.instruct.summariser import BEAMS, InstructSummariser

    return InstructSummariser(
        model,
        checked.spelling,
        name=checked.place.name,
        revision=revision(checked),
        context=checked.need.context,
        settings=_settings(checked, model, sampling="beams", beams=BEAMS),
        generation=checked.folder.generation,
        prefix=_prefix(checked.folder),
    )


def _encodes(folder: Folder) -> bool:
    return folder.config.get("is_encoder_decoder") is True


def _context(own: Architecture, kind: architectures.Kind, asked: int | None) -> int:
    most = own.context or (_RELATIVE if kind == "encoder-decoder" else CONTEXT)
    if asked is None:
        return min(most, CONTEXT)
    if not 1 <= asked <= most or (kind == "decoder" and asked < min(LEAST, most)):
        raise SettingsError(
            f"a context of {asked:,} tokens cannot be used: the model has {most:,}, and fewer than "
            f"{min(LEAST, most):,} hold no article"
        )
    return asked


def _ends(folder: Folder, spelling: Spelling) -> tuple[int, ...]:
    """Tokens that end an answer, wherever the folder says so."""
    found: list[int] = []
    for settings in (folder.generation, folder.config):
        given = settings.get("eos_token_id")
        found += [
            each for each in (given if isinstance(given, list) else [given]) if type(each) is int
        ]
    named = folder.tokenizer.get("eos_token")
    named = named.get("content") if isinstance(named, dict) else named
    own = spelling.number(named) if isinstance(named, str) else None
    found += [own] if own is not None else []
    known = [each for each in dict.fromkeys(found) if 0 <= each < spelling.size]
    if not known:
        raise RefusedModel(
            f"{str(folder.path)!r} does not tell which token ends an answer: there is no "
            "'eos_token_id' in its generation_config.json or config.json"
        )
    return tuple(known)


def _prefix(folder: Folder) -> str:
    """What T5's kind of model is told before a text."""
    tasks = folder.config.get("task_specific_params")
    own = tasks.get("summarization") if isinstance(tasks, dict) else None
    found = own.get("prefix") if isinstance(own, dict) else None
    return found if isinstance(found, str) and len(found) <= 40 and found.isprintable() else ""


def _settings(checked: Checked, model: Any, **more: Setting) -> Mapping[str, Setting]:
    around = checked.frame
    return {
        "device": checked.device,
        "dtype": checked.need.dtype,
        "context": checked.need.context,
        "sampling": "greedy",
        "seed": 0,
        "model_type": checked.architecture.model_type,
        "parameters": sum(each.numel() for each in model.parameters()),
        "template_sha256": around.sha256 if around else None,
        "template_usual": usual(around, checked.architecture.model_type) if around else None,
        "template_words": " ".join(around.words) or None if around else None,
        "torch": version("torch"),
        "transformers": version("transformers"),
        "llguidance": _version("llguidance"),
        **more,
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def revision(checked: Checked) -> str:
    """The hub's commit; else a hash of the small files and of samples of the weights.

    Gigabytes are not hashed at every start: of each file of weights 256 places, the header's
    beginning among them.
    """
    if checked.place.revision:
        return checked.place.revision
    digest = hashlib.sha256()
    for name in (folders.CONFIG, folders.TOKENIZER):
        digest.update((checked.folder.path / name).read_bytes())
    # They say which tokens end an answer, and which a text may not spell out.
    for settings in (checked.folder.generation, checked.folder.tokenizer):
        digest.update(json.dumps(settings, sort_keys=True).encode())
    digest.update((checked.folder.template or "").encode("utf-8", "surrogatepass"))
    for shard in checked.folder.shards:
        size = shard.stat().st_size
        digest.update(f"{shard.name} {size}".encode())
        with shard.open("rb") as file:
            for place_ in range(_SAMPLES):
                file.seek(size * place_ // _SAMPLES)
                digest.update(file.read(_SAMPLE))
    return digest.hexdigest()
