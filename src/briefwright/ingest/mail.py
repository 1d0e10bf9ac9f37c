"""E-mail (.eml): the message's own text with its headers, and the files attached to it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import parseaddr

from briefwright.article import Remark
from briefwright.errors import NoText, SourceError, TooLarge, Unreadable
from briefwright.ingest import page
from briefwright.ingest.assemble import Found
from briefwright.ingest.clean import clean
from briefwright.ingest.decode import decode
from briefwright.ingest.text import unwrapped
from briefwright.spans import Value

_MOST_PARTS = 500
_MOST_MARKS = 5000
"""Lines that may part one part from the next; each has two, and prose has some."""
_MOST_LINES = 3_000_000
"""200 MB of attachments in base64 have 2.6 million."""
_LONGEST_HEAD = 1_000_000
_LONGEST_HEADER = 2000


class Mail(Value):
    """A message; `found` is None if it has no text of its own."""

    found: Found | None
    attached: tuple[tuple[str, bytes], ...]
    """Names and contents of what is attached, in order; pictures shown in the text left out."""


def mail(content: bytes, source: str) -> Mail:
    """What is in a message. Raises Unreadable or TooLarge."""
    _check_size(content, source)
    try:
        # Not the default policy: its parser of headers takes minutes over a hostile one.
        message = BytesParser(policy=compat32).parse(
            io.BytesIO(content.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n"))
        )
        parts = list(_parts(message))
    except (MessageError, ValueError, RecursionError, LookupError, AttributeError) as error:
        raise Unreadable(
            f"{source}: a broken e-mail ({type(error).__name__}); save its text and give that"
        ) from error
    if len(parts) > _MOST_PARTS:
        raise TooLarge(f"{source}: an e-mail of more than {_MOST_PARTS} parts; save them as files")
    if not any(message.get(name) for name in ("From", "Subject", "Date", "Received", "To")):
        raise Unreadable(f"{source}: not an e-mail (it has no headers); save its text as .txt")
    plain = [one for one in parts if _is_text(one, "text/plain")]
    marked_up = [one for one in parts if _is_text(one, "text/html")]
    attached = [one for one in parts if one not in plain and one not in marked_up]
    files = tuple((_name(one), _payload(one)) for one in attached if not _is_picture(one))
    found = _body(plain, marked_up, source)
    if found is None:
        return Mail(found=None, attached=files)
    return Mail(found=found.model_copy(update=_origin(message)), attached=files)


def _check_size(content: bytes, source: str) -> None:
    """Raise TooLarge for what the parser would take minutes over: it goes line by line."""
    if content.count(b"\n--") > _MOST_MARKS:
        raise TooLarge(f"{source}: an e-mail of more than {_MOST_PARTS} parts; save them as files")
    if content.count(b"\n") > _MOST_LINES:
        raise TooLarge(f"{source}: an e-mail of more than {_MOST_LINES:,} lines; save its text")
    head = re.search(rb"\n\r?\n", content)
    if (head.start() if head else len(content)) > _LONGEST_HEAD:
        raise TooLarge(f"{source}: an e-mail of headers alone; save its text and give that")


def _parts(message: Message) -> Iterator[Message]:
    """The leaves of a message, forwarded messages as one; a stack, as they may nest deep."""
    pending = [message]
    seen = 0
    while pending and seen <= _MOST_PARTS:
        one = pending.pop()
        inner = one.get_payload()
        if one is not message and one.get_content_type() == "message/rfc822":
            seen += 1
            yield one
        elif isinstance(inner, list):
            pending.extend(part for part in reversed(inner) if isinstance(part, Message))
        else:
            seen += 1
            yield one


def _is_text(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _is_picture(part: Message) -> bool:
    return part.get_content_maintype() in {"image", "video", "audio", "font"}


def _body(plain: list[Message], marked_up: list[Message], source: str) -> Found | None:
    """The longer of the text and the page; mailing programs often leave a stub for the text."""
    text = "\n\n".join(filter(None, (_plain(one, source) for one in plain)))
    read: Found | None = None
    for one in marked_up:
        try:
            read = page.found(_decoded(one, source), source)
            break
        except SourceError:
            continue
    if read is not None and len(text) * 2 < len(read.text):
        # What the page says of itself is the newsletter's system, not the sender.
        return Found(text=read.text, remarks=read.remarks, language=read.language)
    return Found(text=text) if text.strip() else None


def _plain(part: Message, source: str) -> str:
    try:
        return unwrapped(clean(_decoded(part, source)).strip())
    except SourceError:
        return ""


def _decoded(part: Message, source: str) -> str:
    content = _payload(part)
    charset = part.get_content_charset()
    try:
        return content.decode(charset or "utf-8")
    except (LookupError, UnicodeError, ValueError):
        return decode(content, source) if content.strip() else ""


def _payload(part: Message) -> bytes:
    if part.get_content_type() == "message/rfc822":
        inner = part.get_payload()
        first = inner[0] if isinstance(inner, list) and inner else None
        try:
            return first.as_bytes() if isinstance(first, Message) else b""
        except (MessageError, ValueError, LookupError, RecursionError, AttributeError):
            return b""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        return b""
    return content if isinstance(content, bytes) else b""


def _name(part: Message) -> str:
    """The name to know the file by; its suffix by its type where it has none."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    kind = part.get_content_type()
    suffix = _SUFFIXES.get(kind, "")
    plain = _unfolded(name).replace("\\", "/").rpartition("/")[2][-100:]
    if kind == "message/rfc822":
        return f"{plain or 'message'}.eml".replace(".eml.eml", ".eml")
    return plain or f"part{suffix}"


_SUFFIXES = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/plain": ".txt",
    "text/html": ".html",
    "text/csv": ".csv",
    "application/zip": ".zip",
}


def _origin(message: Message) -> dict[str, object]:
    name, address = parseaddr(_header(message, "From"))
    return {
        "title": _header(message, "Subject") or None,
        "byline": name or address or None,
        "published": _header(message, "Date") or None,
        "language": _header(message, "Content-Language").split(",")[0] or None,
        "id": None,
    }


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    return _unfolded(str(value)) if value is not None else ""


def _unfolded(value: str) -> str:
    value = " ".join(value[:_LONGEST_HEADER].split())
    try:
        return " ".join(str(make_header(decode_header(value))).split())
    except (MessageError, ValueError, LookupError, UnicodeError):
        return value


def not_read(mail: Mail, names: list[str], source: str) -> Found:
    """The message's own text, with a remark on attachments that are of no use. Raises NoText."""
    if mail.found is None:
        raise NoText(f"{source}: an e-mail without text; save what is attached to it as files")
    if not names:
        return mail.found
    listed = ", ".join(names[:5]) + (" ..." if len(names) > 5 else "")
    remark = Remark(code="attachments-not-read", text=f"Attached and not read: {listed}.")
    return mail.found.model_copy(update={"remarks": (*mail.found.remarks, remark)})
