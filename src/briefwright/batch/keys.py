"""Keys: what is the same article, and when a note is still current."""

from __future__ import annotations

import hashlib
import json
import re

from briefwright.article import Article

_NUMBERED = re.compile(r"-\d+\Z")


def article_key(article: Article) -> str:
    """A hash of the article's content: the same wherever its file lies, whenever it was fetched.

    An address is a better name than an id, which may be a number that was only added to tell it
    from another of the same name, and differ the next time; that number is left out.
    """
    facts = article.model_dump(mode="json", exclude={"id", "source", "retrieved"})
    if article.url is None:
        facts["id"] = _NUMBERED.sub("", article.id)
    return _hash(facts)


def note_key(*, article: str, recipe: str, made: str, look: str) -> str:
    """Of a note: its brief, by what it is of and when it was made, and how it is to look."""
    return _hash([article, recipe, made, look])


def _hash(value: object) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=True)
    # Half of SHA-256 tells any number of articles apart, and there are many references to it.
    return hashlib.sha256(written.encode()).hexdigest()[:32]
