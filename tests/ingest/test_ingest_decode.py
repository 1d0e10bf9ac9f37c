"""Encodings are named with confidence or refused."""

from __future__ import annotations

import pytest

from briefwright.errors import Unreadable
from briefwright.ingest.decode import decode

ENGLISH = "The minister said “yes” – and the café in the capital paid €5 for it, of course."
RUSSIAN = "Министр сообщил, что переговоры пройдут в столице во вторник и продлятся два дня. " * 4


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_common_encodings_are_read(encoding: str) -> None:
    assert decode(ENGLISH.encode(encoding), "a.txt") == ENGLISH


def test_declared_charset_is_followed() -> None:
    page = '<html><head><meta charset="windows-1251"></head><p>Да, министр</p>'
    assert decode(page.encode("cp1251"), "a.html") == page


def test_page_that_says_latin_1_may_hold_curly_quotes() -> None:
    page = '<meta http-equiv="content-type" content="text/html; charset=iso-8859-1"><p>“So”</p>'
    assert decode(page.encode("cp1252"), "a.html") == page


def test_undeclared_cyrillic_is_detected() -> None:
    assert decode(RUSSIAN.encode("cp1251"), "a.txt") == RUSSIAN


def test_declared_codec_that_is_no_encoding_of_text_is_ignored() -> None:
    page = f'<meta charset="rot13"><p>{ENGLISH}</p>'
    assert decode(page.encode("cp1252"), "a.html") == page


def test_one_broken_byte_in_a_utf8_text_shows_as_a_replacement() -> None:
    text = decode(ENGLISH.encode() * 20 + b"\xff", "a.txt")
    assert text == ENGLISH * 20 + "\ufffd"


@pytest.mark.parametrize(
    "content", [b"%PDF-1.7 text", b"PK\x03\x04text", b"text\0text", bytes(range(1, 9)) * 20]
)
def test_binary_files_are_refused_by_name(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"^a\.txt: a binary file"):
        decode(content, "a.txt")


def test_bytes_that_break_their_own_mark_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"wrong encoding.*save it as UTF-8"):
        decode(b"\xef\xbb\xbfabc\xff\xfe", "a.txt")


def test_bytes_that_fit_no_encoding_are_refused() -> None:
    with pytest.raises(Unreadable, match="wrong encoding"):
        decode(bytes(range(0x80, 0x100)) * 3 + b"\x81\x8d\x8f", "a.txt")
