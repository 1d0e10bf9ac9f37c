"""PDFs with a text layer, read in a process of their own that is stopped when it takes too long."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from briefwright.article import Article, Remark
from briefwright.errors import NoText, TooLarge, Unreadable, Unsupported
from briefwright.ingest import isolated, pdf_layout
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.limits import MAX_ARCHIVE, whole
from briefwright.ingest.pdf_glyphs import MOST_PAGES, Printed

_HIDDEN_LETTERS = 30
_SAVE = "open it in a viewer, copy its text and save that"


def read(stream: BinaryIO, source: str) -> Iterator[Article]:
    """The one article of a PDF. Raises SourceError."""
    yield assemble(found(whole(stream, source, limit=MAX_ARCHIVE), source), source, stem_of(source))


def found(content: bytes, source: str) -> Found:
    printed = _printed(content, source)
    letters = sum(len(line.words) for page in printed.pages for line in page.lines)
    if printed.unreadable > letters:
        raise NoText(
            f"{source}: its fonts do not say which letters they show; print it to PDF again from "
            f"its program, or run text recognition (OCR) on it"
        )
    if not letters:
        raise NoText(
            f"{source}: a PDF without a text layer, so probably a scan; run text recognition "
            f"(OCR) on it first"
        )
    title = pdf_layout.title(printed)
    paragraphs = pdf_layout.paragraphs(printed.pages)
    if title and title in paragraphs[:6]:
        paragraphs.remove(title)
    return Found(text=pdf_layout.text(paragraphs), title=title, remarks=tuple(_remarks(printed)))


def _remarks(printed: Printed) -> Iterator[Remark]:
    if printed.hidden >= _HIDDEN_LETTERS:
        yield Remark(
            code="hidden-text",
            text=f"The PDF holds {printed.hidden:,} letters that nobody sees in print; no model "
            f"read them.",
        )
    if printed.left:
        yield Remark(
            code="pages-not-read",
            text=f"Of its pages the first {MOST_PAGES} were read, and {printed.left:,} were not.",
        )
    if any(page.scanned for page in printed.pages):
        yield Remark(
            code="recognised-text",
            text="Pages of the PDF are scans; the text recognised in them may be wrong in letters "
            "and figures.",
        )
    empty = sum(not page.lines for page in printed.pages)
    if empty:
        yield Remark(
            code="pages-without-text",
            text=f"Of {len(printed.pages):,} pages {empty:,} hold no text that can be read.",
        )


def _printed(content: bytes, source: str) -> Printed:
    try:
        answer = isolated.ask("pdf_", content)
    except TimeoutError as error:
        raise TooLarge(
            f"{source}: a PDF that takes too long to read; split it, or {_SAVE}"
        ) from error
    except MemoryError as error:
        raise TooLarge(
            f"{source}: a PDF that needs too much memory; split it, or {_SAVE}"
        ) from error
    except OSError as error:
        raise Unreadable(f"{source}: a PDF that cannot be read ({error}); {_SAVE}") from error
    fault = answer.get("fault")
    if fault in {"PDFPasswordIncorrect", "PDFEncryptionError", "PDFTextExtractionNotAllowed"}:
        raise Unsupported(f"{source}: protected by a password; save it without one")
    if fault == "CrowdedPage":
        raise TooLarge(f"{source}: a page of more letters than can be printed on one; {_SAVE}")
    if fault:
        raise Unreadable(f"{source}: a broken PDF ({fault}); {_SAVE}")
    return Printed.model_validate(answer)
