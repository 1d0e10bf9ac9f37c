"""Files of every kind for the tests of ingest, made and not copied. The story is invented."""

from __future__ import annotations

import io
import textwrap
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

import docx

from briefwright.errors import SourceError
from briefwright.ingest.failed import Failed
from briefwright.ingest.feed import Linked
from briefwright.ingest.formats import Item, Reader

TITLE = "Ferry to start in May"
PARAGRAPHS = [
    "The ministers of transport met in the harbour town on Tuesday and agreed on a timetable for "
    "the new ferry, which will leave at noon and carry lorries across the bay.",
    "“Nobody will wait longer than an hour,” said Ann Otieno, the harbour master, after the "
    "meeting with the ship owners of both countries.",
    "They will meet again in the spring, when the second quay is ready for use by larger ships.",
]
TEXT = "\n\n".join(PARAGRAPHS)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(paragraphs: Sequence[str] = PARAGRAPHS, *, title: str | None = TITLE) -> bytes:
    document = docx.Document()
    if title:
        document.add_heading(title, 0)
    for words in paragraphs:
        document.add_paragraph(words)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def word_of(body: str, **parts: str) -> bytes:
    """A Word document of hand-made XML; other parts by their name under word/."""
    document = named("document", f"<w:body>{body}</w:body>")
    files = {"word/document.xml": document.encode()}
    return zipped(files | {f"word/{name}.xml": xml.encode() for name, xml in parts.items()})


def named(name: str, inside: str) -> str:
    """An XML part with Word's namespace."""
    return f'<w:{name} xmlns:w="{_W}">{inside}</w:{name}>'


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def zipped(files: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in files.items():
            archive.writestr(name, inside)
    return content.getvalue()


def pdf(pages: Sequence[Sequence[tuple[float, float, float, str]]], *, before: str = "") -> bytes:
    """A PDF of lines (x, y, size, words) a page; words may be PDF operators after a NUL."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    objects.append(
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for lines in pages:
        content = before
        for x, y, size, words in lines:
            operators, _, shown = words.rpartition("\0")
            escaped = shown.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
            content += f"q {operators} BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET Q\n"
        stream = content.encode("cp1252")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream.decode('latin-1')}endstream")
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out = b"%PDF-1.7\n"
    places = []
    for number, inside in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + inside.encode("latin-1") + b"\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    return (
        out
        + (
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
            f"startxref\n{len(out)}\n%%EOF\n"
        ).encode()
    )


def set_lines(
    paragraphs: Sequence[str], *, top: float = 760, wide: int = 80, size: float = 11
) -> list[tuple[float, float, float, str]]:
    """Paragraphs set in lines of at most so many letters."""
    lines: list[tuple[float, float, float, str]] = []
    for words in paragraphs:
        for line in textwrap.wrap(words, wide, break_on_hyphens=False):
            lines.append((60, top, size, line))
            top -= size * 1.2
        top -= size
    return lines


def message(
    text: str | None = TEXT, html: str | None = None, files: dict[str, bytes] | None = None
) -> bytes:
    mail = EmailMessage()
    mail["From"] = "Ann Öther <ann@bay.example>"
    mail["To"] = "desk@example.org"
    mail["Date"] = "Mon, 04 May 2026 08:30:00 +0530"
    mail["Subject"] = "Ferry – to start in May"
    if text is not None:
        mail.set_content(text)
    if html is not None:
        if text is not None:
            mail.add_alternative(html, subtype="html")
        else:
            mail.set_content(html, subtype="html")
    for name, content in (files or {}).items():
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def outcome(read: Reader, content: bytes, source: str) -> list[str]:
    """What became of the bytes: the texts, and the reasons where there are none."""
    try:
        items = list(read(io.BytesIO(content), source))
    except SourceError as error:
        return [str(error)]
    return [said(item) for item in items]


def said(item: Item) -> str:
    if isinstance(item, Linked):
        return item.extract.text if item.extract else f"{item.source}: {item.entry.link}"
    return item.message if isinstance(item, Failed) else item.text
