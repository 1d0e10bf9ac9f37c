"""Bytes to characters. The only module that imports charset-normalizer."""

from __future__ import annotations

import codecs
import re

from briefwright.errors import Unreadable

# UTF-32 first: its little-endian mark begins with the one of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"\x89PNG\r\n", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"\x7fELF", "a program"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]+)""", re.I
)
# What pages on the web declare (WHATWG Encoding Standard), without codecs such as utf-7 or idna.
_WEB = re.compile(
    r"utf-8|utf-16(-[lb]e)?|iso8859-\d+|cp(125[0-8]|866|874|932|949|950)|koi8-[ru]"
    r"|mac-(roman|cyrillic)|gb2312|gbk|gb18030|big5(hkscs)?|shift_jis|euc_(jp|kr)|iso2022_jp"
)
_CONTROLS = bytes(range(0x20)).translate(None, b"\t\n\v\f\r\x1a\x1b")
# A page's worth of an article is plenty to tell an encoding from, and detection is slow.
_SAMPLE = 100_000
_HEAD = 4096
# In real pages broken characters are single bytes; more of them means another encoding.
_BROKEN = 0.001
_WESTERN_WORDS = re.compile(rb"\b(?:the|and|of|to|in|for|that|said)\b")
_WESTERN = re.compile("[A-Za-zÀ-ÖØ-öø-ÿŠšŽžŒœŸ“”‘’„‚«»–—…•·€£¥§©®™°º²³½¼¾¡¿´\u00a0\u00ad]")


def decode(content: bytes, source: str) -> str:
    """The text of a file, by its mark, as UTF-8, as it declares itself, or as best fits its bytes.

    Raises Unreadable if the file is binary or no encoding fits it with confidence.
    """
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _marked(content, name, source)
    refuse_binary(content, source)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = _nearly_utf8(content)
    if text is None:
        text = _declared(content)
    if text is None:
        text = _western(content)
    if text is None:
        text = _detected(content)
    if text is None:
        raise Unreadable(
            f"{source}: wrong encoding, neither UTF-8 nor another that fits; {_RESAVE}"
        )
    return text


_RESAVE = "open it in an editor and save it as UTF-8"


def refuse_binary(content: bytes, source: str) -> None:
    """Raise Unreadable if the bytes are not text in any encoding that needs no mark."""
    head = content[:_SAMPLE]
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            raise Unreadable(f"{source}: a binary file ({kind}), not text; save it as text or HTML")
    if b"\0" in content:
        raise Unreadable(
            f"{source}: a binary file (it holds zero bytes), not text; if it is UTF-16 text, "
            f"{_RESAVE}"
        )
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls * 20 > len(head):
        raise Unreadable(
            f"{source}: a binary file (it is full of control characters), not text; save it as "
            f"text or HTML"
        )


def _marked(content: bytes, name: str, source: str) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise Unreadable(
            f"{source}: wrong encoding; it is marked as {name.removesuffix('-sig').upper()} but "
            f"byte {error.start:,} does not fit; {_RESAVE}"
        ) from error


def _nearly_utf8(content: bytes) -> str | None:
    """UTF-8 with a few broken characters, which then show as U+FFFD."""
    text = content.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    sound = sum(1 for character in text if character > "\x7f") - broken
    if sound > 2 * broken and broken <= max(1, _BROKEN * len(text)):
        return text
    return None


def _declared(content: bytes) -> str | None:
    found = _DECLARED.search(content, 0, _HEAD)
    if not found:
        return None
    return stated(content, found[1].decode("ascii", "replace"))


def stated(content: bytes, charset: str) -> str | None:
    """The text in the encoding that a page or server states; None if it is none or does not fit."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, UnicodeError, ValueError):
        return None
    if name == "iso8859-1":
        # What browsers do: pages that say Latin-1 hold the curly quotes of Windows.
        name = "cp1252"
    return _strict(content, name) if _WEB.fullmatch(name) else None


def _western(content: bytes) -> str | None:
    """cp1252, where the text is English and all that is not ASCII in it is a letter or mark of it.

    Short English texts give a statistical detector too little to go by: a curly quote and a dash.
    """
    text = _strict(content, "cp1252")
    if text is None:
        return None
    high = [character for character in text if character > "\x7f"]
    english = len(_WESTERN_WORDS.findall(content[:_SAMPLE]))
    words = len(content[:_SAMPLE].split())
    plausible = all(_WESTERN.match(character) for character in high)
    return text if plausible and english * 12 >= words and len(high) * 8 <= len(text) else None


def _detected(content: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(content[:_SAMPLE], threshold=0.1).best()
    if best is None or (not best.language or best.language == "Unknown"):
        return None
    return _strict(content, best.encoding)


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, LookupError):
        return None
