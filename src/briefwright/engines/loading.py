"""Models by a recipe, and its fingerprint, which tells whether a brief is still current."""

from __future__ import annotations

import functools
import hashlib
import importlib
import json
from collections.abc import Callable
from pathlib import Path

import briefwright
from briefwright import models, resources
from briefwright.brief import SCHEMA_VERSION
from briefwright.engines import Look, Recipe
from briefwright.nn.threads import settle
from briefwright.pipeline import WORDINGS, Models, look
from briefwright.pipeline import load as load_models

_PACKAGE = Path(briefwright.__file__).parent


def load(recipe: Recipe) -> Models:
    """Raises ModelError."""
    models = load_models(
        wording=WORDINGS[recipe.model],
        read=recipe.reader,
        instruction=recipe.instruction,
        dtype=recipe.dtype or "float32",
    )
    settle()
    return models


def loader(recipe: Recipe) -> Callable[[Recipe], Models]:
    module, _, name = recipe.loader.partition(":")
    found: Callable[[Recipe], Models] = getattr(importlib.import_module(module), name)
    return found


def fingerprint(recipe: Recipe) -> str:
    """A hash of all that decides a brief apart from its article, without loading a model.

    Program and contract version, the models' pinned hashes, and our own weights and prompts by
    their content; an instruct model by its revision. Raises ModelError, TemplateError.
    """
    written = recipe.model_dump_json(exclude_none=True)
    parts = [briefwright.__version__, SCHEMA_VERSION, written]
    if recipe.reader == "trained":
        parts += [_tree(_PACKAGE / "reader", "*.safetensors")]
    if WORDINGS[recipe.model] == "written":
        parts += [
            _tree(_PACKAGE / "writer", "*.safetensors"),
            _tree(resources.folder("prompts"), "*"),
        ]
    if recipe.instruction is not None:
        parts += [
            _tree(_PACKAGE / "writer", "judge.safetensors"),
            look(recipe.instruction),
        ]
    if WORDINGS[recipe.model] == "written" or recipe.reader == "trained":
        parts += [f"{name} {models.revision(name)}" for name in sorted(models.EMBEDDED)]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def look_fingerprint(look: Look) -> str:
    """A hash of all that decides a note apart from its brief: template and header by content."""
    from briefwright.render import templates

    parts = [briefwright.__version__, look.format, look.header.model_dump_json()]
    if look.format != "json":
        found = templates.find(look.template, look.format)
        # Shipped templates take pieces from files beside them.
        own = _tree(found.parent, "*") if templates.is_shipped(found) else _file(found)
        parts += [found.name, own]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@functools.cache
def _tree(folder: Path, pattern: str) -> str:
    whole = hashlib.sha256()
    for path in sorted(folder.rglob(pattern)):
        if path.is_file() and "__pycache__" not in path.parts:
            whole.update(f"{path.relative_to(folder)} {_file(path)}\n".encode())
    return whole.hexdigest()


def _file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
