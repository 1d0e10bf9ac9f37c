"""A short article of our own, and what each prompt file is given of it: with and without hints."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from briefwright.article import Article
from briefwright.condense.choice import Choice
from briefwright.prompted import forms, passages
from briefwright.prompted.listing import listing
from briefwright.prompted.passages import Passage
from briefwright.prompted.said import SECTIONS
from briefwright.reader.patterns import PatternReader
from briefwright.segment import segment

TEXT = (
    "NAIROBI — Health ministers Asha Otieno of Kenya and Kwame Asante of Ghana agreed on Monday to "
    "train 40 nurses a year together.\n\n“We start in March,” Otieno said. Asante called the "
    "agreement “a beginning and no more than that”.\n\nThe two countries also discussed vaccine "
    "storage."
)
_BARE = "Nothing is named or quoted here."


def shown(part: str) -> tuple[Mapping[str, Any], ...]:
    """The fields that a prompt file may get: of the sample and of an article without anything."""
    if part == "system":
        return ({},)
    if part == "again":
        return ({"reason": "it is not JSON"},)
    fields = _listed()
    section = next((one for one in SECTIONS if one == part), None)
    if section is None:
        return fields
    limits = {"words": forms.WORDS.get(section, 0), "items": forms.MOST.get(section, 0)}
    return tuple({**one, "limits": limits} for one in fields)


@cache
def _listed() -> tuple[Mapping[str, Any], ...]:
    found = []
    for text, title, of in ((TEXT, "Kenya and Ghana to train nurses", 1), (_BARE, None, 2)):
        article = Article(id="sample", source="sample", text=text, title=title)
        segments = segment(article)
        (reading,) = PatternReader().read([(article, segments)])
        choice = Choice(article, segments, reading, ())
        usable = filter(choice.usable, range(len(segments.sentences)))
        whole = listing(article, segments, lines=usable)
        passage = Passage(sentences=whole.sentences, number=1, of=of)
        found += [
            passages.shown(whole, passage, reading=reading),
            passages.shown(whole, passage),
        ]
    return tuple(found)
