"""What a run says of a source that did not become a brief."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

from briefwright.errors import BriefwrightError, SourceError
from briefwright.spans import Value

_Read = TypeVar("_Read")


class Failed(Value):
    """One source or row that could not be done; the others went on."""

    source: str
    code: str
    """For machines: the `code` of a `SourceError`, or what a later step calls it."""
    message: str
    """For people: what, which source, and the next step."""


def failed(source: str, error: SourceError) -> Failed:
    return Failed(source=shown(source), code=error.code, message=shown(str(error)))


def guarded(source: str, items: Iterator[_Read]) -> Iterator[_Read | Failed]:
    """The items until the source fails as a whole, and then its failure.

    Raises the BriefwrightErrors that are no SourceError: a store that is locked is no fault of
    the source, and the next source meets it too.
    """
    try:
        yield from items
    except SourceError as error:
        yield failed(source, error)
    except BriefwrightError:
        raise
    except Exception as error:
        # Whatever one source brings to light, the others are still read.
        yield Failed(
            source=shown(source),
            code="internal-error",
            message=shown(
                f"{source}: a fault in briefwright, {error!r}; the other sources are not "
                f"affected. Please report it with the source."
            ),
        )


def shown(name: str) -> str:
    """The name as it can be printed: file names may hold any byte, terminal controls included."""
    return "".join(one if one.isprintable() else "\ufffd" for one in name)
