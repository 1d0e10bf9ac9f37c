"""Saved pages: the article without its page, and nothing that a visitor would not see."""

from __future__ import annotations

import time

import pytest
from ingest_pages import BODY, ORDER, PARAGRAPHS, read, whole

from briefwright.errors import NoText, SourceError, TooLarge, Unreadable
from briefwright.ingest import isolated


def test_metadata_and_paragraphs_are_read() -> None:
    article = read(whole(BODY))
    assert (article.title, article.byline, article.publisher) == (
        "Ferry to start",
        "Ann Other",
        "Bay Post",
    )
    assert (article.published, article.language, article.id) == (
        "2026-05-04T08:00:00+00:00",
        "en-GB",
        "ferry-page",
    )
    assert article.text == "\n\n".join(PARAGRAPHS)


def test_share_of_the_visible_text_is_measured() -> None:
    menu = "<nav>" + "<a href='/'>one two</a> " * 100 + "</nav>"
    article = read(whole(BODY).replace("<nav>", menu + "<nav>"))
    assert article.visible_share is not None
    assert 0.5 < article.visible_share < 0.6


def test_article_that_the_extractor_nearly_drops_is_read_by_its_paragraphs() -> None:
    # trafilatura cuts what an element marked as a footer holds, whatever that is.
    years = "".join(f"<p>In year {n} {words}</p>" for n in range(12) for words in PARAGRAPHS)
    article = read(f"<body><article>{BODY}</article><div class='footer'>{years}</div></body>")
    assert "In year 11" in article.text
    assert article.visible_share is not None
    assert article.visible_share > 0.9
    assert [one.code for one in article.remarks] == ["extraction-fallback"]


@pytest.mark.parametrize(
    ("head", "published"),
    [
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle",'
            '"datePublished":"2026-05-04T10:30:00+05:30"}]}</script>',
            "2026-05-04T10:30:00+05:30",
        ),
        ('<meta name="DC.date.issued" content="2026-05-04">', "2026-05-04"),
        (
            '<meta name="pubdate" content="Mon, 04 May 2026 08:00:00 -0400">',
            "2026-05-04T08:00:00-04:00",
        ),
        ('<script type="application/ld+json">{broken</script>', None),
    ],
)
def test_date_is_found_with_its_time_and_zone(head: str, published: str | None) -> None:
    article = read(f"<html><head>{head}</head><body><article>{BODY}</article></body></html>")
    assert article.published == published


def test_canonical_address_is_found_and_only_of_the_web() -> None:
    for href, url in [
        ("https://bay.example/ferry", "https://bay.example/ferry"),
        ("file:///x", None),
    ]:
        page_ = f"<html><head><link rel='canonical' href='{href}'></head><body>{BODY}</body></html>"
        assert read(page_).url == url


def test_small_type_is_not_hidden() -> None:
    assert (
        "quay" in read(whole(BODY + "<p style='font-size:0.9em'>The quay is ready now.</p>")).text
    )


def test_lists_are_lines() -> None:
    text = read(whole(BODY + "<ul><li>A second quay</li><li>Larger ships</li></ul>" + BODY)).text
    assert "\n\n- A second quay\n- Larger ships\n\n" in text


def test_paragraphs_nested_past_what_the_extractor_takes_are_still_read() -> None:
    article = read(whole("<div>" * 300 + BODY + "</div>" * 300))
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert [one.code for one in article.remarks] == ["extraction-fallback"]


def test_paragraphs_nested_past_what_libxml_takes_are_still_read() -> None:
    hidden = f"<p style='display:none'>{ORDER}</p><script>let x = 1</script>"
    article = read("<title>Ferry</title>" + "<div>" * 5000 + hidden + BODY)
    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.title == "Ferry"
    assert [one.code for one in article.remarks] == ["extraction-fallback", "hidden-text"]


def test_bottomless_nesting_is_refused() -> None:
    with pytest.raises(Unreadable, match="nested more than"):
        read("<div>" * 50_000 + BODY)


def test_external_entities_are_never_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
    assert "&e;" in read(f"{bomb}<html><body><p>{PARAGRAPHS[0]} &e;</p>{BODY}</body></html>").text


def test_a_page_in_a_western_encoding_is_read() -> None:
    content = whole(BODY + "<p>“Très bien,” she said.</p>").replace("utf-8", "iso-8859-1")
    assert "“Très bien,”" in read(content, "cp1252").text


@pytest.mark.parametrize("content", ["<", "<html>", "<p>", "<!-- x -->", "<html><body></body>"])
def test_a_page_without_an_article_says_so(content: str) -> None:
    with pytest.raises(SourceError, match=r"ferry page\.html"):
        read(content)


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SourceError):
        read("<html><body><p></p></body>")
    assert capfd.readouterr() == ("", "")


LARGE = "<!-- " + "x" * 60_000 + " -->"
"""What is larger than this is read in a process of its own."""


def test_large_pages_are_read_as_small_ones_are() -> None:
    small, large = read(whole(BODY)), read(whole(LARGE + BODY))
    assert small == large
    with pytest.raises(NoText, match=r"ferry page\.html: no article found"):
        read(f"{LARGE}<p></p>")


def test_page_that_takes_too_long_is_given_up_and_the_next_is_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    attributes = " ".join(f"a{number}=1" for number in range(200_000))
    monkeypatch.setattr(isolated, "_BUSY", 0.05)
    with pytest.raises(TooLarge, match="takes too long"):
        read(f"<p {attributes}>{BODY}")
    monkeypatch.undo()
    assert read(whole(LARGE + BODY)).text == "\n\n".join(PARAGRAPHS)


@pytest.mark.slow
def test_process_ends_itself_when_it_has_worked_too_long() -> None:
    attributes = " ".join(f"a{number}=1" for number in range(400_000))
    started = time.monotonic()
    with pytest.raises(TooLarge, match="takes too long"):
        read(f"<p {attributes}>{BODY}")
    assert time.monotonic() - started < 90
