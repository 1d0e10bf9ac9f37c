"""What a worker may take beside its models, by the kind of model it has."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from briefwright.engines.worker import _room
from briefwright.prompted.fake import ScriptedInstruct


def test_embedded_models_leave_the_bound_as_it_was_set() -> None:
    assert _room(SimpleNamespace(instruct=None), 3000) == 3000


def test_an_instruct_model_may_use_the_memory_that_it_sized_its_batches_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("briefwright.nn.instruct.memory.there", lambda: 5_000_000_000)
    model = ScriptedInstruct(settings={"device": "cpu"})
    assert _room(SimpleNamespace(instruct=model), 3000) == 8000


def test_address_space_is_not_bounded_beside_a_gpu() -> None:
    model = ScriptedInstruct(settings={"device": "cuda:0"})
    assert _room(SimpleNamespace(instruct=model), 3000) is None
