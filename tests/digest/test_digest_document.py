"""The document of a day: every link leads somewhere, nothing an article says acts, files hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from digest_sample import (
    CRANE,
    FERRY,
    FERRY_COPY,
    FERRY_TOO,
    HOSTILE_ARTICLE,
    Words,
    article,
    briefs,
    day,
)
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from briefwright.article import Article
from briefwright.digest import digest
from briefwright.digest.document import document
from briefwright.digest.gather import from_briefs
from briefwright.digest.values import Digest, Missed
from briefwright.digest.view import COMMENTED, LISTED, digest_view
from briefwright.render import Header
from briefwright.render.templates import Kind

DAY = date(2026, 3, 11)
KINDS: tuple[Kind, ...] = ("md", "html", "docx")
FAULTS = tuple(
    Missed(fate=fate, source=f"in/{fate}.pdf", title=f"A {fate} <b>|</b> one", reason="it {{ broke")
    for fate in ("failed", "rejected", "quarantined", "left")
)


def made(*articles: Article, missed: tuple[Missed, ...] = ()) -> Digest:
    gathered = from_briefs(briefs(*articles), DAY, within=ZoneInfo("UTC"), missed=missed)
    return digest(gathered, encoder=Words())


@pytest.fixture(scope="module")
def whole() -> Digest:
    return digest(from_briefs(day(), DAY, within=ZoneInfo("UTC"), missed=FAULTS), encoder=Words())


def read(text: str) -> Any:
    return lxml_html.fromstring(text)


def xml(data: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read("word/document.xml").decode()


def plain(data: bytes, kind: Kind) -> str:
    """The words of the document, as a person reads them."""
    if kind == "docx":
        paragraphs = re.split(r"</w:p>", xml(data))
        texts = ("".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", one)) for one in paragraphs)
        return str(read(f"<p>{' '.join(texts)}</p>").text_content())
    text = data.decode()
    if kind == "md":
        text = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    return " ".join(str(read(text).text_content()).split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_digest_is_the_same_bytes(whole: Digest, kind: Kind) -> None:
    assert document(whole, kind) == document(whole, kind)


@pytest.mark.parametrize("kind", KINDS)
def test_stories_differences_copies_and_coverage_are_there(kind: Kind) -> None:
    found = made(FERRY, FERRY_TOO, FERRY_COPY, CRANE, missed=FAULTS)
    header = Header(marking="OFFICIAL", to="The Minister", from_="Harbour Desk")
    text = plain(document(found, kind, header=header), kind)
    for words in (
        "News of 11 March 2026",
        "4 articles of 4 outlets, in 2 stories, 1 near-copy",
        "Bottom lines",
        "Also in Coastal Tribune",
        "We sail in any weather but fog",
        "The Minister",
        "Quarantined",
        "Left for the next run",
        "it {{ broke",
    ):
        assert words in text, words
    assert text.index("Bottom lines") < text.index("Crane falls") < text.index("Coverage")


def anchors(data: bytes, kind: Kind) -> tuple[set[str], list[str]]:
    """Names that links can lead to, and where they lead."""
    if kind == "docx":
        content = xml(data)
        marks = re.findall(r'<w:bookmarkStart [^>]*w:name="([^"]+)"', content)
        return set(marks), re.findall(r'w:anchor="([^"]+)"', content)
    text = data.decode()
    if kind == "md":
        return set(re.findall(r'<a id="([^"]+)">', text)), re.findall(r"\]\(#([^)]+)\)", text)
    elements = list(read(text).iter())
    names = {one.attrib["id"] for one in elements if "id" in one.attrib}
    return names, [one.attrib["href"][1:] for one in elements if "href" in one.attrib]


@pytest.mark.parametrize("kind", KINDS)
def test_every_link_leads_to_a_place_in_the_document(whole: Digest, kind: Kind) -> None:
    names, links = anchors(document(whole, kind), kind)
    assert len(links) > 2 * len(whole.stories)
    assert set(links) <= names


def test_word_has_each_bookmark_once_and_numbers_for_all(whole: Digest) -> None:
    content = xml(document(whole, "docx"))
    starts = re.findall(r'<w:bookmarkStart [^>]*w:id="(\d+)"', content)
    assert len(starts) == len(set(starts))
    assert sorted(starts) == sorted(re.findall(r'<w:bookmarkEnd [^>]*w:id="(\d+)"', content))
    begun = re.findall(r'fldCharType="(\w+)"', content)
    assert begun.count("begin") == begun.count("end") == 1


def test_word_has_the_evidence_of_each_statement_as_a_comment() -> None:
    with zipfile.ZipFile(io.BytesIO(document(made(FERRY), "docx"))) as package:
        comments = package.read("word/comments.xml").decode()
    assert "Port Selby will run ferries to Grand Isle at night" in comments
    assert "characters 0–" in comments


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_that_an_article_says_acts(kind: Kind) -> None:
    data = document(made(HOSTILE_ARTICLE, FERRY, missed=FAULTS), kind)
    text = plain(data, kind)
    assert "{{ 7*7 }}" in text
    assert "\u202e" not in text
    assert "<b>" in text
    for target in active(data, kind):
        assert target.startswith("#"), target


def active(data: bytes, kind: Kind) -> Iterator[str]:
    """Where the document's links lead and what it loads; "script" for one that is not ours."""
    if kind == "docx":
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for name in package.namelist():
                if name.endswith(".rels"):
                    assert b'TargetMode="External"' not in package.read(name)
        return
    text = data.decode()
    if kind == "md":
        # GitHub makes links of bare addresses.
        assert not re.search(r"\w://", text)
        text = MarkdownIt("commonmark", {"html": True}).enable("table").render(text)
    for element in read(text).iter():
        yield from (element.attrib[name] for name in ("href", "src") if name in element.attrib)
        if kind == "md" and element.tag in ("script", "b", "img"):
            yield str(element.tag)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("articles", [(), (FERRY,)], ids=["none", "one"])
