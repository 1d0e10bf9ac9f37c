"""The house rules of a note, each broken once."""

from __future__ import annotations

from pathlib import Path

import pytest
from render_sample import BRIEF, EMPTY, HEADER
from test_render_update import written

from briefwright.brief import Brief, Statement
from briefwright.errors import TemplateError
from briefwright.render import Format, Header, Limits, limits, render, templates, view
from briefwright.render.house_rules import RULES, Broken, broken, worded
from briefwright.render.parts import UpdateKind
from briefwright.render.updated import update

FORMATS: tuple[templates.Kind, ...] = ("md", "html", "docx")


def found(
    brief: Brief, format: Format = "md", header: Header = HEADER, template: Path | None = None
) -> dict[str, Broken]:
    note = render(brief, format, header=header, template=template)
    return {one.rule: one for one in broken(view(brief, header), note, format, limits=Limits())}


def stating(text: str, *, where: str = "summary") -> Brief:
    point = BRIEF.summary[0].model_copy(update={"text": text})
    if where == "summary":
        return BRIEF.model_copy(update={"summary": (point,)})
    item = BRIEF.outlook[0].model_copy(update={"text": text})
    return BRIEF.model_copy(update={"outlook": (item,)})


@pytest.mark.parametrize("format", FORMATS)
@pytest.mark.parametrize("name", templates.shipped("md"))
def test_a_good_note_keeps_every_rule_by_every_template(format: templates.Kind, name: str) -> None:
    note = render(BRIEF, format, header=HEADER, template=name)
    within = limits(format, name)
    assert broken(view(BRIEF, HEADER, within), note, format, limits=within) == ()


def test_one_line_says_it() -> None:
    assert worded(()) == "house rules: all 9 kept"
    said = worded((Broken(rule="marking", text="no marking", items=()),))
    assert said == "house rules: 8 of 9 kept; no marking"


def test_long_bottom_line() -> None:
    assert BRIEF.bottom_line
    line = BRIEF.bottom_line.model_copy(update={"text": "word " * 36})
    one = found(BRIEF.model_copy(update={"bottom_line": line}))["bottom-line-length"]
    assert one.text == "the bottom line has 36 words, 35 at most"
    assert one.items == ("S1",)
    line = line.model_copy(update={"text": "word " * 35})
    assert "bottom-line-length" not in found(BRIEF.model_copy(update={"bottom_line": line}))


def test_missing_bottom_line() -> None:
    assert found(EMPTY)["bottom-line-first"].text == "there is no bottom line"


def test_bottom_line_that_does_not_come_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text(
        "{{ marking }} {% for p in summary %}{{ p.text }} {% endfor %}{% if bottom_line %}"
        "{{ bottom_line.text }}{% endif %} {{ disclosure }}"
    )
    one = found(BRIEF, template=path)["bottom-line-first"]
    assert one.text == "the bottom line does not come first"


def test_long_sentence_is_named_with_its_point_and_the_bottom_line_has_its_own_limit() -> None:
    assert BRIEF.bottom_line
    line = BRIEF.bottom_line.model_copy(update={"text": "word " * 33})
    brief = stating("Short one. " + "Word " * 31).model_copy(update={"bottom_line": line})
    one = found(brief)["sentence-length"]
    assert one.items == ("S2",)
    assert one.text == "sentences of up to 31 words, 30 at most"


def test_sentences_that_are_long_on_average() -> None:
    point = Statement(id="S1", text="word " * 28, evidence=(), origin="written")
    brief = BRIEF.model_copy(update={"bottom_line": None, "summary": (point, point), "outlook": ()})
    assert found(brief)["average-length"].text == "sentences average 28 words, 20 at most"


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("Ekholm revealed that the loan is large.", True),
        ("Ekholm admits the loan is large.", True),
        ("Ekholm said the loan is large.", False),
        ("Ekholm said: “The audit revealed that the loan is large.”", False),
        ("The claim was rejected, Ekholm said.", False),
    ],
)
def test_verbs_that_take_sides(text: str, breaks: bool) -> None:
    assert ("plain-verbs" in found(stating(text))) is breaks


@pytest.mark.parametrize(
    ("text", "breaks"),
    [
        ("The loan is likely to grow.", True),
        ("The loan may grow.", True),
        ("Work is expected to begin in March.", True),
        ("The loan may grow, Ekholm said.", False),
        ("According to the bank, the loan could grow.", False),
        ("Ekholm said: “The loan could grow.”", False),
        ("The loan will be signed on 3 May 2027.", False),
        ("Work begins in May.", False),
    ],
)
def test_likelihood_belongs_to_somebody(text: str, breaks: bool) -> None:
    assert ("likelihood-attributed" in found(stating(text))) is breaks


