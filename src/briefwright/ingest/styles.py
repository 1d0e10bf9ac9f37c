"""What a page's own style sheets and style attributes declare, as far as it can hide text.

The only module that imports tinycss2 and cssselect. Style sheets in files beside the page are not
there, and never fetched.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from lxml.html import HtmlElement

RELEVANT = frozenset(
    "display visibility opacity font-size font color background background-color background-image "
    "width height max-width max-height overflow clip clip-path left top text-indent margin-left "
    "transform position".split()
)
Style = Mapping[str, str]
"""Declarations by property, in lower case, without what is not relevant."""

# A megabyte of rules takes a second or two, and no real page of 181 has much more.
_MOST_CSS = 2_000_000
_PIECE = 32_000
_LONGEST_PIECE = 200_000
_MOST_INLINE = 4000
_MOST_COMBINED = 6
# Of seconds spent on one page's style sheets; the largest of 181 real pages take one.
_LONGEST = 2.5
_LONGEST_SELECTOR = 300
_SCREEN = re.compile(r"\A\s*(?:all|screen|only screen)?\s*\Z", re.I)
_BRACE = re.compile(r"[{}]")
_NAMES = re.compile(r"([.#])((?:[\w-]|\\.)+)")
# States that a page has only under the pointer, and pieces that hold no text of the page.
_STATE = re.compile(
    r"::|:(?:hover|focus|active|visited|target|before|after|first-l|checked|disabled|placeholder"
    r"|is\(|where\(|has\(|-)",
    re.I,
)


class _Rule(NamedTuple):
    selector: str
    style: dict[str, str]
    important: frozenset[str]


class Sheets(NamedTuple):
    """What the page's <style> elements declare for its elements, the cascade applied."""

    of: Mapping[HtmlElement, Style]
    whole: bool
    """False if there was more of them than can be looked at."""


def inline(element: HtmlElement) -> Style:
    """What the element's own style attribute declares."""
    written = element.get("style")
    return _inline(written[:_MOST_INLINE]) if written else {}


@lru_cache(maxsize=4096)
def _inline(written: str) -> Style:
    return _declarations(written)[0]


def sheets(root: HtmlElement) -> Sheets:
    css = "\n".join(element.text or "" for element in root.iter("style"))
    if not css.strip():
        return Sheets({}, whole=True)
    until = time.monotonic() + _LONGEST
    weighed: dict[HtmlElement, dict[str, tuple[tuple[bool, int, int, int], str]]] = {}
    for rule, element, specificity in _matches(root, css[:_MOST_CSS], until):
        own = weighed.setdefault(element, {})
        for name, value in rule.style.items():
            weight = (name in rule.important, *specificity)
            if name not in own or own[name][0] <= weight:
                own[name] = (weight, value)
    return Sheets(
        {
            element: {name: value for name, (_, value) in own.items()}
            for element, own in weighed.items()
        },
        whole=len(css) <= _MOST_CSS and time.monotonic() < until,
    )


def _matches(
    root: HtmlElement, css: str, until: float
) -> Iterator[tuple[_Rule, HtmlElement, tuple[int, int, int]]]:
    """Every element that a rule selects, rules in the order of the sheets, while there is time."""
    from cssselect import HTMLTranslator, SelectorError, parse
    from lxml import etree

    names = _names(root)
    translator = HTMLTranslator()
    # Piece by piece, as the parser cannot be stopped in one.
    for rule in (one for piece in _pieces(css) for one in _rules(piece)):
        for piece in rule.selector.split(","):
            selector = piece.strip()
            if time.monotonic() > until:
                return
            if not _may_match(selector, names):
                continue
            try:
                (parsed,) = parse(selector)
                found = root.xpath(translator.selector_to_xpath(parsed))
            except (SelectorError, etree.XPathError, ValueError, RecursionError):
                continue
            for element in found:
                yield rule, element, parsed.specificity()


def _names(root: HtmlElement) -> frozenset[str]:
    found: set[str] = set()
    for element in root.iter():
        if isinstance(element.tag, str):
            found.update(f".{name}" for name in (element.get("class") or "").split())
            found.add(f"#{element.get('id') or ''}")
    return frozenset(found)


def _may_match(selector: str, names: frozenset[str]) -> bool:
    if not selector or len(selector) > _LONGEST_SELECTOR or _STATE.search(selector):
        return False
    if len(selector.split()) > _MOST_COMBINED:
        return False
    plain = re.sub(r":not\([^)]*\)|\[[^\]]*\]", "", selector)
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


def _rules(css: str) -> Iterator[_Rule]:
    import tinycss2

    pending = list(
        reversed(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))
    )
    while pending:
        node = pending.pop()
        if node.type == "at-rule":
            media = node.lower_at_keyword == "media" and node.content is not None
            if media and _SCREEN.match(tinycss2.serialize(node.prelude)):
                inner = tinycss2.parse_rule_list(
                    node.content, skip_comments=True, skip_whitespace=True
                )
                pending.extend(reversed(inner))
        elif node.type == "qualified-rule":
            style, important = _declarations(node.content)
            if style:
                yield _Rule(tinycss2.serialize(node.prelude), style, important)


def _declarations(content: object) -> tuple[dict[str, str], frozenset[str]]:
    """The relevant declarations of a block, and which of them are marked as important."""
    import tinycss2

    style: dict[str, str] = {}
    important: set[str] = set()
    try:
        found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    except RecursionError:
        return {}, frozenset()
    for node in found:
        if node.type != "declaration" or node.lower_name not in RELEVANT:
            continue
        if node.lower_name in important and not node.important:
            continue
        style[node.lower_name] = tinycss2.serialize(node.value).strip().lower()
        if node.important:
            important.add(node.lower_name)
    return style, frozenset(important)
