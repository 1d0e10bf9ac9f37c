"""Text files: front matter, titles, lines broken at a column."""

from __future__ import annotations

import io
import textwrap

from hypothesis import given
from hypothesis import strategies as st

from briefwright.article import Article
from briefwright.ingest import front_matter, text

LONG = (
    "The ministers of transport met in the harbour town on Tuesday to settle the timetable of the "
    "new ferry, which will leave at noon and carry lorries as well as passengers across the bay. "
    "They will meet again in the spring, when the second quay is ready for use by larger ships."
)


def read(content: str, name: str = "My Story.txt") -> Article:
    (article,) = text.read(io.BytesIO(content.encode()), name)
    return article


def test_front_matter_fills_the_fields_and_leaves_the_text() -> None:
    article = read(
        f"---\ntitle: 'Ferry: a start'\ndate: 4 May 2026\nnote: x\nid: f1\n---\n\n{LONG}\n"
    )
    assert (article.id, article.title, article.published) == ("f1", "Ferry: a start", "2026-05-04")
    assert article.text == LONG


def test_a_rule_on_the_first_line_is_not_front_matter() -> None:
    assert front_matter.split("---\nA story begins.\n---\nmore") == (
        {},
        "---\nA story begins.\n---\nmore",
    )


def test_short_first_line_is_the_title_and_not_text() -> None:
    article = read(f"Ferry to start in May\n\n{LONG}")
    assert (article.title, article.text) == ("Ferry to start in May", LONG)


def test_first_sentence_is_not_a_title() -> None:
    assert read(f"The ferry starts in May.\n\n{LONG}").title is None


def test_file_name_becomes_the_id() -> None:
    assert read(LONG, "news/Ça va – Übersicht.txt").id == "ca-va-ubersicht"
    assert read(LONG, "новости.txt").id == "article"


@given(st.integers(min_value=50, max_value=110))
def test_lines_broken_at_a_column_are_joined(width: int) -> None:
    wrapped = "\n\n".join([textwrap.fill(LONG, width)] * 2)
    assert text.unwrapped(wrapped) == f"{LONG}\n\n{LONG}"


def test_one_paragraph_a_line_keeps_its_line_breaks() -> None:
    lines = f"{LONG}\nA second paragraph.\n{LONG}"
    assert text.unwrapped(lines) == lines


def test_short_lines_of_an_address_stay() -> None:
    block = (
        f"{textwrap.fill(LONG, 70)}\n\nMedia contact\nAnn Other, press office\npress@example.org"
    )
    assert text.unwrapped(block).endswith(
        "\n\nMedia contact\nAnn Other, press office\npress@example.org"
    )


def test_wrapped_list_items_stay_items() -> None:
    items = [textwrap.fill(LONG, 70, initial_indent="- ", subsequent_indent="  ")] * 2
    assert text.unwrapped("\n".join(items)) == f"- {LONG}\n- {LONG}"
