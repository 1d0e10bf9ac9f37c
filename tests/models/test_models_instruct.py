"""Instruct models at hand: the hub's cache, a hub played on this machine, and what fits."""

from __future__ import annotations

import hashlib
import http.server
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from briefwright.errors import FetchFailed, NoRoom, RefusedModel
from briefwright.models import instruct
from briefwright.nn.instruct import memory
from briefwright.nn.instruct.fake import write

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class Hub(http.server.BaseHTTPRequestHandler):
    """As much of a hub as fetching a model asks for."""

    folder: Path
    asked: list[str]

    def do_HEAD(self) -> None:
        self._answer(body=False)

    def do_GET(self) -> None:
        self._answer(body=True)

    def _answer(self, *, body: bool) -> None:
        path = self.path.partition("?")[0]
        self.asked.append(path)
        name = path.rpartition("/")[2]
        files = sorted(self.folder.iterdir())
        if path.startswith("/api/models/maker/tiny/tree/"):
            content = json.dumps(
                [
                    {
                        "type": "file",
                        "path": each.name,
                        "size": each.stat().st_size,
                        "oid": hashlib.sha256(each.read_bytes()).hexdigest(),
                    }
                    for each in files
                ]
            ).encode()
        elif path.startswith("/api/models/maker/tiny"):
            content = json.dumps({"id": "maker/tiny", "sha": COMMIT, "siblings": []}).encode()
        elif path.startswith("/maker/tiny/resolve/") and (self.folder / name).is_file():
            content = (self.folder / name).read_bytes()
        else:
            self.send_error(404)
            return
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("X-Repo-Commit", COMMIT)
        self.send_header("ETag", f'"{hashlib.sha256(content).hexdigest()}"')
        self.end_headers()
        if body:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        return


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Hub]]:
    handler = type("OneHub", (Hub,), {"folder": write(tmp_path / "there"), "asked": []})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}")
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    # As a run before may have left it: pulling asks the hub all the same.
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield handler
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_hubs_model_is_pulled_without_its_pickles_and_code(hub: type[Hub]) -> None:
    for name in ("pytorch_model.bin", "modeling_evil.py"):
        (hub.folder / name).write_bytes(b"evil")
    found = instruct.pull("maker/tiny")
    assert (found.revision, found.problem) == (COMMIT, None)
    names = {each.name for each in found.folder.iterdir()}
    assert {"model.safetensors", "tokenizer.json", "chat_template.jinja"} <= names
    assert not [path for path in hub.asked if path.endswith((".bin", ".py"))]
    hub.asked.clear()
    assert instruct.check("maker/tiny").place.revision == COMMIT
    assert [each.name for each in instruct.pulled()] == ["maker/tiny"]
    assert hub.asked == []


def test_what_a_hub_does_not_have_is_an_error_with_a_next_step(hub: type[Hub]) -> None:
    with pytest.raises(FetchFailed, match=r"'maker/none' could not be fetched.*give its path"):
        instruct.pull("maker/none")
    assert hub.asked


def test_a_hostile_model_is_refused_after_pulling_and_listed_as_such(hub: type[Hub]) -> None:
    config = hub.folder / "config.json"
    config.write_text(config.read_text().replace("{", '{"auto_map": {"a": "b"},', 1))
    with pytest.raises(RefusedModel, match="none but ours is run"):
        instruct.pull("maker/tiny")
    (listed,) = instruct.pulled()
    assert listed.problem


def test_smaller_models_at_hand_are_named_where_one_does_not_fit(
    hub: type[Hub], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del hub
    instruct.pull("maker/tiny")
    folder = write(tmp_path / "other")
    needed = instruct.check(folder, dtype="float32").need.total

    def free(**_: object) -> int:
        return needed - 1

    monkeypatch.setattr(memory, "there", free)
    with pytest.raises(NoRoom, match=r"fit in bfloat16.*At hand, and fitting: maker/tiny"):
        instruct.check(folder, dtype="float32")


OFFLINE = """
import sys
def watch(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event} {arguments}")
sys.addaudithook(watch)
from briefwright.conversation import Ask, Conversation, Grammar
from briefwright.nn.instruct import load
model = load(sys.argv[1])
ask = Ask(section="s", question="?", grammar=Grammar(json_schema={"type": "boolean"}), limit=9)
print(model.answer([Conversation(system="", shared="Text.", asks=(ask,))])[0][0].text)
"""


def test_loading_and_answering_open_no_socket(tmp_path: Path) -> None:
    folder = write(tmp_path / "tiny")
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, str(folder)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() in ("true", "false")
