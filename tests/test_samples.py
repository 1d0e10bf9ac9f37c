"""Briefs under several settings: where they go, and that nothing there is lost."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from briefwright.article import Article
from briefwright.errors import OutputError
from briefwright.ingest import Failed
from briefwright.pipeline import Models
from briefwright.reader.patterns import PatternReader
from briefwright.samples import BRIEFS, label, make

# Invented.
ARTICLES = [
    Article(
        id=f"talks-{number}",
        source=f"talks-{number}.txt",
        title=f"Talks {number}",
        text=f"Minister Ana Duarte met Bo Lind in Lisbon on Monday for round {number} of talks.",
    )
    for number in (1, 2)
]
PLAIN = Models(reader=PatternReader(), shorten=False)


def states(
    articles: Sequence[Article], folder: Path, models: Models = PLAIN, *, force: bool = False
) -> list[str]:
    made = make(articles, models, folder, force=force)
    return [one.code if isinstance(one, Failed) else one.state for one in made]


def test_settings_have_folders_of_their_own() -> None:
    labels = [label("embedded", "trained"), label("embedded", "patterns"), label("/m/Qwen 2", "x")]
    assert labels == ["embedded", "embedded-patterns", "qwen-2-x"]


def test_what_was_stopped_goes_on_and_what_is_there_is_kept(tmp_path: Path) -> None:
    assert states(ARTICLES[:1], tmp_path) == ["made"]
    (first,) = (tmp_path / BRIEFS).iterdir()
    before = first.read_bytes()
    assert states(ARTICLES, tmp_path) == ["there", "made"]
    assert first.read_bytes() == before
    assert len(list((tmp_path / BRIEFS).iterdir())) == 2


def test_a_brief_that_a_person_edited_is_kept_and_known(tmp_path: Path) -> None:
    states(ARTICLES[:1], tmp_path)
    (path,) = (tmp_path / BRIEFS).iterdir()
    brief = json.loads(path.read_text("utf-8"))
    brief["bottom_line"]["text"] = "They met."
    path.write_text(json.dumps(brief), "utf-8")
    assert states(ARTICLES[:1], tmp_path) == ["edited"]
    assert "They met." in path.read_text("utf-8")


def test_what_was_made_otherwise_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    states(ARTICLES[:1], tmp_path)
    shortened = Models(reader=PatternReader(), shorten=True)
    with pytest.raises(OutputError, match=r"was made with settings .*--force"):
        states(ARTICLES, tmp_path, shortened)
    changed = ARTICLES[0].model_copy(update={"text": "Another text of the talks in Lisbon."})
    with pytest.raises(OutputError, match="another text"):
        states([changed], tmp_path)
    assert len(list((tmp_path / BRIEFS).iterdir())) == 1
    assert states(ARTICLES, tmp_path, shortened, force=True) == ["made", "made"]


def test_an_article_whose_title_changed_has_one_brief_still(tmp_path: Path) -> None:
    states(ARTICLES[:1], tmp_path)
    renamed = ARTICLES[0].model_copy(update={"title": "Talks under another title"})
    assert states([renamed], tmp_path) == ["there"]
    assert states([renamed], tmp_path, force=True) == ["made"]
    assert len(list((tmp_path / BRIEFS).iterdir())) == 1


def test_a_file_that_is_no_brief_is_not_written_over(tmp_path: Path) -> None:
    states(ARTICLES[:1], tmp_path)
    (path,) = (tmp_path / BRIEFS).iterdir()
    path.write_text("my own notes", "utf-8")
    with pytest.raises(OutputError, match="--out"):
        states(ARTICLES[:1], tmp_path)
    assert path.read_text("utf-8") == "my own notes"


def test_titles_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    odd = ARTICLES[0].model_copy(update={"id": "../../x", "title": "../../../etc/<script>"})
    assert states([odd], tmp_path / "in") == ["made"]
    assert [one.parent for one in tmp_path.rglob("*.json")] == [tmp_path / "in" / BRIEFS]
