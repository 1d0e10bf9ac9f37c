"""A chat template as the frame it puts around a conversation, found once and never run again.

The template renders placeholders, in a bounded process of its own; what stands around them is the
frame. It never sees an article, so it can neither drop nor change one, and an article can say
nothing to it.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from briefwright.errors import RefusedModel
from briefwright.nn.instruct.folder import Folder
from briefwright.spans import Value

_CHILD = Path(__file__).with_name("template_child.py")
_SECONDS = 20
"""By the clock, where the system bounds no process's computing, or the machine is busy."""
_LONGEST = 4000
"""Characters of a frame. Llama 3's has 150; SmolLM3's, with its metadata, some 900."""
_WORDS = 80
"""That a frame may add; fewer are told. The wordiest that we know of, gpt-oss's, has 40."""
_SYSTEM, _USER = "Systemplaceholder", "Userplaceholder"
_MARK = re.compile(r"<[^<>\s]{1,40}>|\[/?[A-Z_]{2,20}\]|<start_of_turn>|<<?/?SYS>?>")
_ROLES = frozenset("system user assistant model human cutting knowledge date today".split())
_WORD = re.compile(r"[^\W\d_]{2,}")
_MONTHS = frozenset("jan feb mar apr may jun jul aug sep oct nov dec december july".split())


class Frame(Value):
    """What stands before, between and after what we say."""

    before: str
    between: str | None
    """None for a model without a system turn: our instruction then begins the user's."""
    bare: str
    """Before the user's text where there is no instruction."""
    after: str
    sha256: str
    """Of the template."""

    def around(self, system: str, user: str) -> str:
        """One conversation, ending where the answer begins."""
        if not system:
            return f"{self.bare}{user}{self.after}"
        if self.between is None:
            return f"{self.bare}{system}\n\n{user}{self.after}"
        return f"{self.before}{system}{self.between}{user}{self.after}"

    @property
    def words(self) -> tuple[str, ...]:
        """Words that the template adds to an instruction of ours, beside marks and roles."""
        used = (self.bare,) if self.between is None else (self.before, self.between)
        whole = _MARK.sub(" ", " ".join((*used, self.after)))
        return tuple(word for word in _WORD.findall(whole) if word.lower() not in _ROLES | _MONTHS)


def frame(folder: Folder) -> Frame:
    """The frame of the folder's chat template. Raises RefusedModel if it has none that serves."""
    if folder.template is None:
        raise RefusedModel(
            f"{str(folder.path)!r} has no chat template, so it is no instruct model; put the "
            "template it was trained with there, as chat_template.jinja"
        )
    plain, whole, longer = _rendered(folder)
    if "error" in plain:
        raise _bad(folder, f"it fails ({plain['error']})")
    bare, after = _parted(folder, plain["text"], _USER)
    before, between = bare, None
    # Gemma's has no system turn and says so by failing; others would drop it without a word.
    if _SYSTEM in whole.get("text", ""):
        before, rest = _parted(folder, whole["text"], _SYSTEM)
        between, tail = _parted(folder, rest, _USER)
        if tail != after:
            raise _bad(folder, "it ends a conversation otherwise where there is an instruction")
    found = Frame(
        before=before, between=between, bare=bare, after=after, sha256=_sha256(folder.template)
    )
    if len(before) + len(between or "") + len(bare) + len(after) > _LONGEST:
        raise _bad(folder, f"it adds over {_LONGEST:,} characters of its own")
    if len(found.words) > _WORDS:
        raise _bad(folder, f"it tells the model {' '.join(found.words[:12])!r} and so on")
    if not after.strip() and not bare.strip():
        raise _bad(folder, "it marks neither turn")
    if longer.get("text") != found.around(_LONG, f"{_LONG} {_LONG}"):
        raise _bad(folder, "what it adds depends on what is said")
    if after.rstrip().endswith("<think>"):
        # The thoughts of a model that always thinks aloud: over before they began.
        return found.model_copy(update={"after": f"{after.rstrip()}\n\n</think>\n\n"})
    return found


def usual(found: Frame, model_type: str) -> bool | None:
    """Whether the frame is the one that the makers of this type of model publish; None if we know
    of none. Models trained further may well have another."""
    wanted = _KNOWN.get(model_type)
    if wanted is None:
        return None
    whole = found.around("S", "U").removesuffix("<think>\n\n</think>\n\n")
    return whole.removeprefix("<bos>") == wanted


_CHATML = "<|im_start|>system\nS<|im_end|>\n<|im_start|>user\nU<|im_end|>\n<|im_start|>assistant\n"
_GEMMA = "<start_of_turn>user\nS\n\nU<end_of_turn>\n<start_of_turn>model\n"
_KNOWN = {
    "qwen2": _CHATML,
    "qwen3": _CHATML,
    "gemma": _GEMMA,
    "gemma2": _GEMMA,
    "gemma3_text": _GEMMA,
    "phi3": "<|system|>\nS<|end|>\n<|user|>\nU<|end|>\n<|assistant|>\n",
}
"""What Qwen 2 to 3, Gemma 1 to 3 and Phi 3 make of the instruction S and the text U."""
_LONG = " ".join(f"{word} 1.5% “so” {{x}} <b>" for word in ("minister", "Pretend", "Bank")) * 40
"""Stands for an article: long, with what articles have in them."""


def _rendered(folder: Folder) -> list[dict[str, str]]:
    """With the user's text alone, with an instruction too, and with long texts for both."""
    told = {"role": "system", "content": _SYSTEM}
    said = {"role": "user", "content": f"{_LONG} {_LONG}"}
    plain, whole, longer, joined = _render(
        folder,
        [
            [{"role": "user", "content": _USER}],
            [told, {"role": "user", "content": _USER}],
            [{**told, "content": _LONG}, said],
            [{**said, "content": f"{_LONG}\n\n{_LONG} {_LONG}"}],
        ],
    )
    return [plain, whole, longer if _SYSTEM in whole.get("text", "") else joined]


def _render(folder: Folder, conversations: Sequence[Any]) -> list[dict[str, str]]:
    given = {
        "template": folder.template,
        "conversations": conversations,
        "tokens": special(folder),
    }
    try:
        child = subprocess.run(
            [sys.executable, "-P", str(_CHILD)],
            input=json.dumps(given).encode(),
            capture_output=True,
            timeout=_SECONDS,
            check=True,
        )
        found = json.loads(child.stdout)
    except subprocess.TimeoutExpired as error:
        raise _bad(folder, "it takes more time than a template needs") from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise _bad(folder, "it takes more time or memory than a template needs") from error
    return list(found)


def special(folder: Folder) -> dict[str, str]:
    """The tokens that a template may name: `bos_token` and its like."""
    found = {}
    for name in ("bos_token", "eos_token", "pad_token", "unk_token"):
        value = folder.tokenizer.get(name)
        value = value.get("content") if isinstance(value, dict) else value
        found[name] = value if isinstance(value, str) and len(value) < 100 else ""
    return found


def _parted(folder: Folder, text: str, mark: str) -> tuple[str, str]:
    if text.count(mark) != 1:
        raise _bad(folder, f"it says what the user says {text.count(mark)} times")
    before, after = text.split(mark)
    return before, after


def _bad(folder: Folder, why: str) -> RefusedModel:
    return RefusedModel(
        f"the chat template in {str(folder.path)!r} cannot be used: {why}. Put the one that the "
        "model's makers publish there, as chat_template.jinja"
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
