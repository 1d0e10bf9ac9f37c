"""Templates of one's own: found, confined, and told what is wrong with them."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from jinja2 import TemplateSyntaxError, UndefinedError
from render_parse import from_word
from render_sample import BRIEF, HEADER

from briefwright import resources
from briefwright.errors import TemplateError
from briefwright.render import Format, Header, render
from briefwright.render.templates import environment


def own(folder: Path, source: str, name: str = "mine.md.jinja") -> Path:
    path = folder / name
    path.write_text(source, encoding="utf-8")
    return path


def own_word(folder: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = folder / "mine.docx"
    document.save(str(path))
    return path


def refused(template: Path | str, format: Format = "md") -> str:
    with pytest.raises(TemplateError) as raised:
        render(BRIEF, format, template=template)
    return str(raised.value)


def test_shipped_template_is_found_by_name() -> None:
    assert render(BRIEF, "md", template="note") == render(BRIEF, "md")


def test_unknown_name_gets_the_shipped_ones_and_the_nearest() -> None:
    message = refused("notte")
    assert "'notte'" in message
    assert "shipped: canada-briefing, meeting-brief, note, readout, uk-submission" in message
    assert "did you mean 'note'?" in message


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_missing_file_is_named(format: Format, tmp_path: Path) -> None:
    assert "nothing.docx" in refused(tmp_path / "nothing.docx", format)


def test_template_of_another_format_is_refused(tmp_path: Path) -> None:
    assert "cannot make html" in refused(own(tmp_path, "x", "mine.md"), "html")


def test_json_takes_no_template() -> None:
    assert "JSON takes no template" in refused("note", "json")


def test_own_template_prints_fields_escaped(tmp_path: Path) -> None:
    path = own(tmp_path, "{% for q in quotes %}{{ q.id | lower }}:{{ marking }}{% endfor %}")
    made = render(BRIEF, "md", template=path, header=Header(marking="<b>|{{ 1 }}"))
    assert made.startswith(b"q1:\\<b>\\|{{ 1 }}q2:")


@pytest.mark.parametrize("name", ["mine.md", "mine.jinja"])
def test_own_template_may_extend_a_shipped_one(tmp_path: Path, name: str) -> None:
    path = own(tmp_path, '{% include "note.md.jinja" %}', name)
    # The first line names the template.
    own_note, shipped = render(BRIEF, "md", template=path), render(BRIEF, "md")
    assert own_note.splitlines()[1:] == shipped.splitlines()[1:]


def test_unknown_field_is_told_with_line_and_nearest(tmp_path: Path) -> None:
    message = refused(own(tmp_path, "one\ntwo\n{{ botom_line.text }}\n"))
    assert "'mine.md.jinja', line 3" in message
    assert "did you mean 'bottom_line'?" in message


def test_unknown_field_of_an_item_is_told_with_line_and_nearest(tmp_path: Path) -> None:
    message = refused(own(tmp_path, "{% for q in quotes %}\n{{ q.speeker }}\n{% endfor %}"))
    assert "'mine.md.jinja', line 2" in message
    assert "NoteQuote" in message
    assert "did you mean 'speaker'?" in message


def test_broken_syntax_is_told_with_line(tmp_path: Path) -> None:
    assert "line 2" in refused(own(tmp_path, "x\n{% if %}"))


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ subject.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ self.__init__.__globals__ }}",
        "{% for x in range(10**9) %}x{% endfor %}",
        "{{ quotes.__class__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ 1 / 0 }}",
        "{{ 'x' + 1 }}",
        "{{ subject | safe }}",
        "{{ subject | urlize }}",
        '{% include "secret.txt" %}',
        '{% include "../pyproject.toml" %}',
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    ],
)
@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_what_the_sandbox_refuses_is_a_template_error(
    format: Format, code: str, tmp_path: Path
) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    path = own_word(tmp_path, code) if format == "docx" else own(tmp_path, code, f"mine.{format}")
    assert path.name in refused(path, format)


def test_word_template_cannot_run_a_shell_command(tmp_path: Path) -> None:
    mark = tmp_path / "ran"
    command = "{{ cycler.__init__.__globals__.os.system('touch " + str(mark) + "') }}"
    refused(own_word(tmp_path, command), "docx")
    assert not mark.exists()


def test_word_properties_are_not_run_as_templates(tmp_path: Path) -> None:
    path = own_word(tmp_path, "{{ subject }}")
    document = docx.Document(str(path))
    document.core_properties.comments = "{{ ''.__class__.__mro__ }}"
    document.save(str(path))
    made = docx.Document(io.BytesIO(render(BRIEF, "docx", template=path)))
    assert made.core_properties.comments == ""


def test_word_template_error_quotes_the_words_around_it(tmp_path: Path) -> None:
    message = refused(own_word(tmp_path, "First.", "Said by {{ sbject }} today."), "docx")
    assert "'mine.docx', near 'Said by {{ sbject }} today.'" in message
    assert "did you mean 'subject'?" in message


def test_file_that_is_not_word_is_refused(tmp_path: Path) -> None:
    assert "not a Word document" in refused(own(tmp_path, "hello", "mine.docx"), "docx")


def test_edited_copy_of_the_word_template_still_renders(tmp_path: Path) -> None:
    document = docx.Document(str(resources.folder("templates") / "note.docx"))
    document.add_paragraph("Cleared by the desk for {{ to }}.")
    path = tmp_path / "desk.docx"
    document.save(str(path))
    made = from_word(render(BRIEF, "docx", template=path, header=HEADER))
    lines = [line for part in made.values() for line in part]
    assert "Cleared by the desk for Minister of State for Health." in lines


def test_not_utf8_is_told(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_bytes(b"\xff\xfe\x00")
    assert "UTF-8" in refused(path)


def test_source_compiled_once_is_escaped_as_each_format_has_it() -> None:
    source = "{{ words }} {{ 'a*b' }}"
    for escape in (str.upper, str.title, str.upper):
        made = environment(escape).from_string(source).render(words="two words")
        assert made == escape("two words a*b")


def test_source_compiled_before_is_still_quoted_where_it_fails() -> None:
    for _ in range(2):
        sandbox = environment(str.upper)
        with pytest.raises(UndefinedError):
            sandbox.from_string("{{ nothing.here }}").render()
        assert sandbox.last_source == "{{ nothing.here }}"


def test_source_that_does_not_compile_is_refused_each_time() -> None:
    for _ in range(2):
        with pytest.raises(TemplateSyntaxError):
            environment(str.upper).from_string("{% if %}")
