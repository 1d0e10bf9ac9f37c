"""The parts of a Word note that Briefwright wrote: content controls tagged by name and sealed.

A tag is `briefwright:NAME` in a template and `briefwright:NAME:SEAL` in a note.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from briefwright.render.seals import PREFIX, Origin, seal

if TYPE_CHECKING:
    from docx.document import Document

# What the schema of a Word file's settings puts behind its variables.
_BEHIND = frozenset(
    "rsids mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
    "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType "
    "schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator".split()
)


def parts(body: Any) -> Iterator[tuple[str, str, Any]]:
    """Name, seal ("" in a template) and control of each part, in the order of the note."""
    for control in body.iter(qn("w:sdt")):
        tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
        words = (tag.get(qn("w:val")) or "").split(":") if tag is not None else [""]
        if words[0] == PREFIX and len(words) > 1:
            yield words[1], words[2] if len(words) > 2 else "", control


def seal_all(body: Any, *, only: Collection[str] | None = None) -> None:
    """Seal the parts as they are now; only those of some names, if asked."""
    for name, _, control in list(parts(body)):
        if only is None or name in only:
            tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            tag.set(qn("w:val"), f"{PREFIX}:{name}:{seal(text_of(control))}")


def rest_of(body: Any) -> str:
    """The words outside the generated parts."""
    inside = {paragraph for _, _, control in parts(body) for paragraph in control.iter(qn("w:p"))}
    return "\n".join(text_of(one) for one in body.iter(qn("w:p")) if one not in inside)


def sign(document: Document, *, id_: str, template: str) -> None:
    """Write down in the document's variables, which Word keeps, what the note was made from."""
    settings = document.settings.element
    for old in settings.findall(qn("w:docVars")):
        settings.remove(old)
    variables = OxmlElement("w:docVars")
    rest = seal(rest_of(document.element.body))
    for name, value in (("id", id_), ("template", template), ("rest", rest)):
        variable = OxmlElement("w:docVar")
        variable.set(qn("w:name"), f"{PREFIX}-{name}")
        variable.set(qn("w:val"), value)
        variables.append(variable)
    before = next((one for one in settings if etree.QName(one).localname in _BEHIND), None)
    settings.append(variables) if before is None else before.addprevious(variables)


def origin_of(document: Document) -> Origin:
    found = {
        variable.get(qn("w:name")).removeprefix(f"{PREFIX}-"): variable.get(qn("w:val"))
        for variable in document.settings.element.iter(qn("w:docVar"))
        if (variable.get(qn("w:name")) or "").startswith(f"{PREFIX}-")
    }
    return Origin(**{name: found.get(name) or "" for name in Origin.model_fields})


def text_of(element: Any) -> str:
    """The words of the element, a paragraph a line."""
    lines = []
    for paragraph in element.iter(qn("w:p")):
        runs = paragraph.iter(qn("w:t"), qn("w:tab"), qn("w:br"))
        lines.append("".join(run.text or "" if run.tag == qn("w:t") else " " for run in runs))
    return "\n".join(lines)
