"""What a page's own style sheets and style attributes declare, as far as it can hide text.

With `media` the only module on tinycss2, and the only one on cssselect2. Style sheets in files
beside the page are not there, and never fetched.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from briefwright.ingest import media

if TYPE_CHECKING:
    from lxml.html import HtmlElement

RELEVANT = frozenset(
    "display visibility content-visibility opacity filter font-size font color letter-spacing "
    "-webkit-text-fill-color background background-color background-image width height max-width "
    "max-height overflow clip clip-path left top right bottom inset text-indent margin margin-left "
    "margin-top transform scale translate rotate position".split()
)
Style = Mapping[str, str]
"""Declarations by property, in lower case, without what is not relevant; "--x" are variables."""

# A megabyte of rules takes a second or two, and no real page of 181 has much more.
_MOST_CSS = 2_000_000
_PIECE = 32_000
_LONGEST_PIECE = 200_000
_LONGEST_INLINE = 100_000
_LONGEST_CACHED = 500
_LONGEST_VALUE = 2000
# Seconds of the processor spent on one page's style sheets; the largest of 181 real ones takes one.
_LONGEST = 2.5
_BETWEEN = 100
_LONGEST_SELECTOR = 1000
_BRACE = re.compile(r"[{}]")
_NAMES = re.compile(r"([.#])((?:[\w-]|\\.)+)")
_INNER = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_OLD_IS = re.compile(r":(?:matches|-webkit-any|-moz-any)\(", re.I)
_DATA = re.compile(r"\s*data:text/css([^,]*),", re.I)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


class Declared(NamedTuple):
    """The relevant declarations of a block, and which of them are marked as important."""

    style: dict[str, str]
    important: frozenset[str] = frozenset()


class _Rule(NamedTuple):
    selector: str
    declared: Declared
    layer: int | None = None


class Sheets(NamedTuple):
    """What the page's style sheets declare for its elements, the cascade among them applied."""

    of: Mapping[HtmlElement, Declared]
    whole: bool
    """False if there was more of them than can be looked at."""


_NONE = Declared({})


def cascaded(element: HtmlElement, presentational: Style, sheets: Sheets) -> Style:
    """The element's own declarations: attributes for looks, sheets, its style attribute."""
    sheet, own = sheets.of.get(element, _NONE), inline(element)
    found = {**presentational, **sheet.style, **own.style}
    for name in sheet.important - own.important:
        found[name] = sheet.style[name]
    return found


def resolved(own: Style, variables: Mapping[str, str]) -> Style:
    """The declarations with the values of variables in the place of their names."""
    if not any("var(" in value for value in own.values()):
        return own
    found: dict[str, str] = {}
    for name, value in own.items():
        for _ in range(8):
            if "var(" not in value or len(value) > _LONGEST_VALUE:
                break
            value = _VARIABLE.sub(lambda one: variables.get(one[1], one[2] or ""), value)
        found[name] = value.strip()
    return found


def inline(element: HtmlElement) -> Declared:
    """What the element's own style attribute declares."""
    written = element.get("style")
    if not written:
        return _NONE
    if len(written) <= _LONGEST_CACHED:
        return _inline(written)
    return _declared(written[:_LONGEST_INLINE])


@lru_cache(maxsize=4096)
def _inline(written: str) -> Declared:
    return _declared(written)


def _declared(written: str) -> Declared:
    import tinycss2

    try:
        return _of_block(tinycss2.parse_blocks_contents(written))
    except RecursionError:
        return _NONE


def sheets(root: HtmlElement) -> Sheets:
    css = "\n".join(_written(root))
    if not css.strip():
        return Sheets({}, whole=True)
    until = time.thread_time() + _LONGEST
    matcher, whole = _matcher(root, css[:_MOST_CSS], until)
    found: dict[HtmlElement, Declared] = {}
    for number, element in enumerate(_wrapped(root).iter_subtree()):
        # Not each time: on some systems the clock costs more than the element.
        if number % _BETWEEN == 0 and time.thread_time() > until:
            whole = False
            break
        matches = matcher.match(element)
        rules = [(rule, weight) for weight, _, pseudo, rule in matches if pseudo is None]
        if rules:
            found[element.etree_element] = _winning(rules)
    return Sheets(found, whole=whole and len(css) <= _MOST_CSS)


