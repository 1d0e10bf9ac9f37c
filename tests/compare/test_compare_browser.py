"""The report in a real browser: by mouse and by keyboard, and with everything hostile in it."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from compare_sample import TEXTS, brief, sample, written

from briefwright.compare.against import compare
from briefwright.compare.report import report
from briefwright.runs import read_runs

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Dialog, Page, Request

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = Path(__file__).parents[2].parent / "shared" / "data" / "hostile"
OWN = (
    "</script><script>alert('ran')</script>",
    "<img src=//outside.example/x onerror=alert('ran')>",
    "<svg onload=alert('ran')><style>@import '//outside.example/s.css'</style></svg>",
    "<iframe srcdoc=\"<script>parent.alert('ran')</script>\"></iframe>",
    "<link rel=stylesheet href=//outside.example/s.css><base href=//outside.example/>",
    "<form action=//outside.example/><button>go</button></form>",
    "javascript:alert('ran')",
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no chromium is installed"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        opened = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    made = folder / "report.html"
    made.write_bytes(report(sample(folder)))
    return made


@pytest.fixture
def page(browser: Browser, path: Path) -> Iterator[Page]:
    made = browser.new_page(viewport={"width": 1440, "height": 900})
    wrong = watched(made)
    opened(made, path)
    yield made
    made.close()
    assert wrong == []


def watched(page: Page) -> list[str]:
    """What should not be: requests, dialogs, errors of the script or of the policy."""
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error {error}"))
    page.on("console", lambda said: wrong.append(f"console {said.text}"))

    def dismissed(dialog: Dialog) -> None:
        wrong.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def asked(request: Request) -> None:
        if not request.url.startswith("file://"):
            wrong.append(f"asked {request.url}")

    page.on("dialog", dismissed)
    page.on("request", asked)
    return wrong


def opened(page: Page, path: Path, fragment: str = "") -> None:
    page.goto(path.as_uri() + fragment)
    page.wait_for_selector("html[data-ready]")


def count(page: Page, selector: str) -> int:
    return page.locator(selector).count()


def focused(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(
        "(one => ({id: one.id, side: one.dataset.side, n: one.dataset.n,"
        " text: one.textContent}))(document.activeElement)"
    )
    return found


def titles(page: Page) -> list[str]:
    return page.locator("#room .row .title").all_inner_texts()


def test_it_opens_from_disk_on_the_overview(page: Page) -> None:
    assert page.is_visible("#overview")
    assert page.is_hidden("#articles")
    assert count(page, "figure svg") >= 2
    page.click("#to-articles")
    assert page.is_visible("#case h2")
    assert count(page, "#room .row") == len(TEXTS)


def test_an_item_lights_its_evidence_and_its_counterpart(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    item = page.locator(".item.left", has_text="Yesterday").first
    item.hover()
    assert "lit" in (item.get_attribute("class") or "").split()
    lit = "".join(page.locator("mark.cited.lit").all_inner_texts())
    assert "Ana Kolar" in lit
    assert count(page, ".item.right.twin") == 1
    assert page.locator("mark.changed").all_inner_texts() == ["Yesterday"]
    page.mouse.move(1, 1)
    assert count(page, ".lit, .twin") == 0


def test_evidence_lights_the_items_that_rest_on_it(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    page.locator("mark.cited", has_text="We will open the port").first.hover()
    assert count(page, ".item.right.lit") >= 1
    assert "Cited by" in page.inner_text("#rests")


def test_a_click_keeps_the_evidence_lit_until_it_is_let_go(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    page.locator(".item.right").first.click()
    page.mouse.move(1, 1)
    assert count(page, ".item.lit") == 1
    page.keyboard.press("Escape")
    assert count(page, ".item.lit") == 0


def test_a_whole_walk_by_keyboard(page: Page) -> None:
    page.keyboard.press("a")
    assert focused(page)["id"] == "list"
    first = page.inner_text("#case h2")
    page.keyboard.press("ArrowDown")
    assert page.inner_text("#case h2") != first
    page.keyboard.press("k")
    assert page.inner_text("#case h2") == first
    page.keyboard.press("Enter")
    assert focused(page)["side"] == "0"
    assert count(page, ".item.lit") == 1
    page.keyboard.press("ArrowRight")
    assert focused(page)["side"] == "1"
    page.keyboard.press("ArrowDown")
    moved = focused(page)
    page.keyboard.press(" ")
    assert count(page, ".item.pinned") == 1
    page.keyboard.press("3")
    assert focused(page)["text"] != moved["text"]
    page.keyboard.press("Escape")
    assert count(page, ".pinned") == 0
    page.keyboard.press("/")
    assert focused(page)["id"] == "search"
    page.keyboard.type("signalling")
    assert count(page, "#room .row") == 1
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    assert count(page, "#room .row") == len(TEXTS)
    page.keyboard.press("?")
    assert page.is_visible("#keys")
    page.keyboard.press("Escape")
    assert page.is_hidden("#keys")
    page.keyboard.press("o")
    assert page.is_visible("#overview")


def test_single_keys_can_be_turned_off(page: Page) -> None:
    page.click("#help")
    page.uncheck("#single")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    assert page.is_visible("#overview")


def test_every_part_is_reached_with_the_tab_key_and_its_focus_is_seen(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    reached = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        one = focused(page)
        reached.add(one["id"] or ("item" if one["side"] else ""))
        width = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
        assert width != "none"
    assert {"left", "who", "field", "least", "order", "search", "list", "item", "pane"} <= reached


def test_filters_leave_the_articles_they_name(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    page.select_option("#who", "-1")
    assert titles(page) == []
    assert "No article is like this" in page.inner_text("#room")
    page.select_option("#who", "1")
    assert len(titles(page)) == len(TEXTS)
    page.fill("#least", "0.9")
    assert titles(page) == []
    page.click("#clear")
    page.select_option("#field", label="differ in: summary")
    assert titles(page) == []
    page.select_option("#field", label="differ in: key quotes")
    assert len(titles(page)) == len(TEXTS)
    page.select_option("#flag", "withheld")
    assert len(titles(page)) == len(TEXTS)
    page.select_option("#right", label="reference")
    page.select_option("#left", label="full")
    assert titles(page) == []


def test_the_list_is_put_in_order(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    page.select_option("#order", "title")
    assert titles(page) == sorted(titles(page))
    page.select_option("#order", "right")
    gains = [
        float(text.replace("−", "-"))
        for text in page.locator("#room .row .difference").all_inner_texts()
    ]
    assert gains == sorted(gains, reverse=True)
    assert gains[0] > 0


def test_sides_are_chosen_and_swapped(page: Page) -> None:
    opened(page, Path(page.url.removeprefix("file://")), "#articles")
    page.select_option("#right", label="reference")
    assert page.locator(".side-head.right b").inner_text() == "reference"
    page.click("#swap")
    assert page.locator(".side-head.left b").inner_text() == "reference"


def test_an_address_opens_its_article(page: Page, path: Path) -> None:
    opened(page, path, "#article=water")
    page.wait_for_function("document.querySelector('#case h2').textContent.includes('water')")


def test_withheld_and_unverified_items_are_marked(page: Page, path: Path) -> None:
    opened(page, path, "#article=rail")
    assert "They quarrelled." in page.inner_text(".aside.left")
    assert page.locator(".item.left .notes .bad").first.inner_text() == "edited, not verified"


def test_what_the_reference_has_and_a_side_has_not_is_shown_as_missed(
    page: Page, path: Path
) -> None:
    opened(page, path, "#article=rail")
    missed = page.locator(".missed.left").all_inner_texts()
    assert any("Trains will run every hour" in text for text in missed)
    assert count(page, ".missed.right") == 0
    assert count(page, ".item.right .held") == count(page, ".item.right")
    page.select_option("#right", label="reference")
    assert count(page, ".missed, .held") == 0


def test_it_prints_with_the_article_and_without_the_tools(page: Page, path: Path) -> None:
    opened(page, path, "#article=rail")
    page.emulate_media(media="print")
    assert page.is_hidden(".tools")
    assert page.is_visible("#pane article")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("fragment", ["#overview", "#articles"])
def test_no_rule_of_accessibility_is_broken(
    browser: Browser, path: Path, scheme: Literal["light", "dark"], fragment: str
) -> None:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    # The rules come as a script, which the report's own policy would not let run.
    context = browser.new_context(bypass_csp=True, color_scheme=scheme)
    page = context.new_page()
    opened(page, path, fragment)
    found = axe.Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_hundreds_of_articles_draw_the_rows_in_sight_alone(
    browser: Browser, tmp_path: Path
) -> None:
    rows = [{**brief("rail"), "id": f"rail-{at}"} for at in range(120)]
    one, other = (written(tmp_path / f"{name}.jsonl", rows) for name in ("one", "two"))
    path = tmp_path / "many.html"
    path.write_bytes(report(compare(read_runs([one, other]))))
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    opened(page, path, "#articles")
    assert 0 < count(page, "#room .row") < 40
    page.focus("#list")
    page.keyboard.press("End")
    assert page.inner_text(".steps .quiet") == "120 of 120"
    assert count(page, "#row-119") == 1
    page.close()


def test_nothing_in_an_article_or_a_brief_runs_or_loads(browser: Browser, tmp_path: Path) -> None:
    payloads = [*OWN, *_listed()]
    rows = [hostile(at, payloads[at : at + EACH]) for at in range(0, len(payloads), EACH)]
    one, other = (written(tmp_path / f"{name}.jsonl", rows) for name in ("one", "two"))
    path = tmp_path / "hostile.html"
    path.write_bytes(report(compare(read_runs([one, other], [OWN[0], OWN[1]]))))
    page = browser.new_page()
    wrong = watched(page)
    opened(page, path, "#articles")
    assert page.evaluate("document.scripts.length") == 2
    drawn = page.evaluate(
        """() => {
          let drawn = 1;
          const next = () => document.getElementById("next");
          for (; !next().disabled; drawn++) { next().click(); }
          return drawn;
        }"""
    )
    assert drawn == len(rows)
    for text in payloads[: len(OWN)]:
        page.fill("#search", text)
        assert count(page, "#room .row") == 1
    page.wait_for_timeout(300)
    assert page.evaluate("document.scripts.length") == 2
    assert count(page, "main iframe, main img, main link, main base, #case form, #case style") == 0
    assert wrong == []
    page.close()


EACH = 8


def hostile(at: int, texts: list[str]) -> dict[str, Any]:
    """A brief with a payload wherever text stands, and all of them in its article."""
    made = brief("rail")
    body = "\n\n".join([made["articles"][0]["text"], *texts])
    digest = hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()
    one, two, three, four, *_ = texts * 4
    made["id"] = f"{at} {one}"
    made["articles"][0] |= {"text": body, "sha256": digest, "title": one, "publisher": two}
    made["bottom_line"] |= {"text": three}
    made["participants"][0] |= {"name": four, "title": one, "country": two}
    made["key_quotes"][0] |= {"text": three, "speaker": four}
    made["cooperation_areas"][0] |= {"label": texts[-1], "parties": [texts[-2:][0]]}
    made["withheld"] = [
        {"field": "summary", "text": text, "code": "x", "reason": text} for text in texts
    ]
    made["cautions"] = [{"code": "x", "text": text, "items": ["S1"]} for text in texts]
    return made


def _listed() -> list[str]:
    """Every line of the hostile collections, where they are at hand."""
    if not HOSTILE.is_dir():
        return []
    scripts = json.loads((HOSTILE / "DOMPurify" / "payloads.json").read_text("utf-8"))
    strings = json.loads((HOSTILE / "blns" / "blns.json").read_text("utf-8"))
    lines = (HOSTILE / "PayloadsAllTheThings" / "ssti_payloads_extracted.txt").read_text("utf-8")
    found = [one if isinstance(one, str) else one["payload"] for one in scripts]
    return [one for one in dict.fromkeys([*found, *strings, *lines.splitlines()]) if one.strip()]
