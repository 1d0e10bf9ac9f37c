"""How an engine is spread over a machine: processes while their models fit into its memory."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.engines import Recipe
from briefwright.engines.choice import Spread, spread


@pytest.mark.parametrize(
    ("gigabytes", "workers", "threads"), [(64, 8, 1), (9, 4, 2), (3, 1, 8), (1, 1, 8)]
)
def test_fewer_processes_of_more_threads_where_memory_is_short(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    gigabytes: int,
    workers: int,
    threads: int,
) -> None:
    monkeypatch.setattr("briefwright.engines.choice.cores", lambda: 8)
    memory = tmp_path / "meminfo"
    memory.write_text(f"MemTotal: 99 kB\nMemAvailable: {gigabytes}000000 kB\n")
    found = spread(Recipe(model="embedded"), memory=memory)
    assert found == Spread(workers=workers, threads=threads)


def test_cores_decide_where_memory_is_not_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefwright.engines.choice.cores", lambda: 8)
    assert spread(Recipe(), memory=tmp_path / "none") == Spread(workers=8, threads=1)
