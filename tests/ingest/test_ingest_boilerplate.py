"""Page furniture is masked, and the article never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.ingest.boilerplate import masks

TITLE = "Harbour ministers agree on a ferry"
STORY = [
    "The ministers of transport met in the harbour town on Tuesday and agreed on a timetable for "
    "the new ferry, which will leave at noon and carry lorries as well as passengers.",
    "They will meet again in the spring, when the second quay is ready for use by larger ships.",
]


def masked(*around: str, title: str | None = TITLE) -> dict[str, str]:
    text = "\n\n".join([STORY[0], *around, STORY[1]])
    return {mask.reason: mask.span.of(text) for mask in masks(text, title)}


def at_the_end(*lines: str) -> dict[str, str]:
    text = "\n\n".join([*STORY, *lines])
    return {mask.reason: mask.span.of(text) for mask in masks(text, TITLE)}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (TITLE, "repeated-headline"),
        (f"{TITLE} {TITLE}", "repeated-headline"),
        (f"{TITLE.upper()} | Bay Post", "repeated-headline"),
        ("Share this:", "share"),
        ("Facebook Twitter WhatsApp", "share"),
        ("Click to share on Facebook (Opens in new window)", "share"),
        ("We use cookies to improve your experience. By continuing you agree.", "cookies"),
        ("Accept all | Only necessary", "cookies"),
        ("Subscribe to our weekly newsletter", "subscribe"),
        ("Follow us on Telegram", "subscribe"),
        ("Advertisement", "advertisement"),
        ("Home » News » Transport", "navigation"),
        ("Tags: ferry, harbour, ministers", "tags"),
        ("© 2026 Bay Post. All rights reserved.", "copyright"),
        ("Read also: Second quay delayed by storms", "related"),
        ("Your email address will not be published. Required fields are marked *", "comments"),
    ],
)
def test_furniture_is_masked_with_its_reason(line: str, reason: str) -> None:
    assert masked(line) == {reason: line}


@pytest.mark.parametrize(
    "line",
    [
        "We use cookies from the bakery on the quay, he told the visitors.",
        "“We use cookies to improve your experience and you agree,” the site told its readers.",
        "Share prices of the ferry company rose by four per cent.",
        "Share of trade with Facebook and WhatsApp",
        "Ministers will leave a reply to the letter on Monday.",
        "Subscribers will pay less, the company said.",
        "The advertisement cost the harbour a million.",
        "Tags on containers will be read by radio: the port has bought 40 readers.",
        "Copyright law is to be changed in both countries.",
        "Related companies in the north will build the quay.",
        "- Instagram",
        "Home owners near the harbour > all of them < were warned.",
        "Follow us, the pilot said, and the two ships did.",
    ],
)
def test_a_sentence_that_mentions_such_things_stays(line: str) -> None:
    assert masked(line) == {}


def test_teasers_at_the_end_go_with_their_heading() -> None:
    lines = ("Similar Posts", "Quay opens in May", "It is late.", "Ships sold", "Two were left.")
    assert at_the_end(*lines) == {"related": "\n\n".join(lines)}


def test_teasers_inside_the_article_end_where_it_goes_on() -> None:
    assert masked("Related articles", "- Quay opens in May") == {
        "related": "Related articles\n\n- Quay opens in May"
    }


def test_comments_and_their_form_go_to_the_end() -> None:
    lines = ("Leave a Reply", "Good news for us all, I say.", "Name *", "Post Comment")
    assert at_the_end(*lines) == {"comments": "\n\n".join(lines)}


def test_headline_before_the_dateline_is_masked_where_breaks_were_lost() -> None:
    text = f"{TITLE} HAVEN – {STORY[0]}"
    (mask,) = masks(text, TITLE)
    assert mask.span.of(text) == TITLE


def test_headline_that_begins_the_first_sentence_stays() -> None:
    assert masks(f"{TITLE} Tuesday will bring. {STORY[0]}", TITLE) == ()


@given(st.text(), st.none() | st.text())
def test_masks_lie_in_order_without_overlap_and_leave_something(
    text: str, title: str | None
) -> None:
    at = 0
    for mask in masks(text, title):
        assert at <= mask.span.start < mask.span.end <= len(text)
        at = mask.span.end
