"""The organisation in a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefwright.reader.patterns.organisations import organisation_in


@pytest.mark.parametrize(
    ("title", "organisation"),
    [
        ("Governor of the Central Bank of Kenya", "Central Bank of Kenya"),
        ("Central Bank of Kenya (CBK) Governor", "Central Bank of Kenya"),
        ("Peruvian Foreign Ministry spokeswoman", "Peruvian Foreign Ministry"),
        ("EU trade chief", "EU"),
        ("the top UN envoy to Chad", "UN"),
        ("the head of Norway’s fisheries council", "Norway’s fisheries council"),
        ("Deputy Chair of the House of Assembly for Roads", "House of Assembly"),
        ("secretary of the Council on Polar Affairs", "Council on Polar Affairs"),
        ("director of wetlands at the Department of Environment", "Department of Environment"),
        (
            "Assistant Secretary for Ports, U.S. Department of Commerce",
            "U.S. Department of Commerce",
        ),
        ("the chief executive of Orinoco Cement", "Orinoco Cement"),
        ("Orinoco Cement CEO", "Orinoco Cement"),
        ("chief executive of Caracas firm Orinoco Cement", "Orinoco Cement"),
        ("Head of Navy Logistics Command and Deputy Minister of Fiji", "Navy Logistics Command"),
        ("Commander of the Coast Guard Rear Admiral", "Coast Guard"),
        (
            "Tema Chamber of Commerce, Ports and Mines Head",
            "Tema Chamber of Commerce, Ports and Mines",
        ),
    ],
)
def test_an_office_is_held_somewhere(title: str, organisation: str) -> None:
    found = organisation_in(title)
    assert found is not None
    assert title[slice(*found)] == organisation


@pytest.mark.parametrize(
    "title",
    [
        "Foreign Minister",
        "President of Ghana",
        "U.S. President",
        "Chile’s ambassador to Japan",
        "the minister of water and the minister of roads",
        "envoy to the talks",
        "director of the fund",
        "DPRK leader",
        "poet",
        "",
    ],
)
def test_a_state_is_no_organisation(title: str) -> None:
    assert organisation_in(title) is None


@given(st.text(alphabet="ABab ,.’'()ofthechairmanbank-", max_size=120))
def test_any_title_has_its_organisation_within(title: str) -> None:
    found = organisation_in(f"head of {title}")
    assert found is None or 0 <= found[0] < found[1] <= len(title) + 8


def test_a_very_long_title_takes_no_time() -> None:
    organisation_in("head of the " + "Bank of the Chamber, and for " * 2000)
