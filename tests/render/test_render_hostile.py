"""Every line of the hostile collections as name, title, quotation, area and title of an article.

What is read back from the file must be what was put in, and nothing may have come to life.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from render_sample import BRIEF

from briefwright.brief import Brief, ParticipantSpans, Slice
from briefwright.errors import TemplateError
from briefwright.render import Header, Limits, confined, render
from briefwright.render.characters import shown
from briefwright.sealed import sealed

SHARED = Path(__file__).parents[3] / "shared" / "data" / "hostile"
ALL = Limits(
    quotes=9999, participants=9999, summary=9999, areas=9999, outlook=9999, withheld=9999, pages=0
)

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the hostile collections are not here")

INFERRED = re.compile(r" \((?:both |all )?inferred\)")


def injections() -> list[str]:
    path = SHARED / "PayloadsAllTheThings" / "ssti_payloads_extracted.txt"
    return path.read_text(encoding="utf-8").splitlines()


def naughty() -> list[str]:
    found: list[str] = json.loads((SHARED / "blns" / "blns.json").read_text(encoding="utf-8"))
    return found


def payloads() -> list[str]:
    found = json.loads((SHARED / "DOMPurify" / "payloads.json").read_text(encoding="utf-8"))
    return [one if isinstance(one, str) else one["payload"] for one in found]


COLLECTIONS = {"injections": injections, "naughty": naughty, "payloads": payloads}


@pytest.fixture(scope="module", params=COLLECTIONS)
def lines(request: pytest.FixtureRequest) -> list[str]:
    made = COLLECTIONS[request.param]()
    found = [one for one in made if shown(one)]
    assert len(found) > 100
    return found


def filled(lines: list[str]) -> Brief:
    """A brief with each line as a name with title, organisation and country, a point, a quotation,
    an area and an outlook; the first is the article's title."""

    def piece(text: str) -> Slice:
        return Slice(start=0, end=len(text), text=text)

    article = BRIEF.articles[0].model_copy(
        update={
            "title": lines[0],
            "publisher": lines[1],
            "byline": lines[2],
            "url": None,
            "text": None,  # the lines stand in no article
        }
    )
    numbered = list(enumerate(lines, start=1))
    person, quote = BRIEF.participants[1], BRIEF.key_quotes[0]
    area, item, point = BRIEF.cooperation_areas[0], BRIEF.outlook[0], BRIEF.summary[0]
    made = BRIEF.model_copy(
        update={
            "articles": (article,),
            "summary": tuple(
                point.model_copy(update={"id": f"S{n}", "text": t, "evidence": (piece(t),)})
                for n, t in numbered
            ),
            "participants": tuple(
                person.model_copy(
                    update={
                        "id": f"P{n}",
                        "name": t,
                        "title": t,
                        "organisation": t,
                        "country": t,
                        "spans": ParticipantSpans(
                            name=piece(t), title=piece(t), organisation=piece(t), country=piece(t)
                        ),
                    }
                )
                for n, t in numbered
            ),
            "key_quotes": tuple(
                quote.model_copy(
                    update={"id": f"Q{n}", "text": t, "speaker": t, "evidence": (piece(t),)}
                )
                for n, t in numbered
            ),
            "cooperation_areas": tuple(
                area.model_copy(update={"id": f"A{n}", "label": t, "parties": (t,)})
                for n, t in numbered
            ),
            "outlook": tuple(
                item.model_copy(update={"id": f"O{n}", "text": t, "when": t, "by": None})
                for n, t in numbered
            ),
            "withheld": (),
            "bottom_line": None,
        }
    )
    return sealed(made)


def expected(lines: list[str]) -> dict[str, list[list[str]]]:
    """What the tables and quotations of the note say."""
    read = [_flat(shown(one)) for one in lines]
    return {
        "people": [[f"{t} [P{n}]", t, t, t] for n, t in enumerate(read, start=1)],
        "areas": [[_flat(t[:1].upper() + t[1:]), t] for t in read],
        "quotes": [[f"“{_flat(shown(t).removesuffix(','))}”"] for t in lines],
    }


def _flat(text: str) -> str:
    return " ".join(text.split())


def test_word_note_says_what_was_put_in(lines: list[str]) -> None:
    # Finding a free number for a comment takes python-docx as long as there are comments.
    for start in range(0, len(lines) - 5, 100):
        _word_says(lines[start : start + 100] if start + 105 < len(lines) else lines[start:])


