from __future__ import annotations

import pytest

from briefwright.writer.gate import Gate, Gates, features

GATE = Gate(
    means=(0.0,) * 6, deviations=(1.0,) * 6, weights=(1.0, 2.0, 0.5, 0.0, 0.0, 0.0), bias=0.0
)
ALONE = Gate(means=(1.0, 2.0), deviations=(2.0, 1.0), weights=(1.0, 0.0), bias=0.0)
GATES = Gates(with_doubt=GATE, alone=ALONE)
SURE = (-0.01, -0.02, -0.01)
UNSURE = (-0.01, -4.0, -0.01)


def test_a_writer_in_doubt_is_trusted_less() -> None:
    evidence = "Kenya and Ghana signed an accord."
    assert GATES.support(2.0, SURE, evidence) > GATES.support(2.0, UNSURE, evidence)


def test_a_judge_in_doubt_is_trusted_less() -> None:
    assert GATES.support(3.0, SURE, "A.") > GATES.support(-3.0, SURE, "A.")


def test_without_probabilities_the_judge_alone_decides_by_its_own_gate() -> None:
    assert GATES.support(1.0, (), "A.") == pytest.approx(0.5)
    # What it is fairly sure of is not yet four in five that an annotator would agree.
    assert GATES.support(3.0, (), "A.") < 0.8 < GATES.support(5.0, (), "A.")


@pytest.mark.parametrize("logit", [-1e9, 1e9])
def test_support_stays_between_0_and_1(logit: float) -> None:
    assert 0 <= GATES.support(logit, SURE, "A.") <= 1
    assert 0 <= GATES.support(logit, (), "A.") <= 1


def test_doubtful_tokens_are_counted() -> None:
    assert features(0.0, UNSURE, "one two three")[3] == 1.0
    assert features(0.0, SURE, "one two three")[3] == 0.0


def test_gate_that_is_no_gate_is_refused() -> None:
    with pytest.raises(ValueError, match="weights"):
        Gate.of('{"means": [], "deviations": [], "bias": 0}')


def test_a_judge_with_one_gate_is_refused() -> None:
    with pytest.raises(KeyError, match="gate_alone"):
        Gates.of({"gate": GATE.model_dump_json()})
