"""Notes as text: Markdown and HTML from templates, JSON as the brief itself."""

from __future__ import annotations

from pathlib import Path

from markupsafe import escape as escape_html

from briefwright.brief import Brief
from briefwright.render import md_parts, page, templates
from briefwright.render.characters import escape_markdown
from briefwright.render.parts import View


def markdown(view: View, template: Path) -> bytes:
    """CommonMark with tables; nothing in the article's text acts as markup."""
    note = templates.fill(template, view, escape_markdown)
    if not templates.is_shipped(template):
        page.at_rest(note, template.name)
    made = templates.digest(template)
    return f"{md_parts.sealed(note.rstrip(), template.name, made)}\n".encode()


def html(view: View, template: Path) -> bytes:
    """One file that needs no other."""
    filled = page.resolved(templates.fill(template, view, escape_html))
    return page.sealed(page.permitted(filled, template.name), view.id).encode()


def json(brief: Brief) -> bytes:
    """The brief itself, whole: `Brief.model_validate_json` gives it back."""
    return (brief.model_dump_json(indent=2) + "\n").encode()
