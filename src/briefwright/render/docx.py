"""Notes in Word: a template edited in Word, filled by docxtpl in our sandbox.

The only module that imports docxtpl. python-docx comes late too: they take half a second.
"""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from briefwright.render import templates
from briefwright.render.cited import citing, comments, languages
from briefwright.render.method import MONTHS
from briefwright.render.parts import View

if TYPE_CHECKING:
    from docx.opc.coreprops import CoreProperties

# Word refuses longer properties, and python-docx raises.
_PROPERTY = 255
# The earliest that a zip entry can say; a fixed time makes the same brief the same bytes.
_ZIP_TIME = (1980, 1, 1, 0, 0, 0)
_TEXT_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")


def word(view: View, template: Path) -> bytes:
    """The note as a .docx file. Raises TemplateError."""
    from briefwright.render import word_comments, word_parts, word_source

    document = word_source.opened(template)
    properties: CoreProperties = document.get_docx().core_properties
    _disarm(properties)
    sandbox = templates.environment(word_comments.escape)
    try:
        document.render(templates.fields(citing(view)), jinja_env=sandbox)
    except (*templates.FAULTS, etree.XMLSyntaxError) as error:
        found = re.fullmatch(r"line (\d+)", templates.line(error))
        words = word_source.near(sandbox.last_source, int(found.group(1)) if found else 0)
        place = f"near {words!r}"
        raise templates.refusal(template.name, error, place) from error
    made = document.docx  # get_docx() would read the template again
    word_source.harmless(made, template.name)
    word_comments.attach(made, comments(view), languages(view))
    word_parts.seal_all(made)
    made_by = {"id": view.id, "template": template.name, "made": templates.digest(template)}
    word_parts.sign(made, word_parts.standing(made).model_copy(update=made_by))
    _describe(properties, view)
    written = io.BytesIO()
    document.save(written)
    return repacked(written.getvalue())


def source(template: Path) -> str:
    """The template's code, body first. Raises TemplateError."""
    from briefwright.render import word_source

    return "\n".join(word_source.sources(word_source.opened(template)))


def _disarm(properties: CoreProperties) -> None:
    """Empties properties that hold template code: docxtpl would run it, and a long title fails."""
    for name in _TEXT_PROPERTIES:
        if re.search(r"\{[{%#]", getattr(properties, name)):
            setattr(properties, name, "")


def _describe(properties: CoreProperties, view: View) -> None:
    described(
        properties,
        title=view.subject,
        subject="Briefing note",
        author=view.sender,
        category=view.marking,
        identifier=f"briefwright:{view.id}",
        date=view.date,
    )


def described(
    properties: CoreProperties,
    *,
    title: str,
    subject: str,
    author: str,
    category: str,
    identifier: str,
    date: str,
) -> None:
    """What the file says of itself; `date` as `method.day` prints it."""
    properties.title = title[:_PROPERTY]
    properties.subject = subject
    properties.author = author[:_PROPERTY]
    properties.last_modified_by = ""
    properties.category = category[:_PROPERTY]
    properties.language = "en-GB"
    properties.identifier = identifier[:_PROPERTY]
    properties.revision = 1
    created = _moment(date)
    if created is not None:
        properties.created = properties.modified = created


def _moment(date: str) -> datetime | None:
    """The day that `day` printed, as Word's properties want it."""
    found = re.fullmatch(rf"(\d{{1,2}}) ({'|'.join(MONTHS)}) (\d{{4}})", date)
    if found is None:
        return None
    day, month, year = found.groups()
    return datetime(int(year), MONTHS.index(month) + 1, int(day))


def repacked(data: bytes) -> bytes:
    """The same Word file with fixed times, so that the same content is the same bytes."""
    from briefwright.render import word_comments

    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _ZIP_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(name)
            if name.startswith("word/") and name.endswith(".xml"):
                content = word_comments.unmarked(content.decode()).encode()
            new.writestr(entry, content)
    return packed.getvalue()
