"""JSONL: bad rows fail by line, the others go on."""

from __future__ import annotations

import io
import json

import pytest

from briefwright.article import Article
from briefwright.ingest import rows
from briefwright.ingest.failed import Failed

TEXT = "The ministers met in the town on Tuesday."


def read(content: bytes) -> list[Article | Failed]:
    return list(rows.read(io.BytesIO(content), "day.jsonl"))


def line(**fields: object) -> bytes:
    return json.dumps({"text": TEXT} | fields).encode() + b"\n"


def test_fields_of_a_row_are_kept() -> None:
    (article,) = read(
        line(id=7, title="T", date="2026-05-04", url="https://example.org", source="Bay Post")
    )
    assert isinstance(article, Article)
    assert (article.id, article.source, article.publisher) == ("7", "day.jsonl:1", "Bay Post")
    assert article.published == "2026-05-04"


def test_every_field_is_cleaned() -> None:
    hostile = "2026-05-04\x1b[2J\udcff"
    (article,) = read(line(retrieved=hostile, published=hostile, title=hostile))
    assert isinstance(article, Article)
    shown = "2026-05-04[2J"
    assert (article.retrieved, article.published, article.title) == (shown, shown, shown)
    (article,) = read(line(retrieved="Mon, 04 May 2026 08:30:00 +0000"))
    assert isinstance(article, Article)
    assert article.retrieved == "2026-05-04T08:30:00+00:00"


def test_clean_text_comes_through_character_for_character() -> None:
    text = "\n The ministers\u00a0 met “there” .\n\n They will  meet again. \n"
    (article,) = read(line(text=text))
    assert isinstance(article, Article)
    assert article.text == text


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (b"{oops\n", "not JSON"),
        (b"[1]\n", "not a JSON object"),
        (b'{"id": 1}\n', "no text"),
        (b'{"text": 3}\n', "no text"),
        (b'{"text": "\xff"}\n', "not UTF-8"),
        (b'{"a": ' + b"[" * 100_000 + b"\n", "nested too deep"),
        (b'{"text": "a", "n": ' + b"9" * 5000 + b"}\n", "too long a number"),
        (b'{"text": "..."}\n', "no sentence"),
    ],
)
def test_a_bad_row_fails_with_its_line_and_the_others_go_on(row: bytes, says: str) -> None:
    first, bad, last = read(line(id="a") + b"\n" + row + line(id="b"))
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, Failed)
    assert bad.source == "day.jsonl:3"
    assert bad.message.startswith("day.jsonl:3: ")
    assert says in bad.message


def test_an_endless_line_is_skipped_and_the_rest_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "MAX_LINE", 1000)
    long, after = read(b'{"text": "' + b"x" * 5_000_000 + b'"}\n' + line(id="b"))
    assert isinstance(long, Failed)
    assert long.code == "too-large"
    assert isinstance(after, Article)
