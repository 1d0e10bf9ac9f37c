"""Processes that are measured from outside: time, peak memory, and progress of a long one."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from cost import mib

_POLL = 0.05


class Child(NamedTuple):
    said: dict[str, Any]
    seconds: float
    processor: float
    """Seconds on the processor, all cores together: what other work beside it changes little."""
    peak_mib: float


def child(command: Sequence[str], *, says_json: bool = True) -> Child:
    """Run to its end; exits with the child's own error if it fails."""
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=errors, env=_environment())
        # wait4 and not getrusage(RUSAGE_CHILDREN): that keeps the largest of all children so far.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            _fail(command, process.returncode, errors)
        said.seek(0)
        lines = said.read().decode("utf-8", "replace").splitlines()
    return Child(
        said=json.loads(lines[-1]) if says_json else {},
        seconds=seconds,
        processor=usage.ru_utime + usage.ru_stime,
        peak_mib=mib(usage.ru_maxrss),
    )


def many(command: Sequence[str], out: Path, *, every: int) -> list[dict[str, float | None]]:
    """Run what adds lines to `out`.part; the articles done, seconds since start, those of the
    processor and MiB in memory at each `every` articles. The last two are None where the system has
    no /proc."""
    part = out.with_name(out.name + ".part")
    marks: list[dict[str, float | None]] = []
    with tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=errors, env=_environment()
        )
        lines, read, marked = 0, 0, 0
        while True:
            over = process.poll() is not None
            path = part if part.exists() else out
            if path.exists():
                with path.open("rb") as file:
                    file.seek(read)
                    new = file.read()
                read, lines = read + len(new), lines + new.count(b"\n")
            # Lines come in groups, as articles are read together.
            if lines - marked >= every:
                marked = lines
                seconds = time.perf_counter() - started
                marks.append(
                    {
                        "articles": lines,
                        "seconds": seconds,
                        "processor": _processor(process.pid),
                        "mib": _resident(process.pid),
                    }
                )
            if over:
                break
            time.sleep(_POLL)
        if process.returncode:
            _fail(command, process.returncode, errors)
    return marks


def _resident(pid: int) -> float | None:
    try:
        lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    except OSError:
        return None
    sizes = [int(line.split()[1]) for line in lines if line.startswith("VmRSS:")]
    return sizes[0] / 1024 if sizes else None


def _processor(pid: int) -> float | None:
    """Seconds that the process had of all cores, which other work beside it changes little."""
    try:
        # The second field, the program's name in brackets, may hold spaces.
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


def _environment() -> dict[str, str]:
    # How many threads there are is each program's own choice, here as on a user's machine.
    return {key: value for key, value in os.environ.items() if key != "OMP_NUM_THREADS"}


def _fail(command: Sequence[str], code: int, errors: Any) -> None:
    errors.seek(0)
    message = errors.read().decode("utf-8", "replace")
    sys.exit(f"{' '.join(command)}: exit {code}\n{message}")
