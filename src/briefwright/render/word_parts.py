"""The parts of a Word note that Briefwright wrote: content controls tagged by name and sealed.

A tag is `briefwright:NAME` in a template and `briefwright:NAME:WORDS:LOOK` in a note, with the seal
of the part's words and that of all that it shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from lxml import etree

from briefwright.render import word_look
from briefwright.render.seals import PREFIX, Origin, seal
from briefwright.render.word_comments import AUTHOR

if TYPE_CHECKING:
    from docx.document import Document

# What the schema of a Word file's settings puts behind its variables.
_BEHIND = frozenset(
    "rsids mathPr attachedSchema themeFontLang clrSchemeMapping doNotIncludeSubdocsInStats "
    "doNotAutoCompressPictures forceUpgrade captions readModeInkLockDown smartTagType "
    "schemaLibrary shapeDefaults doNotEmbedSmartTags decimalSymbol listSeparator".split()
)
# What stands between and in the entries of `Origin.styles` may stand in a style's name too.
_ESCAPES = str.maketrans({"%": "%25", "=": "%3D", "|": "%7C"})


def parts(body: Any) -> Iterator[tuple[str, Any]]:
    """Name and control of each part, in the order of the note."""
    for control in body.iter(qn("w:sdt")):
        name = word_look.part_name(control)
        if name:
            yield name, control


def seals_of(control: Any) -> tuple[str, str]:
    """The seal of a part's words and that of its looks; "" for one that it has not."""
    tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
    words = [*(tag.get(qn("w:val")) or "").split(":"), "", ""]
    return words[2], words[3]


def is_edited(document: Document, control: Any) -> bool:
    """Whether anything in the part is not as it was generated: words, looks, pictures."""
    words, look = seals_of(control)
    return seal(text_of(control)) != words or (bool(look) and _look(document, control) != look)


def _look(document: Document, control: Any) -> str:
    names, found = word_look.style_names(document), word_look.targets(document.part)
    return word_look.look([control.find(qn("w:sdtContent"))], names, found)


def seal_all(document: Document, *, only: Collection[str] | None = None) -> None:
    """Seal the parts as they are now; only those of some names, if asked."""
    names, found = word_look.style_names(document), word_look.targets(document.part)
    for name, control in list(parts(document.element.body)):
        if only is None or name in only:
            tag = control.find(f"{qn('w:sdtPr')}/{qn('w:tag')}")
            look = word_look.look([control.find(qn("w:sdtContent"))], names, found)
            seals = f"{seal(text_of(control))}:{look}"
            tag.set(qn("w:val"), f"{PREFIX}:{name}:{seals}")


def rest_of(body: Any) -> str:
    """The words outside the generated parts."""
    inside = {paragraph for _, control in parts(body) for paragraph in control.iter(qn("w:p"))}
    return "\n".join(text_of(one) for one in body.iter(qn("w:p")) if one not in inside)


def standing(document: Document) -> Origin:
    """The seals of all that is not a generated part, as it is now."""
    body = document.element.body
    names, found = word_look.style_names(document), word_look.targets(document.part)
    return Origin(
        rest=seal(rest_of(body)),
        look=word_look.look([body], names, found),
        edges=word_look.edges(document),
        styles=listed(word_look.styles(document)),
        comments=" ".join(sorted(seal(one.text) for one in document.comments)),
    )


def listed(styles: Mapping[str, str]) -> str:
    """Hashes of styles by name, as `Origin.styles` has them."""
    return "|".join(f"{name.translate(_ESCAPES)}={hash_}" for name, hash_ in styles.items())


def styles_in(origin: Origin) -> dict[str, str]:
    """Hashes of styles by name."""
    found = (one.rpartition("=") for one in origin.styles.split("|") if "=" in one)
    return {unquote(name): hash_ for name, _, hash_ in found}


def is_ours(comment: Any, origin: Origin) -> bool:
    """Whether the comment is one that was generated, and says what it said then."""
    sealed = origin.comments.split()
    return comment.author == AUTHOR and (not sealed or seal(comment.text) in sealed)


def sign(document: Document, origin: Origin) -> None:
    """Write down in the document's variables, which Word keeps, what the note was made from."""
    settings = document.settings.element
    kept = [
        variable
        for old in settings.findall(qn("w:docVars"))
        for variable in old
        if not (variable.get(qn("w:name")) or "").startswith(f"{PREFIX}-")
    ]
    for old in settings.findall(qn("w:docVars")):
        settings.remove(old)
    variables = OxmlElement("w:docVars")
    variables.extend(kept)
    for name, value in origin.model_dump().items():
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
