"""What the user names: files, folders, standard input, and all that goes wrong with them."""

from __future__ import annotations

import io
import os
from pathlib import Path

import pytest

from briefwright.article import Article
from briefwright.ingest import Failed, isolated, page, sources
from briefwright.ingest.limits import MAX_BYTES

TEXT = "The ministers met in the town on Tuesday."


def one(arg: str | Path, stdin: bytes | None = None) -> Article | Failed:
    (item,) = sources([str(arg)], stdin=None if stdin is None else io.BytesIO(stdin))
    return item


def message(arg: str | Path, code: str) -> str:
    item = one(arg)
    assert isinstance(item, Failed)
    assert item.code == code
    return item.message


def test_a_folder_gives_its_readable_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / ".git").mkdir()
    for name in ("c.txt", "b/a.md", ".hidden.txt", ".git/x.txt", "picture.png"):
        (tmp_path / name).write_text(TEXT)
    assert [item.source for item in sources([str(tmp_path)])] == [
        str(tmp_path / "b" / "a.md"),
        str(tmp_path / "c.txt"),
    ]


def test_one_bad_source_does_not_stop_the_others(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text(TEXT)
    found = list(sources([str(tmp_path / "none.txt"), str(good)]))
    assert isinstance(found[0], Failed)
    assert isinstance(found[1], Article)


def test_sources_are_read_as_they_are_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "late.txt"
    items = sources([str(path)])
    path.write_text(TEXT)
    assert isinstance(next(items), Article)


def test_each_bad_file_is_named_with_the_next_step(tmp_path: Path) -> None:
    empty, binary, link = tmp_path / "e.txt", tmp_path / "b", tmp_path / "l.txt"
    empty.write_bytes(b"")
    binary.write_bytes(b"\x7fELF\0\1\2")
    link.symlink_to(tmp_path / "gone.txt")
    (tmp_path / "empty").mkdir()
    assert "check the name" in message(tmp_path / "none.txt", "not-found")
    assert "is empty" in message(empty, "no-text")
    assert "binary file" in message(binary, "unreadable")
    assert "link to a file that is not there" in message(link, "not-found")
    assert "folder with nothing readable" in message(tmp_path / "empty", "not-found")
    assert "no such file" in message("a\0b", "not-found")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.txt")
    assert "pipe" in message(tmp_path / "p.txt", "unreadable")


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_says_so(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text(TEXT)
    path.chmod(0)
    assert "no permission" in message(path, "unreadable")


@pytest.mark.parametrize("name", ["https://example.org/a", "HTTP://x", "feed://x", "ftp://x/y"])
def test_addresses_are_not_fetched_unless_a_client_is_given(name: str) -> None:
    assert "as a file" in message(name, "not-allowed")


def test_formats_that_are_not_read_say_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1}")
    assert "save it as text" in message(tmp_path / "a.rtf", "unsupported-format")


def test_a_file_over_the_limit_is_refused_without_reading_it_whole(tmp_path: Path) -> None:
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES * 5)
    assert "larger than 20 MB" in message(path, "too-large")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (TEXT.encode(), TEXT),
        (b'\xef\xbb\xbf{"text": "' + TEXT.encode() + b'"}\n', TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (b"<!doctype html><html><body><p>" + TEXT.encode() + b"</p></body></html>", TEXT),
    ],
)
def test_standard_input_is_told_by_how_it_begins(content: bytes, text: str) -> None:
    item = one("-", content)
    assert isinstance(item, Article)
    assert (item.id, item.text) == ("stdin", text)


def test_json_that_is_not_jsonl_is_refused_once() -> None:
    item = one("-", b'{\n "text": "x",\n "id": 1\n}\n')
    assert isinstance(item, Failed)
    assert item.code == "unsupported-format"


def test_different_articles_never_share_an_id(tmp_path: Path) -> None:
    for folder, words in (("a", "One"), ("b", "Two"), ("c", "Two")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "story.txt").write_text(f"{words} minister met in the town.")
    ids = [item.id for item in sources([str(tmp_path)]) if isinstance(item, Article)]
    assert ids == ["story", "story-2", "story-2"]


def test_a_file_name_of_any_bytes_can_be_printed(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\x1b[31m.txt")
    Path(path).write_text(TEXT)
    item = one(path)
    assert isinstance(item, Article)
    assert item.source.isprintable()


def test_modules_in_the_current_folder_are_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = tmp_path / "ran"
    # What starts Python may have loaded some of them before.
    for name in ("json", "html", "csv", "logging", "unicodedata", "resource"):
        (tmp_path / f"{name}.py").write_text(f"open({str(ran)!r}, 'w').close()\n")
    (tmp_path / "page.html").write_text(f"<article><p>{TEXT}</p></article>{' ' * page._SMALL}")
    monkeypatch.chdir(tmp_path)
    isolated._WORKER.stop()
    try:
        read = one("page.html")
    finally:
        isolated._WORKER.stop()
    assert not ran.exists()
    assert isinstance(read, Article)
