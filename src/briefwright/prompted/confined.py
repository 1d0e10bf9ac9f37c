"""What a prompt file may hold, what is wrong with one, and what it makes of its fields.

A list of what is allowed, so that what nobody thought of is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import jinja2
from jinja2 import StrictUndefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from rapidfuzz import process

from briefwright.spans import Value

LONGEST = 2_000_000
"""Characters of what a file makes; no model's context is as long."""
DEEPEST = 2
"""Loops within loops: every list squared is a second's work, cubed it is not."""
FILTERS = frozenset(
    "join length count upper lower title trim first last int string default d".split()
)
_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Getattr,
    nodes.Const,
    nodes.If,
    nodes.For,
    nodes.Filter,
    nodes.Test,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Keyword,
)
_TESTS = frozenset("defined undefined none odd even divisibleby string number".split())

Shape = Mapping[str, Any]
_TEXT: Shape = {}
_ROW = "*"

_LISTING: Shape = {
    "article": {"title": _TEXT, "published": _TEXT, "publisher": _TEXT},
    "passage": {"number": _TEXT, "of": _TEXT},
    "sentences": {_ROW: {"number": _TEXT, "text": _TEXT, "kind": _TEXT, "opens": _TEXT}},
    "quotations": {_ROW: {"number": _TEXT, "sentence": _TEXT, "opening": _TEXT}},
    "names": {_ROW: {"number": _TEXT, "text": _TEXT}},
    "countries": {_ROW: _TEXT},
    "hints": {_ROW: {"what": _TEXT, "numbers": {_ROW: _TEXT}}},
}
_LIMITS: Shape = {"limits": {"words": _TEXT, "items": _TEXT}}
_LOOP: Shape = dict.fromkeys("index index0 first last length".split(), _TEXT)


def fields(part: str) -> Shape:
    """The fields of a prompt file by its name; of a list those of its items under "*"."""
    if part == "system":
        return {}
    if part == "again":
        return {"reason": _TEXT}
    return _LISTING if part == "article" else {**_LISTING, **_LIMITS}


class Finding(Value):
    place: str
    """"line 12"."""
    text: str


def faults(source: str, part: str) -> tuple[Finding, ...]:
    """What is wrong with the file, in its order; nothing if it can be used."""
    try:
        tree = ImmutableSandboxedEnvironment().parse(source)
    except (jinja2.TemplateSyntaxError, RecursionError) as error:
        line = getattr(error, "lineno", 1)
        return (Finding(place=f"line {line}", text=f"it is no Jinja: {error}"),)
    try:
        found = list(_statements(tree.body, fields(part), depth=0))
    except RecursionError:
        found = [Finding(place="line 1", text="its expressions are nested without end")]
    return tuple(dict.fromkeys(found))


