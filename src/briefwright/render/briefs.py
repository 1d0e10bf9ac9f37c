"""Reading briefs back from files, with messages for the person who edited them."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import ValidationError

from briefwright.brief import SCHEMA_VERSION, Brief
from briefwright.errors import BriefError


def load_brief(data: bytes, source: str) -> Brief:
    """One brief from its JSON. `source` names it in messages. Raises BriefError."""
    found = _object(data, source)
    version = found.get("schema_version")
    if "schema_version" not in found and "articles" not in found:
        raise BriefError(
            f"{source}: JSON, but not a brief: it has neither 'schema_version' nor 'articles'; "
            "give a file written by --format json or --jsonl"
        )
    if version != SCHEMA_VERSION:
        raise BriefError(
            f"{source}: schema_version is {version!r}, this version reads {SCHEMA_VERSION!r}; "
            "make the brief again from its article, or use the version that wrote it"
        )
    try:
        return Brief.model_validate(found)
    except ValidationError as error:
        raise BriefError(f"{source}: {_explained(error)}") from error


def load_briefs(data: bytes, source: str) -> Iterator[Brief]:
    """The briefs of a JSON file or of a JSONL file, in order; stops at the first broken one.

    Raises BriefError. Whoever wants the others too goes through `split_briefs`.
    """
    for name, row in split_briefs(data, source):
        yield load_brief(row, name)


def split_briefs(data: bytes, source: str) -> Iterator[tuple[str, bytes]]:
    """Each brief's JSON with its name for messages: the file's, and the line's in JSONL.

    JSONL is told from JSON by its first line: if that is JSON by itself, every line is a row.
    """
    lines = [(number, line) for number, line in enumerate(data.splitlines(), 1) if line.strip()]
    if not lines:
        raise BriefError(f"{source}: empty; give a file written by --format json or --jsonl")
    if len(lines) == 1 or not _stands_alone(lines[0][1]):
        yield source, data
        return
    for number, line in lines:
        yield f"{source}, line {number}", line


def _stands_alone(line: bytes) -> bool:
    try:
        json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return True


def _object(data: bytes, source: str) -> dict[str, object]:
    try:
        found = json.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BriefError(f"{source}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    except json.JSONDecodeError as error:
        raise BriefError(
            f"{source}: not JSON at line {error.lineno}, column {error.colno}: {error.msg}; "
            "give a file written by --format json or --jsonl"
        ) from error
    # Python refuses numbers of thousands of digits and nesting past its own depth.
    except (ValueError, RecursionError) as error:
        raise BriefError(f"{source}: JSON that no brief needs: {error}") from error
    if not isinstance(found, dict):
        raise BriefError(
            f"{source}: a brief is a JSON object, this is {type(found).__name__}; "
            "give one brief a file, or one a line"
        )
    return found


def _explained(error: ValidationError) -> str:
    """The first thing wrong by its path, and how many more there are."""
    first, *others = error.errors(include_url=False)
    path = ""
    for step in first["loc"]:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    wrong = "is missing" if first["type"] == "missing" else f"is wrong: {first['msg']}"
    more = f" ({len(others)} more like this)" if others else ""
    return f"{path or 'the brief'!r} {wrong}{more}; `briefwright schema` prints what a brief holds"
