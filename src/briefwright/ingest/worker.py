"""The process that `ingest.isolated` asks, and stops: what it reads may take for ever.

A request is a kind in four letters, eight bytes of length, and the content; an answer is eight
bytes of length, eight of the microseconds that the processor worked on it, and JSON: what was
found, or {"fault": the exception's name}.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from typing import IO

SHORTEST = 4.5
PER_MEGABYTE = {"pdf_": 10.0, "feed": 4.0}
PER_PAGE = 0.2
LONGEST = 120.0
"""Seconds of the processor. A page of a PDF takes about a tenth of one, and is some 50 kB: it has
twice that, if the file is as large as so many pages are. A feed is up to a thousand articles, and
takes two a megabyte. All else is one article, whose limit does not grow with its size."""


def seconds(kind: str, size: int) -> float:
    """How long the processor may work on a request at most."""
    return min(LONGEST, SHORTEST + PER_MEGABYTE.get(kind, 0.0) * size / 1_000_000)


def main() -> None:
    """Answer requests on standard input until it ends, in as much memory as the argument says."""
    _limit_memory(int(sys.argv[1]))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not come between the answers.
    sys.stdout = sys.stderr
    while header := requests.read(12):
        kind = header[:4].decode("ascii")
        content = requests.read(int.from_bytes(header[4:], "big"))
        # How many pages a PDF has is known once it is opened.
        _limit_time(SHORTEST if kind == "pdf_" else seconds(kind, len(content)))
        begun = time.process_time()
        try:
            answer = _READERS[kind](content)
        except Exception as error:
            # No library promises a set of exceptions; the parent says what this one means.
            answer = json.dumps({"fault": type(error).__name__, "message": str(error)[:1000]})
        _limit_time(0.0)
        busy = int((time.process_time() - begun) * 1_000_000)
        found = answer.encode("utf-8", "replace")
        answers.write(len(found).to_bytes(8, "big") + busy.to_bytes(8, "big") + found)
        answers.flush()


def ask(stream: IO[bytes], kind: str, content: bytes) -> None:
    """Write a request."""
    stream.write(kind.encode("ascii") + len(content).to_bytes(8, "big"))
    stream.write(content)
    stream.flush()


def _page(content: bytes) -> str:
    from briefwright.ingest.page import read_here

    source, _, page = content.partition(b"\0")
    return read_here(page, source.decode("utf-8")).model_dump_json()


def _part(content: bytes) -> str:
    from briefwright.ingest.page import found_here

    source, _, text = content.decode("utf-8").partition("\0")
    return found_here(text, source).model_dump_json()


def _fragment(content: bytes) -> str:
    from briefwright.ingest.page import fragment_here

    source, _, text = content.decode("utf-8").partition("\0")
    return fragment_here(text, source).model_dump_json()


def _markdown(content: bytes) -> str:
    from briefwright.ingest.markdown import read_here

    source, _, page = content.partition(b"\0")
    return read_here(page, source.decode("utf-8")).model_dump_json()


def _word(content: bytes) -> str:
    from briefwright.ingest.docx import read_here

    source, _, document = content.partition(b"\0")
    return read_here(document, source.decode("utf-8")).model_dump_json()


def _feed(content: bytes) -> str:
    from briefwright.ingest.feed import parsed_here

    source, kind, base, feed = content.split(b"\0", 3)
    parsed = parsed_here(
        feed, source.decode("utf-8"), kind=kind.decode("utf-8"), base=base.decode("utf-8")
    )
    return parsed.model_dump_json()


def _pdf(content: bytes) -> str:
    from briefwright.ingest.pdf_glyphs import printed

    begun = time.process_time()

    def opened(pages: int) -> None:
        limit = min(seconds("pdf_", len(content)), SHORTEST + PER_PAGE * pages)
        _limit_time(max(0.1, limit - (time.process_time() - begun)))

    return printed(content, opened).model_dump_json()


def _none(content: bytes) -> str:
    """Only starts the process; the imports are not the first source's time."""
    del content
    from briefwright.ingest import docx, feed, markdown, page, pdf_glyphs

    del docx, feed, markdown, page, pdf_glyphs
    return "{}"


_READERS: dict[str, Callable[[bytes], str]] = {
    "page": _page,
    "part": _part,
    "frag": _fragment,
    "mark": _markdown,
    "word": _word,
    "feed": _feed,
    "pdf_": _pdf,
    "none": _none,
}


def _limit_time(limit: float) -> None:
    """End the process when it has worked for so long; waiting on a busy machine does not count."""
    import signal

    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_PROF, limit)


def _limit_memory(limit: int) -> None:
    try:
        import resource
    except ImportError:
        # Windows; there the time limit alone holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
