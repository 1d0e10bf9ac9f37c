"""The page in a real Chromium: mouse, keys, no scripts, two at once, and hostile texts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from review_page import page
from review_sample import ALPHA, FERRY, PORTS, brief, desk, written

from briefwright.review.ballots import Ballots
from briefwright.review.desk import Desk, opened
from briefwright.review.door import Door
from briefwright.review.remarks import remarks
from briefwright.runs import read_runs

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
if TYPE_CHECKING:
    from playwright import sync_api
else:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    # Playwright's event loop closes its pipes when it is collected.
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

SCRIPTS = (
    "<script>owned('script')</script>",
    "<img src=x onerror=owned('img')>",
    "<svg/onload=owned('svg')>",
    '"><svg onload=owned(1)>',
    "'-owned('quote')-'",
    "</textarea><script>owned('textarea')</script>",
    "</style></script><script>owned('style')</script>",
    "</title><iframe srcdoc=\"<script>parent.owned('frame')</script>\">",
    "javascript:owned('address')",
    '<a href="javascript:owned(2)" autofocus onfocus=owned(3)>x</a>',
    '<meta http-equiv="refresh" content="0;url=http://evil.example/">',
    '<link rel=stylesheet href="http://evil.example/x.css"><base href="http://evil.example/">',
    "<img src=http://evil.example/x.png><video src=//evil.example/v>",
    "{{ 7 * 7 }} {% for x in y %} ${owned(4)} <%= owned(5) %>",
    "\u202e\u2066<b>\u0000\u2028owned(6)",
    "<form action=http://evil.example/><button>go</button>",
)
HOSTILE = Path(__file__).parents[2].parent / "shared" / "data" / "hostile"

Visit = Callable[..., sync_api.Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield found
        found.close()


@pytest.fixture
def visit(browser: sync_api.Browser) -> Iterator[Visit]:
    """Opens a browser of a reviewer of its own; whatever it asks of elsewhere is refused and
    remembered."""
    contexts: list[sync_api.BrowserContext] = []
    foreign: list[str] = []

    def opened_by(door: Door, name: str, *, scripts: bool = True) -> sync_api.Page:
        context = browser.new_context(
            viewport={"width": 1280, "height": 900}, java_script_enabled=scripts
        )
        contexts.append(context)
        ours = f"http://127.0.0.1:{door.port}/"

        def asked(route: sync_api.Route) -> None:
            if route.request.url.startswith(ours):
                route.continue_()
            else:
                foreign.append(route.request.url)
                route.abort()

        context.route("**/*", asked)
        found = context.new_page()
        found.goto(door.address)
        found.wait_for_url(ours)
        found.get_by_label("Your name").fill(name)
        found.get_by_role("button", name="Begin").click()
        found.wait_for_url("**/pair/1")
        return found

    yield opened_by
    for context in contexts:
        context.close()
    assert foreign == []


def standing(at: Desk, who: str) -> list[str]:
    with Ballots(at.ballots.path, new=False) as ballots:
        return [one.verdict.choice for one in ballots.standing(who)]


def test_a_whole_ballot_by_mouse(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        maja = visit(door, "Maja")
        item = maja.locator(".item", has_text="They met in Maputo").first
        item.hover()
        assert "".join(maja.locator("mark.lit").all_inner_texts()) == PORTS.split("\n\n")[0]
        maja.get_by_text("Why, if you like to say").click()
        maja.get_by_label("Wrong fact, left").check()
        maja.get_by_label("Comment").last.fill("kept over another form")
        item.get_by_text("Mark or correct").click()
        item.get_by_label("What is wrong with it").select_option("misleading")
        item.get_by_role("button", name="Mark wrong").click()
        maja.locator(".flag.bad").first.wait_for()
        assert maja.get_by_label("Wrong fact, left").is_checked()
        maja.get_by_role("button", name="Left is better").click()
        maja.wait_for_url("**/pair/2")
        assert "Left is better" in maja.get_by_role("status").inner_text()
        assert maja.locator("#comment").input_value() == ""
        maja.get_by_role("button", name="Undo last ballot").click()
        maja.wait_for_url("**/pair/1")
        assert standing(at, "Maja") == []
        maja.get_by_role("button", name="Both bad").click()
        maja.wait_for_url("**/pair/2")
        maja.get_by_role("button", name="Equally good").click()
        maja.wait_for_url("**/ballots")
        assert "All 2 judged" in maja.get_by_role("heading").first.inner_text()
        assert standing(at, "Maja") == ["bad", "tie"]
        with Ballots(at.ballots.path, new=False) as ballots:
            assert [one.reason for one in remarks(ballots)] == ["misleading"]


def test_a_whole_ballot_by_keyboard(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        maja = visit(door, "Maja")
        keys = maja.keyboard
        keys.press("j")
        keys.press("j")
        assert maja.locator(".item.lit").count() == 1
        keys.press("x")
        keys.press("Tab")
        keys.type("12")
        keys.press("Enter")
        maja.locator(".flag.bad", has_text="12").first.wait_for()
        keys.press("c")
        keys.type("1 is no ballot here")
        keys.press("Escape")
        keys.press("Control+1")
        assert standing(at, "Maja") == []
        keys.press("4")
        maja.wait_for_url("**/pair/2")
        keys.press("u")
        maja.wait_for_url("**/pair/1")
        keys.press("n")
        maja.wait_for_url("**/pair/2")
        keys.press("2")
        maja.wait_for_url("**/pair/1")
        keys.press("1")
        maja.wait_for_url("**/ballots")
        assert standing(at, "Maja") == ["tie", "left"]


def test_enter_in_a_checkbox_is_no_ballot(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        maja = visit(door, "Maja")
        maja.keyboard.press("w")
        maja.keyboard.press("Space")
        maja.keyboard.press("Enter")
        maja.keyboard.press("Tab")
        maja.keyboard.press("Space")
        assert maja.get_by_label("Wrong fact, left").is_checked()
        assert maja.get_by_label("Wrong fact, right").is_checked()
        maja.keyboard.press("2")
        maja.wait_for_url("**/pair/2")
        assert standing(at, "Maja") == ["tie"]


def test_enter_without_scripts_loses_nothing(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        maja = visit(door, "Maja", scripts=False)
        maja.get_by_text("Why, if you like to say").click()
        maja.get_by_label("Comment").last.fill("first\nsecond")
        maja.get_by_label("Outlook better left").check()
        maja.get_by_label("Wrong fact, left").check()
        maja.keyboard.press("Enter")
        maja.get_by_role("alert").wait_for()
        assert standing(at, "Maja") == []
        assert maja.get_by_label("Outlook better left").is_checked()
        assert maja.get_by_label("Wrong fact, left").is_checked()
        assert maja.locator("#comment").input_value() == "first\nsecond"


def test_a_key_held_down_is_one_ballot(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path, reference=True)
    with page(at) as door:
        maja = visit(door, "Maja")
        maja.keyboard.down("1")
        maja.wait_for_url("**/pair/2")
        for _ in range(5):
            maja.keyboard.down("1")
        maja.keyboard.up("1")
        assert standing(at, "Maja") == ["left"]


def test_a_whole_ballot_without_scripts(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        maja = visit(door, "Maja", scripts=False)
        item = maja.locator(".item", has_text="They met in Maputo").first
        item.get_by_text("Mark or correct").click()
        item.locator("textarea[name=text]").fill("They met in Maputo on Monday.")
        item.get_by_role("button", name="Keep correction").click()
        maja.get_by_text("Corrected by you").wait_for()
        item.get_by_role("link", name="In the article").click()
        assert maja.locator("mark:target").count() == 1
        maja.get_by_text("Why, if you like to say").click()
        maja.get_by_label("Clumsy wording, right").check()
        maja.get_by_role("button", name="Left is better").click()
        maja.wait_for_url("**/pair/2")
        assert standing(at, "Maja") == ["left"]


def test_words_selected_in_the_article_become_evidence(tmp_path: Path, visit: Visit) -> None:
    with page(desk(tmp_path)) as door:
        maja = visit(door, "Maja")
        fold = maja.locator(".cell.left.outlook .add")
        fold.locator("summary").click()
        fold.get_by_label("Text").fill("Grain ships may come.")
        maja.locator("#article p", has_text="We will open").click(click_count=3)
        fold.get_by_role("button", name="Add what is selected").click()
        assert "grain ships in July" in fold.get_by_label("Evidence").input_value()
        fold.get_by_role("button", name="Add", exact=True).click()
        maja.get_by_text("Added by you").wait_for()
        assert "Grain ships may come." in maja.locator(".cell.left.outlook").inner_text()


def test_two_reviewers_at_once_see_their_own_work(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path, reference=True)
    with page(at) as door:
        maja, otto = visit(door, "Maja"), visit(door, "Otto")
        for number in range(1, 7):
            maja.keyboard.press("1")
            otto.keyboard.press("4")
            for one in (maja, otto):
                one.wait_for_url(f"**/pair/{number + 1}" if number < 6 else "**/ballots")
        assert standing(at, "Maja") == ["left"] * 6
        assert standing(at, "Otto") == ["right"] * 6


def test_what_one_ticked_and_typed_is_not_on_the_ballot_of_the_next(
    tmp_path: Path, visit: Visit
) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        one = visit(door, "Maja")
        one.keyboard.press("w")
        one.locator("#ballot [name=fault]").first.check()
        one.locator("#ballot [name=comment]").fill("Maja's own words")
        one.reload()
        assert one.locator("#ballot [name=comment]").input_value() == "Maja's own words"
        one.goto(f"http://127.0.0.1:{door.port}/ballots")
        one.get_by_role("button", name="Another reviewer").click()
        one.get_by_label("Your name").fill("Otto")
        one.get_by_role("button", name="Begin").click()
        one.wait_for_url("**/pair/1")
        assert one.locator("#ballot [name=comment]").input_value() == ""
        assert one.locator("#ballot [name=fault]:checked").count() == 0


def test_a_window_that_was_left_behind_casts_no_second_ballot(tmp_path: Path, visit: Visit) -> None:
    at = desk(tmp_path)
    with page(at) as door:
        maja = visit(door, "Maja")
        other = maja.context.new_page()
        other.goto(maja.url)
        maja.keyboard.press("1")
        maja.wait_for_url("**/pair/2")
        other.keyboard.press("4")
        other.wait_for_url("**/pair/2")
        assert "already" in other.get_by_role("status").inner_text()
        assert standing(at, "Maja") == ["left"]


def payloads() -> list[str]:
    """Ours, and where they are at hand those that others collected, at most 738 in all."""
    found = list(SCRIPTS)
    for path in sorted(HOSTILE.rglob("*")) if HOSTILE.is_dir() else ():
        if path.suffix.lower() in (".txt", ".json", ".md") and path.is_file():
            with suppress(UnicodeDecodeError, OSError):
                lines = path.read_text("utf-8").splitlines()
                found += [line for line in lines if "<" in line and 4 < len(line) < 1500]
    return found[:738]


def test_hostile_texts_stay_texts(tmp_path: Path, visit: Visit) -> None:
    """As article, title, name of a person, of a reviewer and of a run, statement and comment."""
    texts = payloads()
    size = 41
    groups = [texts[at : at + size] for at in range(0, len(texts), size)]
    rows = []
    for side in ("one", "two"):
        rows.append(
            [
                brief(
                    f"a{number}",
                    "\n\n".join(("Quiet words.", *group)),
                    line=f"{side} {group[0]}",
                    points=group if side == "one" else (),
                    people=[group[-1].splitlines()[0]],
                    title=group[1 % len(group)],
                )
                for number, group in enumerate(groups)
            ]
        )
    paths = [written(tmp_path / f"{n}.jsonl", found) for n, found in enumerate(rows)]
    at = opened(tmp_path / "ballots.db", read_runs(paths, (SCRIPTS[0], SCRIPTS[3])))
    with page(at) as door:
        maja = visit(door, SCRIPTS[1][:60])
        said: list[str] = []

        def heard(dialog: sync_api.Dialog) -> None:
            said.append(dialog.message)
            dialog.dismiss()

        maja.on("dialog", heard)
        maja.add_init_script("window.ran = []; window.owned = one => window.ran.push(String(one));")
        for number in range(1, len(groups) + 1):
            maja.goto(f"http://127.0.0.1:{door.port}/pair/{number}")
            assert maja.evaluate("window.ran") == []
            # The page's own elements and no others, whatever the texts say.
            assert maja.locator("script, style").count() == 2
            assert maja.locator("img, iframe, object, embed, link, base, video, svg").count() == 0
            assert maja.locator("[onerror], [onload], [onfocus], [onclick], [src]").count() == 0
        maja.goto(f"http://127.0.0.1:{door.port}/pair/1")
        maja.locator(".item").first.get_by_text("Mark or correct").click()
        mark = maja.locator(".item").first.locator("form").first
        mark.locator("[name=comment]").fill(SCRIPTS[3])
        mark.get_by_role("button", name="Mark wrong").click()
        maja.locator(".flag.bad").first.wait_for()
        maja.keyboard.press("c")
        maja.locator("#comment").fill("\n".join(SCRIPTS))
        maja.get_by_role("button", name="Both bad").click()
        maja.wait_for_url("**/pair/2" if len(groups) > 1 else "**/ballots")
        maja.goto(f"http://127.0.0.1:{door.port}/ballots")
        assert SCRIPTS[0] in maja.locator("table").inner_text()
        assert maja.evaluate("window.ran") == []
        assert said == []


@pytest.mark.parametrize("width", [390, 800, 1280])
def test_nothing_is_cut_off(width: int, tmp_path: Path, visit: Visit) -> None:
    long = brief("ferry", FERRY, line="Wordswithoutanyspaceatall" * 12, people=["Jonas Berg"])
    paths = [written(tmp_path / "a.jsonl", [long]), written(tmp_path / "b.jsonl", [ALPHA[1]])]
    with page(opened(tmp_path / "ballots.db", read_runs(paths))) as door:
        maja = visit(door, "Maja")
        maja.set_viewport_size({"width": width, "height": 800})
        wide = json.loads(
            maja.evaluate("JSON.stringify([document.documentElement.scrollWidth, innerWidth])")
        )
        assert wide[0] <= wide[1]
        bar = maja.locator(".bar").bounding_box()
        assert bar
        assert bar["y"] + bar["height"] <= 801
