"""The house rules of a note, checked on what was made: how it reads, and what it must say.

They are reported, not enforced: a sentence of the article is not shortened to please a rule.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

from briefwright.render.fit import pages
from briefwright.render.kept import marking_of, with_kept
from briefwright.render.md_parts import unmarked
from briefwright.render.parts import Limits, UpdateKind, View
from briefwright.render.updated import Updated
from briefwright.spans import Value

BOTTOM_LINE_WORDS = 35
SENTENCE_WORDS = 30
AVERAGE_WORDS = 20

# The estimate of a note's pages errs on the long side, by a tenth on average (`fit`).
_LONG = 1.15

_WORD = re.compile(r"[^\W_]+(?:[’'.,\-–/&][^\W_]+)*")
_SENTENCE = re.compile(r"(?<=[.!?…])[”’\"']?\s+(?=[“‘\"'(]?[A-Z0-9])")
_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]*’(?=\W|\Z)")
# Verbs that take sides where "said" does not.
_LOADED = re.compile(
    r"\b(?:reveal(?:s|ed)|claimed|admit(?:s|ted)|insist(?:s|ed)|slam(?:s|med)|blasted|boasted|"
    r"confess(?:es|ed)|concede[sd]|bragged|gushed|raged|gloated|lash(?:es|ed) out|tout(?:s|ed)|"
    r"trumpeted)\b",
    re.IGNORECASE,
)
_LIKELIHOOD = re.compile(
    r"\b(?:likely|unlikely|probably|possibly|perhaps|maybe|might|could|almost certain(?:ly)?|"
    r"is expected|are expected|was expected|were expected)\b|(?<=[a-z] )may\b(?! \d)",
)
_ATTRIBUTED = re.compile(
    r"\b(?:said|says|say|told|tells|stated|announced|added|noted|warned|predicted|estimated|"
    r"believed?s?|thinks?|thought|hoped?s?|expects?|according to|reported|argued|stressed|"
    r"explained|acknowledged|declared|confirmed|denied|suggested|forecasts?|in the view of)\b",
    re.IGNORECASE,
)


class Broken(Value):
    """A house rule that a note does not keep."""

    rule: str
    text: str
    items: tuple[str, ...] = ()
    """The statements it is about; empty if it is about the note."""


RULES = (
    "bottom-line-first",
    "bottom-line-length",
    "sentence-length",
    "average-length",
    "plain-verbs",
    "likelihood-attributed",
    "marking",
    "ai-use",
    "page-length",
)


def broken(
    view: View, note: bytes, format: str, *, limits: Limits, updated: Updated | None = None
) -> tuple[Broken, ...]:
    """The rules that the note made from the view does not keep, in the order of `RULES`.

    `note` is the file as it was made: a template of one's own may leave out what the view has.
    `limits` are those that the view was made with. Of a note that was `updated` the kept parts are
    judged as they stand there, and so is its marking.
    """
    text = _flat(plain(note, format))
    if updated is not None:
        kind: UpdateKind = "docx" if format == "docx" else "md"
        view = with_kept(view, updated.kept, kind)
        view = view.model_copy(update={"marking": marking_of(note, kind)})
    found = [
        *_bottom_line(view, text),
        *_lengths(view),
        *_wording(view),
        *_presence(view, text, updated=updated is not None),
        *_pages(view, limits),
    ]
    return tuple(sorted(found, key=lambda one: RULES.index(one.rule)))


def worded(found: tuple[Broken, ...]) -> str:
    """One line for a person."""
    kept = len(RULES) - len({one.rule for one in found})
    if not found:
        return f"house rules: all {kept} kept"
    said = [f"{one.text} ({', '.join(one.items)})" if one.items else one.text for one in found]
    return f"house rules: {kept} of {len(RULES)} kept; " + "; ".join(said)


def plain(note: bytes, format: str) -> str:
    """The words of a note as a reader sees them, header and footer included."""
    if format == "html":
        from lxml import html

        root: Any = html.document_fromstring(note.decode())
        for extra in root.xpath("//script | //style | //aside"):
            extra.drop_tree()
        return str(root.text_content())
    if format == "docx":
        return "\n".join(_word_lines(note))
    return re.sub(r"\\([^\w\s])", r"\1", unmarked(note.decode())).replace("*", "")


def _word_lines(note: bytes) -> Iterator[str]:
    from docx import Document

    from briefwright.render.word_parts import text_of

    document = Document(io.BytesIO(note))
    yield text_of(document.element.body)
    for section in document.sections:
        yield text_of(section.header._element)
        yield text_of(section.footer._element)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _bottom_line(view: View, text: str) -> Iterator[Broken]:
    line = view.bottom_line
    if line is None:
        yield Broken(rule="bottom-line-first", text="there is no bottom line")
        return
    others = [
        *(point.text for point in view.summary),
        *(quote.text for quote in view.quotes),
        *(item.text for item in view.outlook),
    ]
    at = text.find(_flat(line.text))
    before = [text.find(_flat(one)) for one in others if _flat(one) != _flat(line.text)]
    if at < 0 or any(0 <= one < at for one in before):
        yield Broken(rule="bottom-line-first", text="the bottom line does not come first")
    words = _words(line.text)
    if words > BOTTOM_LINE_WORDS:
        yield Broken(
            rule="bottom-line-length",
            text=f"the bottom line has {words} words, {BOTTOM_LINE_WORDS} at most",
            items=(line.id,),
        )


def _stated(view: View) -> list[tuple[str, str, str]]:
    """Id, words, and who says so, of what the note states in sentences."""
    first = [(view.bottom_line.id, view.bottom_line.text, "")] if view.bottom_line else []
    points = [(one.id, one.text, "") for one in view.summary]
    return [*first, *points, *((one.id, one.text, one.by) for one in view.outlook)]


def _lengths(view: View) -> Iterator[Broken]:
    counts = [
        (id_, _words(sentence))
        for id_, text, _ in _stated(view)
        for sentence in _SENTENCE.split(text)
    ]
    first = view.bottom_line.id if view.bottom_line else None
    long = [(id_, words) for id_, words in counts if words > SENTENCE_WORDS and id_ != first]
    if long:
        longest = max(words for _, words in long)
        yield Broken(
            rule="sentence-length",
            text=f"sentences of up to {longest} words, {SENTENCE_WORDS} at most",
            items=tuple(dict.fromkeys(id_ for id_, _ in long)),
        )
    average = sum(words for _, words in counts) / len(counts) if counts else 0.0
    if average > AVERAGE_WORDS:
        yield Broken(
            rule="average-length",
            text=f"sentences average {average:.0f} words, {AVERAGE_WORDS} at most",
        )


def _wording(view: View) -> Iterator[Broken]:
    loaded: dict[str, str] = {}
    likely: list[str] = []
    for id_, text, by in _stated(view):
        own = _QUOTED.sub(" ", text)
        found = _LOADED.search(own)
        if found:
            loaded[id_] = found.group()
        if not by and any(
            _LIKELIHOOD.search(one) and not _ATTRIBUTED.search(one) for one in _SENTENCE.split(own)
        ):
            likely.append(id_)
    if loaded:
        verbs = ", ".join(f"“{verb}”" for verb in dict.fromkeys(loaded.values()))
        yield Broken(rule="plain-verbs", text=f"{verbs} for “said”", items=tuple(loaded))
    if likely:
        yield Broken(
            rule="likelihood-attributed",
            text="a likelihood that nobody is named for",
            items=tuple(likely),
        )


def _presence(view: View, text: str, *, updated: bool) -> Iterator[Broken]:
    if not view.marking:
        where = "in the note's header" if updated else "(give --marking)"
        yield Broken(rule="marking", text=f"no marking {where}")
    elif _flat(view.marking) not in text:
        yield Broken(rule="marking", text="the template does not print the marking")
    if _flat(view.disclosure) not in text:
        yield Broken(rule="ai-use", text="the template does not print the line on AI use")


def _pages(view: View, limits: Limits) -> Iterator[Broken]:
    filled, allowed = pages(view, limits)
    if limits.pages and filled > allowed * _LONG:
        yield Broken(
            rule="page-length",
            text=f"about {filled:.1f} pages before its annex, {allowed} at most",
        )


def _words(text: str) -> int:
    return len(_WORD.findall(text))
