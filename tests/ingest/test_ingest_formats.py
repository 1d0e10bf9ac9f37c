"""Formats are told apart by what is in a source, and containers are opened."""

from __future__ import annotations

import io
import json
import random
import zipfile
from typing import Any

import pytest
from ingest_files import PARAGRAPHS, TEXT, message, pdf, set_lines, word, zipped

from briefwright.article import Article
from briefwright.errors import NoText, TooLarge, Unsupported
from briefwright.ingest import Failed, docx, formats
from briefwright.ingest.formats import FORMATS, Item, sniffed
from briefwright.ingest.limits import MAX_PARTS, Allowance, Within


def quoted(text: str) -> bytes:
    return b'"' + text.replace('"', '""').encode() + b'"\n'


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
        f"# Ferry to start in May\n\n{TEXT}".encode(),
        b"title,text\r\nFerry," + quoted(TEXT),
        b"id;Title;Body\n1;Ferry;" + quoted(TEXT),
        b"\xef\xbb\xbftitle\tcontent\nFerry\t" + quoted(TEXT),
        ("title,text\nFerry," + quoted(TEXT).decode()).encode("utf-16"),
    ],
)
def test_source_without_a_name_is_read_by_how_it_begins(content: bytes) -> None:
    (article,) = sniffed(io.BytesIO(content), "-")
    assert isinstance(article, Article)
    assert article.text == TEXT


@pytest.mark.parametrize(
    "written",
    ["## Ships\n\n**Four** of them.", "## Ships\n\n[Four](https://bay.example) of them."],
)
def test_markdown_is_told_by_two_kinds_of_its_marks(written: str) -> None:
    (article,) = sniffed(io.BytesIO(f"{TEXT}\n\n{written}".encode()), "-")
    assert isinstance(article, Article)
    assert article.text.endswith("\n\nShips\n\nFour of them.")


@pytest.mark.parametrize(
    "text",
    [
        f"Text, body and soul, said the minister\n\n{TEXT}",
        f"Text\n\n{TEXT}",
        f"#1 of the harbours\n\n{TEXT}",
        f"Ferry * May\n\n    {TEXT}",
        f"---\ntitle: Ferry\n---\n    {TEXT}",
        f"He wrote **no** more.\n\n    {TEXT}",
    ],
)
def test_plain_text_is_not_taken_for_a_table_or_for_markdown(text: str) -> None:
    (article,) = sniffed(io.BytesIO(text.encode()), "-")
    assert isinstance(article, Article)
    # As Markdown the indented lines would be code, and left out.
    assert PARAGRAPHS[0] in article.text


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
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("one.txt", TEXT)
        at = content.tell() - 40
        file.writestr("two.txt", TEXT)
        file.writestr("three.txt", TEXT, zipfile.ZIP_LZMA)
        file.writestr("four.txt", b"\n" * 50_000_000, zipfile.ZIP_BZIP2)
    broken = bytearray(content.getvalue())
    broken[at : at + 40] = b"\xff" * 40
    one, two, three, four = read(bytes(broken))
    assert isinstance(two, Article)
    codes = [item.code for item in (one, three, four) if isinstance(item, Failed)]
    # zipfile would inflate the last two without a limit.
    assert codes == ["unreadable", "unsupported-format", "unsupported-format"]


def noise(megabytes: int, seed: int) -> bytes:
    """Letters that no packing makes much smaller, so that it is their amount that is refused."""
    return random.Random(seed).randbytes(megabytes * 500_000).hex().encode()


def test_archives_in_an_archive_share_what_may_be_inflated() -> None:
    inner = [zipped({"a.txt": noise(1, number), "b.txt": TEXT.encode()}) for number in range(6)]
    outer = zipped({f"{number}.zip": content for number, content in enumerate(inner)})
    within = Within(allowance=Allowance(bytes=4_000_000))
    items = list(formats._archived(io.BytesIO(outer), "day.zip", within))
    spent = [item for item in items if isinstance(item, Failed) and "in all" in item.message]
    assert 0 <= within.allowance.bytes < 1_000_000
    assert {item.code for item in spent} == {"too-large"}
    # What fits is read, and every archive that did not is named.
    assert isinstance(items[1], Article)
    named = {item.source.split(": ")[1] for item in items}
    assert named == {f"{number}.zip" for number in range(6)}


def test_documents_in_an_archive_draw_on_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "_SMALL", 10_000)
    outer = zipped({f"{number}.docx": word() for number in range(30)})
    before = Within(allowance=Allowance(bytes=100_000_000))
    items = list(formats._archived(io.BytesIO(outer), "day.zip", before))
    assert all(isinstance(item, Article) for item in items)
    taken = 100_000_000 - before.allowance.bytes
    few = Within(allowance=Allowance(bytes=taken // 2))
    items = list(formats._archived(io.BytesIO(outer), "day.zip", few))
    assert 5 < sum(isinstance(item, Article) for item in items) < 25
    assert all("in all" in item.message for item in items if isinstance(item, Failed))


def test_archives_in_an_archive_share_how_many_files_they_hold() -> None:
    inner = zipped({f"{number}.txt": b"x" for number in range(300)})
    outer = zipped({f"{number}.zip": inner for number in range(4)})
    within = Within(allowance=Allowance(parts=700))
    items = list(formats._archived(io.BytesIO(outer), "day.zip", within))
    told = [item for item in items if isinstance(item, Failed) and "it lies in" in item.message]
    assert [item.source for item in told] == ["day.zip: 2.zip", "day.zip: 3.zip"]


def test_list_of_too_many_files_is_not_even_read(monkeypatch: pytest.MonkeyPatch) -> None:
    many = zipped({f"{'x' * 400}{number}.txt": b"" for number in range(6000)})
    made: list[str] = []

    class Info(zipfile.ZipInfo):
        def __init__(self, name: str = "x", *rest: Any) -> None:
            made.append(name)
            super().__init__(name, *rest)

    monkeypatch.setattr(zipfile, "ZipInfo", Info)
    with pytest.raises(TooLarge, match=r"more files than the 5,000"):
        read(many)
    assert made == []


def test_archive_that_holds_itself_ends() -> None:
    content = zipped({"a.txt": TEXT.encode()})
    for _ in range(6):
        content = zipped({f"{number}.zip": content for number in range(9)})
    items = read(content)
    assert {item.code for item in items if isinstance(item, Failed)} <= {
        "unsupported-format",
        "too-large",
    }
    assert 0 < len(items) <= MAX_PARTS


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
