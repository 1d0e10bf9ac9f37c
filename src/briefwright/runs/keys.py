"""What an item says, as a key that is equal wherever it is said again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from briefwright.brief import FieldName
from briefwright.ground.folding import fold

_LENGTH = 12


def key(field: FieldName, text: str, facets: Mapping[str, str]) -> str:
    """Of the field, the words and the facets; typography and the end's full stop do not count."""
    said = [field, _bare(text), sorted((name, _bare(value)) for name, value in facets.items())]
    digest = hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "replace"))
    return f"{field}-{digest.hexdigest()[:_LENGTH]}"


def _bare(text: str) -> str:
    return fold(text).rstrip(".,; ").casefold()
