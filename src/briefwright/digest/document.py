"""A digest as a document: Markdown, HTML or Word, by the templates that came with the program."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from markupsafe import escape as escape_html

from briefwright import resources
from briefwright.digest.parts import DigestView
from briefwright.digest.values import Digest
from briefwright.digest.view import digest_view
from briefwright.render import Header, page, templates
from briefwright.render.characters import escape_markdown
from briefwright.render.templates import Kind

_NAMES: dict[Kind, str] = {
    "md": "_digest.md.jinja",
    "html": "_digest.html.jinja",
    "docx": "_digest.docx",
}


def document(digest: Digest, format: Kind, *, header: Header | None = None) -> bytes:
    """The digest as the bytes of a file; the same digest and header always give the same."""
    return _FORMATS[format](digest_view(digest, header))


def _markdown(view: DigestView) -> bytes:
    filled = _filled(view, _NAMES["md"], escape_markdown).rstrip()
    return (re.sub(r"\n{3,}", "\n\n", filled) + "\n").encode()


def _html(view: DigestView) -> bytes:
    name = _NAMES["html"]
    return page.permitted(_filled(view, name, escape_html), name).encode()


def _word(view: DigestView) -> bytes:
    # python-docx takes half a second to load.
    from briefwright.digest import word

    return word.word(view, resources.folder("templates") / _NAMES["docx"], fields(view))


_FORMATS: dict[Kind, Callable[[DigestView], bytes]] = {
    "md": _markdown,
    "html": _html,
    "docx": _word,
}


def fields(view: DigestView) -> dict[str, object]:
    """The view as templates see it: each field by its own name."""
    return {name: getattr(view, name) for name in DigestView.model_fields}


def _filled(view: DigestView, name: str, escape: Callable[[str], str]) -> str:
    try:
        return _environment(escape).get_template(name).render(fields(view))
    except templates.FAULTS as error:
        raise templates.refusal(name, error, templates.line(error)) from error


@functools.cache
def _environment(escape: Callable[[str], str]) -> templates.Sandbox:
    return templates.environment(escape)
