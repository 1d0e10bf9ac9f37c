"""What a page states of itself for machines: JSON-LD, meta elements, <time>, the canonical link."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from briefwright.ingest.dates import iso, moment
from briefwright.spans import Value

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLES = re.compile(r"(?:\w*Article|\w*Posting|Report|Review|WebPage)\Z")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "parsely-pub-date",
    "sailthru.date",
    "datepublished",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "pubdate",
    "publish-date",
    "article.published",
    "date",
)
_LONGEST_JSON = 1_000_000
_MOST_NODES = 2000


class Facts(Value):
    """What a page says of its article, nothing checked yet; None where it says nothing."""

    published: str | None = None
    """ISO 8601, with the time and the zone where the page gives them."""
    url: str | None = None
    byline: str | None = None
    publisher: str | None = None
    language: str | None = None


def facts(root: HtmlElement) -> Facts:
    meta = _meta(root)
    linked = next(_linked(root), {})
    return Facts(
        published=_published(root, meta, linked),
        url=_url(root, meta),
        byline=_names(linked.get("author")) or meta.get("author") or meta.get("byl"),
        publisher=_names(linked.get("publisher")) or meta.get("og:site_name"),
        language=_language(root, meta, linked),
    )


def _meta(root: HtmlElement) -> dict[str, str]:
    """The page's meta elements by name or property, in lower case, the first of each."""
    found: dict[str, str] = {}
    for element in root.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked(root: HtmlElement) -> Iterator[dict[str, Any]]:
    """The page's JSON-LD objects that are articles, those of an article proper first."""
    found: list[dict[str, Any]] = []
    for element in root.iter("script"):
        kind = (element.get("type") or "").lower()
        if "ld+json" not in kind or not element.text or len(element.text) > _LONGEST_JSON:
            continue
        try:
            found.extend(_objects(json.loads(element.text, strict=False)))
        except (ValueError, RecursionError):
            continue
    return iter(sorted(found, key=lambda one: "WebPage" in str(one.get("@type"))))


def _objects(top: object) -> Iterator[dict[str, Any]]:
    pending = [top]
    for _ in range(_MOST_NODES):
        if not pending:
            return
        node = pending.pop(0)
        if isinstance(node, list):
            pending.extend(node)
        elif isinstance(node, dict):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLES.fullmatch(name) for name in names):
                yield node
            pending.extend(node[key] for key in ("@graph", "mainEntity") if key in node)


def _published(root: HtmlElement, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    written = [linked.get("datePublished"), *(meta.get(name) for name in _PUBLISHED)]
    for element in root.iter("time"):
        if (
            "pubdate" in element.attrib
            or "datepublished" in (element.get("itemprop") or "").lower()
        ):
            written.append(element.get("datetime"))
    dates = [iso(one.strip()) for one in written if isinstance(one, str) and one.strip()]
    readable = [one for one in dates if moment(one) is not None]
    if not readable:
        return None
    # A page may give the day here and the minute there; a finer one of the same day is better.
    same_day = [one for one in readable if one[:10] == readable[0][:10]]
    return max(same_day, key=len)


def _url(root: HtmlElement, meta: dict[str, str]) -> str | None:
    base = next((one.get("href") for one in root.iter("base") if one.get("href")), None)
    canonical = (
        one.get("href")
        for one in root.iter("link")
        if "canonical" in (one.get("rel") or "").lower().split()
    )
    for written in (next(canonical, None), meta.get("og:url")):
        if written:
            try:
                found: str = urljoin(base or "", written.strip())
                parts = urlsplit(found)
            except ValueError:
                continue
            if parts.scheme in {"http", "https"} and parts.hostname:
                return found
    return None


def _names(value: object) -> str | None:
    """The name of a person or body in JSON-LD, or of several."""
    several = value if isinstance(value, list) else [value]
    names: list[str] = []
    for one in several[:20]:
        name = one.get("name") if isinstance(one, dict) else one
        if isinstance(name, str) and name.strip() and "://" not in name:
            names.append(" ".join(name.split()))
    return ", ".join(dict.fromkeys(names)) or None


def _language(root: HtmlElement, meta: dict[str, str], linked: dict[str, Any]) -> str | None:
    declared = next(
        (
            one.get("content")
            for one in root.iter("meta")
            if (one.get("http-equiv") or "").lower() == "content-language"
        ),
        None,
    )
    stated = linked.get("inLanguage")
    found = (
        root.get("lang")
        or root.get("xml:lang")
        or declared
        or (stated if isinstance(stated, str) else None)
        or meta.get("og:locale")
        or ""
    )
    return found.split(",")[0].strip().replace("_", "-") or None
