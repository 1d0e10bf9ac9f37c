"""From the schema of an answer to a grammar that a decoder can be held to, in llguidance's Lark.

We compile the schema ourselves, since a string that must be cut from a text has no place in JSON
Schema. Written are objects, arrays, strings, integers, booleans, null, `enum`, `const` and `anyOf`;
other keywords are refused, not overlooked. One space follows a comma and a colon, as in most JSON
that models have read; nothing else is white between values, and all lengths are bounded.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from briefwright.conversation import Grammar
from briefwright.errors import ModelError

LONGEST = 400
"""Characters of a string whose schema names no `maxLength`."""
MOST = 40
"""Items of an array whose schema names no `maxItems`."""
LARGEST = 99_999
"""Of an integer whose schema names no `maximum`."""
_DEEPEST = 12
_PLAIN = r"[^\"\\\x00-\x1f\x7f]"
_SOLID = r"[^ \"\\\x00-\x1f\x7f]"
_SIGN = r"\\[\"\\]"
# One word with what binds it, one sign, one letter of a script without spaces, or a run of blanks.
_CHUNK = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|\w+(?:[-'’.,]\w+)*|\s+|[^\w\s]"
)
# Half of a surrogate pair has no bytes that a tokenizer could spell, and a control character none
# that stand for it in JSON alone: "\u001f" would end a slice on a letter.
_UNSPEAKABLE = re.compile("[\ud800-\udfff\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f]")
_NOTES = frozenset({"title", "description", "x-slice", "$schema", "default", "examples"})
_KEYWORDS: Mapping[str, frozenset[str]] = {
    "object": frozenset({"properties", "required", "additionalProperties"}),
    "array": frozenset({"items", "minItems", "maxItems"}),
    "string": frozenset({"minLength", "maxLength"}),
    "integer": frozenset({"minimum", "maximum"}),
    "boolean": frozenset(),
    "null": frozenset(),
}


def lark(grammar: Grammar) -> str:
    """The grammar's text. Raises ModelError for a schema that it cannot express."""
    rules = _Rules(grammar.slices)
    start = rules.value(grammar.json_schema, "$", 0)
    return "\n".join(["%llguidance {}", f"start: {start}", *rules.lines, ""])


def chunks(text: str) -> list[str]:
    """`text` cut where a slice of it may begin or end; joined they are the text."""
    return _CHUNK.findall(text)


