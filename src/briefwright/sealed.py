"""Seals of a brief's items: a hash of each as it was checked, by which an edit is known.

They are no signature: whoever sets out to deceive can seal anew. They tell a reviewer what a person
changed in a brief, so that no verdict stands beside words it was not given on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import TypeVar

from briefwright.brief import (
    Brief,
    CooperationArea,
    Difference,
    KeyQuote,
    OutlookItem,
    Participant,
    Slice,
    Statement,
)
from briefwright.spans import Value

EDITED = ""
"""In place of the seal of an item that was edited, where it goes on into another brief."""

Item = Statement | Participant | KeyQuote | CooperationArea | OutlookItem | Difference
_Item = TypeVar("_Item", Statement, Participant, KeyQuote, CooperationArea, OutlookItem, Difference)
FIELDS = ("summary", "participants", "key_quotes", "cooperation_areas", "outlook", "differences")
"""The fields of a brief that are lists of items; the bottom line is one by itself."""

_LENGTH = 16


def sealed(brief: Brief) -> Brief:
    """The brief with a seal on every item, and on the whole; what is `EDITED` stays so."""
    line = brief.bottom_line
    changed: dict[str, object] = {"bottom_line": _with_seal(line, brief) if line else None}
    for field in FIELDS:
        changed[field] = tuple(_with_seal(item, brief) for item in getattr(brief, field))
    made = brief.model_copy(update=changed)
    return made.model_copy(update={"seal": seal_of_all(made)})


def unsealed(brief: Brief) -> Brief:
    """The brief without seals, but for `EDITED`."""
    line = brief.bottom_line
    changed: dict[str, object] = {"bottom_line": _without_seal(line) if line else None}
    for field in FIELDS:
        changed[field] = tuple(_without_seal(item) for item in getattr(brief, field))
    return brief.model_copy(update={**changed, "seal": None})


def seal(item: Item, brief: Brief) -> str:
    """Of all that the item says, and of the articles that it cites."""
    cited = sorted({part.article for part in slices(item)})
    articles = [brief.articles[at].sha256 for at in cited if 0 <= at < len(brief.articles)]
    return _hash([item.model_dump(mode="json", exclude={"seal"}, exclude_defaults=True), articles])


def seal_of_all(brief: Brief) -> str:
    """Of the brief with its items, cautions and what was withheld."""
    left_out: dict[str, object] = {"run": True, "seal": True, "articles": {"__all__": {"text"}}}
    return _hash(brief.model_dump(mode="json", exclude=left_out, exclude_defaults=True))  # type: ignore[arg-type]


def slices(value: Value) -> Iterator[Slice]:
    """Every place in an article that the value names, however deep."""
    for name in type(value).model_fields:
        held = getattr(value, name)
        for one in held if isinstance(held, tuple) else (held,):
            if isinstance(one, Slice):
                yield one
            elif isinstance(one, Value):
                yield from slices(one)


def _with_seal(item: _Item, brief: Brief) -> _Item:
    if item.seal == EDITED:
        return item
    return item.model_copy(update={"seal": seal(item, brief)})


def _without_seal(item: _Item) -> _Item:
    return item if item.seal == EDITED else item.model_copy(update={"seal": None})


def _hash(value: object) -> str:
    # Keys in order and no spaces: however an editor lays out the JSON, the hash is the same.
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
