"""Countries and international bodies as parties: one name for each, however the text puts it."""

from __future__ import annotations

import pytest

from briefwright import parties


def named(text: str) -> list[str]:
    return [one.party for one in parties.mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The UN and Fiji signed.", ["United Nations", "Fiji"]),
        ("The U.N. met Kenyan envoys.", ["United Nations", "Kenya"]),
        ("The United\xa0Nations agreed.", ["United Nations"]),
        (
            "The Organisation of Islamic Cooperation (OIC)",
            ["Organization of Islamic Cooperation"] * 2,
        ),
        ("UNHCR staff", ["UNHCR"]),
        ("the UN-brokered truce", ["United Nations"]),
        ("UNITED we stand, un ami", []),
        ("preUN", []),
        ("NATO’s and ASEAN's", ["NATO", "ASEAN"]),
    ],
)
def test_bodies_are_found_by_any_of_their_names(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_spans_point_at_the_words_and_do_not_overlap() -> None:
    text = "The African Development Bank, the African Union and South Africa met at the UN."
    found = parties.mentions(text)
    assert [one.span.of(text) for one in found] == [
        "African Development Bank",
        "African Union",
        "South Africa",
        "UN",
    ]


def test_names_of_one_body_are_one() -> None:
    assert parties.canonical("UN") == parties.canonical("United Nations") == "United Nations"
    assert parties.canonical("the U.S.") == "United States"
    assert parties.canonical("Ministry of Tides") is None
    assert parties.canonical("") is None


def test_those_that_a_text_does_not_name_are_missing() -> None:
    told = "Fijian envoys and the UN signed it with Ocean Bank."
    assert parties.missing(["Fiji", "United Nations", "Ocean Bank"], told) == ()
    assert parties.missing(["Fiji", "Chile", "NATO"], told) == ("Chile", "NATO")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an AU$3 million grant", []),
        ("FIJI AND CHILE, WHO MET AGAIN", ["Fiji", "Chile"]),
        ("WHO WILL PAY?", []),
        ("The WHO said", ["World Health Organization"]),
        ("ECO-friendly wool", []),
        ("China-ASEAN trade", ["China", "ASEAN"]),
        ("non-OPEC oil", []),
        ("Nato and Asean ministers", ["NATO", "ASEAN"]),
    ],
)
def test_words_that_look_like_a_body_are_none(text: str, expected: list[str]) -> None:
    assert named(text) == expected


def test_a_name_inside_another_is_missing() -> None:
    assert parties.missing(["Niger", "Sudan"], "Nigeria and South Sudan signed") == (
        "Niger",
        "Sudan",
    )
    assert parties.canonical("the UN") == parties.canonical("united nations") == "United Nations"
