"""Feeds in a batch: what a run that died had read from them is not lost with it."""

from __future__ import annotations

from pathlib import Path

import batch_fakes as fakes
import pytest
from ingest_server import Handler, says, serving

from briefwright.batch import Line, Settings, Summary, run
from briefwright.engines import Plan
from briefwright.errors import ModelError
from briefwright.ingest import Network

ENTRY = (
    "<item><title>{place} opens a port</title><link>https://bay.example/{place}</link>"
    "<pubDate>Mon, 04 May 2026 08:30:00 +0000</pubDate><content:encoded><![CDATA[{text}]]>"
    "</content:encoded></item>"
)
FEED = (
    '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/'
    'content/"><channel><title>Bay Post</title>{}</channel></rss>'
)


@pytest.fixture(autouse=True)
def _workers_find_the_fakes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(fakes.HERE), prepend=":")


def feed(handler: Handler) -> None:
    entries = [
        ENTRY.format(place=place, text=f"<p>{fakes.text(place, sentences=12)}</p>")
        for place in ("Chad", "Mali", "Togo")
    ]
    unchanged = handler.headers["If-None-Match"] == '"v1"'
    status = 304 if unchanged else 200
    content = "" if unchanged else FEED.format("".join(entries))
    says(content, "application/rss+xml", status=status, ETag='"v1"')(handler)


def test_feed_that_has_not_changed_does_not_cost_what_an_earlier_run_left(tmp_path: Path) -> None:
    told: list[str] = []
    with serving() as server, server.client() as client:
        server.answers["/rss"] = feed
        (tmp_path / "mine.toml").write_text(f'feeds = ["{server.url("/rss")}"]')
        given = fakes.settings(tmp_path, tmp_path / "mine.toml")

        def batch(settings: Settings) -> Summary:
            return run(
                settings,
                engine=fakes.local(),
                connect=lambda store: Network(
                    client=client, store=store, report=lambda feed: told.append(feed.status)
                ),
                clock=lambda: fakes.NOON,
            )

        broken = given.plan.recipe.model_copy(update={"model": "none"})
        with pytest.raises(ModelError):
            batch(given.model_copy(update={"plan": Plan(recipe=broken)}))
        summary = batch(given)
    assert told == ["read", "unchanged"]
    assert (summary.continued, summary.sums.done, summary.undated) == (3, 3, 0)
    fakes.check_notes(given)


def test_list_that_cannot_be_read_is_rejected_and_the_rest_done(tmp_path: Path) -> None:
    (tmp_path / "mine.opml").write_text("<rss/>")
    source = fakes.folder(tmp_path / "in", ["Chad"])
    events: list[object] = []
    summary = run(
        fakes.settings(tmp_path, tmp_path / "mine.opml", source),
        engine=fakes.local(),
        report=events.append,
        clock=lambda: fakes.NOON,
    )
    assert (summary.sums.done, summary.sums.rejected) == (1, 1)
    assert ["not an OPML list" in one.text for one in events if isinstance(one, Line)] == [True]


def test_folder_that_a_list_names_is_rejected_and_not_briefed(tmp_path: Path) -> None:
    source = fakes.folder(tmp_path / "in", ["Chad"])
    (tmp_path / "mine.opml").write_text(
        f'<opml><body><outline xmlUrl="{source}"/></body></opml>', encoding="utf-8"
    )
    summary = run(
        fakes.settings(tmp_path, tmp_path / "mine.opml"),
        engine=fakes.no_engine,
        clock=lambda: fakes.NOON,
    )
    assert (summary.sums.total, summary.sums.rejected) == (1, 1)
