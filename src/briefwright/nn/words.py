"""The reader's base: all-MiniLM-L6-v2's word embeddings and vocabulary, taken out of its files.

Its other layers were trained further and ship with the program; these two stay as they came.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from briefwright.errors import CorruptWeights

FILE = "words.safetensors"
VOCABULARY = "tokenizer.json"
TENSOR = "encoder.words.weight"
"""As the reader's network names it."""
_BASE = "embeddings.word_embeddings.weight"


def extract(
    weights: Path, vocabulary: Path, folder: Path, *, step: Callable[[int, int], None] | None = None
) -> tuple[str, ...]:
    """Write both into `folder`; the names of the files written.

    The same files give the same bytes. Raises CorruptWeights if `weights` has no word embeddings.
    """
    from safetensors import SafetensorError, safe_open
    from safetensors.numpy import save_file

    try:
        with safe_open(weights, "np") as file:
            words = file.get_tensor(_BASE)
    except (OSError, SafetensorError) as error:
        raise CorruptWeights(f"{str(weights)!r} holds no word embeddings: {error}") from error
    save_file({TENSOR: words}, folder / FILE)
    shutil.copyfile(vocabulary, folder / VOCABULARY)
    if step:
        step(1, 1)
    return FILE, VOCABULARY
