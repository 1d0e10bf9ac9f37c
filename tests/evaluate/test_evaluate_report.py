"""The report of an evaluation: one file that shows everything and runs nothing of an article's."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evaluate_sample import REFERENCE, TEXT, WRONG, brief, reference, run
from lxml.html import document_fromstring
from render_browser import CHROMIUM, Page, browser

from briefwright.evaluate import evaluate
from briefwright.evaluate.report import is_report, report

PAYLOADS: tuple[str, ...] = (
    "<script>window.pwned=1</script>",
    '</style></script><img src=x onerror="window.pwned=1">',
    "{{ 7 * 777 }}{% set x = 1 %}' onmouseover='window.pwned=1",
)
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13}
HOSTILE = Path(__file__).parents[3] / "shared" / "data" / "hostile" / "DOMPurify" / "payloads.json"


def hostile(payloads: tuple[str, ...]) -> bytes:
    """A report in which everything that can be somebody else's words is a payload."""
    references, ours = [], []
    for at, one in enumerate(payloads):
        text = f"{TEXT} {one} And more."
        points = [{"text": f"{one} may open.", "evidence": [one]}]
        people = [{"name": one, "title": one, "organisation": one}, *REFERENCE["participants"]]
        told = brief(f"{at}{one}", text=text, title=one, source=one, kind=one, summary=points)
        references.append({**told, "participants": people})
        quotes = [{"text": one, "speaker": one}] * (at % 3)
        ours.append({**told, "bottom_line": one, "quotes": quotes})
    found = evaluate(reference(*references), [run(*ours, name=f"ours{payloads[0]}")])
    return report(found, worst=len(payloads))


def parsed(content: bytes) -> Any:
    return document_fromstring(content.decode())


def page() -> bytes:
    second = brief("second", text=f"{TEXT} Again.", title="Another", participants=[])
    both = reference(REFERENCE, brief("second", text=f"{TEXT} Again.", title="Another"))
    found = evaluate(both, [run(WRONG, second), run(REFERENCE, name="theirs")])
    return report(found, worst=5)


def test_wanted_found_and_evidence_stand_side_by_side() -> None:
    root = parsed(page())
    rows = [
        [cell.text_content().strip() for cell in row.xpath("./td")]
        for row in root.xpath("//table[contains(@class, 'items')]/tbody/tr")
    ]
    missed = next(row for row in rows if row[0] == "missed" and "Paulo Reis" in row[1])
    assert missed[1].startswith("Paulo Reis (title: Trade Minister")
    assert missed[2] == "nothing"
    marked = root.xpath("//td[contains(@class, 'source')]//mark/text()")
    assert "The port may open to tankers in autumn." in marked


def test_every_run_and_measure_is_there_and_what_was_not_taken_says_why() -> None:
    text = " ".join(parsed(page()).text_content().split())
    assert "ours, theirs against reference" in text
    assert "no brief for 1 of 2 articles" in text
    assert "no brief says where its statements come from" in text


def test_the_page_loads_nothing_and_runs_its_own_script_alone() -> None:
    root = parsed(page())
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-")
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//@src | //link | //iframe | //form | //img")
    assert all(one.startswith("#") for one in root.xpath("//@href"))
    assert not root.xpath("//@*[contains(., 'url(')]")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_payload_stands_as_text_wherever_it_is(payload: str) -> None:
    root = parsed(hostile((payload,)))
    assert len(root.xpath("//script")) == 1
    assert not root.xpath("//img | //*[@onerror] | //*[@onmouseover]")
    # A space is a space, however many.
    shown = re.sub(r"\s+", " ", root.text_content())
    assert payload in shown
    assert "5439" not in shown


def test_a_file_that_is_no_report_is_known_from_one() -> None:
    assert is_report(page())
    assert not is_report(b"<!DOCTYPE html><title>mine</title>")


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed")
    folder = tmp_path_factory.mktemp("report")
    payloads = PAYLOADS
    if HOSTILE.exists():
        payloads += tuple(_strings(json.loads(HOSTILE.read_text("utf-8"))))[:200]
    (folder / "report.html").write_bytes(hostile(payloads))
    with browser(folder / "report.html", folder / "profile") as shown:
        yield shown


def _strings(found: object) -> Iterator[str]:
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict):
        for one in found.values():
            yield from _strings(one)
    elif isinstance(found, list):
        for one in found:
            yield from _strings(one)


@pytest.mark.browser
class TestInABrowser:
    def test_no_payload_runs_and_nothing_is_requested(self, opened: Page) -> None:
        opened.js("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        opened.js("new Promise(done => setTimeout(done, 100))")
        assert opened.js("window.pwned") is None
        methods = [one["method"] for one in opened.events]
        requests = [
            one["params"]["request"]["url"]
            for one in opened.events
            if one["method"] == "Network.requestWillBeSent"
        ]
        assert [one for one in requests if not one.startswith("file:")] == []
        assert len(requests) == 1
        assert "Page.javascriptDialogOpening" not in methods
        assert "Runtime.exceptionThrown" not in methods
        logged = [one for one in opened.events if one["method"] == "Log.entryAdded"]
        assert logged == []

    def test_articles_are_sorted_by_the_keyboard(self, opened: Page) -> None:
        heading = "document.querySelector('table.sortable th:last-child')"
        opened.js(f"{heading}.querySelector('button').focus()")
        for kind in ("keyDown", "keyUp"):
            opened.call("Input.dispatchKeyEvent", type=kind, text="\r", **ENTER)
        assert opened.js(f"{heading}.getAttribute('aria-sort')") == "ascending"
        cells = "[...document.querySelectorAll('table.sortable td:last-child')]"
        found = json.loads(opened.js(f"JSON.stringify({cells}.map(one => +one.dataset.value))"))
        assert found == sorted(found)
        assert len(set(found)) > 1


def test_what_would_reorder_the_text_around_it_is_a_sign() -> None:
    content = hostile(("minister \u202enoitacav\x00 \x85 \u2066",)).decode()
    assert "minister \ufffdnoitacav" in content
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00\x85]", content)
