"""A digest in Word: the shipped template, filled by docxtpl in the notes' sandbox."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lxml import etree

from briefwright.digest.parts import DigestView, StoryPart
from briefwright.render import templates, word_comments, word_source
from briefwright.render.cited import citing, comments
from briefwright.render.docx import described, repacked


def word(view: DigestView, template: Path, fields: Mapping[str, object]) -> bytes:
    """The .docx file; each statement has its evidence as a comment, where it stands first.

    Not on a long day (`DigestView.commented`).
    """
    document = word_source.opened(template)
    properties = document.get_docx().core_properties
    sections = tuple(
        section.model_copy(update={"stories": tuple(map(_citing, section.stories))})
        for section in view.sections
    )
    sandbox = templates.environment(word_comments.escape)
    try:
        document.render({**fields, "sections": sections}, jinja_env=sandbox)
    except (*templates.FAULTS, etree.XMLSyntaxError) as error:
        raise templates.refusal(template.name, error, templates.line(error)) from error
    made: Any = document.docx  # get_docx() would read the template again
    word_source.harmless(made, template.name)
    word_comments.attach(made, _comments(view) if view.commented else {})
    described(
        properties,
        title=view.subject,
        subject="Daily digest",
        author=view.sender,
        category=view.marking,
        identifier=f"digest:{view.date}",
        date=view.date,
    )
    written = io.BytesIO()
    document.save(written)
    return repacked(written.getvalue())


def _citing(story: StoryPart) -> StoryPart:
    return story.model_copy(update={"note": citing(story.note)})


def _comments(view: DigestView) -> dict[str, str]:
    found: dict[str, str] = {}
    for section in view.sections:
        for story in section.stories:
            found.update(comments(story.note))
    return found
