"""The configuration of a batch: one TOML file, every line of it checked.

Paths in it are relative to the file's own folder, so that it means the same to a timer as to a
person. Options of the command line go before it.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError
from rapidfuzz import process

from briefwright.errors import SettingsError
from briefwright.pipeline import WORDINGS
from briefwright.spans import Value

LogForm = Literal["lines", "json"]
Format = Literal["md", "docx", "html", "json"]
_LARGEST = 1_000_000


class ModelsPart(Value):
    """[models]"""

    model: str | None = None
    """One of the embedded models, a folder, or a hub's name."""
    reader: Literal["trained", "patterns"] | None = None
    device: str | None = None
    dtype: str | None = None
    hints: bool | None = None
    prompts: str | None = None
    """A folder of prompt files."""


class NotesPart(Value):
    """[notes]"""

    formats: tuple[Format, ...] = ()
    templates: dict[Format, str] = Field(default_factory=dict)
    """Of a format: a shipped template's name, or a path."""
    to: str | None = None
    from_: str | None = Field(default=None, alias="from")
    marking: str | None = None


class EnginePart(Value):
    """[engine]"""

    name: Literal["local", "ray"] | None = None
    address: str | None = None
    """Of a Ray cluster."""
    workers: int | None = Field(default=None, ge=1)
    threads: int | None = Field(default=None, ge=1)
    seconds: float | None = Field(default=None, gt=0)
    megabytes: int | None = Field(default=None, gt=0)


class NetworkPart(Value):
    """[network]"""

    offline: bool | None = None
    intranet: tuple[str, ...] = ()
    proxy: str | None = None
    contact: str | None = None


class Configuration(Value):
    """What a configuration file says; None and () for what it leaves to options and defaults."""

    sources: tuple[str, ...] = ()
    store: Path | None = None
    out: Path | None = None
    zone: str | None = None
    undated: Literal["run", "retrieved", "none"] | None = None
    log: LogForm | None = None
    models: ModelsPart = ModelsPart()
    notes: NotesPart = NotesPart()
    engine: EnginePart = EnginePart()
    network: NetworkPart = NetworkPart()


def load(path: Path) -> Configuration:
    """The configuration, its paths absolute. Raises SettingsError, which names every fault."""
    try:
        with path.open("rb") as stream:
            content = stream.read(_LARGEST)
        table = tomllib.loads(content.decode("utf-8-sig"))
    except OSError as error:
        raise SettingsError(
            f"--config {path}: cannot be read ({error.strerror or error}); check its name"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"--config {path}: not TOML ({error})") from error
    try:
        found = Configuration.model_validate(table)
    except ValidationError as error:
        faults = "; ".join(_fault(one) for one in error.errors())
        raise SettingsError(f"--config {path}: {faults}") from error
    return _placed(found, path.absolute().parent)


def _placed(found: Configuration, folder: Path) -> Configuration:
    templates = {
        format: str(folder / name) if (folder / name).is_file() else name
        for format, name in found.notes.templates.items()
    }
    return found.model_copy(
        update={
            "sources": tuple(_source(one, folder) for one in found.sources),
            "store": folder / found.store if found.store else None,
            "out": folder / found.out if found.out else None,
            "models": _models_placed(found.models, folder),
            "notes": found.notes.model_copy(update={"templates": templates}),
        }
    )


def _models_placed(part: ModelsPart, folder: Path) -> ModelsPart:
    model, prompts = part.model, part.prompts
    if model is not None and (folder / model).is_dir() and model not in WORDINGS:
        model = str(folder / model)
    return part.model_copy(
        update={"model": model, "prompts": str(folder / prompts) if prompts else None}
    )


def _source(source: str, folder: Path) -> str:
    return source if "://" in source or source == "-" else str(folder / source)


def _fault(error: Any) -> str:
    """One fault for a person: where, what, and what would be right."""
    where = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        known = _known(error["loc"][:-1])
        best = process.extractOne(str(error["loc"][-1]), known, score_cutoff=60)
        meant = f"did you mean {best[0]!r}?" if best else f"there are {', '.join(known)}"
        return f"{where!r}: no such setting; {meant}"
    return f"{where!r}: {error['msg'][:1].lower()}{error['msg'][1:]}, not {error['input']!r}"


def _known(place: tuple[Any, ...]) -> list[str]:
    kind: Any = Configuration
    for part in place:
        kind = kind.model_fields[part].annotation
    return [field.alias or name for name, field in kind.model_fields.items()]
