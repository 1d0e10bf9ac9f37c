"""A run's briefs out of a folder or a file, with a message for each that is none."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from briefwright.errors import BriefError
from briefwright.render import load_brief, split_briefs
from briefwright.runs.reference import Reference
from briefwright.runs.values import Run

Json = Mapping[str, Any]

_SUFFIXES = (".json", ".jsonl")
_SETTINGS = ("briefwright", "reader", "writer", "model", "revision", "prompts_sha256")


def read_runs(paths: Sequence[Path], names: Sequence[str] = ()) -> tuple[Run, ...]:
    """Each path as one run, named as given, or as shortly as tells it from the others.

    Raises BriefError if a path holds no brief at all, or if two runs have one name.
    """
    given = tuple(names) or named(paths)
    if len(given) != len(paths):
        raise BriefError(f"{len(paths)} runs and {len(given)} names; give one name a run")
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        raise BriefError(f"two runs are called {twice[0]!r}; give each another name")
    return tuple(read_run(path, name=name) for path, name in zip(paths, given, strict=True))


def read_run(path: Path, *, name: str | None = None) -> Run:
    """The briefs and reference briefs of a JSON or JSONL file, or of all such files in a folder.

    What is no brief is told in `Run.unread` and the others are read. Raises BriefError if the path
    is not there or nothing in it is a brief.
    """
    briefs: dict[str, Json] = {}
    unread: list[str] = []
    doubled: list[str] = []
    for source, row in _rows(path):
        try:
            if isinstance(row, BriefError):
                raise row
            brief = _brief(row, source)
        except BriefError as error:
            unread.append(str(error))
            continue
        if brief["id"] in briefs:
            doubled.append(brief["id"])
        briefs[brief["id"]] = brief
    if not briefs:
        why = unread[0] if unread else f"{path}: no .json or .jsonl file in it"
        raise BriefError(
            f"{why}; a run is a folder or file of briefs (note --jsonl, --format json)"
        )
    by_hand = all("schema_version" not in one for one in briefs.values())
    return Run(
        name=name or _bare(path) or str(path),
        source=str(path),
        hand="person" if by_hand else "model",
        briefs=briefs,
        settings=_settings(briefs.values()),
        unread=tuple(unread),
        doubled=tuple(dict.fromkeys(doubled)),
    )


def named(paths: Sequence[Path]) -> tuple[str, ...]:
    """A name for each path: its end, as long as it takes to tell it from the others."""
    parts = [(*path.absolute().parts[:-1], _bare(path)) for path in paths]
    for depth in range(1, max(map(len, parts), default=1) + 1):
        names = tuple("/".join(one[-depth:]) for one in parts)
        if len(set(names)) == len(names):
            return names
    return tuple(str(path) for path in paths)


def _bare(path: Path) -> str:
    """The path's end without the suffix of a file of briefs; "model-2.5" is no such file."""
    name = path.absolute().name
    return path.stem if path.suffix.lower() in _SUFFIXES else name


def _rows(path: Path) -> Iterator[tuple[str, bytes | BriefError]]:
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.suffix.lower() in _SUFFIXES)
    elif path.exists():
        files = [path]
    else:
        raise BriefError(f"{path}: no such file or folder; give a folder or file of briefs")
    for file in files:
        try:
            yield from list(split_briefs(file.read_bytes(), str(file)))
        except OSError as error:
            yield str(file), BriefError(f"{file}: {error.strerror or error}; check the file")
        except BriefError as error:
            yield str(file), error


def _brief(row: bytes, source: str) -> Json:
    """One brief's or reference brief's JSON, once it is known to be one. Raises BriefError."""
    found = _unwrapped(row)
    if found is None or "schema_version" in found or "bottom_line" not in found:
        # Whatever is wrong is said where briefs are read.
        brief = load_brief(row if found is None else json.dumps(found).encode(), source)
        return brief.model_dump(mode="json", exclude_none=True)
    # A reference brief of its own file may leave its id to the file's name.
    found = {"id": Path(source).stem, **found}
    try:
        return Reference.model_validate(found).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(step) for step in first["loc"])
        raise BriefError(f"{source}: reference brief, {where!r}: {first['msg']}") from error


def _unwrapped(row: bytes) -> dict[str, Any] | None:
    """The object of a row, or the one under its "brief"; None for what is neither."""
    try:
        found = json.loads(row.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    inner = found.get("brief") if isinstance(found, dict) else None
    if isinstance(inner, dict):
        return {**({"id": found["id"]} if "id" in found else {}), **inner}
    return found if isinstance(found, dict) else None


def _settings(briefs: Iterable[Json]) -> dict[str, str]:
    made: Json = next((one["provenance"] for one in briefs if one.get("provenance")), {})
    known = {name: str(made[name]) for name in _SETTINGS if made.get(name) is not None}
    return {**known, **{name: str(value) for name, value in made.get("settings", {}).items()}}
