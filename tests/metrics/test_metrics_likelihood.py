"""The article's own words of likelihood, and what a statement makes of them."""

from __future__ import annotations

import pytest

from briefwright.metrics import hedges, hedging, measures, score


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("There is a remote chance of rain.", "remote"),
        ("It is highly unlikely that they will sign.", "very unlikely"),
        ("A deal is very improbable.", "very unlikely"),
        ("A deal is unlikely.", "unlikely"),
        ("A deal is not likely this year.", "unlikely"),
        ("There is a realistic possibility that it fails.", "even"),
        ("There are roughly even odds of a deal.", "even"),
        ("The talks will probably fail.", "likely"),
        ("The talks are likely to fail.", "likely"),
        ("The talks are highly likely to fail.", "very likely"),
        ("It is almost certain that they will sign.", "almost certain"),
        ("Probabilities are high for a deal.", "likely"),
        ("There is a possibility that they sign.", "possible"),
        ("They may sign in June.", "possible"),
        ("Perhaps they will sign in June.", "possible"),
        ("It could open by spring.", "possible"),
        ("The port is expected to open in July.", "expected"),
    ],
)
def test_each_term_of_the_yardsticks_has_its_degree(text: str, degree: str) -> None:
    assert [one.degree for one in hedges(text)] == [degree]


@pytest.mark.parametrize(
    "text",
    [
        "They met in May 2026.",
        "They will answer as soon as possible.",
        "The country's military might was shown.",
        "He could not attend.",
        "Exports rose faster than expected.",
        "The move was unexpected, and as expected it was welcomed.",
        "A certain number of ships arrived.",
        "They plan and hope to sign.",
        "There is great possibility for trade.",
        "They can sign.",
        "",
    ],
)
def test_what_only_looks_like_likelihood_is_none(text: str) -> None:
    assert hedges(text) == ()


EVIDENCE = "The port may open to grain ships in July, and the two ministers met on Monday."


@pytest.mark.parametrize(
    ("statement", "outcome"),
    [
        ("The port may open to grain ships in July.", "kept"),
        ("Grain ships could use the port, which may open in July.", "kept"),
        ("The port opens to grain ships in July.", "dropped"),
        ("The port is almost certain to open to grain ships in July.", "changed"),
        ("The two ministers met on Monday.", "none"),
    ],
)
def test_a_statement_keeps_drops_or_changes_the_likelihood_of_what_it_says(
    statement: str, outcome: str
) -> None:
    assert hedging(statement, EVIDENCE).outcome == outcome


def test_another_degree_is_added_likelihood_too() -> None:
    found = hedging("The port is likely to open to grain ships in July.", EVIDENCE)
    assert [one.degree for one in found.lost] == ["possible"]
    assert [one.degree for one in found.added] == ["likely"]


def test_a_can_is_reported_as_a_could() -> None:
    assert hedging("He said trade could grow.", "“Trade can grow,” he said.").added == ()
    assert hedging("He said trade could grow.", "“Trade will grow,” he said.").added


def test_likelihood_is_counted_over_statements_with_evidence() -> None:
    text = f"{EVIDENCE} They signed."
    statements = [
        {"text": "The port opens to grain ships in July.", "evidence": [EVIDENCE]},
        {"text": "The port may open to grain ships.", "evidence": [EVIDENCE]},
        {"text": "They probably signed.", "evidence": ["They signed."]},
        {"text": "They could sign.", "evidence": []},
    ]
    reference = {"id": "one", "text": text, "bottom_line": "They may sign.", "summary": statements}
    found = measures(score([reference], {"one": reference}))
    assert (found["likelihood_kept"].value, found["likelihood_kept"].n) == (0.5, 2)
    assert found["likelihood_dropped"].value == 0.5
    assert found["likelihood_added"].value == pytest.approx(1 / 3)


def test_evidence_without_likelihood_leaves_it_unmeasured() -> None:
    plain = {"id": "one", "text": "They met.", "summary": [{"text": "They met."}]}
    found = measures(score([plain], {"one": plain}))
    for name in ("likelihood_kept", "likelihood_dropped", "likelihood_added"):
        assert found[name].value is None
        assert found[name].reason
