"""The embedded judge, with its real weights."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.errors import CorruptWeights
from briefwright.writer import Claim, Judge
from briefwright.writer.judge import SupportJudge

pytestmark = pytest.mark.model

EVIDENCE = (
    "Health Minister Mutinta Banda told envoy José Ramírez in Lusaka on Monday that Zambia would "
    "not sell 3.5 million doses to Malawi before the harvest."
)
STANDS = "Banda told Ramírez on Monday that Zambia would not sell 3.5 million doses to Malawi."
SPOILT = [
    "Ramírez told Banda on Monday that Zambia would not sell 3.5 million doses to Malawi.",
    "Banda told Ramírez on Monday that Zambia would sell 3.5 million doses to Malawi.",
    "Banda told Ramírez on Monday that Malawi would not sell 3.5 million doses to Zambia.",
    "Banda told Ramírez on Monday that Zambia would not sell 8.5 million doses to Malawi.",
    "Zambia opened a hospital in Lusaka with the support of the United Nations.",
]


@pytest.fixture(scope="module")
def judge() -> Judge:
    return SupportJudge.load()


def test_sentence_that_stands_is_supported_more_than_any_that_was_spoilt(judge: Judge) -> None:
    told = judge.support([Claim(evidence=EVIDENCE, text=text) for text in (STANDS, *SPOILT)])
    assert all(0 <= each <= 1 for each in told)
    assert told[0] > max(told[1:])


def test_word_on_a_claim_does_not_depend_on_its_neighbours(judge: Judge) -> None:
    claims = [Claim(evidence=EVIDENCE, text=text) for text in (STANDS, *SPOILT)]
    together = judge.support(claims)
    alone = [judge.support([claim])[0] for claim in claims]
    assert together == pytest.approx(alone, abs=1e-3)
    assert judge.support([]) == []


def test_hostile_lengths_and_letters_get_an_answer(judge: Judge) -> None:
    texts = ("", "x" * 5000, "\u202e\u0000☃", "word " * 2000)
    claims = [Claim(evidence=evidence, text=text) for evidence in texts for text in texts]
    assert len(judge.support(claims)) == len(claims)


def test_broken_weights_are_named(tmp_path: Path) -> None:
    broken = tmp_path / "judge.safetensors"
    broken.write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00{}      ")
    with pytest.raises(CorruptWeights, match=r"judge\.safetensors"):
        SupportJudge.load(weights=broken)
