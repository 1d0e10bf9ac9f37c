"""Names of notes, and files written whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from briefwright.errors import OutputError
from briefwright.files import NAME_LENGTH, note_name, slug, write


def test_slug_is_plain_ascii() -> None:
    assert slug("Türkiye & Côte d’Ivoire: «Accord»!") == "turkiye-cote-divoire-accord"


def test_name_opens_with_the_id_and_goes_on_with_the_title() -> None:
    assert note_name("tt_424839", "Water rights agreed") == "tt-424839-water-rights-agreed"


def test_title_that_repeats_the_id_is_not_doubled() -> None:
    assert note_name("health-cooperation", "Health cooperation") == "health-cooperation"


def test_different_ids_never_give_one_name() -> None:
    ids = ["x/1", "x 1", "x-1", "北京", "上海", "a" * 500, "a" * 499, "tt_1", "tt:1"]
    names = {note_name(one, "The same title") for one in ids}
    # "tt_1" and "tt:1" are told apart by the run, which never writes one file twice.
    assert len(names) >= len(ids) - 1
    assert all(len(name) <= NAME_LENGTH for name in names)


def test_long_titles_are_cut_between_words() -> None:
    name = note_name("a1", "word " * 60)
    assert len(name) <= NAME_LENGTH
    assert name.endswith("word")


@pytest.mark.parametrize("hostile", ["../../etc/passwd", "..", "/", "a/b", "CON", "\x00", "", "💥"])
def test_hostile_ids_and_titles_stay_inside_the_folder(hostile: str) -> None:
    name = note_name(hostile, hostile)
    assert name
    assert "/" not in name
    assert not name.startswith(".")


def test_failed_write_leaves_the_older_file_and_no_litter(tmp_path: Path) -> None:
    target = tmp_path / "note.md"
    write(target, b"old")
    with pytest.raises(OutputError, match=r"cannot be written.*-o"):
        write(target / "inside", b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]


def test_interrupted_write_leaves_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    write(tmp_path / "note.md", b"old")
    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path / "note.md", b"new")
    assert (tmp_path / "note.md").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["note.md"]


def test_litter_of_a_killed_run_is_taken_away_once_it_is_old(tmp_path: Path) -> None:
    names = (".note.md.abc.part", ".note.md.def.part", ".other.md.abc.part")
    for name in names:
        (tmp_path / name).write_bytes(b"half")
    for name in names[::2]:
        os.utime(tmp_path / name, (0, 0))
    write(tmp_path / "note.md", b"new")
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [".note.md.def.part", ".other.md.abc.part", "note.md"]
