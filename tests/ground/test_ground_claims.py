"""A sentence says no more and no less firmly than its evidence."""

from __future__ import annotations

import pytest

from briefwright.ground import claims


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The ministry approved the sale.", "The ministry has not approved the sale."),
        ("Peru approved the sale.", "Peru never approved the sale."),
        ("Peru asked for troops.", "Peru denied that it asked for troops."),
        ("The ministry did not approve the sale.", "The ministry approved the sale."),
        ("Peru will not pay.", "Peru has not approved the sale and will pay."),
    ],
)
def test_negation_dropped_or_added_is_found(sentence: str, evidence: str) -> None:
    assert claims.negation_changed(sentence, evidence) is not None


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The ministry has not approved the sale.", "The ministry has not approved the sale."),
        (
            "The ministers signed the accord.",
            "The ministers signed the accord, but no date was set for the dam.",
        ),
        ("Peru denied asking for troops.", "Peru denied that it asked for troops."),
    ],
)
def test_negation_kept_or_left_out_with_its_clause_passes(sentence: str, evidence: str) -> None:
    assert claims.negation_changed(sentence, evidence) is None


def test_possibility_turned_into_fact_is_found() -> None:
    evidence = "The bank may lend two million dollars."
    assert claims.hedge_dropped("The bank lends two million dollars.", evidence) is not None
    assert claims.hedge_dropped("The bank may lend two million.", evidence) is None


def test_claim_turned_into_fact_is_found() -> None:
    evidence = "The minister claimed that the border was closed."
    assert claims.attribution_changed("The border was closed.", evidence, spoken=False)
    assert (
        claims.attribution_changed(
            "The minister said the border was closed.", evidence, spoken=False
        )
        is None
    )


def test_fact_turned_into_claim_is_found() -> None:
    evidence = "The border was closed on Monday."
    assert claims.attribution_changed("Banda said the border was closed.", evidence, spoken=False)


def test_words_inside_a_quotation_stay_somebodys() -> None:
    evidence = "The border is closed."
    assert claims.attribution_changed("The border is closed.", evidence, spoken=True)
