"""A real model, the embedded one, asked end to end."""

from __future__ import annotations

import json
from typing import Any

import pytest

from briefwright import models
from briefwright.conversation import Ask, Conversation, Grammar
from briefwright.models.instruct import EMBEDDED
from briefwright.nn.instruct import load
from briefwright.nn.instruct.decoder import InstructDecoder

pytestmark = pytest.mark.model

TEXT = (
    "LISBON – Portugal and Ghana agreed on Monday to train 40 nurses a year. “We start in March,” "
    "said Asha Otieno, the Ghanaian health minister."
)


def test_a_real_model_answers_within_its_grammars_alike_with_and_without_the_shared_cache() -> None:
    model = load(models.ensure(EMBEDDED), device="cpu")
    assert isinstance(model, InstructDecoder)
    name: dict[str, Any] = {"type": "string", "x-slice": 0, "minLength": 3, "maxLength": 40}
    number = {"type": "integer", "minimum": 1, "maximum": 60}
    asked = Conversation(
        system="You read the news and answer in JSON.",
        shared=f"{TEXT}\n\n",
        asks=tuple(
            Ask(
                section=section,
                question=question,
                grammar=Grammar(
                    json_schema={
                        "type": "object",
                        "properties": {section: schema},
                        "required": [section],
                    },
                    slices=(TEXT,),
                ),
                limit=24,
            )
            for section, question, schema in (
                ("minister", "Who is the minister?", name),
                ("nurses", "How many nurses are trained?", number),
            )
        ),
    )
    (minister, nurses) = model.answer([asked])[0]
    assert minister.finished
    assert json.loads(minister.text)["minister"] in TEXT
    assert json.loads(nurses.text)["nurses"] == 40
    assert model.answer([asked], share=False, rows=1) == [(minister, nurses)]
