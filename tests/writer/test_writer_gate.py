from __future__ import annotations

import pytest

from briefwright.writer.gate import Gate, features

GATE = Gate(
    means=(0.0,) * 6, deviations=(1.0,) * 6, weights=(1.0, 2.0, 0.5, 0.0, 0.0, 0.0), bias=0.0
)
SURE = (-0.01, -0.02, -0.01)
UNSURE = (-0.01, -4.0, -0.01)


def test_a_writer_in_doubt_is_trusted_less() -> None:
    evidence = "Kenya and Ghana signed an accord."
    assert GATE.support(2.0, SURE, evidence) > GATE.support(2.0, UNSURE, evidence)


def test_a_judge_in_doubt_is_trusted_less() -> None:
    assert GATE.support(3.0, SURE, "A.") > GATE.support(-3.0, SURE, "A.")


def test_without_probabilities_the_judge_alone_decides() -> None:
    assert GATE.support(0.0, (), "A.") == pytest.approx(0.5)
    assert GATE.support(2.0, (), "A.") > 0.8


@pytest.mark.parametrize("logit", [-1e9, 1e9])
def test_support_stays_between_0_and_1(logit: float) -> None:
    assert 0 <= GATE.support(logit, SURE, "A.") <= 1
    assert 0 <= GATE.support(logit, (), "A.") <= 1


def test_doubtful_tokens_are_counted() -> None:
    assert features(0.0, UNSURE, "one two three")[3] == 1.0
    assert features(0.0, SURE, "one two three")[3] == 0.0


def test_gate_that_is_no_gate_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        Gate.of('{"means": [], "deviations": [], "bias": 0}')
