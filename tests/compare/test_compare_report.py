"""The report as a file: what it holds, and that nothing from an article is alive in it."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest
from compare_sample import TEXTS, brief, files, sample, written
from lxml import html

from briefwright.compare.against import compare
from briefwright.compare.payload import embedded, payload
from briefwright.compare.report import report
from briefwright.runs import read_runs

PAYLOADS = (
    "</script><script>document.title='ran'</script>",
    "<img src=x onerror=document.title='ran'>",
    "<!--<script>",
    "{{ 7 * 7 }}{% raw %}",
    "\u2028document.title='ran'//",
    "javascript:document.title='ran'",
    '" onmouseover="document.title=1" x="',
    "&lt;script&gt;document.title='ran'&lt;/script&gt;",
)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    return report(sample(tmp_path_factory.mktemp("report"))).decode()


def parsed(page: str) -> Any:
    return html.document_fromstring(page)


def data_of(page: str) -> dict[str, Any]:
    (found,) = parsed(page).xpath("//script[@id='data']/text()")
    read: dict[str, Any] = json.loads(found)
    return read


def test_the_policy_names_the_hashes_of_the_one_style_and_the_one_script(page: str) -> None:
    root = parsed(page)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for tag in ("style", "script"):
        (own,) = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(own.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_nothing_is_loaded_and_no_rule_or_handler_stands_in_an_element(page: str) -> None:
    root = parsed(page)
    assert not root.xpath("//*[@src or @style or @srcset or @action or @poster]")
    assert not root.xpath("//link | //iframe | //object | //embed | //img | //base")
    assert not root.xpath("//@*[starts-with(name(), 'on')]")
    assert {one[0] for one in root.xpath("//a/@href")} == {"#"}


def test_the_overview_is_there_without_a_script(page: str) -> None:
    text = parsed(page).text_content()
    assert "brief score" in text
    assert "Compared: 3 articles of which both runs have a brief." in text
    assert "quotations, recall" in text


def test_the_data_holds_each_article_once_with_every_side(page: str) -> None:
    read = data_of(page)
    assert read["sides"] == ["poor", "full", "reference"]
    assert [one["id"] for one in read["cases"]] == list(TEXTS)
    assert all(set(one["briefs"]) == {"0", "1", "2"} for one in read["cases"])
    assert set(read["cases"][0]["pairs"]) == {"0-1", "0-2", "1-2"}


def test_offsets_count_as_the_script_counts(page: str) -> None:
    """Beyond the first plane a character is two units of the script's strings."""
    (water,) = [one for one in data_of(page)["cases"] if one["id"] == "water"]
    units = water["texts"][0]["text"].encode("utf-16-le")
    (quote,) = [
        one for one in water["briefs"]["1"]["entries"] if one["text"].startswith("The river")
    ]
    _, start, end = quote["at"][0]
    assert units[2 * start : 2 * end].decode("utf-16-le").startswith(f"“{quote['text']}”")


def test_the_same_comparison_makes_the_same_bytes(tmp_path: Path) -> None:
    assert report(sample(tmp_path)) == report(sample(tmp_path))


@pytest.mark.parametrize("text", PAYLOADS)
def test_markup_from_an_article_a_brief_a_name_or_a_path_stays_text(
    tmp_path: Path, text: str
) -> None:
    made = [brief(id_) for id_ in TEXTS]
    hostile = brief("rail", text=f"{TEXTS['rail']}\n\n{text}", title=text)
    hostile["bottom_line"] |= {"text": text}
    hostile["participants"][0] |= {"name": text, "title": text}
    hostile["withheld"] = [{"field": "summary", "text": text, "code": text, "reason": text}]
    hostile["provenance"]["reader"] = text
    folder = tmp_path / text.replace("/", "_")[:40]
    folder.mkdir()
    one = written(folder / "one.jsonl", [hostile, made[0]])
    other = written(folder / "two.jsonl", made)
    found = compare(read_runs([one, other], [text, "plain"]))
    page = report(found).decode()
    root = parsed(page)
    assert len(root.xpath("//script")) == 2
    assert not root.xpath("//img | //@*[starts-with(name(), 'on')]")
    assert payload(found) == data_of(page)


def test_json_in_a_script_ends_none_and_reads_back() -> None:
    value = {"text": "</script><!-- & \u2028 \u2029 “é” 😀"}
    made = embedded(value)
    assert not set("<>&\u2028\u2029") & set(made)
    assert json.loads(made) == value


def test_characters_that_reorder_their_neighbours_are_shown_as_signs(tmp_path: Path) -> None:
    poor, full = files(tmp_path)
    runs = read_runs([poor, full], ["safe\u202egnp.exe", "b"])
    page = report(compare(runs)).decode()
    assert "\u202e" not in page


def test_a_story_s_articles_are_all_there(tmp_path: Path) -> None:
    from briefwright.brief import Brief
    from briefwright.story import merge

    story = merge([Brief.model_validate(brief(id_)) for id_ in ("ports", "rail")])
    row = story.model_dump(mode="json")
    one, other = (written(tmp_path / f"{name}.jsonl", [row]) for name in ("one", "two"))
    (case,) = data_of(report(compare(read_runs([one, other]))).decode())["cases"]
    assert [text["text"] for text in case["texts"]] == [TEXTS["ports"], TEXTS["rail"]]
    assert {at for entry in case["briefs"]["0"]["entries"] for at, _, _ in entry["at"]} == {0, 1}
