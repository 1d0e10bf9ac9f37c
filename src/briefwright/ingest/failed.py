"""What a run says of a source that did not become a brief."""

from __future__ import annotations

from briefwright.errors import SourceError
from briefwright.spans import Value


class Failed(Value):
    """One source or row that could not be done; the others went on."""

    source: str
    code: str
    """For machines: the `code` of a `SourceError`, or what a later step calls it."""
    message: str
    """For people: what, which source, and the next step."""


def failed(source: str, error: SourceError) -> Failed:
    return Failed(source=shown(source), code=error.code, message=shown(str(error)))


def shown(name: str) -> str:
    """The name as it can be printed: file names may hold any byte, terminal controls included."""
    return "".join(one if one.isprintable() else "\ufffd" for one in name)
