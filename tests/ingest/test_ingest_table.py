"""CSV: a row an article, under names of columns as people write them."""

from __future__ import annotations

import io

import pytest
from ingest_files import TEXT

from briefwright.article import Article
from briefwright.errors import NoText, Unreadable
from briefwright.ingest import Failed, table

QUOTED = '"' + TEXT.replace('"', '""') + '"'


def read(content: str, encoding: str = "utf-8") -> list[Article | Failed]:
    return list(table.read(io.BytesIO(content.encode(encoding)), "day.csv"))


@pytest.mark.parametrize("mark", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_rows_are_articles(mark: str, encoding: str) -> None:
    header = mark.join(("Headline", "Date", "Author", "URL", "Outlet", "Body"))
    row = mark.join(("Ferry", "2026-05-04", "Ann", "https://bay.example/1", "Bay Post", QUOTED))
    (article,) = read(f"{header}\r\n{row}\r\n", encoding)
    assert isinstance(article, Article)
    assert (article.title, article.published, article.byline) == ("Ferry", "2026-05-04", "Ann")
    assert (article.publisher, article.url) == ("Bay Post", "https://bay.example/1")
    assert article.text == TEXT


def test_row_without_text_fails_by_its_line_and_the_others_go_on() -> None:
    first, failed, last = read(f"text,title\n{QUOTED},A\n,B\n{QUOTED},C\n")
    assert isinstance(failed, Failed)
    assert failed.source == "day.csv:7"
    assert isinstance(first, Article)
    assert isinstance(last, Article)


def test_quotes_that_never_close_are_an_error_and_swallow_no_rows() -> None:
    with pytest.raises(Unreadable, match="row is broken"):
        read(f'text,title\n"{TEXT},A\n{TEXT},B\n')


def test_line_separator_in_a_cell_ends_no_row() -> None:
    (article,) = read("text,title\nThe ferry will start\u2028in the month of May.,A\n")
    assert isinstance(article, Article)
    assert article.title == "A"


def test_longer_cells_than_python_allows_by_itself_are_read() -> None:
    (article,) = read(f'text\n"{TEXT * 700}"\n')
    assert isinstance(article, Article)
    assert len(article.text) > 200_000


@pytest.mark.parametrize(
    ("content", "error", "message"),
    [
        ("title,date\nA,B\n", Unreadable, "no column for the articles' text"),
        ("text,title\n", NoText, "no rows"),
        ("\n\n", NoText, "empty"),
    ],
)
def test_table_without_articles_says_so(content: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read(content)
