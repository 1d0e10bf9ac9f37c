"""briefwright schema: the JSON Schema of a brief."""

from __future__ import annotations


def schema() -> None:
    """Print the JSON Schema (draft 2020-12) of a brief."""
    import json

    from briefwright.brief import Brief

    print(json.dumps(Brief.model_json_schema(mode="serialization"), indent=2, ensure_ascii=False))
