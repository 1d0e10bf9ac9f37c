"""A file that is not one of our notes is never replaced unasked."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from render_sample import BRIEF

from briefwright.cli.existing import guard
from briefwright.errors import NoteEdited
from briefwright.render import render

NOTE = render(BRIEF, "docx")


def foreign_word() -> bytes:
    document = docx.Document()
    document.add_paragraph("Minutes of the board")
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def locked() -> bytes:
    """A zip whose entries say that they have a password."""
    data = bytearray(foreign_word())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(signature, at + 4)
    return bytes(data)


def without_a_part() -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(NOTE)) as old, zipfile.ZipFile(written, "w") as new:
        for name in old.namelist():
            if name != "word/styles.xml":
                new.writestr(name, old.read(name))
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.docx", foreign_word(), "is not a note that Briefwright made"),
        ("a.docx", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "is encrypted"),
        ("a.docx", locked(), "is not a Word document that can be read"),
        ("a.docx", NOTE[:5000], "is not a Word document that can be read"),
        ("a.docx", b"plain text", "is not a Word document that can be read"),
        ("a.md", b"# My own notes\n", "is not a note that Briefwright made"),
        ("a.md", b"caf\xe9", "is not UTF-8"),
        ("a.md", render(BRIEF, "md").replace(b"<!-- briefwright note", b"<!-- x", 1), "is not a"),
    ],
)
def test_file_that_is_not_ours_is_never_replaced(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(NoteEdited, match="--force") as raised:
        guard(path, "docx" if name.endswith("docx") else "md")
    assert said in str(raised.value)


def test_note_of_ours_that_lost_a_part_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(without_a_part())
    with pytest.raises(NoteEdited):
        guard(tmp_path / "a.docx", "docx")


def test_empty_file_and_untouched_note_are_replaced(tmp_path: Path) -> None:
    for name, content in (("a.docx", b""), ("b.docx", NOTE), ("c.docx", b"\n")):
        (tmp_path / name).write_bytes(content)
        guard(tmp_path / name, "docx")


def test_brief_that_somebody_corrected_is_not_replaced(tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(render(BRIEF, "json"))
    guard(path, "json")
    path.write_bytes(render(BRIEF, "json").replace(b"85 million crowns", b"86 million crowns", 1))
    with pytest.raises(NoteEdited, match="somebody edited"):
        guard(path, "json")
    path.write_text('{"my": "own"}')
    with pytest.raises(NoteEdited, match="not a brief"):
        guard(path, "json")
