"""The prompt files: found, checked, rendered and hashed.

A prompt is a file that an officer may have been sent. What it may do is listed here: print the
fields it is given, choose between texts, and go through the lists. It calls nothing, assigns
nothing and reads no other file, so it ends soon and reaches nothing.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from briefwright import resources
from briefwright.errors import TemplateError
from briefwright.prompted import confined
from briefwright.prompted.said import SECTIONS
from briefwright.spans import Value

PARTS = ("system", "article", *SECTIONS, "again")
"""Every prompt file's name, without its ending."""
ENDING = ".jinja"
LARGEST = 64_000
"""Bytes of a file."""
_EXAMPLE = re.compile(r"<example>(.*?)</example>", re.DOTALL)


class Prompts(Value):
    """The prompt files of a folder; those that it lacks are the shipped ones."""

    folder: Path | None = None

    def path(self, part: str) -> Path:
        own = self.folder / f"{part}{ENDING}" if self.folder else None
        return own if own is not None and own.is_file() else _shipped() / f"{part}{ENDING}"

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """The text of every file. Raises TemplateError for one that cannot be read or is refused.

        Read once: what is hashed is what is asked.
        """
        if self.folder is not None and not self.folder.is_dir():
            raise TemplateError(
                f"no folder of prompts {str(self.folder)!r}; `briefwright prompts copy DIR` makes "
                "one"
            )
        found = {part: read(self.path(part)) for part in PARTS}
        for part, source in found.items():
            faults = confined.faults(source, part)
            if faults:
                raise TemplateError(
                    f"the prompt {str(self.path(part))!r} is refused: {faults[0].text} "
                    f"({faults[0].place}); `briefwright prompts check` tells all"
                )
        return found

    def check(self) -> None:
        """Raises TemplateError if a file is missing, refused, or fails on a sample."""
        from briefwright.prompted.sample import shown

        for part in PARTS:
            for fields in shown(part):
                self.render(part, fields)

    @cached_property
    def sha256(self) -> str:
        """Of all files together, each with its name."""
        digest = hashlib.sha256()
        for part in PARTS:
            digest.update(f"{part}\0{self.sources[part]}\0".encode())
        return digest.hexdigest()

    def render(self, part: str, fields: Mapping[str, Any]) -> str:
        """What the file says of the fields. Raises TemplateError, which names the file."""
        made = confined.made(self.sources[part], fields)
        if isinstance(made, confined.Finding):
            raise TemplateError(
                f"the prompt {str(self.path(part))!r}: {made.text}; `briefwright prompts check` "
                "tells more"
            )
        return made


def read(path: Path) -> str:
    """The file's text. Raises TemplateError."""
    try:
        if path.stat().st_size > LARGEST:
            raise TemplateError(f"the prompt {str(path)!r} is over {LARGEST:,} bytes; shorten it")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"the prompt {str(path)!r} cannot be read: {error}") from error


def examples(rendered: str) -> str:
    """What stands between <example> and </example> in a prompt."""
    return "\n".join(_EXAMPLE.findall(rendered))


def _shipped() -> Path:
    return resources.folder("prompts")
