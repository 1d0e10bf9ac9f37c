"""Templates of unknown origin: bounded in time and memory, wherever they loop."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from render_sample import BRIEF, HEADER

from briefwright.errors import TemplateError
from briefwright.render import Limits, confined, fill, render, templates
from briefwright.render.templates import Kind

NESTED = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"


def refused(tmp_path: Path, source: str) -> str:
    path = tmp_path / "mine.md"
    path.write_text(source)
    with pytest.raises(TemplateError) as raised:
        render(BRIEF, "md", template=path)
    return str(raised.value)


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_note_of_the_child_is_the_note(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / f"mine.{kind}"
    path.write_bytes(templates.find("note", kind).read_bytes())
    limits = Limits(quotes=1)
    here = fill(BRIEF, kind, template=path, header=HEADER, limits=limits)
    assert render(BRIEF, kind, template=path, header=HEADER, limits=limits) == here


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on processor time there")
def test_loop_without_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "SECONDS", 2)
    started = time.monotonic()
    message = refused(tmp_path, NESTED)
    assert "'mine.md' was stopped" in message
    assert "more than 2 seconds" in message
    assert time.monotonic() - started < 50


@pytest.mark.skipif(sys.platform == "win32", reason="no limit on memory there")
@pytest.mark.parametrize(
    "source",
    [
        "{% for i in range(99999) %}{{ 'x' * 1000000 }}{% endfor %}",
        "{{ 'x' * (10 ** 10) }}",
        "{% set a = ['x' * 9999999] %}{{ (a * 9999) | join }}",
    ],
)
def test_appetite_for_memory_is_refused(source: str, tmp_path: Path) -> None:
    message = refused(tmp_path, source)
    assert "mine.md" in message
    assert "Traceback" not in message


def test_note_of_a_hundred_megabytes_is_refused(tmp_path: Path) -> None:
    source = "{% for i in range(1000) %}{{ 'x' * 100000 }}{% endfor %}"
    assert "look for loops within loops" in refused(tmp_path, source)


def test_child_can_write_no_file(tmp_path: Path) -> None:
    code = (
        "from pathlib import Path; from briefwright.render.confined import _bound; _bound(9); "
        "Path('x').write_text('x')"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)
    assert done.returncode != 0
    assert not (tmp_path / "x").exists() or (tmp_path / "x").stat().st_size == 0


@pytest.mark.parametrize(
    "act",
    [
        "os.remove('victim')",
        "os.truncate('victim', 0)",
        "os.rename('victim', 'other')",
        "os.mkdir('folder')",
        "open('victim', 'w')",
        "open('victim', 'a')",
        "open('new', 'x')",
        "os.open('new', os.O_CREAT | os.O_WRONLY)",
        "os.system('rm victim')",
        "subprocess.run(['rm', 'victim'])",
        "socket.create_connection(('127.0.0.1', 9))",
        "pickle.loads(b'cos\\nremove\\n(S\\'victim\\'\\ntR.')",
        "ctypes.CDLL(None)",
    ],
)
def test_what_leaves_the_sandbox_changes_nothing(act: str, tmp_path: Path) -> None:
    (tmp_path / "victim").write_text("precious")
    code = (
        "import ctypes, os, pickle, socket, subprocess, sys\n"
        "from briefwright.render.confined import _watch\n"
        f"sys.addaudithook(_watch)\n{act}"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True)
    assert b"a template may not do this" in done.stderr
    assert [one.name for one in tmp_path.iterdir()] == ["victim"]
    assert (tmp_path / "victim").read_text() == "precious"


def test_shipped_templates_need_no_child(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "run", lambda _: pytest.fail("a child was started"))
    assert render(BRIEF, "md", template="readout")
