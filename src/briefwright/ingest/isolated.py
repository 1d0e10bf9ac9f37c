"""Reading in a process of its own, which is ended when it takes too long or too much memory.

Parsers in C cannot be interrupted, and of those in Python none is proof against all files.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from typing import IO, Any

from briefwright.article import Article
from briefwright.errors import NoText, TooLarge, Unreadable, Unsupported
from briefwright.ingest.worker import ask as request
from briefwright.ingest.worker import seconds

_MOST_MEMORY = 2_000_000_000
_STARTING = 180.0
_BUSY = 20.0
"""How much longer than the processor's time a request may take, on a machine with other work."""
_MOST_ASKED = 200
"""After so many the process is replaced: pdfminer keeps what it has learned of fonts."""
_MOST_ANSWER = 200_000_000


def ask(kind: str, content: bytes) -> dict[str, Any]:
    """The worker's answer. Raises TimeoutError, MemoryError, or OSError if it died otherwise."""
    with _LOCK:
        found: dict[str, Any] = json.loads(_WORKER.ask(kind, content))
        if found.get("fault") == "MemoryError":
            _WORKER.stop()
            raise MemoryError
    return found


def article(kind: str, content: bytes, source: str) -> Article:
    """The one article of a file, its decoding and measuring in the same time and memory.

    Raises SourceError as the reader of the kind does.
    """
    found = Article.model_validate(answer(kind, content, source))
    return found.model_copy(update={"source": source})


def answer(kind: str, content: bytes, *heads: str) -> dict[str, Any]:
    """What the worker finds in a content behind its heads, of which the first is its source.

    Raises SourceError as the reader of the kind does.
    """
    source = heads[0]
    names = "".join(f"{head.replace(chr(0), '')}\0" for head in heads)
    try:
        found = ask(kind, names.encode("utf-8", "replace") + content)
    except (TimeoutError, MemoryError) as error:
        raise TooLarge(f"{source}: takes too long to read, or too much memory; {_SAVE}") from error
    except OSError as error:
        raise Unreadable(f"{source}: cannot be read ({error}); {_SAVE}") from error
    fault = found.get("fault")
    if fault is None:
        return found
    # A rejection comes back as itself; all else is a fault of ours, as it would be here.
    raise _REJECTIONS.get(fault, RuntimeError)(found["message"])


def busy() -> float:
    """Seconds that the processor has worked in reading processes, those ended early included."""
    return _WORKER.busy


_SAVE = "copy the article where it is shown, and save it as text"
_REJECTIONS = {one.__name__: one for one in (NoText, TooLarge, Unreadable, Unsupported)}


class _Worker:
    """A process, started at the first request and replaced when it dies or has aged."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._asked = 0
        self.busy = 0.0
        self._before = 0.0

    def ask(self, kind: str, content: bytes) -> bytes:
        if self._asked >= _MOST_ASKED:
            self.stop()
        process = self._started()
        self._asked += 1
        most = seconds(kind, len(content))
        try:
            found, spent = _exchange(process, kind, content, most * _BUSY)
        except BaseException:
            self.stop()
            # What it worked in all is known by its end, and what on the answers before.
            self.busy += min(most, max(0.0, _of_children() - self._before))
            raise
        self._before += spent
        self.busy += spent
        return found

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.stop()
            self._process = subprocess.Popen(
                # -P: a json.py in the folder that an officer stands in is not ours to run.
                [sys.executable, "-P", "-m", "briefwright.ingest.worker", str(_MOST_MEMORY)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            self._asked = 0
            _, spent = _exchange(self._process, "none", b"", _STARTING)
            self._before = _of_children() + spent
        return self._process

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        process.wait()


def _of_children() -> float:
    """Seconds of the processor of all processes that this one started and that have ended."""
    times = os.times()
    return times.children_user + times.children_system


def _exchange(
    process: subprocess.Popen[bytes], kind: str, content: bytes, limit: float
) -> tuple[bytes, float]:
    """The answer, and the seconds that the processor worked on it."""
    assert process.stdin is not None
    assert process.stdout is not None
    over = threading.Event()

    def end() -> None:
        over.set()
        process.kill()

    # A process that hangs reads no more either; ending it frees whoever writes or reads.
    watch = threading.Timer(limit, end)
    watch.daemon = True
    watch.start()
    try:
        request(process.stdin, kind, content)
        length = int.from_bytes(_exactly(process.stdout, 8), "big")
        spent = int.from_bytes(_exactly(process.stdout, 8), "big") / 1_000_000
        if length > _MOST_ANSWER:
            raise MemoryError("an answer longer than any text")
        return _exactly(process.stdout, length), spent
    except (OSError, EOFError) as error:
        process.wait()
        if over.is_set() or process.returncode == -_CPU_TIME:
            raise TimeoutError("too long") from error
        raise OSError(f"the reading process ended with {process.returncode}") from error
    finally:
        watch.cancel()


def _exactly(stream: IO[bytes], length: int) -> bytes:
    content = stream.read(length)
    if len(content) < length:
        raise EOFError("the reading process ended")
    return content


_CPU_TIME = 27
"""SIGPROF, by which the worker's own timer ends it; Windows does not name it."""
_LOCK = threading.Lock()
_WORKER = _Worker()
atexit.register(_WORKER.stop)
