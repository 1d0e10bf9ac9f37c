"""Which brief it was: a hash, by which ballots on one version are never counted for another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_LENGTH = 16


def version(brief: Mapping[str, Any]) -> str:
    """Of the JSON of a brief or reference brief, without when it was made and the articles' text,
    whose own hash is in it."""
    kept = {name: value for name, value in brief.items() if name not in ("run", "seal")}
    if "articles" in kept:
        kept["articles"] = [
            {name: value for name, value in one.items() if name != "text"}
            for one in kept["articles"]
        ]
    text = json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
