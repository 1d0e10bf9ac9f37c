"""What an HTML note may hold: its own words, its own script, and nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from urllib.parse import quote, unquote

from briefwright import resources
from briefwright.errors import TemplateError
from briefwright.render.seals import PREFIX, seal_lines

_PLACEHOLDER = "script-hashes"
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="'
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; script-src script-hashes; "
    "base-uri 'none'; form-action 'none'\">"
)
# How every page begins that extends the shipped one.
_BEGINNING = re.compile(
    r'\s*<!DOCTYPE html>\s*<html lang="en-GB">\s*<head>\s*<meta charset="utf-8">\s*'
    + re.escape(_POLICY)
)
_OUTSIDE = re.compile(
    r"@import|image-set|\bsrc\s*\(|\\|url\(\s*['\"]?(?!\s*['\"]?(?:data:|#))", re.IGNORECASE
)
_REFERENCE = re.compile(r'<a class="ref" href="#([^"]+)">(.*?)</a>', re.DOTALL)
# Comments, whole tags and text that every program reads alike. HTML5 ends a comment at "<!-->",
# "<!--->" and "--!>" already, and takes one in an open tag for an attribute: none of those match.
_COMMENT = r"<!--(?!-?>)(?:(?!--!?>).)*-->"
_VALUE = r"""(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>=`]+)"""
_TAG = rf"</?[a-z][a-z0-9-]*(?:\s+[a-z_:][\w:.-]*(?:\s*=\s*{_VALUE})?)*\s*/?>"
_WHOLE = re.compile(
    rf"(?P<comment>{_COMMENT})|{_TAG}|[^<]+|<(?![a-z/!?])", re.IGNORECASE | re.DOTALL
)
# Those from "title" on hold text in which a comment is none.
_ALIVE = re.compile(
    r"<\s*(?:script|style|iframe|frame|object|embed|applet|link|meta|base|form|input|svg|math|"
    r"video|audio|source|img|image|portal|title|textarea|xmp|noscript|noembed|noframes|"
    r"plaintext)\b|\b(?:src|srcset|href|style|data|action|poster|ping|"
    r"background|on\w+)\s*=",
    re.IGNORECASE,
)
_SEALED = re.compile(rf"(.*)<!-- {PREFIX} note: (\S+) ([0-9a-f]{{12}}) -->\s*", re.DOTALL)
_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def resolved(page: str) -> str:
    """The page with every reference that leads nowhere in it as plain text, still in reach of the
    keyboard: a template without an annex has nothing that its references could lead to."""
    # No text of an article can look like either: its quotation marks are escaped.
    targets = set(re.findall(r'\sid="([^"]+)"', page))

    def reference(found: re.Match[str]) -> str:
        if found[1] in targets:
            return found[0]
        return f'<span class="ref" tabindex="0">{found[2]}</span>'

    return _REFERENCE.sub(reference, page)


def permitted(page: str, template: str) -> str:
    """The page under our policy, with the hash of the one script it may run.

    A page that does not begin with the policy gets it put before everything else: a browser takes
    what follows, its own doctype and head included, as part of the page so begun.

    Raises TemplateError for a page that would run or load anything else; `template` names it.
    """
    from lxml import etree, html

    ours = (resources.folder("templates") / "_light.js").read_text(encoding="utf-8")
    if not _BEGINNING.match(page):
        page = f'<!DOCTYPE html>\n<meta charset="utf-8">\n{_POLICY}\n{page}'
    try:
        root = html.document_fromstring(page)
    except (etree.ParserError, ValueError) as error:
        raise TemplateError(f"template {template!r} makes no HTML page: {error}") from error
    found = _wrong(root, ours)
    if found:
        raise TemplateError(
            f"template {template!r}: {found}; a note is one file that loads and runs nothing "
            "(pictures can stand in it as data: addresses)"
        )
    hashes = {_hashed(script) for script in _SCRIPT.findall(page)}
    return page.replace(_PLACEHOLDER, " ".join(sorted(hashes)) or "'none'", 1)


def sealed(page: str, id_: str) -> str:
    """The page with the id of its brief and a seal behind it, as a comment."""
    page = page.rstrip()
    # Quoted, an id can neither end a comment nor hold a space.
    return f"{page}\n<!-- {PREFIX} note: {quote(id_, safe='')} {seal_lines(page)} -->\n"


def unedited(note: bytes) -> str:
    """The id of the brief that the page was made from; "" if it is not ours, or was edited."""
    found = _SEALED.fullmatch(note.decode("utf-8-sig", "replace"))
    return unquote(found[2]) if found and seal_lines(found[1]) == found[3] else ""


def at_rest(note: str, template: str) -> None:
    """Raises TemplateError for Markdown that would load or run something where it is shown.

    Links that a reader clicks may stand in a template, whole comments and plain tags too.
    """
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark").enable("table").parse(note)
    for token in [one for top in tokens for one in (top, *(top.children or []))]:
        found = ""
        if token.type == "image" and not str(token.attrs.get("src", "")).startswith("data:image/"):
            found = f"loads the picture {token.attrs.get('src', '')!r}"
        elif token.type in ("html_block", "html_inline"):
            found = _markup(token.content)
        if found:
            raise TemplateError(
                f"template {template!r}: it {found}; a note loads and runs nothing "
                "(pictures can stand in it as data: addresses)"
            )


def _markup(html: str) -> str:
    """What is wrong with HTML in Markdown; "" for nothing."""
    bare, at = "", 0
    while at < len(html):
        found = _WHOLE.match(html, at)
        if found is None:
            # What is half open may swallow or let out what comes later.
            bare += html[at:]
            break
        bare += "" if found["comment"] else found[0]
        at = found.end()
    if _ALIVE.search(bare):
        return "holds HTML that loads or runs something"
    if at < len(html):
        return f"holds a tag or comment that is not whole, {html[at : at + 40]!r}"
    return ""


def _hashed(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def _wrong(root: object, ours: str) -> str:
    """What the page would run or load from elsewhere; "" for nothing."""
    for element in root.iter():  # type: ignore[attr-defined]
        if not isinstance(element.tag, str):
            continue
        tag = element.tag.lower()
        if tag == "script" and (element.attrib or (element.text or "").strip() != ours.strip()):
            return "it holds a script that is not the shipped one"
        if tag in ("iframe", "object", "embed", "applet", "base", "form", "frame", "portal"):
            return f"it holds <{tag}>"
        if tag == "link" or (tag == "meta" and "refresh" in str(element.get("http-equiv")).lower()):
            return f"it holds <{tag}> to something else"
        for name, value in element.attrib.items():
            if name.lower() == "ping":
                return f"it reports clicks to {value[:80]!r}"
            if name.lower().startswith("on"):
                return f"it holds a script in the attribute {name!r}"
            if not _stays(tag, name.lower(), value):
                return f"it loads {value[:80]!r}"
        # A backslash could spell any of the others.
        styles = f"{element.text or '' if tag == 'style' else ''}\n{element.get('style') or ''}"
        if _OUTSIDE.search(styles):
            return "its style loads something from outside"
    return ""


def _stays(tag: str, name: str, value: str) -> bool:
    """Whether the attribute stays within the page; a plain link may lead out, once clicked."""
    where = value.strip().lower()
    if name in ("href", "xlink:href", "action", "formaction") and tag == "a":
        return where.startswith(("#", "http://", "https://", "mailto:"))
    if name in ("src", "srcset", "href", "xlink:href", "poster", "background", "data", "action"):
        return where.startswith(("#", "data:image/")) or not where
    return True
