"""The writer's prompts: Jinja files, one a kind of job, each a JSON list of chat messages."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefwright import errors, resources
from briefwright.writer import Job, JobKind

KINDS: tuple[JobKind, ...] = ("bottom_line", "summary", "outlook", "area")
"""Every kind of job; each has its prompt."""


def messages(job: Job, folder: Path | None = None) -> list[dict[str, str]]:
    """The chat messages that ask for the job's sentence.

    Values reach the file through `tojson`, so no text can leave its message. Raises
    TemplateError for a file that does not give a list of messages.
    """
    path = _path(job.kind, folder)
    try:
        said = json.loads(_template(path).render(job=job))
        return [{"role": str(each["role"]), "content": str(each["content"])} for each in said]
    except (OSError, TemplateError, ValueError, KeyError, TypeError) as error:
        raise errors.TemplateError(
            f"the prompt {str(path)!r} gives no list of chat messages: {error}"
        ) from error


def sha256(kinds: Sequence[JobKind] = KINDS, folder: Path | None = None) -> str:
    """Of all prompts together, each with its name."""
    digest = hashlib.sha256()
    for kind in kinds:
        path = _path(kind, folder)
        digest.update(f"{path.name}\0".encode())
        digest.update(path.read_bytes())
        digest.update(b"\0")
    return digest.hexdigest()


def _path(kind: JobKind, folder: Path | None) -> Path:
    return (folder or resources.folder("prompts")) / f"write_{kind}.jinja"


@cache
def _template(path: Path) -> Template:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.from_string(path.read_text(encoding="utf-8"))
