"""What a template of unknown origin may reach: the fields of the brief, and nothing of Python."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from render_sample import BRIEF

from briefwright.errors import TemplateError
from briefwright.render import Header, fill, prepare, render
from briefwright.render.templates import Kind

# `nothing` is there in every note. Each is a way to a public method of the values behind the view.
METHODS = (
    "parse_raw",
    "parse_file",
    "parse_obj",
    "from_orm",
    "construct",
    "copy",
    "dict",
    "json",
    "schema",
    "validate",
    "update_forward_refs",
    "model_construct",
    "model_copy",
    "model_dump",
    "model_dump_json",
    "model_fields",
    "model_config",
    "model_json_schema",
    "model_post_init",
    "model_rebuild",
    "model_validate",
    "model_validate_json",
    "__class__",
    "__dict__",
    "__init__",
    "__pydantic_validator__",
)
ROUTES = (
    "{{ nothing.METHOD }}",
    "{{ nothing.METHOD() }}",
    "{{ nothing['METHOD'] }}",
    "{{ nothing | attr('METHOD') }}",
    "{{ [nothing] | map(attribute='METHOD') | join }}",
    "{{ [nothing] | selectattr('METHOD') | list }}",
    "{% for g in [nothing] | groupby('METHOD') %}{{ g.grouper }}{% endfor %}",
    "{{ '{0.METHOD}'.format(nothing) }}",
    "{{ '{x.METHOD}'.format_map({'x': nothing}) }}",
    "{% for one in [nothing] %}{{ one.METHOD }}{% endfor %}",
    "{% set ns = namespace(x=nothing) %}{{ ns.x.METHOD }}",
    "{% macro m(x) %}{{ x.METHOD }}{% endmacro %}{{ m(nothing) }}",
    "{% for row in method %}{{ row.METHOD }}{% endfor %}",
)


def word_template(path: Path, code: str) -> Path:
    document = docx.Document()
    document.add_paragraph(code)
    document.save(str(path))
    return path


def template(folder: Path, kind: Kind, code: str) -> Path:
    path = folder / f"mine.{kind}"
    if kind == "docx":
        return word_template(path, code)
    path.write_text(f"<p>{code}</p>" if kind == "html" else code, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_template_unpickles_nothing(kind: Kind, tmp_path: Path) -> None:
    victim = tmp_path / "victim"
    victim.write_text("precious")
    pickled = f"cos\\nremove\\n(S\\'{victim}\\'\\ntR."
    path = template(
        tmp_path,
        kind,
        f"{{{{ nothing.parse_raw('{pickled}', content_type='pickle', allow_pickle=True) }}}}",
    )
    with pytest.raises(TemplateError, match="parse_raw"):
        prepare(kind, path)
    with pytest.raises(TemplateError, match="parse_raw"):
        render(BRIEF, kind, template=path)
    assert victim.read_text() == "precious"


@pytest.mark.parametrize("kind", ["md", "html", "docx"])
def test_template_reads_no_file(kind: Kind, tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(BRIEF.model_dump_json())
    path = template(tmp_path, kind, f"{{{{ nothing.parse_file('{secret}') }}}}")
    with pytest.raises(TemplateError, match="parse_file"):
        render(BRIEF, kind, template=path)


@pytest.mark.parametrize("method", METHODS)
def test_method_of_a_value_is_refused_by_every_route(method: str, tmp_path: Path) -> None:
    for route in ROUTES:
        path = template(tmp_path, "md", route.replace("METHOD", method))
        with pytest.raises(TemplateError) as raised:
            pytest.fail(f"{route} made {fill(BRIEF, 'md', template=path)!r}")
        assert method in str(raised.value), route


@pytest.mark.parametrize(
    "code",
    [
        "{{ range.__init__ }}",
        "{{ lipsum.__globals__ }}",
        "{{ lipsum.func_name }}",
        "{{ dict.mro() }}",
        "{{ cycler.next }}",
        "{{ subject.format.__globals__ }}",
        "{{ subject.upper.__self__ }}",
        "{{ subject.encode().hex() }}",
        "{{ self._TemplateReference__context }}",
        "{% macro m() %}{% endmacro %}{{ m._func }}",
        "{% for a in [1] %}{{ loop._iterable }}{% endfor %}",
    ],
)
def test_nothing_of_python_is_within_reach(code: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError):
        fill(BRIEF, "md", template=template(tmp_path, "md", code))


def test_what_templates_are_written_with_stays(tmp_path: Path) -> None:
    code = (
        "{% set ns = namespace(n=0) %}{% for p in participants %}{% set ns.n = ns.n + 1 %}"
        "{{ loop.index }}{{ loop.cycle('a', 'b') }}{% endfor %}\n"
        "{% set c = cycler('x', 'y') %}{{ c.next() }}{{ c.current }}\n"
        "{{ subject.upper()[:3] }} {{ '%s-%s' | format(1, 2) }} {{ '{}'.format(id) }}\n"
        "{{ {'a': 1}.items() | list | length }} {{ participants | map(attribute='id') | list }}\n"
        "{% for g in areas | groupby('status') %}{{ g.grouper }}{{ g.list | length }}{% endfor %}\n"
        "{% macro m(x) %}{{ x }}{{ caller() }}{% endmacro %}{% call m(1) %}2{% endcall %}\n"
        '{% import "_sections.md.jinja" as s with context %}{{ s.hashes(3) }}'
        "{{ bottom_line.text.split(' ') | first }}"
    )
    made = fill(BRIEF, "md", template=template(tmp_path, "md", code)).decode()
    assert "xy" in made
    assert "12" in made
    assert "###" in made
    assert word_template(tmp_path / "a.docx", "{{ subject.upper() }}").is_file()
    noted = docx.Document(io.BytesIO(fill(BRIEF, "docx", template=tmp_path / "a.docx")))
    assert noted.paragraphs[0].text.isupper()


@pytest.mark.parametrize(
    "code",
    [
        "{% set m %}, {% endset %}{{ m ~ subject }}",
        "{% set m %}, {% endset %}{{ [m, subject] | join }}",
        "{% macro m() %}, {% endmacro %}{{ m() ~ subject }}",
        "{% macro m() %}, {% endmacro %}{{ m() + subject }}",
        "{% macro m() %}%s{% endmacro %}{{ m() % subject }}",
        "{% macro m() %}{}{% endmacro %}{{ m().format(subject) }}",
        "{% macro m() %}x{% endmacro %}{{ m() | replace('x', subject) }}",
        "{% macro m(x) %}{{ x }}{% endmacro %}{{ m(subject) }}",
    ],
)
def test_what_is_joined_to_printed_text_is_escaped(code: str, tmp_path: Path) -> None:
    header = Header(subject="![x](http://evil.example/x.png)")
    path = template(tmp_path, "md", code)
    made = fill(BRIEF, "md", template=path, header=header).decode()
    assert "![x](" not in made
    assert "evil" in made