class _Rules:
    """The rules so far; equal ones are written once."""

    def __init__(self, slices: Sequence[str]) -> None:
        self.lines: list[str] = []
        self._slices = slices
        self._names: dict[str, str] = {}

    def value(self, schema: Any, where: str, depth: int) -> str:
        """The name of the rule or terminal for `schema`, which stands at `where`."""
        if not isinstance(schema, Mapping) or depth > _DEEPEST:
            raise _refused(where, "is no schema" if depth <= _DEEPEST else "is nested too deep")
        if "anyOf" in schema:
            _only(schema, frozenset({"anyOf"}), where)
            options = schema["anyOf"]
            if not isinstance(options, Sequence) or not options:
                raise _refused(where, "has an empty 'anyOf'")
            return self._rule(" | ".join(self.value(each, where, depth + 1) for each in options))
        if "enum" in schema or "const" in schema:
            _only(schema, frozenset({"enum", "const", "type"}), where)
            options = schema["enum"] if "enum" in schema else [schema["const"]]
            if not options:
                raise _refused(where, "has an empty 'enum'")
            return self._terminal(" | ".join(_literal(each) for each in options))
        kind = schema.get("type")
        if isinstance(kind, list):
            each = [{**schema, "type": one} for one in kind]
            trimmed = [{key: one[key] for key in one if _belongs(key, one)} for one in each]
            return self.value({"anyOf": trimmed}, where, depth)
        if not isinstance(kind, str) or kind not in _KEYWORDS:
            raise _refused(where, f"has the type {kind!r}; there are {', '.join(_KEYWORDS)}")
        _only(schema, _KEYWORDS[kind] | {"type"}, where)
        written: Mapping[str, Callable[[], str]] = {
            "object": lambda: self._object(schema, where, depth),
            "array": lambda: self._array(schema, where, depth),
            "string": lambda: self._string(schema, where),
            "integer": lambda: self._integer(schema, where),
            "boolean": lambda: self._terminal('"true" | "false"'),
            "null": lambda: self._terminal('"null"'),
        }
        return written[kind]()

    def _object(self, schema: Mapping[str, Any], where: str, depth: int) -> str:
        properties = schema.get("properties", {})
        if not isinstance(properties, Mapping) or schema.get("additionalProperties", False):
            raise _refused(where, "leaves open what its properties are")
        required = set(schema.get("required", ()))
        if not required <= set(properties):
            raise _refused(where, f"requires {sorted(required - set(properties))}, not described")
        pairs = [
            (
                f"{_quoted(json.dumps(name, ensure_ascii=False) + ': ')} "
                f"{self.value(each, f'{where}.{name}', depth + 1)}",
                name in required,
            )
            for name, each in properties.items()
        ]
        # What may come first, each followed by all that may come after it: a comma stands before
        # every pair but the first, whichever optional ones are left out.
        openings = []
        for place, (pair, needed) in enumerate(pairs):
            later = [
                f'", " {each}' if must else f'(", " {each})?' for each, must in pairs[place + 1 :]
            ]
            openings.append(" ".join([pair, *later]))
            if needed:
                break
        else:
            openings.append("")
        if openings == [""]:
            return self._rule('"{}"')
        whole = " | ".join(f'"{{" {each} "}}"' for each in openings)
        return self._rule(whole)

    def _array(self, schema: Mapping[str, Any], where: str, depth: int) -> str:
        least, most = _bounds(schema, "minItems", "maxItems", MOST, where)
        item = self.value(schema.get("items"), f"{where}[]", depth + 1)
        if most == 0:
            return self._rule('"[]"')
        more = f'(", " {item}){{{max(least - 1, 0)},{most - 1}}}' if most > 1 else ""
        some = f'"[" {item} {more} "]"'
        return self._rule(some if least else f'"[]" | {some}')

    def _string(self, schema: Mapping[str, Any], where: str) -> str:
        least, most = _bounds(schema, "minLength", "maxLength", LONGEST, where)
        place = schema.get("x-slice")
        if place is not None:
            return self._slice(place, least, most, where)
        # Never two blanks on end: a small model may go on with them for ever.
        body = self._terminal(
            f"/(?:{_PLAIN}|{_SIGN}){{{least},{most}}}/ "
            f"& /(?:(?:{_SOLID}|{_SIGN})(?: ?(?:{_SOLID}|{_SIGN}))*)?/"
        )
        return self._terminal(rf'"\"" {body} "\""')

    def _slice(self, place: Any, least: int, most: int, where: str) -> str:
        if not isinstance(place, int) or not 0 <= place < len(self._slices):
            raise _refused(where, f"names the text {place!r} of {len(self._slices)}")
        runs = [chunks(run) for run in _UNSPEAKABLE.split(self._slices[place])]
        spoken = [run for run in runs if any(not chunk.isspace() for chunk in run)]
        if not spoken:
            if least:
                raise _refused(where, "is cut from a text without a word in it")
            return self._terminal(r'"\"\""')
        cut = self._terminal(" | ".join(map(_substring, spoken)))
        # White space stands within a slice, never at an end of it. Escapes count as one character.
        edge, within = r"(?:[^\s\\]|\\[\"\\])", r"(?:[^\\]|\\.)"
        longer = f"(?:{within}{{{max(least - 2, 0)},{max(most - 2, 0)}}}{edge})"
        ends = edge + (longer if least > 1 else f"{longer}?" if most > 1 else "")
        body = self._terminal(f"{cut} & /{ends if least else f'(?:{ends})?'}/")
        return self._terminal(rf'"\"" {body} "\""')

    def _integer(self, schema: Mapping[str, Any], where: str) -> str:
        least, most = _bounds(schema, "minimum", "maximum", LARGEST, where)
        if most - least > LARGEST:
            raise _refused(where, f"has more than {LARGEST:,} values")
        return self._terminal(f"/{'|'.join(_numbers(least, most))}/")

    def _rule(self, body: str) -> str:
        return self._named(body, "v")

    def _terminal(self, body: str) -> str:
        return self._named(body, "T")

    def _named(self, body: str, letter: str) -> str:
        if body not in self._names:
            self._names[body] = f"{letter}{len(self._names)}"
            self.lines.append(f"{self._names[body]}: {body}")
        return self._names[body]


def _numbers(least: int, most: int) -> list[str]:
    """Patterns that together match the whole numbers from `least` to `most`."""
    found = []
    while least <= most:
        # As many trailing digits as may be anything, so that hundreds of numbers are one pattern.
        free = 0
        while least % 10 ** (free + 1) == 0 and least + 10 ** (free + 1) - 1 <= most and least:
            free += 1
        head = str(least)[: len(str(least)) - free]
        found.append(head + (f"[0-9]{{{free}}}" if free else ""))
        least += 10**free
    return found


def _bounds(
    schema: Mapping[str, Any], low: str, high: str, otherwise: int, where: str
) -> tuple[int, int]:
    least = schema.get(low, 0)
    most = schema.get(high, max(otherwise, least) if isinstance(least, int) else 0)
    if not isinstance(least, int) or not isinstance(most, int) or not 0 <= least <= most:
        raise _refused(where, f"has {low} {least!r} and {high} {most!r}")
    return least, most


def _belongs(key: str, schema: Mapping[str, Any]) -> bool:
    return key == "type" or key in _NOTES or key in _KEYWORDS.get(schema["type"], ())


def _only(schema: Mapping[str, Any], known: frozenset[str], where: str) -> None:
    unknown = sorted(set(schema) - known - _NOTES)
    if unknown:
        raise _refused(where, f"has {unknown[0]!r}, which no grammar here expresses")


def _literal(value: Any) -> str:
    return _quoted(json.dumps(value, ensure_ascii=False))


def _quoted(text: str) -> str:
    """`text` as a string in Lark, which reads JSON's."""
    return json.dumps(text, ensure_ascii=False)


def _substring(run: Sequence[str]) -> str:
    escaped = [json.dumps(chunk, ensure_ascii=False)[1:-1] for chunk in run]
    return f"%regex {json.dumps({'substring_chunks': escaped})}"


def _refused(where: str, why: str) -> ModelError:
    return ModelError(f"the schema of an answer cannot be kept to: {where} {why}")
