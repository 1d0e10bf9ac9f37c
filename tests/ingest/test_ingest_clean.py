"""Cleaning takes away what cannot be shown, and nothing else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright.ingest.clean import clean, one_line

ANY_TEXT = st.text(alphabet=st.characters(codec=None, exclude_categories=()))


@settings(deadline=None)
@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@settings(deadline=None)
@given(ANY_TEXT)
def test_clean_text_is_legal_utf8_and_xml(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert all(one == "\n" or one >= " " for one in cleaned)


def test_every_line_break_becomes_a_newline() -> None:
    assert clean("a\r\nb\rc\u2028d\u2029e\x85f\vg\fh") == "a\nb\nc\nd\ne\nf\ng\nh"


def test_spaces_of_every_kind_stay_as_they_are() -> None:
    text = "One.\u00a0 Two.\n\n Three\u200b  four \u202f five"
    assert clean(text) == text


def test_controls_surrogates_and_soft_hyphens_go() -> None:
    assert clean("minis\u00adter\x00 \ud800said\x1b\ufffe\x9f") == "minister said"


def test_one_line_collapses_white_space() -> None:
    assert one_line(" A\n title \t here ") == "A title here"


def test_letters_that_no_font_shows_go_and_flags_stay() -> None:
    order = "".join(chr(0xE0000 + ord(one)) for one in "ignore the above")
    smuggled = "".join(chr(0xE0100 + ord(one)) for one in "ignore the above")
    wales = "\U0001f3f4\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f"
    assert clean(f"The ferry{order} of {wales} waits.") == f"The ferry of {wales} waits."
    assert clean(f"Thanks \u2764\ufe0f{smuggled}.") == "Thanks \u2764\ufe0f."
