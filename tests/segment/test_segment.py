"""Paragraphs, sentences and quotations of texts as outlets really set them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.article import Article, Mask
from briefwright.segment import segment
from briefwright.segments import Segments
from briefwright.spans import Span


def parts(text: str, *masks: tuple[int, int]) -> Segments:
    masked = tuple(Mask(span=Span(start=a, end=b), reason="related") for a, b in masks)
    return segment(Article(id="a", source="test", text=text, masked=masked))


def words(text: str) -> list[str]:
    return [quotation.span.of(text) for quotation in parts(text).quotations]


def sentence_texts(text: str) -> list[str]:
    return [sentence.span.of(text) for sentence in parts(text).sentences]


def test_paragraphs_end_at_blank_lines_and_line_ends() -> None:
    text = "First line is a paragraph.\nSecond too.\n\nThird after a blank line."
    assert [p.span.of(text) for p in parts(text).paragraphs] == [
        "First line is a paragraph.",
        "Second too.",
        "Third after a blank line.",
    ]


def test_lines_broken_at_a_column_are_one_paragraph() -> None:
    text = (
        "The two ministers met for an hour on the margins of the conference in\n"
        "Lusaka and agreed that their experts would draw up a list of projects\n"
        "before the end of the year."
    )
    assert len(parts(text).paragraphs) == 1
    assert len(parts(text).sentences) == 1


def test_bullets_are_items_without_their_mark() -> None:
    text = (
        "They agreed on:\n- vaccines\n• training of nurses\n1. a joint laboratory\n(b) telemedicine"
    )
    found = parts(text).paragraphs
    assert [(p.kind, p.span.of(text)) for p in found[1:]] == [
        ("item", "vaccines"),
        ("item", "training of nurses"),
        ("item", "a joint laboratory"),
        ("item", "telemedicine"),
    ]


def test_short_line_without_full_stop_is_a_heading() -> None:
    text = "Energy and water\n\nThe dam will be finished in 2027."
    assert [p.kind for p in parts(text).paragraphs] == ["heading", "text"]


def test_paragraph_breaks_lost_to_double_spaces_are_found_again() -> None:
    text = "One opens. Two follows it.  A new paragraph begins. It ends."
    assert [p.span.of(text) for p in parts(text).paragraphs] == [
        "One opens. Two follows it.",
        "A new paragraph begins. It ends.",
    ]


def test_a_typist_who_sets_two_spaces_everywhere_makes_one_paragraph() -> None:
    assert len(parts("One ends.  Two ends.  Three ends.").paragraphs) == 1


def test_dateline_belongs_to_no_sentence() -> None:
    assert sentence_texts("TEHRAN — The two sides met.") == ["The two sides met."]
    assert sentence_texts("NAIROBI, March 3 (KNA) -- Talks opened.") == ["Talks opened."]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Sato met Dr. Lee on Jan. 5.",
        "The U.S. agreed.",
        "Growth was 3.5 percent.",
        "He said: “We will go. We won’t stop.”",
    ],
)
def test_full_stops_that_end_nothing_do_not_split(text: str) -> None:
    assert sentence_texts(text) == [text]


def test_sentences_without_a_space_between_them_are_split() -> None:
    assert sentence_texts("They signed the deal.The text was not released.") == [
        "They signed the deal.",
        "The text was not released.",
    ]


def test_month_of_may_ends_a_sentence_before_a_quotation() -> None:
    assert len(sentence_texts("It opens in May. “The fish left,” he said.")) == 2


def test_straight_and_curly_marks_give_the_words_without_them() -> None:
    assert words('He said "we will build it together" and left.') == ["we will build it together"]
    assert words("He said “we will build it together” and left.") == ["we will build it together"]
    assert words("He said «we will build it together» and left.") == ["we will build it together"]


def test_closing_marks_at_both_ends_are_a_quotation() -> None:
    assert words("It is ”a good day for us” he said.") == ["a good day for us"]


def test_quotation_split_by_its_cue_is_two() -> None:
    assert words("“We came early,” she said, “and we will stay late.”") == [
        "We came early,",
        "and we will stay late.",
    ]


def test_nested_quotation_knows_the_one_around_it() -> None:
    text = "“He told me ‘never sign that paper’ and left,” she said."
    found = parts(text).quotations
    assert [q.span.of(text) for q in found] == [
        "He told me ‘never sign that paper’ and left,",
        "never sign that paper",
    ]
    assert (found[0].within, found[1].within) == (None, 0)


def test_apostrophes_and_possessives_are_not_quotations() -> None:
    assert words("The ministers’ aides said it’s the students’ turn in ’26.") == []
    assert words("The ministers' aides said it's the students' turn in '26.") == []


def test_single_marks_quote_speech_in_british_papers() -> None:
    assert words("‘We won’t accept the ministers’ offer,’ he said.") == [
        "We won’t accept the ministers’ offer,"
    ]


def test_missing_closing_mark_ends_at_the_paragraph() -> None:
    text = "He said: “We will not wait.\n\nThe talks then closed."
    (found,) = parts(text).quotations
    assert found.span.of(text) == "We will not wait."
    assert not found.closed


def test_speech_over_paragraphs_is_one_quotation_each_and_linked() -> None:
    text = "“We began in May.\n\n“We went on in June.\n\n“We ended in July,” he said."
    found = parts(text).quotations
    assert [q.span.of(text) for q in found] == [
        "We began in May.",
        "We went on in June.",
        "We ended in July,",
    ]
    assert [q.continues for q in found] == [None, 0, 1]
    assert [q.closed for q in found] == [False, False, True]


def test_second_opening_mark_after_a_stop_continues_when_breaks_were_lost() -> None:
    text = "“We began in May. “We ended in July,” he said."
    found = parts(text).quotations
    assert [q.span.of(text) for q in found] == ["We began in May.", "We ended in July,"]
    assert found[1].continues == 0


def test_masked_text_is_in_no_part() -> None:
    text = "The talks ended well. Share this: “on every network you like”"
    start = text.index("Share")
    found = parts(text, (start, len(text)))
    assert [s.span.of(text) for s in found.sentences] == ["The talks ended well."]
    assert found.quotations == ()


@pytest.mark.parametrize("text", ["", " \n\n ", "“”", "…", '"', "‘‘‘", "- ", "\n-\n"])
def test_texts_without_words_have_no_sentences(text: str) -> None:
    assert parts(text).sentences == ()


ugly = st.text(
    alphabet=st.sampled_from(list("ab A.B!?,\n\n  \"“”‘’'«»-•1)—:\u00a0é漢\u200f")), max_size=120
)


@given(st.one_of(ugly, st.text(max_size=80)))
@settings(max_examples=300, deadline=None)
def test_spans_round_trip_and_nest_on_any_text(text: str) -> None:
    found = parts(text)
    at = 0
    for paragraph in found.paragraphs:
        assert at <= paragraph.span.start < paragraph.span.end <= len(text)
        assert paragraph.span.of(text) == paragraph.span.of(text).strip()
        at = paragraph.span.end
    at = 0
    for sentence in found.sentences:
        assert at <= sentence.span.start < sentence.span.end
        assert found.paragraphs[sentence.paragraph].span.contains(sentence.span)
        at = sentence.span.end
    for index, quotation in enumerate(found.quotations):
        assert found.paragraphs[quotation.paragraph].span.contains(quotation.outer)
        assert quotation.outer.contains(quotation.span)
        assert quotation.span.of(text).strip() == quotation.span.of(text) != ""
        assert quotation.continues is None or quotation.continues < index
        assert quotation.within is None or quotation.within < index


@given(ugly)
@settings(max_examples=200, deadline=None)
def test_every_letter_outside_datelines_is_in_a_sentence(text: str) -> None:
    found = parts("x " + text)
    covered = {i for s in found.sentences for i in range(s.span.start, s.span.end)}
    bare = {
        i
        for p in found.paragraphs
        for i in range(p.span.start, p.span.end)
        if ("x " + text)[i].isalpha()
    }
    assert bare <= covered or "—" in text or "-" in text


@pytest.mark.parametrize("unit", ['"', "“", "‘", "a’ ", "A", ". ", "\n", "- a\n", "“A. "])
def test_work_grows_with_the_text_and_not_with_its_square(unit: str) -> None:
    def seconds(repeats: int) -> float:
        started = time.process_time()
        parts(unit * repeats)
        return time.process_time() - started

    seconds(100)
    # Linear work takes 8 times as long on 8 times the text, quadratic work 64 times.
    assert seconds(40_000) < 32 * max(seconds(5_000), 0.02)


@pytest.mark.parametrize(
    "text", ["A\xa0.", "x .A\xa0. B", "Plan\u2003A\u2003. It holds.", "A\u202f.”"]
)
def test_wide_spaces_do_not_break_the_splitter(text: str) -> None:
    assert parts(text).sentences


def test_text_that_the_splitter_dies_of_is_split_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class PanicException(BaseException):
        """As the splitter's own library raises it: no Exception."""

    def dies(_language: str, _text: str) -> list[str]:
        raise PanicException

    monkeypatch.setattr("sentencex.segment", dies)
    text = "Kenya signed. Ghana will follow."
    assert [one.span.of(text) for one in parts(text).sentences] == [
        "Kenya signed.",
        "Ghana will follow.",
    ]
