"""Style sheets to their rules, as far as they can hide text: nesting, layers and conditions.

With `media`, `values`, `colours` and `styles` the only modules on tinycss2. Knows nothing of a
page's elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from briefwright.ingest import media, values

RELEVANT = frozenset(
    "display visibility content-visibility opacity filter font-size font color letter-spacing "
    "-webkit-text-fill-color background background-color background-image width height max-width "
    "max-height overflow clip clip-path left top right bottom inset text-indent margin margin-left "
    "margin-top transform scale translate rotate position animation animation-name "
    "animation-fill-mode animation-iteration-count animation-play-state animation-delay "
    "animation-duration transition transition-property".split()
)
# Browsers take them for the properties without the prefix.
_ALIASES = {f"-webkit-{name}": name for name in ("opacity", "filter", "clip-path", "transform")}
_PIECE = 32_000
_LONGEST_PIECE = 200_000
_LONGEST_PARENT = 1000
_BRACE = re.compile(r"[{}]")
# A comment in a string is none, nor is a brace in it.
_STRING_OR_COMMENT = re.compile(
    r"""("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|/\*.*?(?:\*/|\Z)""", re.S
)


# Python turns no longer ones into integers, and browsers none into more than the largest float.
_LONG_NUMBER = re.compile(r"(\.?)(\d{300})\d+")


def bounded(css: str) -> str:
    """The same with numbers of at most 300 digits."""
    return _LONG_NUMBER.sub(r"\1\2", css)


class Declared(NamedTuple):
    """The relevant declarations of a block, and which of them are marked as important."""

    style: dict[str, str]
    important: frozenset[str] = frozenset()


class Rule(NamedTuple):
    """A style rule that applies on the screen, its selectors not yet looked at."""

    selector: str
    declared: Declared
    layer: int | None = None
    """The number of its cascade layer."""


NONE = Declared({})


def sheet(css: str, layers: dict[str, int]) -> Iterator[list[Rule | None]]:
    """The rules of a style sheet in its order, some at a time, as the parser cannot be stopped.

    None stands for what is too much to be understood. `layers` numbers the layers by their names,
    over all sheets of a page.
    """
    for piece in _pieces(css):
        rules = list(_rules(piece[:_LONGEST_PIECE], layers))
        yield [*rules, None] if len(piece) > _LONGEST_PIECE else rules


def declared(written: str) -> Declared:
    import tinycss2

    try:
        return _of_block(tinycss2.parse_blocks_contents(bounded(written)))
    except RecursionError:
        return NONE


def split(selectors: str) -> list[str]:
    """A list of selectors at the commas that stand in no brackets."""
    import tinycss2

    found: list[list[Any]] = [[]]
    for token in tinycss2.parse_component_value_list(bounded(selectors), skip_comments=True):
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return [tinycss2.serialize(one).strip() for one in found]


def _pieces(css: str) -> Iterator[str]:
    """The sheets without comments, cut between rules."""
    # An empty comment stays: "p/**/.x" is one selector, and "no/**/ne" no word.
    plain = _STRING_OR_COMMENT.sub(lambda one: _BRACE.sub("", one[1] or "/**/"), css)
    start = depth = 0
    for brace in _BRACE.finditer(plain):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            depth = 0
            if brace.end() - start >= _PIECE:
                yield plain[start : brace.end()]
                start = brace.end()
    yield plain[start:]


def _rules(css: str, layers: dict[str, int]) -> Iterator[Rule | None]:
    """The rules of a sheet in its order, those nested in rules and in conditions included.

    None for what is nested too deep to be understood.
    """
    import tinycss2

    top = tinycss2.parse_stylesheet(bounded(css), skip_comments=True, skip_whitespace=True)
    pending: list[tuple[Any, str, int | None]] = [(node, "", None) for node in reversed(top)]
    while pending:
        node, parent, layer = pending.pop()
        try:
            found = _block(node, parent, layer, layers)
            if found is None:
                continue
            selector, inner = found
            contents = _contents(node.content, declared=bool(selector))
            declared = _of_block(contents) if selector else NONE
        except RecursionError:
            yield None
            continue
        if declared.style:
            yield Rule(selector, declared, inner)
        pending += [
            (one, selector, inner)
            for one in reversed(contents)
            if one.type in {"qualified-rule", "at-rule"}
        ]


def _block(
    node: Any, parent: str, layer: int | None, layers: dict[str, int]
) -> tuple[str, int | None] | None:
    """What the contents of a block are about, and in which layer; None if it does not apply."""
    import tinycss2

    if node.type == "qualified-rule":
        selector = _uncommented(tinycss2.serialize(node.prelude), "")
        return _nested(selector.strip(), parent), layer
    if node.type != "at-rule" or not _applies(node, layers):
        return None
    return parent, layers[_layer(node)] if node.lower_at_keyword == "layer" else layer


def _contents(tokens: Any, *, declared: bool) -> list[Any]:
    import tinycss2

    parse = tinycss2.parse_blocks_contents if declared else tinycss2.parse_rule_list
    return list(parse(tokens, skip_comments=True, skip_whitespace=True))


def _nested(selector: str, parent: str) -> str:
    """The selector of a rule that stands in another's block (CSS Nesting 1)."""
    if not parent:
        return selector.replace("&", ":scope")
    if len(parent) > _LONGEST_PARENT:
        raise RecursionError
    within = f":is({parent})"
    return ", ".join(
        one.replace("&", within) if "&" in one else f"{within} {one}" for one in split(selector)
    )


def _applies(node: Any, layers: dict[str, int]) -> bool:
    name = node.lower_at_keyword
    if name == "layer":
        for one in _layer(node).split(","):
            layers.setdefault(one.strip(), len(layers))
        layers.setdefault(_layer(node), len(layers))
    if node.content is None:
        return False
    if name == "media":
        return media.media(node.prelude)
    return name == "layer" or (name == "supports" and media.supports(node.prelude))


def _uncommented(written: str, instead: str = " ") -> str:
    if "/*" not in written:
        return written
    return _STRING_OR_COMMENT.sub(lambda one: one[1] or instead, written)


def _layer(node: Any) -> str:
    import tinycss2

    return _uncommented(tinycss2.serialize(node.prelude)).strip()


def _of_block(nodes: Sequence[Any]) -> Declared:
    """The relevant declarations among the contents of a block."""
    import tinycss2

    style: dict[str, str] = {}
    important: set[str] = set()
    for node in nodes:
        if node.type != "declaration":
            continue
        name = _ALIASES.get(node.lower_name, node.lower_name)
        if name not in RELEVANT and not name.startswith("--"):
            continue
        if name in important and not node.important:
            continue
        if not values.is_taken(name, node.value):
            continue
        style[name] = _uncommented(tinycss2.serialize(node.value)).strip().lower()
        if node.important:
            important.add(name)
    return Declared(style, frozenset(important))
