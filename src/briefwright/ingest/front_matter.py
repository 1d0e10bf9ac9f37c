"""The block of `key: value` lines between two lines of `---` at the head of a text file."""

from __future__ import annotations

import re

_LINE = re.compile(r"([A-Za-z][\w -]{0,40}):(?:[ ]+(.*))?")
_MOST_LINES = 100
FIELDS = {
    "id": "id",
    "title": "title",
    "byline": "byline",
    "author": "byline",
    "publisher": "publisher",
    "date": "published",
    "published": "published",
    "url": "url",
    "language": "language",
}


def split(text: str) -> tuple[dict[str, str], str]:
    """The fields of an article that the block names, and the text after it.

    A text whose first line is a rule and not the start of such a block stays whole. The text is
    cleaned already; keys that no article has are left out.
    """
    lines = text.split("\n", _MOST_LINES + 1)
    if lines[0].rstrip() != "---":
        return {}, text
    fields: dict[str, str] = {}
    for index, line in enumerate(lines[1 : _MOST_LINES + 1], start=1):
        if line.rstrip() in {"---", "..."}:
            return fields, "\n".join(lines[index + 1 :])
        found = _LINE.fullmatch(line.rstrip())
        if found:
            name = FIELDS.get(found[1].strip().lower())
            value = _unquoted(found[2] or "")
            if name and value:
                fields.setdefault(name, value)
        elif line.strip() and not line.startswith((" ", "-", "#")):
            return {}, text
    return {}, text


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1].strip()
    return "" if value in {"null", "~", ">", "|", "[]"} else value
