"""A brief as a note for a person: Markdown, HTML, Word, or the brief itself as JSON.

Owns selection, wording and looks; knows nothing of models, and writes no files.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from briefwright.brief import Brief, Provenance, SourceArticle
from briefwright.errors import TemplateError
from briefwright.render import confined, docx, templates, text
from briefwright.render.briefs import load_brief, load_briefs, split_briefs
from briefwright.render.parts import Header, Limits, View
from briefwright.render.view import view

__all__ = [
    "FORMATS",
    "Format",
    "Header",
    "Limits",
    "View",
    "blank",
    "limits",
    "load_brief",
    "load_briefs",
    "prepare",
    "render",
    "split_briefs",
    "view",
]

Format = Literal["md", "html", "json", "docx"]

FORMATS: dict[templates.Kind, Callable[[View, Path], bytes]] = {
    "md": text.markdown,
    "html": text.html,
    "docx": docx.word,
}
"""The renderer of each format that a template makes; JSON is the brief itself."""


def blank() -> Brief:
    """A brief that states nothing, to try a template with."""
    article = SourceArticle(id="blank", source="", sha256="0" * 64, words=0, words_read=0)
    return Brief(id="blank", articles=(article,), provenance=Provenance(briefwright="", reader=""))


def prepare(format: Format, template: Path | str | None) -> None:
    """Refuse a template that cannot make a note, before anybody waits for one.

    Runs a template of one's own over a brief without items. Raises TemplateError.
    """
    if template is not None:
        render(blank(), format, template=template)


def render(
    brief: Brief,
    format: Format,
    *,
    template: Path | str | None = None,
    header: Header | None = None,
    limits: Limits | None = None,
) -> bytes:
    """The note, as the bytes of a file; the same brief and header always give the same bytes.

    `template` is the name of a shipped one or a path; None is "note". A template that is not ours
    runs in a process of its own, bounded in time and memory. Limits that are None are the
    template's. JSON is the whole brief, without header and limits. Raises TemplateError.
    """
    if format == "json":
        if template is not None:
            raise TemplateError(
                f"JSON takes no template, {str(template)!r} was given: "
                "leave it out, or choose md, html or docx"
            )
        return text.json(brief)
    found = templates.find(template, format)
    if not templates.is_shipped(found):
        return confined.render(brief, format, template=found, header=header, limits=limits)
    return fill(brief, format, template=found, header=header, limits=limits)


def fill(
    brief: Brief,
    format: templates.Kind,
    *,
    template: Path,
    header: Header | None = None,
    limits: Limits | None = None,
) -> bytes:
    """The note by a template at hand, in this process. Raises TemplateError."""
    limits = limits or limits_in(template, format)
    return FORMATS[format](view(brief, header, limits), template)


def limits(format: templates.Kind, template: Path | str | None = None) -> Limits:
    """How much of a brief the template shows. Raises TemplateError."""
    found = templates.find(template, format)
    if templates.is_shipped(found):
        return _shipped_limits(found, format)
    return _own_limits(found, format, found.stat().st_mtime_ns)


@functools.lru_cache(maxsize=16)
def _own_limits(template: Path, format: templates.Kind, changed: int) -> Limits:  # noqa: ARG001
    return confined.limits(format, template=template)


def limits_in(template: Path, format: templates.Kind) -> Limits:
    """As `limits`, read in this process."""
    if templates.is_shipped(template):
        return _shipped_limits(template, format)
    source = docx.source(template) if format == "docx" else templates.read(template)
    return templates.settings(source, template.name)


@functools.cache
def _shipped_limits(template: Path, format: templates.Kind) -> Limits:
    source = docx.source(template) if format == "docx" else templates.read(template)
    return templates.settings(source, template.name)
