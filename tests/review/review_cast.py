"""Casts ballots and takes them back, saying how many were kept, until it is killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from briefwright.review.desk import opened
from briefwright.review.values import Verdict
from briefwright.runs import read_runs


def main(folder: Path, who: str) -> None:
    desk = opened(folder / "ballots.db", read_runs([folder / "alpha.jsonl", folder / "beta.jsonl"]))
    pairing, kept = desk.pairings(who)[0], 0
    while True:
        assert desk.ballots.cast(
            desk.sitting, who, desk.case(pairing), pairing, Verdict(choice="left")
        )
        kept += 1
        sys.stdout.write(f"{kept}\n")
        sys.stdout.flush()
        desk.ballots.undo(who)
        # SQLite lets the quicker in first: the other process must come to its turn.
        time.sleep(0.01)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
