"""`briefwright ingest` as a person who checks what the models saw runs it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from briefwright.store import Store, feeds

STORY = (
    "Quay opens in May\n\nThe ministers of transport met in the harbour town on Tuesday and agreed "
    "on a timetable for the new ferry.\n\nShare this:\n\nThey will meet again in the spring, when "
    "the second quay is ready for use by larger ships, the harbour master said on Tuesday, and the "
    "first lorries will then cross the bay at noon.\n"
)


def briefwright(
    *arguments: str, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "briefwright", *arguments]
    return subprocess.run(
        command, capture_output=True, check=False, env={**os.environ, **(env or {})}
    )


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "quay.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_article_is_shown_with_what_was_found_and_what_was_cut(story: Path) -> None:
    done = briefwright("ingest", str(story))
    assert done.returncode == 0, done.stderr
    shown = done.stdout.decode()
    assert "title      Quay opens in May" in shown
    assert "published  (not found)" in shown
    assert "cut        share: 'Share this:' (characters " in shown
    assert shown.rstrip().endswith("cross the bay at noon.")


def test_jsonl_is_read_again_as_the_same_article(story: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "a.jsonl", tmp_path / "b.jsonl"
    assert briefwright("ingest", str(story), "--jsonl", str(first)).stdout == b""
    assert briefwright("ingest", str(first), "--jsonl", str(second)).returncode == 0
    one, two = (json.loads(path.read_text(encoding="utf-8")) for path in (first, second))
    assert one["source"] == str(story)
    assert one["cut"][0]["reason"] == "share"
    assert {**one, "source": ""} == {**two, "source": ""}


def test_text_changed_since_it_was_read_is_told(story: Path, tmp_path: Path) -> None:
    row = json.loads(briefwright("ingest", "--json", str(story)).stdout)
    changed = tmp_path / "changed.jsonl"
    changed.write_text(json.dumps({**row, "text": row["text"].replace("May", "June")[:-9]}))
    (remark,) = json.loads(briefwright("ingest", "--json", str(changed)).stdout)["remarks"]
    assert remark["code"] == "text-changed"


def test_source_that_fails_is_named_and_the_others_are_read(story: Path) -> None:
    done = briefwright("ingest", "missing.txt", str(story), "--json")
    assert done.returncode == 1
    assert b"missing.txt: no such file" in done.stderr
    assert b"1 of 2 articles read, 1 not" in done.stderr
    assert json.loads(done.stdout)["title"] == "Quay opens in May"


def test_sources_are_never_overwritten(story: Path) -> None:
    done = briefwright("ingest", str(story), "--jsonl", str(story))
    assert done.returncode == 2
    assert story.read_text(encoding="utf-8") == STORY


FEED = (
    '<rss version="2.0"><channel><title>Bay Post</title><item><title>Quay</title>'
    "<link>https://bay.example/quay</link><description>{}</description></item></channel></rss>"
)


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_feed_of_an_intranet_host_is_read_once_and_then_unchanged(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(FEED.format(f"<p>{STORY}</p>" * 3))
    with serving(tmp_path) as address:
        command = ("ingest", f"{address}/feed.xml", "--store", str(tmp_path / "day.sqlite"))
        allowed = {"BRIEFWRIGHT_INTRANET": "127.0.0.1"}
        first = briefwright(*command, "--json", env=allowed)
        second = briefwright(*command, "--json", env=allowed)
        refused = briefwright(*command, "--json")
        offline = briefwright(*command, "--json", "--offline", env=allowed)
    assert json.loads(first.stdout)["title"] == "Quay"
    assert b"1 entries, 1 articles" in first.stderr
    assert (second.returncode, second.stdout) == (0, b"")
    assert b"unchanged since" in second.stderr
    assert refused.returncode == 1
    assert b"not a public one" in refused.stderr
    assert offline.returncode == 1


@contextmanager
def hanging(folder: Path) -> Iterator[tuple[str, list[str]]]:
    """A server of the folder that never answers for /hang, and what it was asked for."""
    asked: list[str] = []
    done = threading.Event()

    class Handler(SimpleHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if self.path == "/hang":
                done.wait(60)
            else:
                super().do_GET()

        def end_headers(self) -> None:
            self.send_header("ETag", '"v1"')
            super().end_headers()

    handler = partial(Handler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            done.set()
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("command", ["ingest", "note"])
@pytest.mark.parametrize("ends_by", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_interrupted_run_loses_no_entry_of_a_feed(
    tmp_path: Path, command: str, ends_by: signal.Signals
) -> None:
    (tmp_path / "feed.xml").write_text(FEED.format(f"<p>{STORY}</p>" * 3))
    out, store = tmp_path / "out.jsonl", tmp_path / "day.sqlite"
    with hanging(tmp_path) as (address, asked):
        options = ["--jsonl", str(out), "--store", str(store)]
        if command == "note":
            options += ["--model", "none", "--reader", "patterns"]
        environ = {**os.environ, "BRIEFWRIGHT_INTRANET": "127.0.0.1"}
        started = [sys.executable, "-m", "briefwright", command, f"{address}/feed.xml", *options]
        with subprocess.Popen(
            [*started, f"{address}/hang"],
            env=environ,
            stderr=subprocess.PIPE,
            # A shell's background jobs, and so these tests among them, ignore Ctrl-C.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        ) as run:
            for _ in range(600):
                if "/hang" in asked:
                    break
                time.sleep(0.1)
            # The feed is read whole by now, and nothing of it is in place.
            run.send_signal(ends_by)
            assert run.wait(60) != 0
        assert not out.exists()
        if ends_by != signal.SIGKILL:
            left = {path.name for path in tmp_path.iterdir() if path.name.endswith(".part")}
            assert left == ({"out.jsonl.part"} if command == "ingest" else set())
        again = subprocess.run(started, env=environ, capture_output=True, check=False)
        assert again.returncode == 0, again.stderr
        assert b"1 entries, 1 articles" in again.stderr
        assert len(out.read_text(encoding="utf-8").splitlines()) == 1
        assert not out.with_name("out.jsonl.part").exists()
        with Store(store) as kept:
            assert [one.etag for one in feeds.every(kept)] == ['"v1"']


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("BRIEFWRIGHT_CONTACT", "büro@ministry.example"),
        ("BRIEFWRIGHT_PROXY", "http://proxy:port"),
        ("SSL_CERT_FILE", "/no/such/file.pem"),
    ],
)
@pytest.mark.parametrize("command", ["ingest", "note"])
def test_environment_that_cannot_be_used_is_said_before_any_work(
    story: Path, tmp_path: Path, command: str, name: str, value: str
) -> None:
    out = tmp_path / "out.jsonl"
    done = briefwright(command, str(story), "--jsonl", str(out), env={name: value})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith(f"briefwright: {name}=")
    assert done.stderr.count(b"\n") == 1
    assert [path.name for path in tmp_path.iterdir()] == [story.name]


def test_password_of_a_proxy_is_not_printed() -> None:
    proxy = {"BRIEFWRIGHT_PROXY": "user:secret@proxy:3128"}
    done = briefwright("ingest", "https://bay.example/a", env=proxy)
    assert done.returncode == 2
    assert b"BRIEFWRIGHT_PROXY='proxy:3128'" in done.stderr
    assert b"secret" not in done.stderr


def test_torch_is_not_loaded() -> None:
    code = (
        "import sys; sys.argv = ['briefwright', 'ingest', '-']\n"
        "from briefwright.cli.app import main\ntry: main()\nexcept SystemExit: pass\n"
        "print(sorted({'torch', 'transformers'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], input=STORY.encode(), capture_output=True)
    assert done.stdout.decode().splitlines()[-1] == "[]"
