"""Near-copies: what counts as one, and that neither order nor bulk changes it."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefwright import dedup

DAY = Path(__file__).parents[2] / "samples" / "day"
# Invented, as everything here.
REPORT = (
    "PORT SELBY – The ferry line between Port Selby and Grand Isle will run through the night from "
    "3 May, harbour master Ada Quill said on Tuesday. Four crews of nine have been hired for it, "
    "and the fare stays at 12 crowns. Fishermen had asked for a later start, because their boats "
    "leave the outer basin at four in the morning. Quill said lights would be put on both moles. "
    "The island’s doctor welcomed the step. She had waited for morning boats with eleven patients "
    "last year, of whom two were in labour. The line is paid for by the port’s own fund until 2029."
)


def load() -> tuple[list[dict[str, str]], dict[str, str]]:
    rows = [json.loads(line) for line in (DAY / "articles.jsonl").read_text().splitlines()]
    return rows, json.loads((DAY / "stories.json").read_text())["copies"]


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.replace("PORT SELBY – ", "PORT SELBY (Agencies) — "),
        REPORT[: REPORT.index("The island’s")],
        "By our own correspondent, with agency reports. " + REPORT,
        REPORT + " Subscribers read more on page six, where the timetable is printed in full.",
        REPORT.replace("hired", "taken on").replace("welcomed the step", "was glad"),
        REPORT.upper(),
        REPORT.replace("’", "'").replace("–", "-"),
    ],
    ids=["dateline", "cut", "on-top", "added", "words", "capitals", "marks"],
)
def test_what_outlets_do_to_agency_copy_leaves_it_a_copy(copy: str) -> None:
    assert dedup.shared(REPORT, copy) >= dedup.SHARED


def test_the_same_sentences_about_other_figures_and_people_are_no_copy() -> None:
    other = (
        REPORT.replace("Port Selby", "Cape Dorran")
        .replace("Grand Isle", "Low Skerry")
        .replace("3 May", "9 June")
        .replace("Ada Quill", "Jon Marsh")
        .replace("Quill", "Marsh")
        .replace("12", "17")
    )
    assert dedup.shared(REPORT, other) < dedup.SHARED


def test_background_under_other_news_is_no_copy() -> None:
    news = (
        "A crane fell into the inner basin of Port Selby on Friday night and blocked two berths. "
        "Nobody was hurt. Divers will look at it when the wind drops, the harbour office said, and "
        "until then the ferries use the northern quay, where there is no shelter from the rain. "
    )
    assert dedup.shared(REPORT, news + REPORT[REPORT.index("Four crews") :]) < dedup.SHARED


def test_a_paragraph_in_a_round_up_is_no_copy() -> None:
    rows, _ = load()
    week = " ".join(row["text"] for row in rows[:12])
    assert dedup.groups([rows[0]["text"], rows[4]["text"], week]) == ()


def test_a_flash_of_one_line_is_too_short_to_tell() -> None:
    assert dedup.shared("Ferry to run at night.", "Ferry to run at night.") == 0.0


def test_the_copies_of_the_sample_day_are_found_and_no_others() -> None:
    rows, copies = load()
    found = {
        tuple(sorted((rows[one.first]["id"], rows[one.second]["id"])))
        for one in dedup.copies([row["text"] for row in rows])
    }
    assert found == {tuple(sorted(pair)) for pair in copies.items()}


def test_neither_order_nor_bulk_changes_what_is_found() -> None:
    rows, _ = load()
    texts = {row["id"]: row["text"] for row in rows}

    def pairs(order: list[str]) -> set[tuple[str, ...]]:
        found = dedup.copies([texts[id_] for id_ in order])
        return {tuple(sorted((order[one.first], order[one.second]))) for one in found}

    ids = sorted(texts)
    shuffled = random.Random(5).sample(ids, len(ids))
    assert pairs(ids) == pairs(shuffled)


def test_copies_of_copies_are_one_group() -> None:
    half = REPORT[: REPORT.index("The island’s")]
    assert dedup.groups(["Another matter altogether. " * 9, half, REPORT, "On top. " + half]) == (
        (1, 2, 3),
    )


@given(st.lists(st.text(max_size=300), max_size=6))
@settings(max_examples=60, deadline=None)
def test_any_text_at_all_can_be_compared(texts: list[str]) -> None:
    for one in dedup.copies(texts):
        assert 0 <= one.first < one.second < len(texts)
        assert dedup.SHARED <= one.shared <= 1


def test_a_text_of_lone_surrogates_and_nulls_is_compared() -> None:
    odd = " ".join(f"w{n}\ud800\x00" for n in range(60))
    assert dedup.groups([odd, odd]) == ((0, 1),)
