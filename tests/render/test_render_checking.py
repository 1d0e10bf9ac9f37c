"""What is wrong with a template is named, all of it, before a note is made with it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from render_sample import BRIEF

from briefwright.errors import TemplateError
from briefwright.render import render, templates
from briefwright.render.checking import check
from briefwright.render.preview import findings, sample
from briefwright.render.templates import Kind

SAYS_WHAT_IT_MUST = "{{ disclosure }}{{ marking }}<!-- briefwright: x -->"
KINDS: tuple[Kind, ...] = ("md", "docx", "html")


def said(tmp_path: Path, source: str) -> list[tuple[str, str]]:
    path = tmp_path / "mine.md"
    path.write_text(source + SAYS_WHAT_IT_MUST, encoding="utf-8")
    return [(one.place, one.text) for one in check(path, "md")]


def word(tmp_path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = tmp_path / "mine.docx"
    document.save(str(path))
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wrong_with_the_shipped_templates(kind: Kind) -> None:
    names = templates.shipped(kind)
    assert len(names) == 5
    for name in names:
        assert check(templates.find(name, kind), kind) == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ botom_line.text }}", "there is no field 'botom_line'; did you mean 'bottom_line'?"),
        ("{{ bottom_line.txt }}", "'bottom_line' has no field 'txt'; did you mean 'text'?"),
        (
            "{% for q in quotes %}{{ q.speeker }}{% endfor %}",
            "an item of 'quotes' has no field 'speeker'; did you mean 'speaker'?",
        ),
        (
            "{% for p in summary %}{{ p.name }}{% endfor %}",
            "an item of 'summary' has no field 'name'; items of participants have: is the loop "
            "over 'summary' the right one?",
        ),
        ("{% for c in subject %}{{ c }}{% endfor %}", "loops over 'subject', which is text"),
        ("{% for c in bottom_line %}{% endfor %}", "loops over 'bottom_line', which is one item"),
        ("{{ quotes.text }}", "'quotes' is a list and has no 'text'; loop over it"),
        ("{{ subject.text }}", "'subject' is text and has no 'text'"),
        ("{{ participants[0].nmae }}", "has no field 'nmae'; did you mean 'name'?"),
        ("{{ (quotes | first).sped }}", "has no field 'sped'; did you mean 'speaker'?"),
        ("{{ areas | map(attribute='sttus') | join }}", "did you mean 'status'?"),
        (
            "{% for d in differences %}{% for a in d.accounts %}{{ a.outlett }}{% endfor %}"
            "{% endfor %}",
            "did you mean 'outlet'?",
        ),
        ("{{ subject | safe }}", "uses the filter 'safe', which the sandbox refuses"),
        ("{{ subject | uper }}", "there is no filter 'uper'; did you mean 'upper'?"),
        ("{{ ''.__class__ }}", "asks for '__class__', which the sandbox refuses"),
        ("{{ subject['__init__'] }}", "asks for '__init__', which the sandbox refuses"),
        ("{% include 'secret.txt' %}", "reads the file 'secret.txt'; the sandbox refuses"),
        ("{% include '../pyproject.toml' %}", "reads the file '../pyproject.toml'"),
        ("{% for i in range(10**9) %}{% endfor %}", "counts past 100,000"),
        ("{% for i in range(200000) %}{% endfor %}", "counts past 100,000"),
        ("{% if x is wunderbar %}{% endif %}", "there is no test 'wunderbar'"),
        ("{% if %}", "Expected an expression"),
    ],
)
def test_what_is_wrong_is_named_with_what_would_be_right(
    source: str, expected: str, tmp_path: Path
) -> None:
    found = said(tmp_path, f"one\ntwo\n{source}\n")
    assert any(expected in text for _, text in found), found
    assert {place for place, _ in found} == {"line 3"}


def test_everything_wrong_is_named_at_once(tmp_path: Path) -> None:
    found = said(tmp_path, "{{ sbject }}\n{{ subject | safe }}\n{{ ''.__class__ }}\n")
    assert [place for place, _ in found] == ["line 1", "line 2", "line 3"]


@pytest.mark.parametrize(
    "source",
    [
        "{% macro m(item) %}{{ item.anything }}{% endmacro %}{% for q in quotes %}{{ m(q) }}"
        "{% endfor %}",
        "{% set first = quotes[0] %}{{ first.text }}{% for q in quotes[:2] %}{{ loop.index }}"
        "{{ q.text | upper }}{% endfor %}",
        "{% if bottom_line %}{{ bottom_line.text.upper() }}{% endif %}",
        "{% for source in sources %}{% for row in source %}{{ row.label }}{% endfor %}{% endfor %}",
        "{% include 'note.md.jinja' %}",
        "{% with q = quotes | first %}{{ q.speaker }}{% endwith %}{{ quotes | length }}",
    ],
)
def test_what_works_is_not_complained_of(source: str, tmp_path: Path) -> None:
    assert said(tmp_path, source) == []


def test_place_in_a_word_template_is_the_words_around_it(tmp_path: Path) -> None:
    path = word(tmp_path, "First.", "Said by {{ sbject }} today.", "{{ disclosure }}{{ marking }}")
    first, *_ = check(path, "docx")
    assert first.place == "near 'Said by {{ sbject }} today.'"
    assert "did you mean 'subject'?" in first.text


def test_header_of_a_word_template_is_checked_too(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ markng }}"
    document.save(str(tmp_path / "mine.docx"))
    assert any("'markng'" in one.text for one in check(tmp_path / "mine.docx", "docx"))


def test_template_that_hides_the_use_of_software_is_noted_and_usable(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("{{ subject }}")
    found = check(path, "md")
    assert not any(one.breaks for one in found)
    assert any("must say that software drafted it" in one.text for one in found)
    assert any("--marking would not show" in one.text for one in found)
    assert any("--update" in one.text for one in found)


@pytest.mark.parametrize("kind", KINDS)
def test_a_copy_of_a_shipped_template_makes_the_preview(kind: Kind, tmp_path: Path) -> None:
    path = tmp_path / f"mine.{kind}"
    path.write_bytes(templates.find("note", kind).read_bytes())
    assert findings(path, kind) == ()
    assert len(sample(path, kind)) > 5000


def test_template_that_fails_where_a_section_is_empty_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("{{ bottom_line.text }}")
    with pytest.raises(TemplateError, match=r"states nothing: \{% if %\} helps"):
        sample(path, "md")


def test_picture_from_outside_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.part.relate_to("http://evil.example/x.png", RELATIONSHIP_TYPE.IMAGE, is_external=True)
    document.save(str(tmp_path / "mine.docx"))
    with pytest.raises(TemplateError, match=r"loads 'http://evil.example/x.png' from outside"):
        check(tmp_path / "mine.docx", "docx")


def test_field_that_fetches_or_runs_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path, "x")
    document = docx.Document(str(path))
    run = document.paragraphs[0].add_run()._r
    for part in ("INCLUDE", 'PICTURE "http://evil.example/x.png"'):
        run.makeelement("x")
        code = run.add_t("")
        code.tag = code.tag.replace("}t", "}instrText")
        code.text = part
    document.save(str(path))
    with pytest.raises(TemplateError, match="holds the field INCLUDEPICTURE"):
        check(path, "docx")


def test_tie_to_a_departments_template_is_cut(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("{{ subject }}")
    settings = document.part._settings_part
    key = settings.relate_to(
        "file:///server/department.dotm",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
        is_external=True,
    )
    tie = OxmlElement("w:attachedTemplate")
    tie.set(qn("r:id"), key)
    settings.element.insert(0, tie)
    path = tmp_path / "mine.docx"
    document.save(str(path))
    with zipfile.ZipFile(io.BytesIO(render(BRIEF, "docx", template=path))) as package:
        assert b"attachedTemplate" not in package.read("word/settings.xml")
        assert not any(b"department.dotm" in package.read(name) for name in package.namelist())


def test_template_that_unpacks_to_gigabytes_is_refused(tmp_path: Path) -> None:
    path = word(tmp_path, "x")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/image1.bmp", b"\0" * 101_000_000)
    with pytest.raises(TemplateError, match="bytes when unpacked"):
        check(path, "docx")


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("quots=2", "'quots' is no setting of a template; did you mean 'quotes'?"),
        ("quotes=two", "'quotes=two' is not NAME=NUMBER"),
        ("evidence=3", "evidence cannot be less than 20"),
    ],
)
def test_wrong_setting_is_told(setting: str, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(f"{{# briefwright: {setting} #}}x")
    with pytest.raises(TemplateError) as raised:
        check(path, "md")
    assert expected in str(raised.value)
