"""Templates of unknown origin, run in a child process with bounds on time and memory.

The sandbox keeps a template from reading anything but the brief; it does not keep one from looping
for a day or asking for all the memory. Should one get out of the sandbox, the child it finds itself
in changes no file, starts no program and reaches no network.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter

from briefwright.brief import Brief
from briefwright.errors import TemplateError
from briefwright.render.parts import Header, Limits
from briefwright.spans import Value

if TYPE_CHECKING:
    from briefwright.render.templates import Kind

SECONDS = 10
"""Of processor time. A note takes less than one; Python's own start is in it."""
WAITED = 60
"""Seconds on the clock: a machine may be busy with other work."""
MEMORY = 1_000_000_000
"""Bytes of address space; Python with its libraries maps a quarter of it."""
OUTPUT = 50_000_000
"""Bytes of a note."""

_DONE, _REFUSED = b"+", b"-"


class Job(Value):
    """What the child is asked for."""

    template: str
    format: str
    brief: Brief | None = None
    """None asks for what is wrong with the template, not for a note."""
    only_limits: bool = False
    """Asks how much of a brief the template shows, and for nothing else."""
    header: Header | None = None
    limits: Limits | None = None
    seconds: int = SECONDS


def render(
    brief: Brief,
    format: Kind,
    *,
    template: Path,
    header: Header | None = None,
    limits: Limits | None = None,
) -> bytes:
    """As `render.fill`, elsewhere. Raises TemplateError, for running over a bound too."""
    path = str(template.absolute())
    job = Job(
        template=path, format=format, brief=brief, header=header, limits=limits, seconds=SECONDS
    )
    return run(job)


def limits(format: Kind, *, template: Path) -> Limits:
    """As `render.limits`, elsewhere. Raises TemplateError."""
    job = Job(template=str(template.absolute()), format=format, only_limits=True)
    return Limits.model_validate_json(run(job))


def run(job: Job) -> bytes:
    """What the child answers. Raises TemplateError."""
    name = Path(job.template).name
    command = [sys.executable, "-P", "-c", f"from {__name__} import main; main()"]
    try:
        done = subprocess.run(
            command, input=job.model_dump_json().encode(), capture_output=True, timeout=WAITED
        )
    except subprocess.TimeoutExpired as error:
        raise TemplateError(
            f"template {name!r} was stopped after {WAITED} seconds; it loops too long"
        ) from error
    said, rest = done.stdout[:1], done.stdout[1:]
    if said == _DONE:
        return rest
    if said == _REFUSED:
        raise TemplateError(rest.decode("utf-8", "replace"))
    raise TemplateError(
        f"template {name!r} was stopped (exit {done.returncode}): it needs more than {job.seconds} "
        f"seconds of a processor or {MEMORY // 1_000_000} megabytes; look for loops within loops"
    )


def _bound(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits; the clock still runs
        return
    limits = (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, MEMORY),
        # Holds below Python too, where no audit hook sees it; pipes are not counted.
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in limits:
        # Where the user's own limit is lower, it holds.
        hard = resource.getrlimit(kind)[1]
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (top, top))


# What the child has no business with; Python tells its audit hooks of each beforehand.
_FORBIDDEN = (
    "os.",
    "shutil.",
    "socket.",
    "subprocess.",
    "pickle.",
    "ctypes.dlopen",
    "pty.",
    "signal.",
    "sqlite3.",
    "urllib.",
    "webbrowser.",
)
_ALLOWED = ("os.listdir", "os.scandir", "os.walk", "os.fwalk", "os.putenv", "os.unsetenv")
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def _watch(event: str, given: tuple[Any, ...]) -> None:
    """An audit hook, which nothing that runs later can take away."""
    writes = event == "open" and isinstance(given[2], int) and bool(given[2] & _WRITING)
    if writes or (event.startswith(_FORBIDDEN) and event not in _ALLOWED):
        raise PermissionError(f"a template may not do this: {event} {given[:1]}")


def _answer(job: Job) -> bytes:
    from briefwright.render import fill, limits_in
    from briefwright.render.checking import Finding, check

    kind: Any = job.format
    template = Path(job.template)
    if job.only_limits:
        return limits_in(template, kind).model_dump_json().encode()
    if job.brief is None:
        return TypeAdapter(tuple[Finding, ...]).dump_json(check(template, kind))
    made = fill(job.brief, kind, template=template, header=job.header, limits=job.limits)
    if len(made) > OUTPUT:
        raise TemplateError(
            f"template {template.name!r} makes a note of {len(made):,} bytes, more than the "
            f"{OUTPUT:,} a note may have; look for loops within loops"
        )
    return made


def main() -> None:
    """The child: a job from standard input, its answer to standard output."""
    job = Job.model_validate_json(sys.stdin.buffer.read())
    _bound(job.seconds)
    sys.dont_write_bytecode = True
    sys.addaudithook(_watch)
    try:
        said, answer = _DONE, _answer(job)
    except TemplateError as error:
        said, answer = _REFUSED, str(error).encode("utf-8", "replace")
    except PermissionError as error:
        said, answer = _REFUSED, f"template {Path(job.template).name!r}: {error}".encode()
    except MemoryError:
        name = Path(job.template).name
        megabytes = MEMORY // 1_000_000
        said, answer = _REFUSED, f"template {name!r} needs more than {megabytes} MB".encode()
    sys.stdout.buffer.write(said + answer)
    sys.stdout.buffer.flush()
