"""A batch in a process of its own: FOLDER SOURCE SECONDS; killed by itself after so many."""

from __future__ import annotations

import os
import signal
import sys
import threading
from pathlib import Path

import batch_fakes as fakes


def main() -> None:
    folder, source, seconds = Path(sys.argv[1]), Path(sys.argv[2]), float(sys.argv[3])
    if seconds:
        end = threading.Timer(seconds, os.kill, (os.getpid(), signal.SIGKILL))
        end.daemon = True
        end.start()
    summary = fakes.batch(fakes.settings(folder, source), workers=2)
    sys.stdout.write(summary.model_dump_json())


if __name__ == "__main__":
    main()
