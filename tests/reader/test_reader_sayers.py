"""The words beside a quotation that name who says it."""

from __future__ import annotations

import pytest

from briefwright.article import Article
from briefwright.reader.patterns.page import Page
from briefwright.reader.patterns.sayers import sayer, stater
from briefwright.segment import segment


def page_of(text: str) -> Page:
    article = Article(id="a", source="-", text=text)
    return Page.of(article, segment(article))


def named(text: str, place: int = 0) -> str | None:
    """Who says the quotation at `place`, as written."""
    page = page_of(text)
    outers = [one.outer for one in page.segments.quotations]
    before = outers[place - 1].end if place else 0
    after = outers[place + 1].start if place + 1 < len(outers) else len(text)
    found = sayer(page, outers[place], before=before, after=after)
    return found.span.of(text) if found else None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("“The ferry sails at noon,” Solberg said.", "Solberg"),
        ("“The ferry sails at noon,” the Norwegian premier also noted.", "the Norwegian premier"),
        ("“The ferry sails at noon,” said Ingrid Solberg during a visit.", "Ingrid Solberg"),
        ("“The ferry sails at noon,” Solberg, the mayor of Bergen, said.", "Solberg"),
        ("“The ferry sails at noon,” the harbour agency quoted Solberg as saying.", "Solberg"),
        ("“The ferry sails at noon,” she was quoted by the agency as saying.", "she"),
        ("“The ferry sails at noon,” according to the ministry.", "the ministry"),
        ("Solberg told Quispe that the ferry is “a bridge for the north”.", "Solberg"),
        ("Solberg after her talks with Quispe said: “The ferry sails.”", "Solberg"),
        ("Solberg then spoke of her visit to the mayor, Odd Lie, saying, “We sail.”", "Solberg"),
        ("Solberg lauded the mayor’s plan and said, “The ferry sails at noon.”", "Solberg"),
        ("The ferry is late, the spokesman said, adding, “It will sail.”", "the spokesman"),
        ("On Monday, in Oslo, the statement said the ferry “will sail at noon”.", "the statement"),
        ("Solberg, for her part, was on the quay. “The ferry sails at noon.”", None),
        ("They spoke of the ferry and “the bridge of the north” on Monday.", None),
    ],
)
def test_subject_of_the_verb_of_saying_is_found(text: str, who: str | None) -> None:
    assert named(text) == who


def test_another_sentence_behind_the_quotation_says_nothing_of_it() -> None:
    assert named("“The ferry sails.” Solberg said nothing more.") is None
    assert named("“The ferry sails.” ‘A late ferry’ Solberg said.") is None


def test_words_between_two_quotations_belong_to_both() -> None:
    text = "“The ferry sails,” Solberg said, adding, “and it sails at noon.”"
    assert [named(text, place) for place in (0, 1)] == ["Solberg", "Solberg"]


def test_another_s_praise_with_a_source_is_the_source_s() -> None:
    text = "Solberg congratulated Quispe on “the vote of the house”, according to the presidency."
    assert named(text) == "the presidency"
    text = "Solberg said, “The house has voted,” according to the presidency."
    assert named(text) == "Solberg"
    text = "They spoke of “the vote of the house”, according to the Harbour News Agency."
    assert named(text) is None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("In response, the Norwegian premier stated that she will go.", "the Norwegian premier"),
        ("The ferry will sail in May, Solberg said on Monday.", "Solberg"),
        ("Solberg announced that the ferry will sail, the Harbour News reported.", "Solberg"),
        ("The ferry will sail in May, the Harbour News reported.", "the Harbour News"),
        ("The ferry will sail in May.", None),
    ],
)
def test_sentence_s_own_subject_says_it(text: str, who: str | None) -> None:
    page = page_of(text)
    found = stater(page, page.segments.sentences[0].span)
    assert (found.of(text) if found else None) == who


@pytest.mark.parametrize(
    "text",
    [
        "said “said said said said” said",
        "“a b c d” , , , , , , , , said",
        "“a b c d,” " + "x" * 5000 + " said",
        "“a b c d,” " + "Mr. " * 2000 + "said. “e f g h i”",
        "that " * 3000 + "said “a b c d”",
        "“unclosed words of somebody, said the one, said the other",
    ],
)
def test_odd_text_gives_words_of_the_text_or_nothing(text: str) -> None:
    page = page_of(text)
    for one in page.segments.quotations:
        found = sayer(page, one.outer, before=0, after=len(text))
        assert found is None or found.span.of(text).strip()
    for sentence in page.segments.sentences:
        said = stater(page, sentence.span)
        assert said is None or sentence.span.contains(said)
