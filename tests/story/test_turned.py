"""What one outlet says the other way round is no repetition, however alike the words are."""

from __future__ import annotations

import pytest

from briefwright.brief import Slice, Statement
from briefwright.story.joined import statements
from briefwright.story.turned import substituted, turned


def kept(*texts: str) -> list[str]:
    points = [
        Statement(
            id=f"S{n}",
            text=text,
            evidence=(Slice(article=n, start=0, end=len(text), text=text),),
            origin="extracted",
            checks=("verbatim",),
        )
        for n, text in enumerate(texts)
    ]
    return [one.text for one in statements(points)]


OTHERWISE = [
    ("Vessania sued Tormark over the bridge.", "Tormark sued Vessania over the bridge."),
    ("Ekholm accused Santavo of delay.", "Santavo accused Ekholm of delay."),
    ("Vessania sued Tormark over the bridge.", "Vessania was sued by Tormark over the bridge."),
    ("The bank raised its main rate in May.", "The bank cut its main rate in May."),
    ("The bank raised its main rate in May.", "The bank pared its main rate in May."),
    ("Exports to Tormark rose in the spring.", "Exports to Tormark fell in the spring."),
    ("Parliament approved the water treaty.", "Parliament rejected the water treaty."),
    (
        "Tormark will lend Vessania 85 million crowns.",
        "Vessania will lend Tormark 85 million crowns.",
    ),
    ("The border post at Sarn opened on Monday.", "The border post at Sarn closed on Monday."),
    ("Vessania buys gas from Tormark every winter.", "Vessania sells gas to Tormark every winter."),
    (
        "Police released the mayor of Sarn on Monday.",
        "Police arrested the mayor of Sarn on Monday.",
    ),
    ("The union backed the accord on nurses.", "The union opposed the accord on nurses."),
]
THE_SAME = [
    ("Vessania and Tormark signed the accord.", "Tormark and Vessania signed the accord."),
    (
        "Tormark would lend 85 million crowns, Ekholm said.",
        "Ekholm said Tormark would lend 85 million crowns.",
    ),
    ("The bank raised its main rate in May.", "The bank raised its main rate again in May."),
    ("The two sides signed an accord on water.", "The two sides signed the accord on water."),
]


@pytest.mark.parametrize(("one", "other"), OTHERWISE)
def test_role_swaps_and_opposite_verbs_are_both_kept(one: str, other: str) -> None:
    assert kept(one, other) == [one, other]
    assert kept(other, one) == [other, one]
    assert turned(one, other) or substituted(one, other)


@pytest.mark.parametrize(("one", "other"), THE_SAME)
def test_the_same_in_another_order_is_there_once(one: str, other: str) -> None:
    assert turned(one, other) is None
    assert kept(one, other) == [one]


def test_opposites_are_named() -> None:
    assert turned("The bank raised rates.", "The bank cut rates.") == "opposites (“raised”, “cut”)"
    assert turned("Vessania sued Tormark.", "Tormark sued Vessania.") == "who did what to whom"


def test_texts_without_names_or_words_are_not_turned() -> None:
    assert turned("", "") is None
    assert turned("…", "A") is None
    assert substituted("", "x") is False
