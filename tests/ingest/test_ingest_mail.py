"""E-mail: its headers, the better of its texts, and what is attached to it."""

from __future__ import annotations

import io

import pytest
from ingest_files import PARAGRAPHS, TEXT, TITLE, message, outcome, pdf, set_lines, word, zipped

from briefwright.article import Article
from briefwright.errors import NoText, TooLarge, Unreadable
from briefwright.ingest import Failed, mail
from briefwright.ingest.formats import FORMATS, Item

HTML = "<html><body>" + "".join(f"<p>{words}</p>" for words in PARAGRAPHS) + "</body></html>"


def read(content: bytes) -> list[Item]:
    return list(FORMATS[".eml"](io.BytesIO(content), "in/ferry.eml"))


def only(content: bytes) -> Article:
    (article,) = read(content)
    assert isinstance(article, Article)
    return article


def test_headers_say_where_it_is_from() -> None:
    article = only(message())
    assert (article.title, article.byline) == ("Ferry – to start in May", "Ann Öther")
    assert (article.published, article.text) == ("2026-05-04T08:30:00+05:30", TEXT)


@pytest.mark.parametrize("text", [None, "View this message in a browser."])
def test_page_is_read_where_the_text_is_a_stub(text: str | None) -> None:
    assert only(message(text, HTML)).text == TEXT


def test_text_is_preferred_where_it_is_whole() -> None:
    assert only(message(TEXT, HTML.replace("<p>", "<p>Buy! "))).text == TEXT


def test_attached_files_are_articles_of_their_own() -> None:
    files = {
        "note.docx": word(),
        "paper.pdf": pdf([set_lines(PARAGRAPHS)]),
        "logo.xyz": b"\x89PNG\r\n",
    }
    own, note, paper = read(
        message("Dear all,\n\nsee the two files that I attach here.", files=files)
    )
    assert isinstance(own, Article)
    assert [one.code for one in own.remarks] == ["attachments-not-read"]
    assert isinstance(note, Article)
    assert isinstance(paper, Article)
    assert (note.source, note.title) == ("in/ferry.eml: note.docx", TITLE)
    assert paper.text == TEXT


def test_message_that_only_carries_a_file_is_that_file() -> None:
    (article,) = read(message("See file.", files={"note.docx": word()}))
    assert isinstance(article, Article)
    assert article.title == TITLE


def test_attached_file_that_is_broken_is_named() -> None:
    _, failed = read(message(files={"a.docx": b"PK\x03\x04 no"}))
    assert isinstance(failed, Failed)
    assert failed.source == "in/ferry.eml: a.docx"


def test_archives_in_archives_end() -> None:
    inside = {"a.txt": TEXT.encode()}
    for _ in range(6):
        inside = {"a.zip": zipped(inside)}
    (failed,) = FORMATS[".zip"](io.BytesIO(zipped(inside)), "day.zip")
    assert isinstance(failed, Failed)
    assert failed.code == "unsupported-format"


def test_wrong_charset_does_not_lose_the_message() -> None:
    content = message("Café owners met the ministers on the quay.")
    assert "Café owners" in only(content.replace(b"utf-8", b"x-none")).text


def test_text_without_headers_is_no_message() -> None:
    with pytest.raises(Unreadable, match="not an e-mail"):
        read(TEXT.encode())


def test_empty_message_says_so() -> None:
    with pytest.raises(NoText):
        read(message(""))


def test_message_nested_without_end_is_refused_or_read() -> None:
    head = b'Subject: x\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n'
    (said,) = outcome(FORMATS[".eml"], head * 3000, "ferry.eml")
    assert said.startswith("ferry.eml: ")


@pytest.mark.parametrize(
    "content",
    [
        b"From: a\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n\nb\n" * 300_000,
        b"From: a\n" + b"X-More: b\n" * 300_000 + b"\nHello you all out there.\n",
        b"From: a\n\n" + b"\n" * 3_100_000,
    ],
)
def test_messages_that_would_take_minutes_are_refused(content: bytes) -> None:
    with pytest.raises(TooLarge, match=r"^ferry\.eml: an e-mail of"):
        mail.mail(content, "ferry.eml")
