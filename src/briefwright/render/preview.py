"""A note of a sample brief by a template that may be anybody's: what `templates check` shows."""

from __future__ import annotations

from pathlib import Path

from pydantic import TypeAdapter

from briefwright import resources
from briefwright.brief import Brief
from briefwright.errors import TemplateError
from briefwright.render import blank, confined
from briefwright.render.checking import Finding
from briefwright.render.parts import Header
from briefwright.render.templates import Kind

_HEADER = Header(to="The Minister", from_="Africa Desk", marking="OFFICIAL")


def findings(template: Path, kind: Kind) -> tuple[Finding, ...]:
    """As `checking.check`, in a child process. Raises TemplateError."""
    job = confined.Job(template=str(template.absolute()), format=kind)
    return TypeAdapter(tuple[Finding, ...]).validate_json(confined.run(job))


def sample(template: Path, kind: Kind) -> bytes:
    """The note of an invented article; one of a brief without items is made too, and must be.

    Raises TemplateError.
    """
    try:
        confined.render(blank(), kind, template=template)
    except TemplateError as error:
        raise TemplateError(
            f"{error} (with a brief that states nothing: {{% if %}} helps where a section is empty)"
        ) from error
    path = resources.folder("templates") / "preview.json"
    brief = Brief.model_validate_json(path.read_bytes())
    return confined.render(brief, kind, template=template, header=_HEADER)
