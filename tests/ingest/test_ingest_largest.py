"""The largest sources that are taken, made to cost the most: each ends within five seconds.

Of the processor's time, in this process and the reading one, as the machine may have other work.
"""

from __future__ import annotations

import io
import time
import zipfile
from collections.abc import Callable

import pytest
from ingest_files import PARAGRAPHS, named, outcome

from briefwright.ingest import isolated
from briefwright.ingest.formats import FORMATS
from briefwright.ingest.limits import MAX_BYTES

LONGEST = 5.0
RUN = "<w:p><w:r><w:t>{}</w:t></w:r></w:p>"
PARAGRAPH = f"<p>{PARAGRAPHS[0]}</p>"


def filled(piece: str, *, begin: str = "", end: str = "") -> bytes:
    """As many pieces as fit in the largest source."""
    room = MAX_BYTES - len((begin + end).encode()) - 1
    return (begin + piece * (room // len(piece.encode())) + end).encode()


def word(paragraph: str) -> bytes:
    """A document of the most elements, in letters that pack badly enough to be taken."""
    each = paragraph.count("<w:")
    body = "".join(paragraph.format(hash(str(number))) for number in range(900_000 // each))
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("word/document.xml", named("document", f"<w:body>{body}</w:body>"))
    return content.getvalue()


SOURCES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "paragraphs": (".html", lambda: filled(PARAGRAPH)),
    "attributes": (
        ".html",
        lambda: ("<p " + " ".join(f"a{n}=1" for n in range(1_800_000)) + f">{PARAGRAPH}").encode(),
    ),
    "unclosed": (".html", lambda: filled("<")),
    "nested": (".html", lambda: filled("<div>")),
    "tables": (".html", lambda: filled("<table><tr><td>a")),
    "breaks": (".html", lambda: filled("a<br>")),
    "one paragraph": (".html", lambda: filled("word and ", begin="<p>")),
    "one word": (".html", lambda: filled("x", begin="<p>")),
    "styles": (
        ".html",
        lambda: filled(".a>b~c{color:red}", begin="<style>", end=f"</style>{PARAGRAPH * 20}"),
    ),
    "western": (".html", lambda: filled("<p>Très bien, said “he”</p>").decode().encode("cp1252")),
    "bytes": (".html", lambda: bytes(range(128, 256)) * (MAX_BYTES // 128)),
    "links": (".md", lambda: filled("[a](b ")),
    "lists": (".md", lambda: filled("# a\n\n* b\n")),
    "words": (".txt", lambda: filled("word and ")),
    "lines": (".txt", lambda: filled("word and the long and winding road of the sea\n")),
    "runs": (".docx", lambda: word(RUN)),
    "cells": (".docx", lambda: word(f"<w:tbl><w:tr><w:tc>{RUN}</w:tc></w:tr></w:tbl>")),
    "page in a message": (
        ".eml",
        lambda: filled(PARAGRAPH, begin="From: a\nSubject: b\nContent-Type: text/html\n\n"),
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("name", SOURCES)
def test_largest_sources_end_in_an_article_or_a_reason_in_time(name: str) -> None:
    suffix, make = SOURCES[name]
    content = make()
    assert len(content) <= MAX_BYTES
    # Starting the process is no part of reading.
    isolated.ask("none", b"")
    before = isolated.busy()
    started = time.process_time()
    said = outcome(FORMATS[suffix], content, f"big{suffix}")
    spent = time.process_time() - started + isolated.busy() - before
    assert said
    assert all(said)
    assert spent < LONGEST, (spent, said[0][:200])