def _word_says(lines: list[str]) -> None:
    data = render(filled(lines), "docx", limits=ALL, header=Header(to=lines[3], marking=lines[4]))
    document = docx.Document(io.BytesIO(data))
    tables = [_word_table(one) for one in document.element.body.iter(qn("w:tbl"))]
    people = next(rows for rows in tables if rows[0][0] == "Name")[1:]
    areas = next(rows for rows in tables if rows[0][0] == "Area")[1:]
    quotes = [
        [_flat(_word_text(p))] for p in document.element.body.iter(qn("w:p")) if p.style == "Quote"
    ]
    want = expected(lines)
    assert people == want["people"]
    told = [[row[0], INFERRED.sub("", row[1])] for row in areas]
    assert told == want["areas"]
    assert quotes == want["quotes"]
    assert document.core_properties.title == shown(lines[0])[:255]
    comments = {one.text for one in document.comments}
    assert any(_flat(shown(lines[5])) in _flat(one) for one in comments)
    _nothing_alive(data)


def _word_table(table: Any) -> list[list[str]]:
    return [
        [_flat(_word_text(cell)) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))
    ]


def _word_text(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(qn("w:t")))


def _nothing_alive(data: bytes) -> None:
    """No field but the page numbers, no link, object, picture or relation to the outside."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            content = package.read(name).decode("utf-8", "replace")
            if name.endswith(".rels"):
                assert 'TargetMode="External"' not in content
                assert "oleObject" not in content
            elif name.startswith("word/") and name.endswith(".xml"):
                codes = re.findall(r"<w:instrText[^>]*>([^<]*)<", content)
                assert {code.strip() for code in codes} <= {"PAGE", "NUMPAGES"}
                assert not re.search(r"<w:(?:hyperlink|object|pict|fldSimple|altChunk)\b", content)
                assert "<a:blip" not in content
                assert not re.search("[\ufdd0-\ufdef]", content)


def test_markdown_note_says_what_was_put_in(lines: list[str]) -> None:
    note = render(filled(lines), "md", limits=ALL).decode()
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    root: Any = lxml_html.document_fromstring(parser.render(note))
    _says(root, lines)
    assert not root.xpath("//a | //img | //script | //iframe | //code | //pre | //s | //del")
    kinds = {one.type for token in parser.parse(note) for one in token.children or []}
    assert "html_inline" not in kinds


def test_html_note_says_what_was_put_in(lines: list[str]) -> None:
    note = render(filled(lines), "html", limits=ALL).decode()
    root: Any = lxml_html.document_fromstring(note)
    for extra in root.xpath("//*[contains(@class, 'verdict')] | //aside"):
        extra.drop_tree()
    _says(root, lines)
    assert not root.xpath("//img | //iframe | //object | //form | //link | //svg | //@onload")
    assert len(root.xpath("//script")) == 1
    assert all(one.startswith("#") for one in root.xpath("//@href"))


def _says(root: Any, lines: list[str]) -> None:
    tables = [
        [
            [_flat(cell.text_content()) for cell in row.xpath("./td | ./th")]
            for row in table.iter("tr")
        ]
        for table in root.iter("table")
    ]
    people = next(rows for rows in tables if rows[0][0] == "Name")[1:]
    areas = next(rows for rows in tables if rows[0][0] == "Area")[1:]
    quotes = [[_flat(one.xpath("./p")[0].text_content())] for one in root.iter("blockquote")]
    want = expected(lines)
    assert people == want["people"]
    told = [[row[0], INFERRED.sub("", row[1])] for row in areas]
    assert told == want["areas"]
    assert quotes == want["quotes"]


def test_injection_lines_as_templates_do_nothing(tmp_path: Path) -> None:
    """Each line as the template itself: refused, or printed with nothing of the machine in it."""
    mark = tmp_path / "ran"
    lines = [line for line in injections() if "{%" in line or "{{" in line]
    outputs = []
    for number, line in enumerate(lines):
        path = tmp_path / f"{number}.md"
        path.write_text(line.replace("id", f"touch {mark}"), encoding="utf-8")
        try:
            outputs.append(confined_fill(path))
        except TemplateError as error:
            outputs.append(str(error))
    assert not mark.exists()
    said = "\n".join(outputs)
    assert "uid=" not in said
    assert "root:x:" not in said
    assert len(outputs) == len(lines) > 100


def confined_fill(path: Path) -> str:
    """In this process: what a line can do it would do here as well, and 161 children take long."""
    from briefwright.render import fill

    return fill(BRIEF, "md", template=path).decode()


@pytest.mark.parametrize("name", sorted(p.name for p in (SHARED / "poi").rglob("*.docx")) or ["-"])
def test_broken_word_file_as_a_template_is_a_message(name: str) -> None:
    path = next((SHARED / "poi").rglob(name))
    made, refused = b"", ""
    try:
        made = confined.render(BRIEF, "docx", template=path)
    except TemplateError as error:
        refused = str(error)
    if refused:
        assert path.name in refused
        assert "Traceback" not in refused
    else:
        assert docx.Document(io.BytesIO(made))
