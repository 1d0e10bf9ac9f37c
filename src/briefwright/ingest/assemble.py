"""From what a reader of a format found to an `Article`: cleaned, measured, masked."""

from __future__ import annotations

import re
from pathlib import PurePath

from briefwright.article import Article, Remark, count_words
from briefwright.errors import NoText, TooLarge
from briefwright.files import slug
from briefwright.ingest.boilerplate import masks
from briefwright.ingest.clean import clean, one_line
from briefwright.ingest.dates import iso
from briefwright.ingest.limits import MAX_LETTERS, MAX_WORDS, limited, too_long
from briefwright.spans import Value

FEWEST_WORDS = 5
_LONGEST_FIELD = 1000


class Found(Value):
    """An article as its source gives it, nothing checked yet."""

    text: str
    id: str | None = None
    title: str | None = None
    url: str | None = None
    publisher: str | None = None
    byline: str | None = None
    published: str | None = None
    language: str | None = None
    retrieved: str | None = None
    visible_share: float | None = None
    remarks: tuple[Remark, ...] = ()


def assemble(found: Found, source: str, stem: str) -> Article:
    """The article; its id is its own, or the slug of `stem`.

    Raises NoText if there is no sentence in it, TooLarge if it has too many words.
    """
    text = clean(limited(found.text, source))
    if len(text) > MAX_LETTERS:
        raise too_long(text, source)
    words = count_words(text)
    if words > MAX_WORDS:
        raise TooLarge(
            f"{source}: {words:,} words, more than the {MAX_WORDS:,} of one article; split it "
            f"into articles and give each as a file of its own"
        )
    if words < FEWEST_WORDS or not any(map(str.isalpha, text)):
        raise NoText(
            f"{source}: no sentence found in it; check that the article's text is in the file"
        )
    title = _field(found.title)
    published, retrieved = _field(found.published), _field(found.retrieved)
    return Article(
        id=_field(found.id) or slug(stem) or "article",
        source=source,
        text=text,
        title=title,
        url=_field(found.url),
        publisher=_field(found.publisher),
        byline=_field(found.byline),
        published=iso(published) if published else None,
        language=_field(found.language),
        retrieved=iso(retrieved) if retrieved else None,
        visible_share=found.visible_share,
        remarks=found.remarks,
        masked=masks(text, title),
    )


def stem_of(source: str) -> str:
    """What an article without an id is called after."""
    if "://" in source:
        source = re.split(r"[?#]", source, maxsplit=1)[0]
    return "stdin" if source == "-" else PurePath(source).stem


def _field(value: str | None) -> str | None:
    return one_line(value[:_LONGEST_FIELD]) or None if value else None