def test_likelihood_in_the_outlook_may_be_attributed_before_the_text() -> None:
    brief = stating("Construction could be delayed.", where="outlook")
    assert "likelihood-attributed" in found(brief)
    item = brief.outlook[0].model_copy(update={"by": "the ministry"})
    assert "likelihood-attributed" not in found(brief.model_copy(update={"outlook": (item,)}))


@pytest.mark.parametrize("format", FORMATS)
def test_missing_marking_and_a_template_that_hides_what_must_be_said(
    format: Format, tmp_path: Path
) -> None:
    assert found(BRIEF, format, Header())["marking"].text == "no marking (give --marking)"
    if format == "docx":
        import docx

        document = docx.Document()
        document.add_paragraph("{{ subject }}")
        document.save(str(tmp_path / "mine.docx"))
    else:
        (tmp_path / f"mine.{format}").write_text("<p>{{ subject }}</p>")
    made = found(BRIEF, format, template=tmp_path / f"mine.{format}")
    assert made["marking"].text == "the template does not print the marking"
    assert made["ai-use"].text == "the template does not print the line on AI use"


def test_rules_are_reported_in_their_order() -> None:
    rules = list(
        found(stating("Ekholm revealed that it may rain. " + "word " * 31), "md", Header())
    )
    assert rules == sorted(rules, key=RULES.index)
    assert len(rules) >= 4


def test_limits_are_those_of_the_profile() -> None:
    """A readout shows three of the four points; the one it leaves out breaks nothing."""
    long = BRIEF.summary[2].model_copy(update={"id": "S5", "text": "Word " * 40})
    brief = BRIEF.model_copy(update={"summary": (*BRIEF.summary, long)})
    for name, breaks in (("note", True), ("readout", False)):
        within = limits("md", name)
        note = render(brief, "md", header=HEADER, template=name)
        rules = {one.rule for one in broken(view(brief, HEADER, within), note, "md", limits=within)}
        assert ("sentence-length" in rules) is breaks


def test_limits_of_a_template_of_ones_own_are_read_where_it_runs(tmp_path: Path) -> None:
    path = tmp_path / "mine.md"
    path.write_text("{# briefwright: summary=1 pages=1 #}{{ subject }}")
    assert limits("md", path) == Limits(summary=1, pages=1)
    path.write_text("{# briefwright: sumary=1 #}{{ subject }}")
    with pytest.raises(TemplateError, match="did you mean 'summary'"):
        limits("md", path)


def test_note_that_runs_over_its_pages_says_so() -> None:
    words = "The ministers of the two countries met, and their delegations with them. " * 60
    point = BRIEF.summary[0].model_copy(update={"text": words})
    one = found(BRIEF.model_copy(update={"summary": (point,) * 4}))["page-length"]
    assert one.text.endswith("pages before its annex, 2 at most")


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_what_an_officer_wrote_in_an_updated_note_is_judged(kind: UpdateKind) -> None:
    old = render(BRIEF, kind, header=HEADER)
    typed = "Ekholm slammed the deal, which could well fail. " + "Word " * 34
    old = written(old, kind, "Tormark would lend Vessania 85 million", typed + "Tormark would lend")
    made = update(old, render(BRIEF, kind), kind)
    assert made.of("edited") == ("summary",)
    within = limits(kind)
    judged = broken(view(BRIEF), made.content, kind, limits=within, updated=made)
    rules = {one.rule: one for one in judged}
    assert rules["plain-verbs"].items == ("S2",)
    assert rules["likelihood-attributed"].items == ("S2",)
    assert rules["sentence-length"].items == ("S2",)
    # The marking is the note's own, not the command's.
    assert "marking" not in rules
    # The parts that nobody touched are judged as they are.
    assert "S3" not in {id_ for one in judged for id_ in one.items}


@pytest.mark.parametrize("kind", ["md", "docx"])
def test_updated_note_is_judged_by_its_own_head_and_outlook(kind: UpdateKind) -> None:
    old = render(BRIEF, kind)
    old = written(old, kind, "Work on the first hospital", "Works on the first hospital")
    made = update(old, render(BRIEF, kind), kind)
    judged = broken(view(BRIEF), made.content, kind, limits=limits(kind), updated=made)
    rules = {one.rule: one for one in judged}
    assert rules["marking"].text == "no marking in the note's header"
    assert set(rules) == {"marking"}
    assert "bottom-line-first" not in rules
