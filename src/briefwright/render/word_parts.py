"""The parts of a Word note that Briefwright wrote: content controls tagged by name and sealed.

A tag is `briefwright:NAME` in a template and `briefwright:NAME:SEAL` in a note.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn

from briefwright.render.seals import PREFIX, seal


def parts(body: Any) -> Iterator[tuple[str, str, Any]]:
    """Name, seal ("" in a template) and control of each part, in the order of the note."""
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        words = (tag.get(qn("w:val")) or "").split(":") if tag is not None else [""]
        if words[0] == PREFIX and len(words) > 1:
            yield words[1], words[2] if len(words) > 2 else "", control


def seal_all(body: Any) -> None:
    for name, _, control in list(parts(body)):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        tag.set(qn("w:val"), f"{PREFIX}:{name}:{seal(text_of(control))}")


def text_of(element: Any) -> str:
    """The words of the element, a paragraph a line."""
    lines = []
    for paragraph in element.iter(qn("w:p")):
        runs = paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
        lines.append("".join(run.text or "" if run.tag == qn("w:t") else " " for run in runs))
    return "\n".join(lines)
