"""What is wrong with a template, all of it at once and without a brief.

Walks the template's syntax with the types of the view's fields at hand; what it cannot know (the
arguments of a macro, the result of a filter) it lets pass, and the preview shows.
"""

from __future__ import annotations

import re
from pathlib import Path

import jinja2
from jinja2 import nodes

from briefwright.render import docx, templates
from briefwright.render.kinds import ANYTHING, TEXT, Kind, roots
from briefwright.render.templates import nearest
from briefwright.spans import Value

_GLOBALS = frozenset(
    "range dict cycler joiner namespace loop self super caller varargs kwargs".split()
)
_KEEPS_LIST = frozenset("sort list reverse unique select reject selectattr rejectattr".split())
_TAKES_ONE = frozenset("first last random min max".split())
_ATTRIBUTES = frozenset("map sort groupby sum min max unique selectattr rejectattr".split())


class Finding(Value):
    """One thing wrong with a template, or to be aware of."""

    place: str
    """"line 12"; in Word the words around it."""
    text: str
    breaks: bool
    """Whether a note cannot be made with it."""


def check(template: Path, kind: templates.Kind) -> tuple[Finding, ...]:
    """What is wrong with the template, in its order. Raises TemplateError if it cannot be read."""
    source = docx.source(template) if kind == "docx" else templates.read(template)
    templates.settings(source, template.name)
    sandbox = templates.environment(str, own={template.name: source})
    place = _Places(source, kind)
    try:
        tree = sandbox.parse(source)
    except jinja2.TemplateSyntaxError as error:
        at = place.of(error.lineno)
        return (Finding(place=at, text=str(error.message or error), breaks=True),)
    walk = _Walk(sandbox, place, template.name)
    walk.body(tree.body, roots())
    extra = _wanting(tree, source, kind)
    found = [*walk.found, *(Finding(place="", text=text, breaks=False) for text in extra)]
    return tuple(dict.fromkeys(found))


class _Places:
    """Where a line of the code is, for the person who wrote it."""

    def __init__(self, source: str, kind: templates.Kind) -> None:
        self._source, self._kind = source, kind

    def of(self, line: int) -> str:
        if self._kind != "docx":
            return f"line {line}"
        from briefwright.render.word_source import near

        return f"near {near(self._source, line)!r}"


