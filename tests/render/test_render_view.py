"""What a note says, before any format: wording, selection, honesty about gaps."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from render_sample import BRIEF, EMPTY

from briefwright.brief import Brief, Withheld
from briefwright.render import Header, Limits, view
from briefwright.render.characters import escape_markdown, shown
from briefwright.render.method import day
from briefwright.sealed import sealed


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-03", "3 March 2026"),
        ("2026-03-03T14:05:00Z", "3 March 2026"),
        ("Tuesday, about noon", "Tuesday, about noon"),
        (None, ""),
    ],
)
def test_dates_read_as_a_person_writes_them(value: str | None, expected: str) -> None:
    assert day(value) == expected


def test_times_carry_their_zone() -> None:
    assert day("2026-03-03T14:05:00+05:00", time=True) == "3 March 2026, 14:05 UTC+05:00"
    assert day("2026-03-03", time=True) == "3 March 2026"


def test_date_is_the_headers_then_the_runs_then_the_articles() -> None:
    without = BRIEF.model_copy(update={"run": None})
    assert view(BRIEF, Header(date="2027-01-02")).date == "2 January 2027"
    assert view(BRIEF).date == "18 November 2026"
    assert view(without).date == "17 November 2026"
    assert view(EMPTY).date == ""


def test_header_is_read_with_from_as_json_spells_it() -> None:
    assert Header.model_validate({"from": "Desk"}) == Header(from_="Desk")


def test_absent_fields_are_left_out_of_the_header() -> None:
    made = view(EMPTY)
    assert made.addressing == ()
    assert [row.label for row in made.sources[0]] == ["File"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("-", "standard input"),
        ("/home/officer/private/story.txt", "story.txt"),
        ("C:\\notes\\story.html", "story.html"),
    ],
)
def test_folders_of_the_source_stay_out_of_the_note(source: str, expected: str) -> None:
    article = EMPTY.articles[0].model_copy(update={"source": source})
    made = view(EMPTY.model_copy(update={"articles": (article,)}))
    assert [row.value for row in made.sources[0] if row.label == "File"] == [expected]


def test_subject_defaults_to_the_title_which_is_then_not_repeated() -> None:
    labels = [row.label for row in view(BRIEF).sources[0]]
    given = [row.label for row in view(BRIEF, Header(subject="Hospitals")).sources[0]]
    assert "Headline" not in labels
    assert "Headline" in given


def test_resolved_speakers_are_flagged_and_named_ones_are_not() -> None:
    flags = {quote.id: quote.flag for quote in view(BRIEF, limits=Limits(quotes=9)).quotes}
    assert flags["Q1"] == ""
    assert flags["Q2"] == "speaker resolved from “She”"
    assert flags["Q6"] == "speaker resolved from the context"


def test_missing_speaker_is_said_to_be_missing() -> None:
    quote = BRIEF.key_quotes[0].model_copy(update={"speaker": None, "resolved": "none"})
    made = view(sealed(BRIEF.model_copy(update={"key_quotes": (quote,)})))
    assert made.quotes[0].speaker == "speaker not stated in the article"
    assert made.quotes[0].flag == ""


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a government source", "“a government source”, not named"),
        ("the Pope", "speaker not stated in the article"),
    ],
)
def test_speaker_without_a_name_is_shown_as_the_evidence_has_it(written: str, shown: str) -> None:
    first = BRIEF.key_quotes[0]
    told = first.evidence[0].model_copy(update={"text": "“Yes,” a government\nsource said."})
    update = {"speaker": None, "speaker_as_written": written, "evidence": (told,)}
    quote = first.model_copy(update={**update, "resolved": "none"})
    made = view(BRIEF.model_copy(update={"key_quotes": (quote,)}))
    assert made.quotes[0].speaker == shown


def test_section_emptied_by_checks_is_not_called_unstated() -> None:
    withheld = Withheld(field="outlook", text="x", code="names", reason="a name is not there")
    made = view(EMPTY.model_copy(update={"withheld": (withheld,)}))
    assert made.nothing.outlook == "Nothing that could be verified; see Gaps and cautions."
    assert "outlook" not in made.unstated


def test_partial_reading_is_said_even_without_a_caution() -> None:
    article = BRIEF.articles[0].model_copy(update={"words": 3000, "words_read": 2999})
    made = view(BRIEF.model_copy(update={"articles": (article,)}))
    assert "Only 2,999 of 3,000 words were read." in made.cautions
    assert any("2,999 of 3,000 words (99%)" in row.value for row in made.method)


def test_evidence_that_moved_and_words_that_changed_are_cautioned() -> None:
    quote = BRIEF.key_quotes[0].model_copy(update={"text": "Words nobody said to anyone."})
    line = BRIEF.summary[0]
    moved = line.model_copy(
        update={"evidence": (line.evidence[0].model_copy(update={"start": 3, "article": 7}),)}
    )
    made = view(BRIEF.model_copy(update={"key_quotes": (quote,), "summary": (moved,)}))
    assert made.cautions[:3] == (
        "Edited by hand since it was checked, and not verified (S2, Q1)",
        "The evidence does not stand in the article where it should (S2)",
        "The words quoted are not those of the evidence (Q1)",
    )
    assert not any("evidence" in caution for caution in view(BRIEF).cautions)


def test_repeated_ids_still_have_anchors_of_their_own() -> None:
    twice = BRIEF.model_copy(update={"summary": (BRIEF.summary[0], BRIEF.summary[0])})
    anchors = [entry.anchor for entry in view(twice).annex]
    assert len(anchors) == len(set(anchors))


def test_several_articles_are_told_apart() -> None:
    second = EMPTY.articles[0].model_copy(update={"publisher": "Harbour Post"})
    made = view(BRIEF.model_copy(update={"articles": (BRIEF.articles[0], second)}))
    assert len(made.sources) == 2
    assert made.annex[0].evidence[0].place.startswith("The Elven Courier, characters ")
    assert made.annex[0].outlets == "The Elven Courier"
    assert view(BRIEF).annex[0].outlets == ""


def test_article_beside_the_note_is_whole_and_knows_what_rests_on_it() -> None:
    (article,) = view(BRIEF).articles
    text = BRIEF.articles[0].text or ""
    lines = [line for line in text.split("\n") if line.strip()]
    assert ["".join(piece.text for piece in part) for part in article.paragraphs] == lines
    cited = {piece.text: piece for part in article.paragraphs for piece in part}
    loan = cited[
        "Ekholm said Tormark would lend Vessania 85 million crowns at 1.5% over twenty years."
    ]
    assert (loan.cites, loan.ids) == ("summary-1", "S2")
    title = cited["Minister for Health and Social Care"]
    assert title.cites.split() == ["participant-2", "participant-2/title"]
    assert cited["Share this article"].cites == ""


def test_page_furniture_is_set_aside_in_the_article_too() -> None:
    (article,) = view(BRIEF).articles
    assert article.paragraphs[0][0].set_aside
    assert not article.paragraphs[1][0].set_aside


def test_verdict_says_what_an_item_passed() -> None:
    made = view(BRIEF)
    assert made.bottom_line
    assert made.bottom_line.verdict == "verified: names, numbers, attribution"
    assert made.quotes[0].verdict == "verbatim"
    unchecked = BRIEF.summary[0].model_copy(update={"checks": ()})
    reworded = BRIEF.key_quotes[0].model_copy(update={"text": "Words nobody said to anyone."})
    other = sealed(BRIEF.model_copy(update={"summary": (unchecked,), "key_quotes": (reworded,)}))
    assert view(other).summary[0].verdict == "not verified"
    assert view(other).quotes[0].verdict == "not verified"


def test_view_is_the_same_for_a_brief_read_back() -> None:
    assert view(Brief.model_validate_json(BRIEF.model_dump_json())) == view(BRIEF)


def test_shown_text_keeps_typography_and_right_to_left_marks() -> None:
    assert shown("1\u00a0000 km\u2009h \n\n b\u200f\u200c") == "1\u00a0000 km\u2009h b\u200f\u200c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026. A year", "2026\\. A year"),
        ("- dash first", "\\- dash first"),
        ("well-known (net) 1.5%", "well-known (net) 1.5%"),
        ("AT&T &amp; co", "AT&T \\&amp; co"),
        ("a < b <c", "a < b \\<c"),
        ("www.e.example", "www\\.e.example"),
    ],
)
def test_only_what_could_be_markup_is_escaped(text: str, expected: str) -> None:
    assert escape_markdown(text) == expected


@given(st.text(alphabet="ab1 .-_*[]()<>!&#;:/`~|\\\\\"'{}%$@=+xwht é“", max_size=40))
@settings(max_examples=300, deadline=None)
def test_escaped_text_reads_as_it_was_wherever_it_stands(text: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    text = " ".join(text.split())
    escaped = escape_markdown(text)
    for around in (f"{escaped} [x]", f"- **{escaped}a** b", f"> “{escaped}”"):
        tokens = [child for token in parser.parse(around) for child in token.children or []]
        assert {token.type for token in tokens} <= {"text", "strong_open", "strong_close"}
        plain = "".join(token.content for token in tokens)
        assert text in plain or around.startswith("-")


def test_wording_that_gave_way_to_the_article_is_no_gap() -> None:
    refused = Withheld(field="outlook", text="x", code="n", reason="r", replaced=True)
    lost = Withheld(field="outlook", text="y", code="n", reason="r")
    made = view(EMPTY.model_copy(update={"withheld": (refused, lost)}))
    assert [one.text for one in made.withheld] == ["y"]
