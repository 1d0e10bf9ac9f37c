"""A reference brief and briefs that go wrong in known ways, built by hand."""

from __future__ import annotations

import copy
from typing import Any

from briefwright.runs import Reference, Run

Json = dict[str, Any]

# Invented.
TEXT = (
    "Foreign Minister Ana Kolar met Trade Minister Paulo Reis in Maputo on Monday.\n\n"
    "“We will open the port to grain ships in July,” Reis said.\n\n"
    "The two sides agreed to cooperate on port dredging. The port may open to tankers in autumn."
)
REFERENCE: Json = {
    "id": "ports",
    "title": "Kolar and Reis agree on dredging",
    "text": TEXT,
    "bottom_line": "Ana Kolar and Paulo Reis agreed on port dredging in Maputo.",
    "summary": [
        {
            "text": "The port may open to tankers in autumn.",
            "evidence": ["The port may open to tankers in autumn."],
        }
    ],
    "participants": [
        {"name": "Ana Kolar", "title": "Foreign Minister", "central": True},
        {"name": "Paulo Reis", "title": "Trade Minister", "country": "Mozambique"},
    ],
    "quotes": [
        {"text": "We will open the port to grain ships in July,", "speaker": "Paulo Reis"},
    ],
    "cooperation_areas": [
        {
            "label": "port dredging",
            "status": "agreed",
            "parties": ["Mozambique", "Croatia"],
            "evidence": ["agreed to cooperate on port dredging"],
        }
    ],
    "outlook": [
        {
            "text": "The port opens to grain ships.",
            "kind": "planned",
            "by": "Paulo Reis",
            "when": "in July",
            "evidence": ["We will open the port to grain ships in July,"],
        }
    ],
}


def brief(id_: str = "ports", **changes: Any) -> Json:
    """The reference brief as a run's, with these fields otherwise."""
    return {**copy.deepcopy(REFERENCE), "id": id_, **changes}


WRONG = brief(
    bottom_line="Ana Kolar met Paulo Reis in Zagreb.",
    summary=[
        {
            "text": "The port opens to tankers in autumn.",
            "evidence": ["The port may open to tankers in autumn."],
        }
    ],
    participants=[
        {"name": "Ana Kolar", "title": "Prime Minister"},
        {"name": "Grain Ships"},
    ],
    quotes=[{"text": "We will open the port to grain ships in July,", "speaker": "Ana Kolar"}],
    cooperation_areas=[
        {
            "label": "port dredging",
            "status": "signed",
            "parties": ["Mozambique", "Croatia"],
            "evidence": ["agreed to cooperate on port dredging"],
        }
    ],
    outlook=[],
)


def run(*briefs: Json, name: str = "ours") -> Run:
    rows = [Reference.model_validate(one).model_dump(exclude_none=True) for one in briefs]
    return Run(name=name, source=name, hand="person", briefs={one["id"]: one for one in rows})


def reference(*briefs: Json) -> Run:
    return run(*(briefs or (REFERENCE,)), name="reference")