def _written(root: HtmlElement) -> Iterator[str]:
    """The style sheets that stand in the page and are for a screen, in order."""
    import tinycss2

    for element in root.iter("style", "link"):
        kind = (element.get("type") or "text/css").strip().lower()
        query = element.get("media")
        try:
            if kind != "text/css" or (
                query and not media.media(tinycss2.parse_component_value_list(query[:2000]))
            ):
                continue
        except RecursionError:
            continue
        if element.tag == "style":
            yield element.text or ""
        elif "stylesheet" in (element.get("rel") or "").lower().split():
            yield _in_address(element.get("href") or "")


def _in_address(href: str) -> str:
    """The style sheet that an address itself holds."""
    import base64

    found = _DATA.match(href)
    if not found:
        return ""
    content = unquote_to_bytes(href[found.end() : found.end() + _MOST_CSS])
    try:
        plain = base64.b64decode(content) if "base64" in found[1].lower() else content
    except ValueError:
        return ""
    return plain.decode("utf-8", "replace")


def _wrapped(root: HtmlElement) -> Any:
    import cssselect2

    class Element(cssselect2.ElementWrapper):  # type: ignore[misc]
        """Walks to its ancestors and siblings one by one: their lists grow with the square."""

        @property
        def ancestors(self) -> Iterator[Any]:
            one = self.parent
            while one is not None:
                yield one
                one = one.parent

        @property
        def previous_siblings(self) -> Iterator[Any]:
            one = self.previous
            while one is not None:
                yield one
                one = one.previous

        @property
        def lang(self) -> str:
            for one in (self, *self.ancestors):
                if "lang" in one.etree_element.attrib:
                    return str(one.etree_element.attrib["lang"])
            return ""

    return Element.from_html_root(root)


def _matcher(root: HtmlElement, css: str, until: float) -> tuple[Any, bool]:
    """The rules that may be about the page, ready to be asked; whether those are all."""
    import cssselect2

    names = _names(root)
    matcher = cssselect2.Matcher()
    layers: dict[str, int] = {}
    # Piece by piece, as the parser cannot be stopped in one.
    for piece in _pieces(css):
        if time.thread_time() > until:
            return matcher, False
        for rule in _rules(piece, layers):
            for selector in _compiled(rule.selector, names):
                matcher.add_selector(selector, rule)
    return matcher, True


def _compiled(written: str, names: frozenset[str]) -> Iterator[Any]:
    """The selectors of a list that may match; what is not understood spoils none but itself."""
    import cssselect2

    for one in _split(_OLD_IS.sub(":is(", written)):
        if len(one) <= _LONGEST_SELECTOR and _may_match(one, names):
            try:
                yield from cssselect2.compile_selector_list(one)
            # It makes a program of the selector, and Python's parser has limits of its own.
            except (cssselect2.SelectorError, ValueError, SyntaxError, RecursionError, MemoryError):
                continue


def _split(selectors: str) -> list[str]:
    """A list of selectors at the commas that stand in no brackets."""
    import tinycss2

    found: list[list[Any]] = [[]]
    for token in tinycss2.parse_component_value_list(selectors, skip_comments=True):
        if token == ",":
            found.append([])
        else:
            found[-1].append(token)
    return [tinycss2.serialize(one).strip() for one in found]


def _winning(rules: Sequence[tuple[_Rule, tuple[int, int, int]]]) -> Declared:
    """What the rules that select an element come to, given in the order of the sheets."""
    best: dict[str, tuple[tuple[bool, float, tuple[int, int, int]], str]] = {}
    for rule, specificity in rules:
        for name, value in rule.declared.style.items():
            important = name in rule.declared.important
            weight = (important, _rank(rule.layer, important=important), specificity)
            if name not in best or best[name][0] <= weight:
                best[name] = (weight, value)
    return Declared(
        {name: value for name, (_, value) in best.items()},
        frozenset(name for name, ((important, _, _), _) in best.items() if important),
    )


