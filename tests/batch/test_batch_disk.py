"""A disk that is full at any write, and a process that is killed at any: nothing is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import batch_fakes as fakes
import pytest

CALLS = {"open64", "write", "fsync", "rename", "link", "mkdir"}
"""What must have been failed, each at least once, for the test to have shown anything."""


@pytest.fixture(scope="session")
def faults(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library that fails writes, built for this machine."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("no C compiler here, or not Linux; the tests by a small disk run")
    library = tmp_path_factory.mktemp("faults") / "disk_faults.so"
    source = fakes.HERE / "disk_faults.c"
    flags = ["-shared", "-fPIC", "-O1", "-o"]
    subprocess.run([compiler, *flags, str(library), str(source), "-ldl"], check=True)
    return library


@pytest.mark.parametrize(
    ("how", "scene"),
    [
        ("full", "new"),
        *(
            pytest.param(how, scene, marks=pytest.mark.slow)
            for how in ("once", "full", "killed")
            for scene in ("new", "renewed")
            if (how, scene) != ("full", "new")
        ),
    ],
)
def test_write_that_fails_whichever_it_is_loses_tears_and_doubles_nothing(
    tmp_path: Path, faults: Path, how: str, scene: str
) -> None:
    script = fakes.HERE / "disk_faults.py"
    command = [sys.executable, str(script), str(faults), str(tmp_path), how, scene]
    environment = {**os.environ, "LD_PRELOAD": str(faults)}
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    failed = [line.split(" ", 1) for line in ended.stdout.splitlines()]
    assert {call for call, _ in failed} >= CALLS - ({"link"} if scene == "renewed" else set())
    assert any(path.endswith(".part") and "/notes/" in path for _, path in failed)
    # SQLite's own, by whichever calls it was built to make.
    assert {path.rpartition("-")[2] for _, path in failed} >= {"wal", "shm"}
