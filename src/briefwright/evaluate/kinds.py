"""What kinds of articles there are to tell apart.

A reviewer asks on what a run does badly: on one outlet, on long articles, on speeches, on news of
no cooperation. All of it is read off the reference and the article, and nothing off the brief that
is judged; a kind that whoever wrote the reference gave in its `kind` comes first.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from briefwright.article import count_words
from briefwright.runs import Candidate, Case

OUTLETS = 12
"""As many are told apart."""
OTHERS = "other outlets"

# From how many on, under what name.
_LENGTHS = ((1000, "from 1,000"), (500, "500–999"), (250, "250–499"))
_SHORT = "under 250"
_QUOTATIONS = ((3, "from 3"), (1, "1–2"))
_PEOPLE = ((5, "from 5"), (2, "2–4"), (1, "1"))
_NONE = "none"

ORDER: Mapping[str, tuple[str, ...]] = {
    "length": (_SHORT, "250–499", "500–999", "from 1,000"),
    "quotations": (_NONE, "1–2", "from 3"),
    "people": (_NONE, "1", "2–4", "from 5"),
    "cooperation": ("with areas", "none"),
}
"""Kinds in their own order; those of others go by how many articles they have."""

BY = ("kind", "outlet", "language", "length", "quotations", "people", "cooperation")
"""What tells kinds apart, in the order of a report."""


def kinds(case: Case, reference: Candidate, text: str) -> dict[str, str]:
    """The article's kind under each of `BY`; what is not known is left out."""
    people = [one for one in reference.of("participants") if "kind" not in one.facets]
    known = {
        "kind": _line(reference.brief.get("kind")),
        "outlet": _line(_outlet(case)),
        "language": _language(case),
        "length": _band(count_words(text), _LENGTHS, _SHORT),
        "quotations": _band(len(reference.of("key_quotes")), _QUOTATIONS, _NONE),
        "people": _band(len(people), _PEOPLE, _NONE),
        "cooperation": ORDER["cooperation"][0 if reference.of("cooperation_areas") else 1],
    }
    return {by: name for by, name in known.items() if name}


def grouped(all_kinds: Sequence[Mapping[str, str]]) -> dict[str, dict[str, list[int]]]:
    """The places of the articles of each kind, by what tells them apart.

    What puts all articles into one kind, or each into its own, tells nothing and is left out.
    """
    found: dict[str, dict[str, list[int]]] = {}
    for by in BY:
        groups: dict[str, list[int]] = {}
        for at, own in enumerate(all_kinds):
            if by in own:
                groups.setdefault(own[by], []).append(at)
        if by == "outlet":
            groups = _few(groups)
        if len(groups) > 1 and any(len(own) > 1 for own in groups.values()):
            found[by] = {name: groups[name] for name in _ordered(by, groups)}
    return found


def _ordered(by: str, groups: Mapping[str, Sequence[int]]) -> list[str]:
    if by in ORDER:
        return [name for name in ORDER[by] if name in groups]
    return sorted(groups, key=lambda name: (name == OTHERS, -len(groups[name]), name))


def _few(groups: Mapping[str, list[int]]) -> dict[str, list[int]]:
    """The outlets with most articles; those with one, of which it tells nothing, go together."""
    ranked = sorted(groups, key=lambda name: (-len(groups[name]), name))
    apart = [name for name in ranked[:OUTLETS] if len(groups[name]) > 1]
    rest = sorted(at for name in groups if name not in apart for at in groups[name])
    return {**{name: groups[name] for name in apart}, **({OTHERS: rest} if rest else {})}


def _outlet(case: Case) -> str | None:
    first = case.texts[0]
    if first.publisher:
        return first.publisher
    try:
        host = urlsplit(first.url or "").hostname
    except ValueError:
        host = None
    if host:
        return host.removeprefix("www.")
    # A reference's source is an outlet; a brief's is the path of a file.
    source = first.source
    return source if source and not any(mark in source for mark in "/\\.") else None


def _language(case: Case) -> str | None:
    for own in case.candidates.values():
        articles: Sequence[Mapping[str, Any]] = own.brief.get("articles") or ({},)
        if articles[0].get("language"):
            return _line(articles[0]["language"])
    return None


def _line(text: Any) -> str | None:
    """A name fit for a table: one line, not too long."""
    plain = " ".join(str(text or "").split())
    return plain[:60] or None


def _band(number: int, bands: Sequence[tuple[int, str]], least: str) -> str:
    return next((name for floor, name in bands if number >= floor), least)
