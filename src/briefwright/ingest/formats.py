"""The table of readers, each from bytes to articles; containers; and telling formats apart."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

from briefwright.article import Article
from briefwright.errors import (
    BriefwrightError,
    NoText,
    SourceError,
    TooLarge,
    Unreadable,
    Unsupported,
)
from briefwright.ingest import archive, docx, feed, markdown, page, pdf, rows, table, text
from briefwright.ingest.assemble import assemble, stem_of
from briefwright.ingest.decode import refuse_binary, stated
from briefwright.ingest.failed import Failed, failed, guarded, shown
from briefwright.ingest.feed import Linked
from briefwright.ingest.fetch import Fetched
from briefwright.ingest.limits import (
    MAX_ARCHIVE,
    MAX_NESTING,
    MAX_PARTS,
    Joined,
    Within,
    whole,
)
from briefwright.ingest.mail import mail, not_read

Item = Article | Failed | Linked
Reader = Callable[[BinaryIO, str], Iterator[Item]]
"""Takes an open source and its name; yields what is in it. Raises SourceError for the whole."""

_INNER = ": "
_HEAD = 1 << 16
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|(?:html|head|body|article|main"
    r"|div|section|p|h1|meta|title)\b)",
    re.I | re.S,
)
_HEADERS = re.compile(
    rb"(?:(?:from|to|date|subject|received|return-path|message-id|mime-version|delivered-to"
    rb"|x-[\w-]+|reply-to|content-type|dkim-signature):[^\n]*\n(?:[ \t][^\n]*\n)*){3}",
    re.I,
)


def _archived(stream: BinaryIO, source: str, within: Within | None = None) -> Iterator[Item]:
    """What can be read of the files in a ZIP archive, in its order."""
    within = within or Within()
    content = whole(stream, source, limit=MAX_ARCHIVE)
    with archive.opened(content, source, within.allowance) as parts:
        names = parts.names
        if "[Content_Types].xml" in names:
            if not any(name.startswith("word/") for name in names):
                raise Unsupported(
                    f"{source}: an Office document, but not one of Word's; save it as text or as "
                    f"CSV"
                )
            yield from docx.read(io.BytesIO(content), source, within)
            return
        chosen = [name for name in names if _is_wanted(name)]
        if not chosen:
            what = f"none of its {len(names):,} files can be read" if names else "it is empty"
            raise NoText(f"{source}: an archive with nothing readable, {what}; {READ}")
        within.allowance.parts -= len(chosen)
        if within.allowance.parts < 0:
            raise TooLarge(
                f"{source}: with the archives that it lies in it holds more than {MAX_PARTS:,} "
                f"files; give them in smaller archives"
            )
        for name in chosen:
            place = f"{source}{_INNER}{shown(name)}"
            yield from guarded(place, _part(parts, name, place, within.deeper()))


def _part(parts: archive.Archive, name: str, place: str, within: Within) -> Iterator[Item]:
    yield from inner(parts.read(name, limit=MAX_ARCHIVE), place, within)


def _is_wanted(name: str) -> bool:
    path = PurePath(name.replace("\\", "/"))
    hidden = any(
        part.startswith((".", "__MACOSX")) and part not in {".", ".."} for part in path.parts
    )
    return not hidden and path.suffix.lower() in FORMATS.keys() | LATER


def _message(stream: BinaryIO, source: str, within: Within | None = None) -> Iterator[Item]:
    """The message, and the articles of the files attached to it."""
    inside = (within or Within()).deeper()
    message = mail(whole(stream, source, limit=MAX_ARCHIVE), source)
    articles: list[Item] = []
    useless: list[str] = []
    for name, content in message.attached:
        place = f"{source}{_INNER}{shown(name)}"
        try:
            articles += _attached(content, place, inside)
        except SourceError as error:
            if PurePath(name).suffix.lower() in FORMATS and not isinstance(error, NoText):
                articles.append(failed(place, error))
            else:
                useless.append(shown(name))
    if message.found is not None or not articles:
        own = not_read(message, useless, source)
        try:
            yield assemble(own, source, stem_of(source))
        except NoText:
            # "See attached", and nothing else.
            if not articles:
                raise
    yield from articles


def _attached(content: bytes, place: str, within: Within) -> list[Item]:
    """What is in an attached file, nothing in an empty one. Raises SourceError."""
    try:
        return list(inner(content, place, within)) if content.strip() else []
    except BriefwrightError:
        raise
    except Exception as error:
        raise Unreadable(
            f"{place}: a fault in briefwright, {error!r}; please report it with the file"
        ) from error


def inner(content: bytes, place: str, within: Within) -> Iterator[Item]:
    """What is in a file that came inside of others. Raises SourceError."""
    if within.depth > MAX_NESTING:
        raise Unsupported(f"{place}: archives in archives in archives; unpack them first")
    suffix = PurePath(place).suffix.lower()
    if suffix in LATER:
        raise Unsupported(f"{place}: {suffix} files are not read; save it as text or as HTML")
    yield from _at(FORMATS.get(suffix, sniffed), within)(io.BytesIO(content), place)


def _at(reader: Reader, within: Within) -> Reader:
    """The reader, told where it is if it opens what is inside."""
    nesting = _NESTING.get(reader)
    return partial(nesting, within=within) if nesting is not None else reader


FORMATS: dict[str, Reader] = {
    ".txt": text.read,
    ".text": text.read,
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".html": page.read,
    ".htm": page.read,
    ".xhtml": page.read,
    ".docx": docx.read,
    ".docm": docx.read,
    ".pdf": pdf.read,
    ".eml": _message,
    ".jsonl": rows.read,
    ".ndjson": rows.read,
    ".csv": table.read,
    ".tsv": table.read,
    ".zip": _archived,
    ".xml": feed.read,
    ".rss": feed.read,
    ".atom": feed.read,
    ".rdf": feed.read,
}
LATER = frozenset(".doc .odt .rtf .msg .mbox .xlsx .xls .pptx .epub .mht .gz .tar .7z".split())
"""Formats that hold articles and that are not read."""

READ = (
    "text (.txt), Markdown (.md), HTML pages (.html), Word (.docx), PDF, e-mail (.eml), JSONL, "
    "CSV, feeds (.xml, .rss, .atom) and ZIP archives of these are read"
)


def sniffed(stream: BinaryIO, source: str, within: Within | None = None) -> Iterator[Item]:
    """A source without a known suffix, by how it begins. Raises SourceError."""
    head = stream.read(_HEAD)
    if not head.strip():
        raise NoText(f"{source}: it is empty; check that it was saved or piped completely")
    rest: BinaryIO = io.BufferedReader(Joined(head, stream))
    yield from _at(_reader_by(head, source), within or Within())(rest, source)


_NESTING: dict[Reader, Callable[..., Iterator[Item]]] = {
    one: one for one in (_archived, _message, sniffed, docx.read)
}


def fetched(found: Fetched, source: str) -> Iterator[Item]:
    """What is in the answer of an address, by its content first and its stated type second.

    Raises SourceError.
    """
    content = found.content or b""
    if not content.strip():
        raise NoText(f"{source}: the page is empty; open it in a browser")
    kind = found.kind
    reader = _reader_by(content[:_HEAD], source)
    if reader in {text.read, table.read, markdown.read}:
        # What it looks like says little, so it is what the server says, or its name.
        suffix = PurePath(found.url.partition("?")[0]).suffix.lower()
        reader = _BY_KIND.get(kind) or (reader if kind else FORMATS.get(suffix, reader))
    yield from reader(io.BytesIO(_recoded(content, found.charset)), source)


def _recoded(content: bytes, charset: str | None) -> bytes:
    """The content as marked UTF-8, if the stated encoding is certain to be meant."""
    if charset is None or content.startswith((b"%PDF", b"PK\x03\x04")):
        return content
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        decoded = stated(content, charset)
        return content if decoded is None else b"\xef\xbb\xbf" + decoded.encode("utf-8", "replace")
    return content


_BY_KIND: dict[str, Reader] = {
    "text/html": page.read,
    "application/xhtml+xml": page.read,
    "text/markdown": markdown.read,
    "text/csv": table.read,
    "application/x-ndjson": rows.read,
    "application/jsonl": rows.read,
    "message/rfc822": _message,
    "application/rss+xml": feed.read,
    "application/atom+xml": feed.read,
}


def _reader_by(head: bytes, source: str) -> Reader:
    if b"%PDF-" in head[:1024]:
        return pdf.read
    if head.startswith(b"PK\x03\x04"):
        return _archived
    if not head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")):
        refuse_binary(head, source)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start[:1] in {b"{", b"["} and _looks_json(start):
        if not _is_row(start):
            raise Unsupported(
                f"{source}: JSON, but not one object a line; save it as JSONL, each article an "
                f'object with a "text" on a line of its own'
            )
        return rows.read
    written = head[:4096].decode("utf-8", "replace").replace("\0", "").lstrip("\ufeff\ufffd")
    if feed.looks_like(written):
        return feed.read
    if _MARKUP.match(written):
        return page.read
    if _HEADERS.match(start.removeprefix(b"From ").replace(b"\r\n", b"\n")):
        return _message
    if table.looks_like(written):
        return table.read
    return markdown.read if markdown.looks_like(written) else text.read


def _looks_json(start: bytes) -> bool:
    return re.match(rb'\{\s*(?:"|\}|$)|\[\s*[\[{"\d]', start) is not None


def _is_row(start: bytes) -> bool:
    """Whether the first line is a JSON object whole, or too long to see its end."""
    line, ended, _ = start.partition(b"\n")
    return line.startswith(b"{") and (not ended or line.rstrip().endswith(b"}"))