def made(source: str, fields: Mapping[str, Any], *, most: int = LONGEST) -> str | Finding:
    """What a file without faults makes of the fields, bare; or why it makes nothing."""
    size, pieces = 0, []
    try:
        for piece in _template(source).generate(**fields):
            size += len(piece)
            if size > most:
                return Finding(place="", text=f"it makes more than {most:,} characters; shorten it")
            pieces.append(piece)
    except (jinja2.TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return Finding(place="", text=f"it cannot be made: {error}")
    return "".join(pieces).strip()


@cache
def _template(source: str) -> jinja2.Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(source)


def _fault(node: nodes.Node, text: str) -> Finding:
    return Finding(place=f"line {node.lineno}", text=text)


def _statements(body: list[nodes.Node], scope: Shape, *, depth: int) -> Iterator[Finding]:
    for node in body:
        if isinstance(node, nodes.For):
            yield from _loop(node, scope, depth=depth)
        elif isinstance(node, nodes.If):
            yield from _expression(node.test, scope)
            branches = [*node.body, *node.elif_, *node.else_]
            yield from _statements(branches, scope, depth=depth)
        elif isinstance(node, nodes.Output):
            for each in node.nodes:
                yield from _expression(each, scope)
        else:
            yield _fault(node, f"{{% {_called(node)} %}} is not allowed in a prompt")


def _loop(node: nodes.For, scope: Shape, *, depth: int) -> Iterator[Finding]:
    yield from _expression(node.iter, scope)
    if node.recursive or depth >= DEEPEST:
        yield _fault(node, "loops go two deep at most, and none is recursive")
        return
    over = _shape(node.iter, scope)
    # Also what cannot be told: the letters of all sentences joined are a list without measure.
    if over is None or _ROW not in over:
        lists = [name for name, one in scope.items() if _ROW in one]
        yield _fault(node, f"it loops over what is no list; lists are: {', '.join(lists)}")
        return
    if not isinstance(node.target, nodes.Name):
        yield _fault(node, "a loop gives its items one name")
        return
    inner = {**scope, node.target.name: over[_ROW], "loop": _LOOP}
    if node.test is not None:
        yield from _expression(node.test, inner)
    yield from _statements(node.body, inner, depth=depth + 1)
    yield from _statements(node.else_, scope, depth=depth)


def _expression(node: nodes.Node, scope: Shape) -> Iterator[Finding]:
    if not isinstance(node, _ALLOWED):
        yield _fault(node, f"{_called(node)} is not allowed in a prompt")
        return
    if isinstance(node, nodes.Name) and node.name not in scope:
        yield _fault(node, f"there is no field {node.name!r}{near(node.name, scope)}")
    elif isinstance(node, nodes.Getattr):
        of = _shape(node.node, scope)
        if node.attr.startswith("_") or (of is not None and node.attr not in of):
            yield _fault(node, f"there is no field {node.attr!r}{near(node.attr, of or {})}")
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield _fault(node, f"the filter {node.name!r} is not allowed{near(node.name, FILTERS)}")
    elif isinstance(node, nodes.Test) and node.name not in _TESTS:
        yield _fault(node, f"the test {node.name!r} is not allowed{near(node.name, _TESTS)}")
    elif isinstance(node, nodes.Filter) and node.name == "join":
        yield from _join(node, scope)
    for child in node.iter_child_nodes():
        yield from _expression(child, scope)


def _join(node: nodes.Filter, scope: Shape) -> Iterator[Finding]:
    """A list once, with a text that stands there: joined by what is joined it grows without end."""
    of = _shape(node.node, scope) if node.node is not None else None
    if of is None or _ROW not in of:
        yield _fault(node, "'join' is for a list")
    if any(
        not isinstance(one, nodes.Const)
        for one in (*node.args, *(each.value for each in node.kwargs))
    ):
        yield _fault(node, "'join' takes a text between quotation marks")


def _shape(node: nodes.Node, scope: Shape) -> Shape | None:
    """The fields of what the expression comes to; None where that cannot be told."""
    if isinstance(node, nodes.Name):
        return scope.get(node.name)
    if isinstance(node, nodes.Getattr):
        of = _shape(node.node, scope)
        return of.get(node.attr) if of is not None else None
    if isinstance(node, nodes.Const):
        return _TEXT
    if isinstance(node, nodes.Filter) and node.name in ("default", "d") and node.node is not None:
        return _shape(node.node, scope)
    if isinstance(node, nodes.Filter) and node.name in ("first", "last") and node.node is not None:
        of = _shape(node.node, scope)
        return of.get(_ROW) if of is not None else None
    return None


def near(name: str, known: Any) -> str:
    """What was meant by the name, as the end of a sentence."""
    names = sorted(one for one in known if one != _ROW)
    best = process.extractOne(name, names, score_cutoff=60)
    if best is not None:
        return f"; did you mean {best[0]!r}?"
    return f"; there are {', '.join(names)}" if names else "; there are none here"


def _called(node: nodes.Node) -> str:
    return {
        nodes.Call: "calling something",
        nodes.Getitem: "looking up by brackets",
        nodes.Include: "include",
        nodes.Import: "import",
        nodes.FromImport: "import",
        nodes.Extends: "extends",
        nodes.Assign: "set",
        nodes.AssignBlock: "set",
        nodes.Macro: "macro",
        nodes.CallBlock: "call",
        nodes.FilterBlock: "filter",
        nodes.Block: "block",
        nodes.With: "with",
    }.get(type(node), type(node).__name__.lower())
