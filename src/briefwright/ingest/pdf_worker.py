"""The process that reads PDFs for `ingest.pdf`, so that a hostile one can be stopped.

Requests are eight bytes of length and a file; answers are eight bytes of length and JSON, either a
`Printed` or {"fault": name}.
"""

from __future__ import annotations

import json
import sys
from typing import IO

MOST_MEMORY = 2_000_000_000


def main() -> None:
    """Answer requests on standard input until it ends."""
    _limit()
    from briefwright.ingest.pdf_glyphs import printed

    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    # What a library prints must not come between the answers.
    sys.stdout = sys.stderr
    while header := requests.read(8):
        content = requests.read(int.from_bytes(header, "big"))
        try:
            answer = printed(content).model_dump_json()
        except Exception as error:
            # pdfminer promises no set of exceptions; the parent says that the file is broken.
            answer = json.dumps({"fault": type(error).__name__})
        write(answers, answer.encode("utf-8", "replace"))


def write(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(8, "big") + message)
    stream.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:
        # Windows; there the time limit alone holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
