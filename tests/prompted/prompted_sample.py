"""An article, a script that answers every section of it, and models to brief it with."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from briefwright.article import Article
from briefwright.brief import Brief
from briefwright.pipeline import Models, briefs
from briefwright.prompted import Prompts
from briefwright.prompted.fake import ScriptedInstruct
from briefwright.reader.patterns import PatternReader
from briefwright.writer import Claim

TEXT = (
    "NAIROBI — Kenyan Health Minister Asha Otieno and her Ghanaian counterpart Kwame Asante agreed "
    "on Monday to train 40 nurses a year together.\n\n"
    "“We will start the first course in March,” Otieno said.\n\n"
    "The two countries also discussed vaccine storage. "
    "“This is a beginning and no more than that,” Asante told reporters.\n\n"
    "Asante plans to visit Mombasa in April."
)
ANSWERS: Mapping[str, Any] = {
    "participants": {
        "participants": [
            {
                "name": 1,
                "kind": "person",
                "title": "Kenyan Health Minister",
                "organisation": None,
                "country": "Kenya",
                "central": True,
            },
            {
                "name": 2,
                "kind": "person",
                "title": None,
                "organisation": None,
                "country": "Ghana",
                "central": True,
            },
        ]
    },
    "quotations": {"q1": 1, "q2": 2},
    "areas": {
        "areas": [
            {
                "sentence": 3,
                "label": "vaccine storage",
                "status": "discussed",
                "parties": ["Kenya", "Ghana"],
            }
        ]
    },
    "outlook": {
        "outlook": [
            {
                "sentence": 5,
                "text": "Asante plans to visit Mombasa.",
                "kind": "planned",
                "by": 2,
                "when": "in April",
            }
        ]
    },
    "bottom_line": {
        "sentences": [1],
        "text": "Asha Otieno and Kwame Asante agreed to train 40 nurses a year together.",
    },
    "summary": {
        "summary": [
            {"sentences": [3], "text": "The two countries discussed vaccine storage."},
            {"sentences": [2], "text": "Otieno said the first course will start in March."},
        ]
    },
}


class Believing:
    """A judge that finds everything supported."""

    revision = "0" * 64

    def support(self, claims: Sequence[Claim]) -> list[float]:
        return [1.0 for _ in claims]


def article(text: str = TEXT, name: str = "nurses") -> Article:
    return Article(id=name, source=f"test:{name}", text=text)


def script(**changed: Any) -> ScriptedInstruct:
    """A model that answers as `ANSWERS`, but for what is given here: values, texts or lists."""
    said = {**ANSWERS, **changed}
    return ScriptedInstruct(
        {
            section: one if isinstance(one, str | list) or callable(one) else json.dumps(one)
            for section, one in said.items()
        }
    )


def brief(
    model: ScriptedInstruct,
    text: str = TEXT,
    *,
    prompts: Prompts | None = None,
    hints: bool = False,
) -> Brief:
    models = Models(
        reader=PatternReader(),
        judge=Believing(),
        instruct=model,
        prompts=prompts or Prompts(),
        hints=hints,
    )
    (found,) = briefs([article(text)], models)
    return found
