"""Builds the shipped Word templates: `python templates/build/make.py`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sections as make
from docx.document import Document as Word
from word import saved, started

FOLDER = Path(__file__).parent.parent


def note() -> Word:
    document = started()
    make.head(document, "BRIEFING NOTE")
    make.bottom_line(document)
    make.summary(document)
    make.participants(document)
    make.areas(document)
    make.quotes(document)
    make.outlook(document)
    make.differences(document)
    make.blank(document, "Officer comment", "", lines=3)
    make.cautions(document)
    make.method(document)
    make.annex(document)
    return document


TEMPLATES: dict[str, Callable[[], Word]] = {
    "note": note,
}

if __name__ == "__main__":
    for name, build in TEMPLATES.items():
        (FOLDER / f"{name}.docx").write_bytes(saved(build()))
