"""Formats are told apart by what is in a source, and containers are opened."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from ingest_files import PARAGRAPHS, TEXT, message, pdf, set_lines, word, zipped

from briefwright.article import Article
from briefwright.errors import NoText, Unsupported
from briefwright.ingest import Failed
from briefwright.ingest.formats import FORMATS, Item, sniffed

PAGE = "<!doctype html><body>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS)


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-16"),
        PAGE.encode(),
        json.dumps({"text": TEXT}).encode(),
        word(),
        pdf([set_lines(PARAGRAPHS)]),
        message(),
        b"\n" + message(),
        zipped({"a.txt": TEXT.encode()}),
    ],
)
def test_source_without_a_name_is_read_by_how_it_begins(content: bytes) -> None:
    (article,) = sniffed(io.BytesIO(content), "-")
    assert isinstance(article, Article)
    assert article.text == TEXT


def read(content: bytes) -> list[Item]:
    return list(FORMATS[".zip"](io.BytesIO(content), "day.zip"))


def test_every_readable_file_of_an_archive_is_read_and_one_that_fails_stops_none() -> None:
    files = {
        "a/one.txt": TEXT.encode(),
        "__MACOSX/one.txt": b"x",
        "two.docx": b"PK\x03\x04",
        "../../etc/three.html": PAGE.encode(),
        "picture.png": b"\x89PNG",
        "four.eml": message(),
    }
    one, two, three, four = read(zipped(files))
    assert [item.source for item in (one, two, three, four)] == [
        "day.zip: a/one.txt",
        "day.zip: two.docx",
        "day.zip: ../../etc/three.html",
        "day.zip: four.eml",
    ]
    assert isinstance(two, Failed)
    assert all(isinstance(item, Article) and item.text == TEXT for item in (one, three, four))


def test_part_that_cannot_be_unpacked_stops_none() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("one.txt", TEXT)
        at = content.tell() - 40
        file.writestr("two.txt", TEXT)
    broken = bytearray(content.getvalue())
    broken[at : at + 40] = b"\xff" * 40
    one, two = read(bytes(broken))
    assert isinstance(one, Failed)
    assert one.code == "unreadable"
    assert isinstance(two, Article)


def test_depth_is_that_of_the_archives_and_not_of_their_names() -> None:
    (article,) = read(zipped({"a: b: c: d: e.txt": TEXT.encode()}))
    assert isinstance(article, Article)
    content = TEXT.encode()
    for name in ("text.txt", "3.zip", "2.zip"):
        content = zipped({name: content})
    (article,) = read(content)
    assert isinstance(article, Article)
    (failed,) = read(zipped({"1.zip": content}))
    assert isinstance(failed, Failed)
    assert "archives in archives" in failed.message


def test_archive_with_nothing_readable_says_so() -> None:
    with pytest.raises(NoText, match="none of its 1 files"):
        read(zipped({"picture.png": b"\x89PNG"}))


def test_spreadsheet_is_not_taken_for_a_document() -> None:
    with pytest.raises(Unsupported, match="not one of Word's"):
        read(zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"}))
