"""Where prompts and templates are: inside the package in a wheel, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def folder(name: str) -> Path:
    """The folder `name` ("prompts" or "templates") that came with this installation."""
    packed = _PACKAGE / name
    return packed if packed.is_dir() else _PACKAGE.parent.parent / name
