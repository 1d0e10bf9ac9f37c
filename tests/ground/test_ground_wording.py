"""Words left out without harm, and the small words whose loss turns a sentence round."""

from __future__ import annotations

import pytest

from briefwright.ground.statements import verdict


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Kenya lent Ghana four boats.", "Kenya lent Ghana four patrol boats for the season."),
        ("The ministers signed an accord.", "The two ministers have signed a fishing accord."),
        (
            "The accord was signed on Friday.",
            "The accord, which took two years, was signed on Friday in Accra.",
        ),
        (
            "Otieno said the port opens in May.",
            "The minister, Asha Otieno, said the port opens in May.",
        ),
        ("Brazil will pay $11 million.", "Brazil will pay $11 million and Mozambique the rest."),
    ],
)
def test_words_left_out_without_harm_pass(sentence: str, evidence: str) -> None:
    assert verdict(sentence, evidence, limit=30).stands


@pytest.mark.parametrize(
    ("sentence", "evidence"),
    [
        ("Ghana lent Kenya four boats.", "Kenya lent Ghana four patrol boats."),
        ("The ministers celebrated a breakthrough on grain.", "The ministers discussed grain."),
        ("Iran attacked Israel.", "Iran was attacked by Israel."),
        ("Iran was attacked by Israel.", "Iran attacked Israel."),
        ("They left before the vote.", "They left after the vote."),
        ("They went from Gaza to Rafah.", "They went to Gaza from Rafah."),
        ("The deal was signed.", "The deal will be signed."),
        ("It fell more than 10 percent.", "It fell less than 10 percent."),
        ("Iran may join and Israel has joined.", "Iran may join and Israel may have joined."),
        (
            "They did not raise rates and cut jobs.",
            "They did not raise rates and did not cut jobs.",
        ),
        ("Smith will cut taxes.", "If elected, Smith will cut taxes."),
        ("Iran will attack Israel.", "Will Iran attack Israel?"),
        ("Chad signed the accord.", "Chad almost signed the accord."),
        ("The plan was a success.", "The plan was far from a success."),
        ("The bridge was safe.", "The bridge was anything but safe."),
        ("Tunisia rejects aid.", "Tunisia never rejects aid."),
        ("Kenya signed the accord.", "Kenya's rival signed the accord."),
        ("Ghana, Togo signed it.", "Ghana opposed it; Togo signed it."),
        ("Smith said the mayor lied.", "Smith said Jones, the mayor's rival, lied."),
        ("The minister said “the plan works”.", "The minister said the plan works."),
        ("Brazil will pay $11.", "Brazil will pay $11 million."),
        ("The rate fell to 3.", "The rate fell to 3%."),
        ("It cost €5 million.", "It cost $5 million."),
        ("It was 5 degrees.", "It was -5 degrees."),
    ],
)
def test_sentence_that_says_something_else_fails(sentence: str, evidence: str) -> None:
    assert not verdict(sentence, evidence, limit=30).stands
