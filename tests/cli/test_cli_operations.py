"""The examples of docs/operations.md are run as a timer would run them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

DOCS = Path(__file__).parents[2] / "docs" / "operations.md"
TEXT = "Ministers of Norway and {0} met in Oslo on Monday. They agreed to share weather data."


def example(begins: str) -> str:
    """The block of the docs that begins so."""
    blocks = re.findall(r"```\w*\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.S)
    (found,) = (block for block in blocks if block.startswith(begins))
    return str(found)


def here(text: str, folder: Path) -> str:
    """The example with the machine's folders below this one."""
    program = folder / "briefwright"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -P -m briefwright "$@"\n')
    program.chmod(0o755)
    text = text.replace("/usr/local/bin/briefwright", str(program))
    for name in ("srv", "etc"):
        (folder / name).mkdir(exist_ok=True)
        text = text.replace(f"/{name}/briefwright", str(folder / name))
    # A deadline that never comes while this is running.
    later = datetime.now(UTC) + timedelta(hours=6)
    return text.replace("--deadline 06:30", f"--deadline {later:%H:%M}")


def configured(folder: Path) -> None:
    """The configuration of the docs, without models and network, and what it names."""
    content = here(example("sources = ["), folder)
    for written, wanted in (
        ('model = "embedded"', 'model = "none"'),
        ('reader = "trained"', 'reader = "patterns"'),
        ("offline = false", "offline = true"),
        ("workers = 2", "workers = 1"),
        ("Europe/Oslo", "UTC"),
    ):
        assert written in content
        content = content.replace(written, wanted)
    (folder / "etc" / "day.toml").write_text(content, encoding="utf-8")
    (folder / "etc" / "inbox").mkdir()
    for place in ("Chad", "Mali"):
        (folder / "etc" / "inbox" / f"{place}.txt").write_text(TEXT.format(place))
    feeds = '<opml><outline xmlUrl="https://wire.ministry.example/rss"/></opml>'
    (folder / "etc" / "feeds.opml").write_text(feeds)


def lines(unit: str, name: str) -> list[str]:
    return [one.partition("=")[2] for one in unit.splitlines() if one.startswith(f"{name}=")]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """As systemd and cron do: with next to no environment, in no folder of its own."""
    bare = {"PATH": "/usr/bin:/bin", "PYTHONPATH": os.environ.get("PYTHONPATH", "")}
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env={**bare, "BRIEFWRIGHT_CACHE": str(folder / "srv" / "cache")},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


def test_service_and_its_log_do_what_the_docs_say(tmp_path: Path) -> None:
    configured(tmp_path)
    unit = here(example("[Unit]\nDescription=Briefing notes of the day"), tmp_path)
    checked = run(f"{tmp_path}/briefwright config check {tmp_path}/etc/day.toml", tmp_path)
    assert checked.returncode == 0, checked.stderr
    (start,), (after,) = lines(unit, "ExecStart"), lines(unit, "ExecStartPost")
    night = run(start, tmp_path)
    # The feed cannot be had: what SuccessExitStatus is for.
    assert lines(unit, "SuccessExitStatus") == [str(night.returncode)]
    assert "3 inputs: 2 done, 1 rejected" in night.stdout
    said = [json.loads(line) for line in night.stderr.splitlines()]
    assert [one["source"] for one in said] == ["https://wire.ministry.example/rss"]
    # The encoder's weights are not fetched here.
    told = run(f"{after} --apart", tmp_path)
    assert told.returncode == 0, told.stderr
    assert (tmp_path / "srv" / "digest.docx").read_bytes().startswith(b"PK")
    assert len(list((tmp_path / "srv" / "notes").rglob("*.docx"))) == 2
    if shutil.which("jq"):
        (pipe,) = re.findall(r"\| (jq .*)", DOCS.read_text(encoding="utf-8"))
        (tmp_path / "log").write_text(f"Started.\n{night.stderr}{night.stdout}")
        assert "wire.ministry.example" in run(f"{pipe} < {tmp_path}/log", tmp_path).stdout


def test_cron_line_does_what_the_docs_say(tmp_path: Path) -> None:
    configured(tmp_path)
    line = here(example("0 2 * * *"), tmp_path).strip()
    user, command = line.split(None, 6)[5:]
    assert user == "briefwright"
    # To cron a percent sign is the end of the line.
    assert "%" not in command
    ended = run(f"{command} --apart", tmp_path)
    assert ended.returncode == 0, ended.stderr
    assert "3 inputs: 2 done, 1 rejected" in ended.stdout
    assert (tmp_path / "srv" / "digest.docx").read_bytes().startswith(b"PK")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for kind, begins in (
        ("service", "[Unit]\nDescription=Briefing notes of the day"),
        ("timer", "[Unit]\nDescription=Briefing notes every night"),
    ):
        unit = tmp_path / f"briefwright.{kind}"
        unit.write_text(here(example(begins), tmp_path).replace("User=briefwright", "User=daemon"))
    verify = ["systemd-analyze", "verify", *map(str, tmp_path.glob("briefwright.*"))]
    told = subprocess.run(verify, capture_output=True, text=True, check=False)
    assert (told.returncode, told.stderr) == (0, "")
