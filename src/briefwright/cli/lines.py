"""A JSONL file written as the run goes on, and put in place when it ends."""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import IO

from briefwright.cli.output import say
from briefwright.errors import OutputError


class Lines:
    """Adds lines to `FILE.part` and renames it to FILE at the end.

    An interrupted run leaves the part with every line so far, says so, and leaves an older FILE
    untouched; a part without a line is taken away. The next run into FILE begins the part anew.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._file: IO[str] | None = None
        self._empty = True

    @property
    def _part(self) -> Path:
        assert self._path is not None
        return self._path.with_name(self._path.name + ".part")

    def __enter__(self) -> Lines:
        if self._path is None:
            return self
        try:
            if self._path.is_dir():
                raise IsADirectoryError(f"{self._path} is a folder")
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._part.open("w", encoding="utf-8")
        except OSError as error:
            raise OutputError(
                f"--jsonl {self._path}: cannot be written ({error.strerror or error}); "
                f"give another file"
            ) from error
        return self

    def add(self, line: str) -> None:
        if self._file is None:
            return
        try:
            self._file.write(line + "\n")
            self._file.flush()
            self._empty = False
        except OSError as error:
            raise OutputError(
                f"--jsonl {self._path}: writing stopped ({error.strerror or error}); "
                f"the lines so far are in {self._part}"
            ) from error

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is None:
            return
        try:
            os.fsync(self._file.fileno())
        finally:
            self._file.close()
        if self._empty or self._path is None:
            # A run in which nothing was done must not replace an older file by an empty one.
            self._part.unlink(missing_ok=True)
        elif kind is not None:
            say(f"briefwright: interrupted; the lines so far are in {self._part}")
        else:
            self._part.replace(self._path)
