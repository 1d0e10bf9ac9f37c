"""The HTML note in a real browser, and what no HTML note may hold."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml.html import document_fromstring
from render_browser import CHROMIUM, Page, browser
from render_sample import BRIEF, HEADER, crowd

from briefwright.errors import TemplateError
from briefwright.render import fill, render, templates
from briefwright.render.page import permitted, sealed, unedited

needs_browser = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
]
LIT = "[...document.querySelectorAll('mark.lit')].map(m => m.textContent).join('|')"
VERDICT = "document.getElementById('verdict').textContent"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("page")
    (folder / "note.html").write_bytes(render(BRIEF, "html", header=HEADER))
    with browser(folder / "note.html", folder / "profile") as opened:
        yield opened


class TestInABrowser:
    pytestmark = needs_browser

    def test_evidence_lights_up_under_the_pointer_and_goes_out_again(self, page: Page) -> None:
        page.point_at("ol li")
        assert page.js(LIT) == (
            "Ekholm said Tormark would lend Vessania 85 million crowns at 1.5% over twenty years."
        )
        assert page.js(VERDICT) == "[S2] written; verified: names, numbers, attribution"
        page.call("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
        assert page.js(LIT) == ""

    def test_evidence_lights_up_on_keyboard_focus(self, page: Page) -> None:
        page.js("document.activeElement.blur()")
        page.js("window.getSelection().setPosition(document.body, 0)")
        seen = []
        for _ in range(6):
            page.tab()
            seen.append((page.js("document.activeElement.textContent"), page.js(LIT)))
        first, second = seen[0], seen[1]
        assert first[0] == "[S1]"
        assert first[1].startswith("The health ministers of Vessania and Tormark signed")
        assert second[0] == "[S2]"
        assert seen[4][0] == "[P1]"
        assert seen[5] == ("Vessanian Health Minister", "Vessanian Health Minister")

    def test_pointing_at_the_article_lights_up_what_rests_on_it(self, page: Page) -> None:
        page.point_at("mark[data-ids='S2']")
        assert page.js("document.querySelector('ol li').classList.contains('lit')") is True
        assert page.js(VERDICT) == "Cited by S2"

    def test_article_comes_into_view(self, page: Page) -> None:
        page.call(
            "Emulation.setDeviceMetricsOverride",
            width=1500,
            height=420,
            deviceScaleFactor=1,
            mobile=False,
        )
        page.js("document.querySelector('[data-at=outlook-4] .ref').focus()")
        shown = (
            "(b => b.top >= 0 && b.bottom <= innerHeight)"
            "(document.querySelector('mark.lit').getBoundingClientRect())"
        )
        for _ in range(50):
            if page.js(shown):
                break
            time.sleep(0.1)
        assert page.js(shown) is True
        page.call("Emulation.clearDeviceMetricsOverride")

    def test_nothing_is_fetched_and_nothing_is_refused_by_the_policy(self, page: Page) -> None:
        asked = [
            event["params"]["request"]["url"]
            for event in page.events
            if event["method"] == "Network.requestWillBeSent"
        ]
        assert len(asked) == 1
        assert asked[0].startswith("file:")
        said = [
            e for e in page.events if e["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")
        ]
        assert said == []

    def test_dark_and_light_differ_and_both_can_be_read(self, page: Page) -> None:
        colours = {}
        for dark in (False, True):
            page.media(dark=dark)
            style = "getComputedStyle(document.querySelector('.note'))"
            colours[dark] = (page.js(f"{style}.backgroundColor"), page.js(f"{style}.color"))
        page.media()
        assert colours[False] == ("rgb(255, 255, 255)", "rgb(27, 29, 33)")
        assert colours[True] == ("rgb(26, 29, 34)", "rgb(228, 230, 234)")

    def test_on_paper_there_is_the_note_with_its_annex_alone(self, page: Page) -> None:
        page.media(printed=True)
        assert page.js("getComputedStyle(document.querySelector('.pane')).display") == "none"
        assert page.js("getComputedStyle(document.querySelector('.annex')).display") != "none"
        page.media()

    def test_hostile_text_runs_nothing(self, tmp_path: Path) -> None:
        text = (
            "<script>document.title='owned'</script><img src=x onerror=\"document.title='owned'\">"
            "<svg onload=\"document.title='owned'\">"
        )
        article = BRIEF.articles[0].model_copy(update={"text": text, "title": text})
        (tmp_path / "note.html").write_bytes(
            render(BRIEF.model_copy(update={"articles": (article,)}), "html")
        )
        with browser(tmp_path / "note.html", tmp_path / "profile") as opened:
            assert opened.js("document.title") == text
            assert opened.js("document.querySelector('.pane article p').textContent") == text


def test_policy_names_the_hash_of_the_one_script() -> None:
    made = render(BRIEF, "html").decode()
    assert made.count("<script>") == 1
    assert "script-src 'sha256-" in made
    assert "script-hashes" not in made


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("<script>fetch('http://evil.example')</script>", "script that is not the shipped one"),
        ("<script src='http://evil.example/x.js'></script>", "script that is not the shipped one"),
        ("<img src='http://evil.example/x.png'>", "loads 'http://evil.example/x.png'"),
        ("<img src='//evil.example/x.png'>", "loads '//evil.example/x.png'"),
        ("<img srcset='x.png 2x'>", "loads 'x.png 2x'"),
        ("<link rel=stylesheet href=x.css>", "holds <link>"),
        ("<meta http-equiv=refresh content='0;url=http://evil.example'>", "holds <meta>"),
        ("<iframe srcdoc='x'></iframe>", "holds <iframe>"),
        ("<p onclick='x()'>", "attribute 'onclick'"),
        ("<style>@import 'http://evil.example'</style>", "style loads something"),
        ("<p style='background: url(http://evil.example)'>", "style loads something"),
        ("<svg><image href='http://evil.example/x.png'/></svg>", "loads 'http://evil.example"),
        ("<a href='javascript:alert(1)'>x</a>", "loads 'javascript:alert(1)'"),
        (
            "<style>body{background:image-set('https://evil.example/x.png' 1x)}</style>",
            "style loads something",
        ),
        ("<style>body{background:u\\72l(https://evil.example/)}</style>", "style loads something"),
        ("<p style='background: src(\"https://evil.example/\")'>", "style loads something"),
        ("<a href='#' ping='https://evil.example/'>x</a>", "reports clicks"),
        ("<form action='http://evil.example'></form>", "holds <form>"),
    ],
)
def test_page_that_would_run_or_load_something_is_refused(source: str, said: str) -> None:
    with pytest.raises(TemplateError) as raised:
        permitted(f"<html><body>{source}</body></html>", "mine.html")
    assert said in str(raised.value)
    assert "'mine.html'" in str(raised.value)


def test_picture_inside_the_page_and_a_link_to_click_are_let_through(tmp_path: Path) -> None:
    path = tmp_path / "mine.html"
    path.write_text(
        "<html><body><img src='data:image/png;base64,AAAA'><a href='https://intranet.example/'>desk"
        "</a>{{ subject }}</body></html>"
    )
    assert b"data:image/png" in render(BRIEF, "html", template=path)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "<p>x</p>",
        "<!DOCTYPE html><html><head><title>x</title></head><body>x</body></html>",
        "<!-- x --><html><head><style>p {}</style></head></html>",
        "<?xml version='1.0' encoding='utf-8'?><html><body>x</body></html>",
        "<meta http-equiv='Content-Security-Policy' content='default-src *'>x",
    ],
)
def test_page_of_ones_own_is_under_the_policy(source: str) -> None:
    made = permitted(source, "mine.html")
    policy = made.index("default-src 'none'; style-src 'unsafe-inline'")
    assert "script-src 'none'" in made
    assert made.index("<meta http-equiv") < policy
    assert made[:policy].count("<") == 3


@pytest.mark.parametrize("name", templates.shipped("html"))
def test_every_shipped_page_passes_its_own_rules(name: str) -> None:
    made = render(BRIEF, "html", template=name).decode()
    assert made.count("<!DOCTYPE") == made.count("Content-Security-Policy") == 1


@pytest.mark.parametrize("name", templates.shipped("html"))
@pytest.mark.parametrize("several", [False, True])
def test_every_link_within_a_page_has_its_target(name: str, several: bool) -> None:
    found: Any = document_fromstring(render(crowd(several=several), "html", template=name).decode())
    targets = set(found.xpath("//@id"))
    links = [one.removeprefix("#") for one in found.xpath("//a/@href")]
    assert set(links) <= targets
    assert len(links) > 10 or name == "readout"
    references = found.xpath("//*[@class='ref']")
    assert all(one.tag == "a" or one.get("tabindex") == "0" for one in references)
    assert len(references) > 5


def test_reference_of_a_template_without_an_annex_is_no_link(tmp_path: Path) -> None:
    path = tmp_path / "mine.html"
    path.write_text(
        '{% extends "_page.html.jinja" %}{% import "_sections.html.jinja" as s with context %}'
        "{% block note %}{{ s.summary_section() }}{% endblock %}"
    )
    made = fill(BRIEF, "html", template=path).decode()
    assert '<span class="ref" tabindex="0">[S2]</span>' in made
    assert "<a class" not in made


def test_article_cannot_make_a_target_or_a_link() -> None:
    hostile = '<a class="ref" href="#x">[S9]</a> id="summary-1"'
    article = BRIEF.articles[0].model_copy(update={"title": hostile})
    made = render(BRIEF.model_copy(update={"articles": (article,)}), "html", template="readout")
    root: Any = document_fromstring(made.decode())
    assert not root.xpath("//a")
    assert root.xpath("//h1")[0].text_content() == hostile


@pytest.mark.parametrize("id_", ["ferry", "a -- b --> <x>", "北京", "a\nb"])
def test_page_says_its_brief_until_it_is_edited(id_: str) -> None:
    note = sealed("<p>One</p>", id_)
    assert note.count("-->") == 1
    assert unedited(note.replace("\n", "\r\n").encode()) == id_
    for other in (note.replace("One", "Two"), note.replace("-->", "--> more"), "", "<p>One</p>"):
        assert unedited(other.encode()) == ""
