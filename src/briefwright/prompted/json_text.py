"""JSON as models write it: fenced, cut off, commented, in prose, with commas too many.

Knows nothing of what the JSON is about.
"""

from __future__ import annotations

import json
import re
from typing import Any, NamedTuple

LONGEST = 24_000
"""Characters; an answer within its limit of tokens is shorter, so what goes on is repetition."""
DEEPEST = 12
"""Brackets within brackets; ours go to four."""
_CONTROL = re.compile(r"<\|[A-Za-z_]+\|>|</?s>|<(?:end|start)_of_turn>")
_FENCE = re.compile(r"```[\w-]*\s*\n?(.*?)(?:```|\Z)", re.DOTALL)
_DIGITS = 9


class NoJson(ValueError):
    """The text holds none; `str()` says what it holds instead."""


class Found(NamedTuple):
    value: Any
    mended: bool
    """Whether it was broken: what is missing may only be cut off."""


def value(text: str) -> Found:
    """The first JSON value in `text` that is an object or a list, mended where it is broken.

    Of keys given twice the first that holds anything counts, and lists are joined. Numbers beyond
    reason and NaN are None. Raises NoJson.
    """
    text = _CONTROL.split(text, maxsplit=1)[0][:LONGEST]
    fenced = _FENCE.search(text)
    for part in (fenced.group(1), text) if fenced else (text,):
        opened = re.search(r"[\[{]", part)
        if opened is None:
            continue
        body = part[opened.start() :]
        if _depth(body) > DEEPEST:
            raise NoJson("its brackets are nested without end")
        try:
            return Found(_decoder().raw_decode(body)[0], mended=False)
        except ValueError:
            return Found(_mended(body), mended=True)
    raise NoJson("it is not JSON" if text.strip() else "it is empty")


def _mended(body: str) -> Any:
    from json_repair import repair_json

    try:
        # Its own reader of sound JSON would forget what a key held that comes twice.
        found = repair_json(body, return_objects=True, skip_json_loads=True)
    except (ValueError, RecursionError) as error:
        raise NoJson(f"it is not JSON ({error})") from error
    if not found or not isinstance(found, dict | list):
        raise NoJson("it is not JSON")
    return found


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(
        object_pairs_hook=_joined,
        parse_constant=lambda _: None,
        parse_int=lambda digits: int(digits) if len(digits) <= _DIGITS else None,
        # A model that writes at length between its quotation marks breaks lines there too.
        strict=False,
    )


def _joined(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, each in pairs:
        before = found.get(key)
        if isinstance(before, list) and isinstance(each, list):
            found[key] = before + each
        elif before in (None, "", [], {}):
            found[key] = each
    return found


def _depth(text: str) -> int:
    """The deepest that brackets go, whether or not they stand in strings."""
    deepest = depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth = max(0, depth - 1)
    return deepest
