"""Lists of feeds."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.batch import Line, lists
from briefwright.errors import SourceError

OPML = """<?xml version="1.0"?>
<opml version="2.0"><head><title>Mine</title></head><body>
<outline text="Asia"><outline type="rss" text="Bay" xmlUrl="https://bay.example/rss"/></outline>
<outline type="rss" text="Fjord" xmlUrl=" https://fjord.example/feed "/>
<outline text="Only a folder"/>
</body></opml>"""
FEEDS = ["https://bay.example/rss", "https://fjord.example/feed"]


def expanded(path: Path, said: list[Line] | None = None) -> list[str]:
    found = lists.expanded(str(path), (said if said is not None else []).append)
    return [one if isinstance(one, str) else one.message for one in found]


def test_opml_gives_its_feeds_however_deep_they_lie(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text(OPML)
    assert expanded(tmp_path / "mine.opml") == FEEDS


def test_toml_gives_its_feeds_with_or_without_names(tmp_path: Path) -> None:
    written = f'feeds = ["{FEEDS[0]}", {{ url = "{FEEDS[1]}", name = "Fjord" }}]'
    (tmp_path / "mine.toml").write_text(written)
    assert expanded(tmp_path / "mine.toml") == FEEDS


def test_feed_that_stands_twice_is_read_once_and_told(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text(f'feeds = ["{FEEDS[0]}", "{FEEDS[0]}"]')
    said: list[Line] = []
    assert expanded(tmp_path / "mine.toml", said) == FEEDS[:1]
    assert "stand in it twice" in said[0].text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.opml", "<opml><body/></opml>", "names no feed"),
        ("a.opml", "<rss/>", "not an OPML list"),
        ("a.opml", "<opml", "broken XML"),
        ("a.opml", '<!DOCTYPE opml [<!ENTITY a "b">]><opml>&a;</opml>', "document type"),
        ("a.toml", "feeds = 3", "no list"),
        ("a.toml", "feeds = [3]", "feed 1 has no address"),
        ("a.toml", "feeds = [", "not TOML"),
        ("a.toml", "sources = []", "--config"),
    ],
)
def test_list_that_cannot_be_read_says_why(
    tmp_path: Path, name: str, content: str, said: str
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(SourceError, match=said):
        expanded(tmp_path / name)


@pytest.mark.parametrize("feed", ["/etc/hostname", "file:///etc/hostname", "in", "../in", "-"])
def test_list_reaches_no_file_of_this_machine_and_its_other_feeds_are_read(
    tmp_path: Path, feed: str
) -> None:
    (tmp_path / "mine.opml").write_text(OPML.replace(FEEDS[0], feed))
    (tmp_path / "mine.toml").write_text(f'feeds = ["{feed}", "{FEEDS[1]}"]')
    for name in ("mine.opml", "mine.toml"):
        refused, other = expanded(tmp_path / name)
        assert "is no http or https address" in refused
        assert other == FEEDS[1]


def test_other_sources_are_left_as_they_are(tmp_path: Path) -> None:
    assert expanded(tmp_path / "a.html") == [str(tmp_path / "a.html")]
