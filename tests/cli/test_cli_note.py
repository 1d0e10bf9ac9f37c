"""`briefwright note` as a person and a night job run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from briefwright.brief import Brief

STORY = (
    "NAIROBI — Health ministers Asha Otieno of Kenya and Kwame Asante of Ghana agreed on Monday to "
    "train 40 nurses a year together.\n\n"
    "“We will start the first course in March,” Otieno said.\n\n"
    "The two countries will also cooperate in telemedicine and vaccine storage.\n"
)


def briefwright(
    *arguments: str, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "briefwright", *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **(env or {})},
    )


@pytest.fixture
def story(tmp_path: Path) -> Path:
    path = tmp_path / "nurses.txt"
    path.write_text(STORY, encoding="utf-8")
    return path


def test_help_answers_without_loading_torch() -> None:
    code = (
        "import sys; sys.argv = ['briefwright', '--help']\nfrom briefwright.cli.app import main\n"
    )
    code += "try: main()\nexcept SystemExit: pass\n"
    code += "print(sorted({'torch', 'transformers', 'pydantic', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_note_goes_to_stdout_and_nothing_else_does(story: Path) -> None:
    done = briefwright("note", str(story), "--model", "none")
    assert done.returncode == 0, done.stderr
    note = done.stdout.decode()
    assert "Asha Otieno" in note
    assert "We will start the first course in March," in note


def test_article_comes_from_stdin() -> None:
    done = briefwright("note", "-", "--model", "none", stdin=STORY.encode())
    assert done.returncode == 0, done.stderr
    assert "Kwame Asante" in done.stdout.decode()


def test_suffix_of_the_output_names_the_format(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "note.html"
    done = briefwright("note", str(story), "--model", "none", "-o", str(out))
    assert done.returncode == 0, done.stderr
    assert out.read_text(encoding="utf-8").lower().startswith("<!doctype html")


def test_folder_gets_one_note_an_article_named_by_id(story: Path, tmp_path: Path) -> None:
    second = tmp_path / "other.txt"
    second.write_text(STORY.replace("40 nurses", "60 midwives"), encoding="utf-8")
    out = tmp_path / "out"
    done = briefwright(
        "note", str(story), str(second), "--model", "none", "-o", str(out), "-f", "json"
    )
    assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in out.iterdir()) == ["nurses.json", "other.json"]
    assert done.stdout.decode().splitlines() == [str(out / "nurses.json"), str(out / "other.json")]


def test_jsonl_holds_one_brief_a_line_with_the_articles_own_id(tmp_path: Path) -> None:
    rows = tmp_path / "day.jsonl"
    rows.write_text(
        "\n".join(json.dumps({"id": f"desk:{n}", "text": STORY}) for n in (1, 2)), encoding="utf-8"
    )
    out = tmp_path / "briefs.jsonl"
    done = briefwright("note", str(rows), "--model", "none", "--jsonl", str(out))
    assert done.returncode == 0, done.stderr
    briefs = [Brief.model_validate_json(line) for line in out.read_text().splitlines()]
    assert [brief.id for brief in briefs] == ["desk:1", "desk:2"]
    assert briefs[0].articles[0].text is not None
    assert done.stdout == b""


def test_no_text_leaves_the_text_out_and_keeps_the_hash(story: Path) -> None:
    done = briefwright("note", str(story), "--model", "none", "--no-text", "-f", "json")
    brief = Brief.model_validate_json(done.stdout)
    assert brief.articles[0].text is None
    assert len(brief.articles[0].sha256) == 64


def test_header_options_are_printed(story: Path) -> None:
    done = briefwright(
        *("note", str(story), "--model", "none", "--to", "The Minister", "--from", "Africa Desk"),
        *("--subject", "Nurses", "--marking", "OFFICIAL"),
    )
    note = done.stdout.decode()
    for words in ("The Minister", "Africa Desk", "Nurses", "OFFICIAL"):
        assert words in note


BAD: dict[str, tuple[bytes | None, str]] = {
    "missing.txt": (None, "missing.txt"),
    "empty.txt": (b"", "empty"),
    "binary.txt": (b"\x7fELF\x00\x00\x01\x02" * 50, "binary"),
    "noise.txt": (b"?! -- ...\n\n***\n", "noise.txt"),
    "sheet.xlsx": (b"PK\x03\x04zip", "sheet.xlsx"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_source_is_named_and_the_others_are_done(
    name: str, story: Path, tmp_path: Path
) -> None:
    content, named = BAD[name]
    bad = tmp_path / name
    if content is not None:
        bad.write_bytes(content)
    done = briefwright("note", str(bad), str(story), "--model", "none")
    assert done.returncode == 1
    message = done.stderr.decode()
    assert named in message
    assert str(bad) in message
    assert "Traceback" not in message
    assert "1 of 2 articles done, 1 not" in message
    assert "Asha Otieno" in done.stdout.decode()


def test_bad_rows_are_named_by_line_and_the_others_are_done(tmp_path: Path) -> None:
    rows = tmp_path / "day.jsonl"
    good = json.dumps({"id": "good", "text": STORY})
    rows.write_text(f'{{not json\n{{"id": "bare"}}\n[1]\n\n{good}\n', encoding="utf-8")
    out = tmp_path / "briefs.jsonl"
    done = briefwright("note", str(rows), "--model", "none", "--jsonl", str(out))
    assert done.returncode == 1
    message = done.stderr.decode()
    assert all(f"day.jsonl:{line}" in message for line in (1, 2, 3))
    assert [json.loads(line)["id"] for line in out.read_text().splitlines()] == ["good"]


def test_folder_with_nothing_readable_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    done = briefwright("note", str(tmp_path / "folder"), "--model", "none")
    assert done.returncode == 1
    assert str(tmp_path / "folder") in done.stderr.decode()


def test_hundred_megabytes_in_one_line_are_refused_and_the_rest_done(
    story: Path, tmp_path: Path
) -> None:
    rows = tmp_path / "huge.jsonl"
    with rows.open("wb") as file:
        file.write(b'{"id": "huge", "text": "')
        for _ in range(100):
            file.write(b"word " * 200_000)
        file.write(b'"}\n' + json.dumps({"id": "good", "text": STORY}).encode() + b"\n")
    done = briefwright("note", str(rows), str(story), "--model", "none", "--no-text", "-f", "json")
    assert done.returncode == 1
    assert "huge.jsonl:1" in done.stderr.decode()
    assert "2 of 3 articles done" in done.stderr.decode()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--template", "nonesuch"), "nonesuch"),
        (("--model", "nonesuch"), "nonesuch"),
        (("--reader", "nonesuch"), "nonesuch"),
        (("--format", "pdf"), "pdf"),
        (("-o", "note.xyz"), "xyz"),
    ],
)
def test_what_cannot_be_meant_is_usage(arguments: tuple[str, ...], said: str, story: Path) -> None:
    done = briefwright("note", str(story), *arguments)
    assert done.returncode == 2
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_rules_alone_read_without_any_weights(story: Path, tmp_path: Path) -> None:
    chosen = ("--model", "none", "--reader", "patterns", "-f", "json")
    done = briefwright("note", str(story), *chosen, env={"BRIEFWRIGHT_CACHE": str(tmp_path)})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["provenance"]["reader"].startswith("patterns-")
    assert not (tmp_path / "models").exists()


def test_several_notes_into_one_file_is_usage(story: Path, tmp_path: Path) -> None:
    out = tmp_path / "one.md"
    done = briefwright("note", str(story), "-", "--model", "none", "-o", str(out), stdin=b"A b.")
    assert done.returncode == 2
    assert "give a folder" in done.stderr.decode()
    assert not out.exists()


def test_source_is_never_replaced_by_its_note(story: Path, tmp_path: Path) -> None:
    rows = tmp_path / "day.jsonl"
    rows.write_text(json.dumps({"id": "one", "text": STORY}), encoding="utf-8")
    for arguments in (
        (str(story), "-o", str(story)),
        (str(rows), "--jsonl", str(rows)),
        (str(tmp_path), "-o", str(tmp_path)),
    ):
        done = briefwright("note", *arguments, "--model", "none")
        assert done.returncode == 2, done.stderr
        assert "give another" in done.stderr.decode()
    assert story.read_text(encoding="utf-8") == STORY
    assert rows.read_text(encoding="utf-8").startswith('{"id"')


def test_articles_with_like_ids_each_get_a_file(tmp_path: Path) -> None:
    rows = tmp_path / "day.jsonl"
    ids = ["x/1", "x 1", "北京", "上海", "tt_1", "tt:1"]
    rows.write_text(
        "\n".join(json.dumps({"id": one, "text": f"{STORY} {one}."}) for one in ids),
        encoding="utf-8",
    )
    out = tmp_path / "out.v1"
    done = briefwright("note", str(rows), "--model", "none", "-o", f"{out}/", "-f", "json")
    assert done.returncode == 0, done.stderr
    made = [json.loads(path.read_text(encoding="utf-8"))["id"] for path in out.iterdir()]
    assert sorted(made) == sorted(ids)


def test_run_in_which_nothing_was_done_keeps_the_older_jsonl(tmp_path: Path) -> None:
    older = tmp_path / "briefs.jsonl"
    older.write_text("{}\n")
    done = briefwright("note", str(tmp_path / "nope.txt"), "--jsonl", str(older))
    assert done.returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["briefs.jsonl"]
    assert older.read_text() == "{}\n"


def test_broken_row_does_not_stop_render(story: Path, tmp_path: Path) -> None:
    briefs = tmp_path / "briefs.jsonl"
    briefwright("note", str(story), "--model", "none", "--jsonl", str(briefs))
    good = briefs.read_text(encoding="utf-8")
    briefs.write_text(good + "{broken\n" + good, encoding="utf-8")
    out = tmp_path / "out"
    done = briefwright("render", str(briefs), "-o", str(out))
    assert done.returncode == 1
    assert "line 2" in done.stderr.decode()
    assert len(list(out.iterdir())) == 2


def test_unwritable_output_ends_the_run(story: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    done = briefwright("note", str(story), "--model", "none", "-o", str(blocked / "note.md"))
    assert done.returncode == 3
    assert "cannot be written" in done.stderr.decode()
    assert blocked.read_text() == "not a folder"


def test_unwritable_jsonl_ends_the_run_before_any_work(story: Path, tmp_path: Path) -> None:
    done = briefwright("note", str(story), "--model", "none", "--jsonl", str(tmp_path))
    assert done.returncode == 3
    assert "--jsonl" in done.stderr.decode()


def test_no_network_at_the_first_fetch_says_how_to_bring_the_weights(
    story: Path, tmp_path: Path
) -> None:
    done = briefwright(
        "note",
        str(story),
        env={
            "BRIEFWRIGHT_CACHE": str(tmp_path / "cache"),
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(tmp_path),
            "PIP_CONFIG_FILE": os.devnull,
        },
    )
    assert done.returncode == 3
    message = done.stderr.decode()
    assert "briefwright models pull" in message
    assert "--from" in message
    assert "Traceback" not in message


def test_render_makes_the_same_note_again_from_the_brief(story: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    briefwright("note", str(story), "--model", "none", "-o", str(made), "-f", "json")
    note = briefwright("note", str(story), "--model", "none")
    again = briefwright("render", str(made / "nurses.json"))
    assert again.returncode == 0, again.stderr
    assert _lasting(again.stdout) == _lasting(note.stdout)


def _lasting(note: bytes) -> list[bytes]:
    """The lines that neither tell when the note was made nor seal the part that tells it."""
    told = (b"second", b"- Program: ", b"<!-- briefwright: method ")
    return [line for line in note.splitlines() if not any(word in line for word in told)]


@pytest.mark.parametrize("content", [b"", b"{}", b"not json", b'{"schema_version": "9"}'])
def test_render_refuses_what_is_no_brief(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "brief.json"
    path.write_bytes(content)
    done = briefwright("render", str(path))
    assert done.returncode == 1
    assert str(path) in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_schema_is_the_schema_of_the_brief() -> None:
    done = briefwright("schema")
    assert done.returncode == 0
    schema = json.loads(done.stdout)
    assert set(schema["properties"]) == set(Brief.model_fields)
