"""The word before an outlook item: closer than its kind where its words are, else the kind."""

from __future__ import annotations

import pytest
from render_sample import BRIEF

from briefwright.reading import OutlookKind
from briefwright.render.manner import manner


def put(kind: OutlookKind, text: str) -> str:
    return manner(BRIEF.outlook[0].model_copy(update={"kind": kind, "text": text}))


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("planned", "Fiji is ready to host the talks.", "offered"),
        ("planned", "She voiced Fiji’s readiness to host the talks.", "offered"),
        ("planned", "Mr Rey is considering a visit to Suva.", "considered"),
        ("hoped", "Chile must open its ports.", "called for"),
        ("hoped", "She called on Chile to open its ports.", "called for"),
        ("hoped", "They stand fully prepared to help.", "offered"),
        ("expected", "The line could open new markets.", "possible"),
    ],
)
def test_offers_demands_and_possibilities_are_called_so(
    kind: OutlookKind, text: str, expected: str
) -> None:
    assert put(kind, text) == expected


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("planned", "Fiji is ready to sign and will do so on Monday."),
        ("planned", "Fiji has pledged that it is ready to host the talks."),
        ("hoped", "She hoped that Chile should find the means."),
        ("hoped", "He wished them well."),
        ("expected", "Analysts expect that prices may rise."),
        ("expected", "Prices will rise, and ships may wait."),
        ("warned", "If it must, Fiji could act."),
        ("planned", "Fiji is not ready to sign."),
        ("planned", "There is no willingness to meet."),
        ("expected", "The deal could not be signed in June."),
        ("expected", "The summit opens on 12 May."),
        ("hoped", "Demand for copper grows."),
        ("warned", ""),
    ],
)
def test_firmer_words_and_other_items_keep_their_kind(kind: OutlookKind, text: str) -> None:
    assert put(kind, text) == kind


def test_an_endless_item_is_read_in_a_moment() -> None:
    assert put("planned", "is " * 200_000 + "ready") == "planned"
