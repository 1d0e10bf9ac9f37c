"""Time and peak memory of one note, cold and warm, as a Markdown table.

python benchmarks/cost.py [SOURCE] [--runs N]

Cold is `briefwright note SOURCE -o FILE` from process start to the file written. Warm is the
second and later briefs of one process that keeps the models. Both are measured on child
processes, so that this one's memory is in neither.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

TOP = Path(__file__).resolve().parent.parent
SAMPLE = TOP / "samples" / "articles" / "health-cooperation.md"
RUNS = 5


class Cost(NamedTuple):
    seconds: float
    peak_mib: float


class Warm(NamedTuple):
    load: float
    """Loading the models, in seconds."""
    first: float
    later: list[float]
    peak_mib: float


def measured(command: Sequence[str]) -> Cost:
    """Wall time and peak resident memory of one child; exits with its error if it fails."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        # wait4 and not getrusage(RUSAGE_CHILDREN): that keeps the largest of all children so far.
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - started
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            said.seek(0)
            message = said.read().decode("utf-8", "replace")
            sys.exit(f"{' '.join(command)}: exit {child.returncode}\n{message}")
    return Cost(seconds, mib(usage.ru_maxrss))


def mib(peak: int) -> float:
    """Of what `ru_maxrss` gives."""
    # Kilobytes on Linux, bytes on macOS.
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def cold(source: Path, runs: int) -> list[Cost]:
    with tempfile.TemporaryDirectory() as folder:
        out = str(Path(folder) / "note.md")
        command = [str(Path(sys.executable).parent / "briefwright"), "note", str(source), "-o", out]
        return [measured(command) for _ in range(runs)]


def warm(source: Path, runs: int) -> Warm:
    command = [sys.executable, __file__, str(source), "--runs", str(runs), "--child"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)}: exit {done.returncode}")
    return Warm(**json.loads(done.stdout))


def keep_models(source: Path, runs: int) -> Warm:
    """What the child of `warm` does: load once, then brief the source again and again."""
    from briefwright import ingest, pipeline

    started = time.perf_counter()
    models = pipeline.load()
    loaded = time.perf_counter() - started
    seconds = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        (article,) = ingest.sources([str(source)])
        if isinstance(article, ingest.Failed):
            sys.exit(article.message)
        list(pipeline.briefs([article], models))
        seconds.append(time.perf_counter() - started)
    peak = mib(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    return Warm(loaded, seconds[0], seconds[1:], peak)


def table(colds: Sequence[Cost], warmed: Warm) -> str:
    rows = [
        ("", "runs", "seconds, median", "spread", "peak memory, MiB"),
        ("---", "---", "---", "---", "---"),
        (
            "cold: `briefwright note`, process start to file written",
            *_spread([one.seconds for one in colds]),
            f"{max(one.peak_mib for one in colds):.0f}",
        ),
        ("models loaded", "1", f"{warmed.load:.2f}", "", ""),
        ("first brief after loading", "1", f"{warmed.first:.2f}", "", ""),
        (
            "warm: second and later briefs of one process, without rendering",
            *_spread(warmed.later),
            f"{warmed.peak_mib:.0f}",
        ),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _spread(seconds: Sequence[float]) -> tuple[str, str, str]:
    return (
        str(len(seconds)),
        f"{statistics.median(seconds):.2f}",
        f"{min(seconds):.2f} to {max(seconds):.2f}",
    )


def machine() -> str:
    """Cores, processor, and the versions that speed depends on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    packages = ", ".join(f"{name} {_version(name)}" for name in ("torch", "transformers"))
    return (
        f"{cores} cores, {_processor()}, {platform.system()}, "
        f"Python {platform.python_version()}, {packages}"
    )


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def main() -> None:
    parser = argparse.ArgumentParser(description="Time and peak memory of one note.")
    parser.add_argument("source", nargs="?", type=Path, default=SAMPLE)
    parser.add_argument("--runs", type=int, default=RUNS)
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(keep_models(given.source, given.runs)._asdict()))
        return
    colds = cold(given.source, given.runs)
    print(f"{given.source.name} on {machine()}:\n")
    print(table(colds, warm(given.source, given.runs)))


if __name__ == "__main__":
    main()