def _rank(layer: int | None, *, important: bool) -> float:
    """Later layers win, and what is in none before all; of the important it is the other way."""
    rank = float("inf") if layer is None else float(layer)
    return -rank if important else rank


def _names(root: HtmlElement) -> frozenset[str]:
    found: set[str] = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            found.update(f".{name}" for name in (element.get("class") or "").split())
            found.add(f"#{element.get('id') or ''}")
    return frozenset(found)


def _may_match(selector: str, names: frozenset[str]) -> bool:
    """Whether the classes and ids that must be there are; those in brackets may be alternatives."""
    if not selector or "::" in selector:
        return False
    plain, before = selector, ""
    while plain != before:
        plain, before = _INNER.sub("", plain), plain
    return all(kind + name.replace("\\", "") in names for kind, name in _NAMES.findall(plain))


def _pieces(css: str) -> Iterator[str]:
    """The sheets without comments, cut between rules."""
    plain = "".join(part.partition("/*")[0] for part in css.split("*/"))
    start = depth = 0
    for brace in _BRACE.finditer(plain):
        depth += 1 if brace[0] == "{" else -1
        if depth <= 0:
            depth = 0
            if brace.end() - start >= _PIECE:
                yield plain[start : brace.end()][:_LONGEST_PIECE]
                start = brace.end()
    yield plain[start : start + _LONGEST_PIECE]


def _rules(css: str, layers: dict[str, int]) -> Iterator[_Rule]:
    """The rules of a sheet in its order, those nested in rules and in conditions included."""
    import tinycss2

    try:
        top = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
        pending: list[tuple[Any, str, int | None]] = [(node, "", None) for node in reversed(top)]
        while pending:
            node, parent, layer = pending.pop()
            if node.type == "qualified-rule":
                selector, inner = _nested(tinycss2.serialize(node.prelude).strip(), parent), layer
            elif node.type == "at-rule" and _applies(node, layers):
                selector, inner = parent, layer
                if node.lower_at_keyword == "layer":
                    inner = layers[_layer(node)]
            else:
                continue
            contents = _contents(node.content, declared=bool(selector))
            declared = _of_block(contents) if selector else _NONE
            if declared.style:
                yield _Rule(selector, declared, inner)
            pending += [
                (one, selector, inner)
                for one in reversed(contents)
                if one.type in {"qualified-rule", "at-rule"}
            ]
    except RecursionError:
        return


def _contents(tokens: Any, *, declared: bool) -> list[Any]:
    import tinycss2

    parse = tinycss2.parse_blocks_contents if declared else tinycss2.parse_rule_list
    return list(parse(tokens, skip_comments=True, skip_whitespace=True))


def _nested(selector: str, parent: str) -> str:
    """The selector of a rule that stands in another's block (CSS Nesting 1)."""
    if not parent:
        return selector.replace("&", ":scope")
    if len(parent) > _LONGEST_SELECTOR:
        return ""
    within = f":is({parent})"
    return ", ".join(
        one.replace("&", within) if "&" in one else f"{within} {one}" for one in _split(selector)
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


def _layer(node: Any) -> str:
    import tinycss2

    return str(tinycss2.serialize(node.prelude)).strip()


def _of_block(nodes: Sequence[Any]) -> Declared:
    """The relevant declarations among the contents of a block."""
    import tinycss2

    style: dict[str, str] = {}
    important: set[str] = set()
    for node in nodes:
        if node.type != "declaration":
            continue
        name = node.lower_name
        if name not in RELEVANT and not name.startswith("--"):
            continue
        if name in important and not node.important:
            continue
        style[name] = tinycss2.serialize(node.value).strip().lower()
        if node.important:
            important.add(name)
    return Declared(style, frozenset(important))
