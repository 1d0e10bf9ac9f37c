"""Notes read back from each format, the way a person reads them: headings and lines of text."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt

Sections = dict[str, list[str]]

_LINES = "p li td th dt dd footer".split()


def from_markdown(data: bytes) -> Sections:
    made = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(data.decode())
    return from_html(f"<html><body>{made}</body></html>".encode())


def from_html(data: bytes) -> Sections:
    root: Any = lxml_html.document_fromstring(data.decode())
    # What an HTML note has beside the note itself: the article, and a verdict on each statement.
    for extra in root.xpath("//aside | //*[contains(@class, 'verdict')] | //script | .//comment()"):
        extra.drop_tree()
    found: Sections = {"": []}
    heading = ""
    for element in root.iter("h1", "h2", *_LINES):
        text = _text(element)
        if element.tag in ("h1", "h2"):
            heading = text
            found.setdefault(heading, [])
        elif text:
            found[heading].append(text)
    return found


def _text(element: etree._Element) -> str:
    """Without the lines inside it, which are counted by themselves."""
    copied: Any = lxml_html.fromstring(etree.tostring(element, encoding="unicode", with_tail=False))
    for inner in list(copied.iter("p", "ul", "ol")):
        if inner is not copied:
            keep = inner.tag == "p" and copied.tag == "li" and inner.get("class") != "evidence"
            inner.drop_tag() if keep else inner.drop_tree()
    return " ".join(copied.text_content().split(" ")).strip(" \n").replace("\n", " ")


def from_word(data: bytes) -> Sections:
    found: Sections = {"": []}
    heading = ""
    for style, text in word_lines(data):
        if style.startswith(("Heading", "Title")):
            heading = text
            found.setdefault(heading, [])
        elif text:
            found[heading].append(text)
    return found


def word_lines(data: bytes) -> Iterator[tuple[str, str]]:
    document = docx.Document(io.BytesIO(data))
    # python-docx passes over content controls, where most of a note stands.
    for element in document.element.body.iter(qn("w:p")):
        paragraph = Paragraph(element, document._body)
        style = paragraph.style
        yield (style.name or "" if style else ""), paragraph.text.strip()


def word_comments(data: bytes) -> dict[str, str]:
    """What each comment stands at, and what it says."""
    document = docx.Document(io.BytesIO(data))
    texts = {one.comment_id: one.text for one in document.comments}
    found: dict[str, str] = {}
    for start in document.element.body.iter(qn("w:commentRangeStart")):
        at, covered = start.getnext(), ""
        while at.tag != qn("w:commentRangeEnd"):
            covered += "".join(text.text or "" for text in at.iter(qn("w:t")))
            at = at.getnext()
        found.setdefault(covered, texts[int(start.get(qn("w:id")))])
    return found


def statements(sections: Sections) -> dict[str, list[str]]:
    """For each section of a note the lines that end with a reference, and the cells beside them."""
    return {
        name: [re.sub(r"\s+\[", " [", line) for line in sections[name]]
        for name in (
            "Bottom line",
            "Summary",
            "Participants",
            "Cooperation areas",
            "Key quotes",
            "Outlook",
            "Gaps and cautions",
        )
    }
