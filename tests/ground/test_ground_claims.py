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


CONDITIONAL = [
    (
        "Banda said Lusaka would not block the sale to the U.S. firm, so long as it pays.",
        "Banda said Lusaka would not block the sale to the U.S. firm.",
    ),
    (
        "If the rains fail, Zambia will buy maize from Malawi, the minister told reporters.",
        "Zambia will buy maize from Malawi, the minister told reporters.",
    ),
]


@pytest.mark.parametrize(("evidence", "sentence"), CONDITIONAL)
def test_what_is_said_under_a_condition_is_not_said_without_one(
    evidence: str, sentence: str
) -> None:
    assert claims.condition_dropped(sentence, evidence) is not None
    assert claims.condition_dropped(evidence, evidence) is None


def test_condition_on_something_else_changes_nothing() -> None:
    evidence = "Banda opened the clinic in Lusaka. It will close if the rains fail again this year."
    assert claims.condition_dropped("Banda opened the clinic in Lusaka.", evidence) is None
    anonymous = "An official said on condition of anonymity that the clinic would open in May."
    assert (
        claims.condition_dropped("An official said the clinic would open in May.", anonymous)
        is None
    )


def test_unless_is_not_turned_into_if() -> None:
    evidence = "Banda warned that rations could be cut again in August unless contributions rise."
    assert claims.negation_changed(
        "Banda warned that rations could be cut again if contributions rise.", evidence
    )


@pytest.mark.parametrize(
    ("sentence", "changed"),
    [
        ("The fee is waived until 2027.", True),
        ("The fee is waived until the end of 2027.", False),
        ("The fee is waived until end-2027.", False),
        ("The fee is waived.", False),
    ],
)
def test_the_end_of_a_year_is_not_the_year(sentence: str, changed: bool) -> None:
    evidence = "The fee is waived until the end of 2027."
    assert (claims.part_of_date_dropped(sentence, evidence) is not None) is changed


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        (
            "The United States bombed the school.",
            "The envoy claimed that the United States bombed the school.",
        ),
        ("Iran supports the militia.", "The envoy claimed that Iran supports the militia."),
        ("The plant leaked.", "The plant leaked, the IAEA said."),
        ("Rebels fled the town.", "Rebels fled the town, the army reported."),
        ("The river was poisoned.", 'Bo Lind said: "The river was poisoned."'),
    ],
)
def test_claim_is_no_fact_for_a_word_that_looks_like_a_verb_of_saying(
    sentence: str, evidence: str
) -> None:
    assert claims.attribution_changed(sentence, evidence, spoken=False)


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("The ministries signed an accord.", "The ministries signed an accord, IRNA reported."),
        ("Banda hopes for rain.", "“We hope for rain,” said Banda."),
        ("Banda invited Ramírez to Lusaka.", "She asked him to come to Lusaka, Banda said."),
    ],
)
def test_agencies_and_attitudes_are_no_lost_attribution(sentence: str, evidence: str) -> None:
    assert claims.attribution_changed(sentence, evidence, spoken=False) is None


def test_a_check_that_failed_is_not_among_those_passed() -> None:
    from briefwright.ground.statements import verdict

    found = verdict("The deal did not pass.", "The deal passed.", limit=30)
    assert "negation" in {one.check for one in found.failures}
    assert "negation" not in found.passed


@pytest.mark.parametrize(
    ("sentence", "holds"),
    [
        ("“We will not sell it to anybody,” Ospanova said.", True),
        ("Ospanova said they would “not sell it”.", True),
        ('"We will not sell it, to anybody" was what Ospanova said.', True),
        ("“We will never sell it to anybody,” Ospanova said.", False),
        ("“We will sell it to anybody,” Ospanova said.", False),
        ("Ospanova “told reporters” that they will not sell it.", False),
    ],
)
def test_words_in_quotation_marks_are_those_of_a_quotation(sentence: str, *, holds: bool) -> None:
    evidence = "“We will not sell it to anybody,” [Dana Ospanova] told reporters."
    assert (claims.quotation_changed(sentence, evidence, spoken=False) is None) is holds


def test_a_quotation_of_several_sentences_has_its_marks_elsewhere() -> None:
    evidence = "It is no more than that,” Asante said."
    assert claims.quotation_changed("“It is no more,” he said.", evidence, spoken=False) is None
    spoken = "It is no more than that."
    assert claims.quotation_changed("He said: “It is no more.”", spoken, spoken=True) is None
