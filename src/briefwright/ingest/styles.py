"""What a page's own style sheets and style attributes declare, as far as it can hide text.

The only module on cssselect2. Style sheets in files beside the page are not there, and never
fetched.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote_to_bytes

from briefwright.ingest import css, media, motion
from briefwright.ingest.css import NONE, Declared, Rule, declared, split
from briefwright.ingest.motion import Motion

if TYPE_CHECKING:
    from lxml.html import HtmlElement

Style = Mapping[str, str]
"""Declarations by property, in lower case, without what is not relevant; "--x" are variables."""

# A megabyte of rules takes a second or two, and no real page of 181 has much more.
_MOST_CSS = 2_000_000
_LONGEST_INLINE = 100_000
_LONGEST_CACHED = 500
_LONGEST_VALUE = 2000
# Seconds of the processor spent on one page's style sheets; the largest of 181 real ones takes one.
_LONGEST = 2.5
_BETWEEN = 100
_LONGEST_SELECTOR = 10_000
_INERT = frozenset({"template", "noscript"})
_NAMES = re.compile(r"([.#])((?:[\w-]|\\.)+)")
_INNER = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_OLD_IS = re.compile(r":(?:matches|-webkit-any|-moz-any)\(", re.I)
_DATA = re.compile(r"\s*data:text/css([^,]*),", re.I)
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,([^()]*))?\)")


class Sheets(NamedTuple):
    """What the page's style sheets declare for its elements, the cascade among them applied."""

    of: Mapping[HtmlElement, Declared]
    whole: bool
    """False if there was more of them than can be looked at."""
    motion: Motion = Motion()


def cascaded(element: HtmlElement, presentational: Style, sheets: Sheets) -> Style:
    """The element's own declarations: attributes for looks, sheets, its style attribute."""
    sheet, own = sheets.of.get(element, NONE), inline(element)
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
        return NONE
    if len(written) <= _LONGEST_CACHED:
        return _inline(written)
    return declared(written[:_LONGEST_INLINE])


@lru_cache(maxsize=4096)
def _inline(written: str) -> Declared:
    return declared(written)


def sheets(root: HtmlElement) -> Sheets:
    written = "\n".join(_written(root))
    if not written.strip():
        return Sheets({}, whole=True, motion=Motion(linked=_is_linked(root)))
    until = time.thread_time() + _LONGEST
    shown: set[str] = set()
    matcher, whole = _matcher(root, written[:_MOST_CSS], until, shown)
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
    moves = Motion(motion.endings(written[:_MOST_CSS]), frozenset(shown), _is_linked(root))
    return Sheets(found, whole=whole and len(written) <= _MOST_CSS, motion=moves)


def _is_linked(root: HtmlElement) -> bool:
    """Whether the page has style sheets in files of their own."""
    return any(
        "stylesheet" in (link.get("rel") or "").lower().split()
        and not _DATA.match(link.get("href") or "")
        for link in root.iter("link")
    )


def _written(root: HtmlElement) -> Iterator[str]:
    """The style sheets that stand in the page and are for a screen, in order."""
    import tinycss2

    for element in root.iter("style", "link"):
        if any(one.tag in _INERT for one in element.iterancestors()):
            continue
        kind = (element.get("type") or "text/css").strip().lower()
        query = element.get("media")
        try:
            if kind != "text/css" or (
                query
                and not media.media(tinycss2.parse_component_value_list(css.bounded(query[:2000])))
            ):
                continue
        except RecursionError:
            continue
        if element.tag == "style":
            yield element.text or ""
        elif (element.get("rel") or "").lower().split() == ["stylesheet"]:
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


def _matcher(root: HtmlElement, written: str, until: float, shown: set[str]) -> tuple[Any, bool]:
    """The rules that may be about the page, ready to be asked; whether those are all.

    Adds to `shown` the names of what the rules bring into sight.
    """
    import cssselect2

    names = _names(root)
    matcher = cssselect2.Matcher()
    layers: dict[str, int] = {}
    whole = True
    for rules in css.sheet(written, layers):
        if time.thread_time() > until:
            return matcher, False
        for rule in rules:
            if rule is not None:
                shown.update(motion.shown(rule))
            selectors = _compiled(rule.selector, names) if rule is not None else [None]
            for selector in selectors:
                if selector is None:
                    whole = False
                else:
                    matcher.add_selector(selector, rule)
    return matcher, whole


def _compiled(written: str, names: frozenset[str]) -> Iterator[Any]:
    """The selectors of a list that may match; None for one that is too much to be looked at.

    What is not understood spoils none but itself.
    """
    import cssselect2

    for one in split(_OLD_IS.sub(":is(", written)):
        if len(one) > _LONGEST_SELECTOR:
            yield None
        elif _may_match(one, names):
            try:
                yield from cssselect2.compile_selector_list(one)
            except (cssselect2.SelectorError, ValueError):
                continue
            # It makes a program of the selector, and Python's parser has limits of its own.
            except (SyntaxError, RecursionError, MemoryError):
                yield None


def _winning(rules: Sequence[tuple[Rule, tuple[int, int, int]]]) -> Declared:
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
