"""The reviewers' pages: templates, one style and one script, all of it inside the page itself."""

from __future__ import annotations

import secrets
from functools import cache
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup
from starlette.responses import HTMLResponse

from briefwright.review.guard import policy
from briefwright.review.values import CHOICES, ITEM_REASONS, NAME_LENGTH, REASONS

_FOLDER = Path(__file__).parent


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    made = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        style=Markup((_FOLDER / "review.css").read_text(encoding="utf-8")),
        script=Markup((_FOLDER / "review.js").read_text(encoding="utf-8")),
        choices=CHOICES,
        reasons=REASONS,
        item_reasons=ITEM_REASONS,
        name_length=NAME_LENGTH,
    )
    return made


def page(template: str, *, status: int = 200, **fields: object) -> HTMLResponse:
    """The template filled, under a policy that lets its own style and script run and no other."""
    nonce = secrets.token_urlsafe(18)
    made = _environment().get_template(template).render(nonce=nonce, **fields)
    return HTMLResponse(
        made, status_code=status, headers={"Content-Security-Policy": policy(nonce)}
    )