def test_a_day_of_none_or_one_is_a_whole_document(
    kind: Kind, articles: tuple[Article, ...]
) -> None:
    data = document(made(*articles), kind)
    text = plain(data, kind)
    words = (
        "1 article of 1 outlet, in 1 story" if articles else "No article of this day was briefed"
    )
    assert words in text
    names, links = anchors(data, kind)
    assert set(links) <= names


def test_the_contents_of_a_long_day_name_sections_only() -> None:
    many = [
        article(f"n{number}", f"Headline number {number}", f"Boat {number} came in on Wednesday.")
        for number in range(LISTED + 1)
    ]
    shown = digest_view(digest(from_briefs(briefs(*many), DAY, within=ZoneInfo("UTC"))))
    assert not shown.listed
    data = document(digest(from_briefs(briefs(*many), DAY, within=ZoneInfo("UTC"))), "md").decode()
    assert "Headline number 7" not in data[: data.index("## Bottom lines")]


def test_word_has_the_places_of_evidence_instead_of_thousands_of_comments() -> None:
    many = [
        article(f"n{number}", f"Headline number {number}", f"Boat {number} came in on Wednesday.")
        for number in range(COMMENTED + 1)
    ]
    data = document(digest(from_briefs(briefs(*many), DAY, within=ZoneInfo("UTC"))), "docx")
    assert "commentRangeStart" not in xml(data)
    assert "Evidence: S1 characters 0–" in plain(data, "docx")
    assert "\ufdd0" not in xml(data)


def test_an_outlet_that_is_not_known_is_said_to_be_unknown() -> None:
    found = plain(document(made(FERRY.model_copy(update={"publisher": None})), "md"), "md")
    assert "Outlet not stated" in found
    assert "article 1" not in found
