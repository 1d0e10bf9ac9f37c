"""Briefs read back from files that a person may have edited."""

from __future__ import annotations

import json

import pytest
from render_sample import BRIEF, EMPTY

from briefwright.errors import BriefError
from briefwright.render import load_brief, load_briefs, split_briefs

JSON = BRIEF.model_dump_json(indent=2).encode()


def wrong(data: bytes) -> str:
    with pytest.raises(BriefError) as raised:
        load_brief(data, "a.json")
    assert str(raised.value).startswith("a.json")
    return str(raised.value)


def changed(**fields: object) -> bytes:
    return json.dumps(json.loads(JSON) | fields).encode()


@pytest.mark.parametrize("data", [JSON, b"\xef\xbb\xbf" + JSON, JSON.replace(b"\n", b"\r\n")])
def test_brief_comes_back_as_it_was(data: bytes) -> None:
    assert load_brief(data, "a.json") == BRIEF
    assert list(load_briefs(data, "a.json")) == [BRIEF]


def test_lines_of_jsonl_are_briefs() -> None:
    rows = f"{BRIEF.model_dump_json()}\n\n{EMPTY.model_dump_json()}\n".encode()
    assert list(load_briefs(rows, "day.jsonl")) == [BRIEF, EMPTY]


def test_broken_row_is_named_by_its_line_and_the_others_can_be_read() -> None:
    rows = f"{BRIEF.model_dump_json()}\n{{broken\n{EMPTY.model_dump_json()}".encode()
    with pytest.raises(BriefError, match=r"^day\.jsonl, line 2: not JSON"):
        list(load_briefs(rows, "day.jsonl"))
    names = [name for name, _ in split_briefs(rows, "day.jsonl")]
    assert names == [f"day.jsonl, line {number}" for number in (1, 2, 3)]


def test_not_json_is_told_with_line_and_column() -> None:
    assert "not JSON at line 1, column 1" in wrong(b"Dear minister,\n")


def test_other_version_is_told() -> None:
    assert "schema_version is '2', this version reads '1'" in wrong(changed(schema_version="2"))


def test_json_that_is_no_brief_is_told() -> None:
    assert "not a brief" in wrong(b'{"quotes": []}')
    assert "this is list" in wrong(b"[1]")


def test_missing_field_is_told_with_its_path() -> None:
    participants = json.loads(JSON)["participants"]
    del participants[1]["spans"]["name"]
    assert "'participants[1].spans.name' is missing" in wrong(changed(participants=participants))


def test_unknown_field_is_told_with_its_path() -> None:
    assert "'headline' is wrong" in wrong(changed(headline="x"))


@pytest.mark.parametrize(
    "data", [b"\xff\xfe{", b"[" * 100_000, b'{"schema_version": ' + b"9" * 9_999 + b"}"]
)
def test_hostile_json_is_a_message(data: bytes) -> None:
    assert wrong(data)


def test_empty_file_is_told() -> None:
    with pytest.raises(BriefError, match="empty"):
        list(load_briefs(b" \n", "a.json"))
