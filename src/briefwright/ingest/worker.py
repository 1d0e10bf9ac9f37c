"""The process that `ingest.isolated` asks, and stops: what it reads may take for ever.

A request is a kind in four letters, eight bytes of length, and the content; an answer is eight
bytes of length and JSON: what was found, or {"fault": the exception's name}.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import IO

MOST_MEMORY = 2_000_000_000
SHORTEST = 4.5
PER_MEGABYTE = {"page": 0.5, "mark": 2.0, "pdf_": 10.0, "none": 0.0}
LONGEST = 120.0
"""Seconds of the processor. A page of a PDF takes about a tenth of one, and is some 50 kB."""


def seconds(kind: str, size: int) -> float:
    """How long the processor may work on a request."""
    return min(LONGEST, SHORTEST + PER_MEGABYTE[kind] * size / 1_000_000)


def main() -> None:
    """Answer requests on standard input until it ends."""
    _limit_memory()
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not come between the answers.
    sys.stdout = sys.stderr
    while header := requests.read(12):
        kind = header[:4].decode("ascii")
        content = requests.read(int.from_bytes(header[4:], "big"))
        _limit_time(seconds(kind, len(content)))
        try:
            answer = _READERS[kind](content)
        except Exception as error:
            # No library promises a set of exceptions; the parent says what this one means.
            answer = json.dumps({"fault": type(error).__name__, "message": str(error)[:1000]})
        _limit_time(0.0)
        write(answers, answer.encode("utf-8", "replace"))


def write(stream: IO[bytes], content: bytes, *, kind: str = "") -> None:
    stream.write(kind.encode("ascii") + len(content).to_bytes(8, "big") + content)
    stream.flush()


def _page(content: bytes) -> str:
    from briefwright.ingest.page import found_here

    source, _, text = content.decode("utf-8").partition("\0")
    return found_here(text, source).model_dump_json()


def _markdown(content: bytes) -> str:
    from briefwright.ingest.markdown import found_here

    source, _, text = content.decode("utf-8").partition("\0")
    return found_here(text, source).model_dump_json()


def _pdf(content: bytes) -> str:
    from briefwright.ingest.pdf_glyphs import printed

    return printed(content).model_dump_json()


def _none(content: bytes) -> str:
    """Only starts the process; the imports are not the first source's time."""
    del content
    from briefwright.ingest import markdown, page, pdf_glyphs

    del markdown, page, pdf_glyphs
    return "{}"


_READERS: dict[str, Callable[[bytes], str]] = {
    "page": _page,
    "mark": _markdown,
    "pdf_": _pdf,
    "none": _none,
}


def _limit_time(limit: float) -> None:
    """End the process when it has worked for so long; waiting on a busy machine does not count."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, limit)


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:
        # Windows; there the time limit alone holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
