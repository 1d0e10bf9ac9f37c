"""A brief that may have been edited since it was grounded: what of its verdicts still holds.

Without models: an item whose seal fits, and whose evidence stands in the article, keeps its
verdict. Of any other only what can be seen again is said, and the judge's word is gone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain
from typing import TypeVar

from briefwright.brief import (
    Brief,
    Check,
    CooperationArea,
    Difference,
    KeyQuote,
    OutlookItem,
    Participant,
    Slice,
    Statement,
)
from briefwright.ground import facts
from briefwright.ground.folding import Folded, fold
from briefwright.ground.items import extracted
from briefwright.ground.statements import verdict
from briefwright.sealed import EDITED, FIELDS, Item, seal, seal_of_all, slices

_Item = TypeVar("_Item", Statement, Participant, KeyQuote, CooperationArea, OutlookItem, Difference)
# No limit of length: a person may have had a reason to write more.
_ANY = 1_000_000


def rechecked(brief: Brief) -> Brief:
    """The brief with the verdicts that hold now.

    The seal of an edited item is `EDITED` and its checks are those that it passes; items of a brief
    that never had seals have None, and keep what can be checked again.
    """
    line = brief.bottom_line
    changed: dict[str, object] = {"bottom_line": _item(line, brief) if line else None}
    for field in FIELDS:
        changed[field] = tuple(_item(item, brief) for item in getattr(brief, field))
    return brief.model_copy(update=changed)


def is_edited(brief: Brief) -> bool:
    """Whether anything in the brief is not as it was made; False where it never had seals."""
    made = rechecked(brief)
    first = (made.bottom_line,) if made.bottom_line else ()
    items = (*first, *chain.from_iterable(getattr(made, field) for field in FIELDS))
    broken = brief.seal is not None and brief.seal != seal_of_all(brief)
    return broken or any(item.seal == EDITED for item in items)


def strange_texts(brief: Brief) -> tuple[int, ...]:
    """Numbers of the articles whose text is not the one that the brief was made from."""
    return tuple(
        number
        for number, article in enumerate(brief.articles)
        if article.text is not None
        and hashlib.sha256(article.text.encode("utf-8", "surrogatepass")).hexdigest()
        != article.sha256
    )


def stands(part: Slice, brief: Brief) -> bool:
    """Whether the words stand in the article at that place; where there is no text, as given."""
    if not 0 <= part.article < len(brief.articles):
        return False
    text = brief.articles[part.article].text
    return text is None or (part.start >= 0 and text[part.start : part.end] == part.text)


def _item(item: _Item, brief: Brief) -> _Item:
    found = all(stands(part, brief) for part in slices(item))
    if item.seal and item.seal == seal(item, brief) and found and not _invents(item, brief):
        return item
    # Where the brief has seals, an item without one was put in.
    was_sealed = item.seal is not None or brief.seal is not None
    changed: dict[str, object] = {"seal": EDITED if was_sealed else None}
    if isinstance(item, Statement | OutlookItem):
        changed["checks"] = _checks(item.text, item.evidence) if found else ()
    elif isinstance(item, CooperationArea):
        changed["checks"] = _label_checks(item) if found else ()
    return item.model_copy(update=changed)


def _checks(text: str, evidence: Sequence[Slice]) -> tuple[Check, ...]:
    if not evidence or not text.strip():
        return ()
    words = " ".join(part.text for part in evidence)
    if fold(text) in (fold(words), fold(extracted(words, None))):
        return ("verbatim",)
    return verdict(text, words, limit=_ANY).passed


def _label_checks(area: CooperationArea) -> tuple[Check, ...]:
    words = " ".join(part.text for part in area.evidence)
    if words and Folded(words).find(area.label) is not None:
        return ("verbatim",)
    return ()


def _invents(item: Item, brief: Brief) -> bool:
    """Whether a sentence with a seal that fits has a name or number that no article holds.

    Someone may seal anew what they wrote; this much is seen again whatever a seal says.
    """
    if not isinstance(item, Statement | OutlookItem):
        return False
    texts = [article.text for article in brief.articles]
    if not all(text is not None for text in texts):
        return False
    whole = "\n".join(text or "" for text in texts)
    finders = (facts.missing_names, facts.missing_numbers, facts.missing_dates)
    return any(find(item.text, whole) for find in finders)
