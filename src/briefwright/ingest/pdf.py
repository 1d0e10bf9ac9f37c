"""PDFs with a text layer, read in a process of their own that is stopped when it takes too long."""

from __future__ import annotations

import atexit
import contextlib
import json
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import IO, BinaryIO

from briefwright.article import Article, Remark
from briefwright.errors import NoText, TooLarge, Unreadable, Unsupported
from briefwright.ingest import pdf_layout
from briefwright.ingest.assemble import Found, assemble, stem_of
from briefwright.ingest.limits import MAX_ARCHIVE, whole
from briefwright.ingest.pdf_glyphs import MOST_PAGES, Printed
from briefwright.ingest.pdf_worker import write

_SHORTEST = 4.5
_PER_MEGABYTE = 10.0
_LONGEST = 120.0
"""Seconds; a page takes about a tenth of one, and is some 50 kB."""
_STARTING = 30.0
_MOST_FILES = 200
"""After so many the process is replaced: pdfminer keeps what it has learned of fonts."""
_MOST_ANSWER = 200_000_000
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
        answer = _WORKER.ask(content)
    except TimeoutError as error:
        raise TooLarge(
            f"{source}: a PDF that takes too long to read; split it, or {_SAVE}"
        ) from error
    except (OSError, EOFError, ValueError) as error:
        raise Unreadable(f"{source}: a PDF that cannot be read; {_SAVE}") from error
    row = json.loads(answer)
    fault = row.get("fault")
    if fault in {"PDFPasswordIncorrect", "PDFEncryptionError", "PDFTextExtractionNotAllowed"}:
        raise Unsupported(f"{source}: protected by a password; save it without one")
    if fault == "MemoryError":
        raise TooLarge(f"{source}: a PDF that needs too much memory; split it, or {_SAVE}")
    if fault:
        raise Unreadable(f"{source}: a broken PDF ({fault}); {_SAVE}")
    return Printed.model_validate(row)


class _Worker:
    """A process that reads PDFs one after the other; started at the first, replaced when it dies.

    Not safe against use from two threads but by its lock.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self._lock = threading.Lock()

    def ask(self, content: bytes) -> bytes:
        """The answer to a file. Raises TimeoutError, or OSError or EOFError if the process died."""
        with self._lock:
            if self._asked >= _MOST_FILES:
                self.stop()
            limit = min(_LONGEST, _SHORTEST + _PER_MEGABYTE * len(content) / 1_000_000)
            process = self._started()
            self._asked += 1
            try:
                return self._exchange(process, content, limit)
            except BaseException:
                self.stop()
                raise

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "briefwright.ingest.pdf_worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._asked = 0
            # An empty file is answered at once; the imports are not the first file's time.
            self._exchange(self._process, b"", _STARTING)
        return self._process

    @staticmethod
    def _exchange(process: subprocess.Popen[bytes], content: bytes, limit: float) -> bytes:
        assert process.stdin is not None
        assert process.stdout is not None
        until = time.monotonic() + limit
        # A process that hangs reads no more either; killing it frees whoever writes or reads.
        watch = threading.Timer(limit, process.kill)
        watch.start()
        try:
            write(process.stdin, content)
            length = int.from_bytes(_exactly(process.stdout, 8), "big")
            if length > _MOST_ANSWER:
                raise ValueError("an answer longer than any text")
            return _exactly(process.stdout, length)
        except (OSError, EOFError) as error:
            if time.monotonic() >= until:
                raise TimeoutError from error
            raise
        finally:
            watch.cancel()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError("the reading process ended")
    return content


_WORKER = _Worker()
atexit.register(_WORKER.stop)