class _Walk:
    """Goes through the statements of a template and keeps what it finds."""

    def __init__(self, sandbox: templates.Sandbox, place: _Places, name: str) -> None:
        self.found: list[Finding] = []
        self._sandbox, self._place, self._name = sandbox, place, name

    def body(self, statements: list[nodes.Node], scope: dict[str, Kind]) -> None:
        for statement in statements:
            self._statement(statement, scope)

    def _say(self, node: nodes.Node, text: str, *, breaks: bool = True) -> None:
        self.found.append(Finding(place=self._place.of(node.lineno), text=text, breaks=breaks))

    def _statement(self, node: nodes.Node, scope: dict[str, Kind]) -> None:
        if isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.Assign):
            self._bind(node.target, self._kind(node.node, scope), scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = ANYTHING
            inner = scope | {argument.name: ANYTHING for argument in node.args}
            for default in node.defaults:
                self._kind(default, scope)
            self.body(node.body, inner)
        elif isinstance(node, nodes.Import):
            self._other(node, node.template)
            scope[node.target] = ANYTHING
        elif isinstance(node, nodes.FromImport):
            self._other(node, node.template)
            scope.update(
                dict.fromkeys((n if isinstance(n, str) else n[1] for n in node.names), ANYTHING)
            )
        elif isinstance(node, nodes.Extends | nodes.Include):
            self._other(node, node.template)
        elif isinstance(node, nodes.With):
            inner = dict(scope)
            for target, value in zip(node.targets, node.values, strict=True):
                self._bind(target, self._kind(value, scope), inner)
            self.body(node.body, inner)
        elif isinstance(node, nodes.Expr):
            self._kind(node, scope)
        else:
            self._plain(node, scope)

    def _plain(self, node: nodes.Node, scope: dict[str, Kind]) -> None:
        """Output, conditions, blocks: nothing of their own, but what is in them."""
        if isinstance(node, nodes.Block):
            scope = dict(scope)
        if isinstance(node, nodes.AssignBlock):
            self._bind(node.target, ANYTHING, scope)
        for child in node.iter_child_nodes():
            if not isinstance(child, nodes.Name) or child.ctx == "load":
                self._statement(child, scope)

    def _loop(self, node: nodes.For, scope: dict[str, Kind]) -> None:
        over = self._kind(node.iter, scope)
        words = _words(node.iter)
        if over.is_text:
            self._say(
                node, f"loops over {words!r}, which is text, not a list; lists are: {_lists()}"
            )
        elif over.value:
            fields = ", ".join(over.fields())
            self._say(
                node,
                f"loops over {words!r}, which is one item, not a list; its fields are: {fields}",
            )
        inner = dict(scope)
        self._bind(node.target, over.items(), inner)
        if node.test:
            self._kind(node.test, inner)
        self.body(node.body, inner | {"loop": ANYTHING})
        self.body(node.else_, dict(scope))

    def _bind(self, target: nodes.Node, kind: Kind, scope: dict[str, Kind]) -> None:
        if isinstance(target, nodes.Name):
            scope[target.name] = kind
        else:
            scope.update({one.name: ANYTHING for one in target.find_all(nodes.Name)})

    def _other(self, node: nodes.Node, template: nodes.Node) -> None:
        name = template.value if isinstance(template, nodes.Const) else None
        if name is None:
            self._say(node, "names the template to read by an expression; name a shipped one")
        elif name != self._name and not templates.source({}, str(name)):
            self._say(
                node, f"reads the file {name!r}; the sandbox refuses all but the shipped templates"
            )

    def _kind(self, node: nodes.Node, scope: dict[str, Kind]) -> Kind:
        """What the expression comes to, as far as one can tell; says what is wrong in it."""
        if isinstance(node, nodes.Name):
            return self._name_of(node, scope)
        if isinstance(node, nodes.Getattr):
            return self._attribute(node, node.attr, self._kind(node.node, scope))
        if isinstance(node, nodes.Getitem):
            return self._item(node, scope)
        if isinstance(node, nodes.Filter):
            return self._filter(node, scope)
        if isinstance(node, nodes.Test) and node.name not in self._sandbox.tests:
            near = nearest(node.name, tuple(self._sandbox.tests))
            self._say(node, f"there is no test {node.name!r}{near}")
        if isinstance(node, nodes.Call):
            self._call(node)
        for child in node.iter_child_nodes():
            self._kind(child, scope)
        return TEXT if isinstance(node, nodes.Concat) else ANYTHING

    def _name_of(self, node: nodes.Name, scope: dict[str, Kind]) -> Kind:
        if node.name in scope:
            return scope[node.name]
        if node.name not in _GLOBALS and node.ctx == "load":
            self._say(node, f"there is no field {node.name!r}{_like(node.name, tuple(scope))}")
        return ANYTHING

    def _attribute(self, node: nodes.Node, name: str, of: Kind) -> Kind:
        if name.startswith("_"):
            self._say(node, f"asks for {name!r}, which the sandbox refuses")
            return ANYTHING
        found = of.member(name)
        if found is None:
            self._say(node, _no_member(of, name))
            return ANYTHING
        return found

    def _item(self, node: nodes.Getitem, scope: dict[str, Kind]) -> Kind:
        of = self._kind(node.node, scope)
        self._kind(node.arg, scope)
        if isinstance(node.arg, nodes.Const) and isinstance(node.arg.value, str):
            return self._attribute(node, node.arg.value, of)
        return of if isinstance(node.arg, nodes.Slice) else of.items()

    def _filter(self, node: nodes.Filter, scope: dict[str, Kind]) -> Kind:
        of = self._kind(node.node, scope) if node.node is not None else ANYTHING
        for argument in [*node.args, *(pair.value for pair in node.kwargs)]:
            self._kind(argument, scope)
        if node.name in templates.BYPASSES:
            self._say(
                node,
                f"uses the filter {node.name!r}, which the sandbox refuses: it would let the "
                "article's text past the escaping; leave it out",
            )
        elif node.name not in self._sandbox.filters:
            near = nearest(node.name, tuple(self._sandbox.filters))
            self._say(node, f"there is no filter {node.name!r}{near}")
        for name in _attributes(node):
            self._attribute(node, name.split(".")[0], of.items())
        if node.name in _KEEPS_LIST:
            return of
        return of.items() if node.name in _TAKES_ONE else ANYTHING

    def _call(self, node: nodes.Call) -> None:
        called = node.node
        if isinstance(called, nodes.Name) and called.name == "range":
            numbers = [one.value for one in node.args if isinstance(one, nodes.Const)]
            numbers += [
                templates.LONGEST_RANGE + 1 for one in node.args if isinstance(one, nodes.Pow)
            ]
            if any(isinstance(n, int) and n > templates.LONGEST_RANGE for n in numbers):
                self._say(
                    node,
                    f"counts past {templates.LONGEST_RANGE:,}, where the sandbox stops a range",
                )


def _attributes(node: nodes.Filter) -> list[str]:
    """Fields that the filter reads of each item: `map(attribute="name")`, `groupby("status")`."""
    if node.name not in _ATTRIBUTES:
        return []
    given = [pair.value for pair in node.kwargs if pair.key == "attribute"]
    if node.name in ("selectattr", "rejectattr", "groupby"):
        given += node.args[:1]
    return [
        one.value for one in given if isinstance(one, nodes.Const) and isinstance(one.value, str)
    ]


def _words(node: nodes.Node) -> str:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        return f"{_words(node.node)}.{node.attr}"
    return (
        _words(node.node) if isinstance(node, nodes.Getitem | nodes.Filter) and node.node else "it"
    )


def _lists() -> str:
    return ", ".join(name for name, kind in roots().items() if kind.is_list)


def _like(name: str, scope: tuple[str, ...]) -> str:
    near = nearest(name, scope)
    return near or "; docs/notes.md lists the fields"


def _no_member(of: Kind, name: str) -> str:
    if of.is_list:
        return (
            f"{of.words!r} is a list and has no {name!r}; loop over it, as in "
            f"{{% for item in {of.words} %}}"
        )
    if of.value is None:
        return f"{of.words!r} is text and has no {name!r}"
    fields = of.fields()
    lists = roots()
    others = [root for root, kind in lists.items() if name in kind.items().fields()]
    elsewhere = of.words in lists and lists[of.words].is_list and others
    said = f"{_label(of)} has no field {name!r}{'' if elsewhere else nearest(name, fields)}"
    if elsewhere:
        said += (
            f"; items of {' and '.join(others)} have: is the loop over {of.words!r} the right one?"
        )
    return said


def _label(of: Kind) -> str:
    root = roots().get(of.words)
    return f"an item of {of.words!r}" if root and root.is_list else repr(of.words)


def _wanting(tree: nodes.Template, source: str, kind: templates.Kind) -> list[str]:
    """What a note must have and the template does not print by itself or by a shipped one."""
    if any(tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport))):
        return []
    named = {node.name for node in tree.find_all(nodes.Name)}
    found = [
        f"does not print {{{{ {field} }}}}: {why}"
        for field, why in (
            ("disclosure", "a note must say that software drafted it"),
            ("marking", "a marking given with --marking would not show"),
        )
        if field not in named
    ]
    counted = named & {"cautions_more", "differences_more"}
    if counted and "annex" not in named and not re.search(r"\bannex=0\b", source):
        found.append(
            f"prints {{{{ {min(counted)} }}}} and not {{{{ annex }}}}: what is left out would be "
            "said to be there; add annex=0 to its settings"
        )
    tagged = {"docx": 'w:val="briefwright:', "md": "<!-- briefwright:"}.get(kind)
    if tagged and tagged not in source:
        found.append("has no part that --update could renew; see docs/notes.md")
    return found
