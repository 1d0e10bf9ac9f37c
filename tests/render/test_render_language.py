"""A note says in which language its words are: its own, and those it takes from an article."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn
from lxml.html import document_fromstring
from render_sample import BRIEF, HEADER

from briefwright.brief import Brief
from briefwright.render import Header, render, templates, view
from briefwright.render.language import of_words, tag
from briefwright.sealed import sealed


def declaring(language: str | None) -> Brief:
    article = BRIEF.articles[0].model_copy(update={"language": language})
    return sealed(BRIEF.model_copy(update={"articles": (article,)}))


@pytest.mark.parametrize(
    ("declared", "expected"),
    [
        ("fr", "fr"),
        ("pt_br", "pt-BR"),
        ("PT-br", "pt-BR"),
        ("zh-hant-tw", "zh-Hant-TW"),
        ("es-419", "es-419"),
        (" en ", "en"),
        ("French", ""),
        ("", ""),
        (None, ""),
        ('fr" onload="x', ""),
        ("fr\n", "fr"),
    ],
)
def test_declared_language_becomes_a_tag(declared: str | None, expected: str) -> None:
    assert tag(declared) == expected


def test_words_in_another_script_are_of_an_unknown_language() -> None:
    brief = declaring("en")
    assert of_words(brief, 0, "Мы построим две больницы") == "und"
    assert of_words(brief, 0, "نبني مستشفيين") == "und"
    assert of_words(brief, 0, "Jiří Øst said 5%") == ""
    assert of_words(brief, 0, "—“5” …") == ""
    assert of_words(brief, 7, "words of no article") == ""
    assert of_words(declaring("ru"), 0, "Мы построим две больницы") == "ru"


@pytest.mark.parametrize("name", templates.shipped("html"))
def test_html_note_marks_what_is_in_another_language(name: str) -> None:
    root: Any = document_fromstring(render(declaring("fr"), "html", template=name).decode())
    assert root.get("lang") == "en-GB"
    assert set(root.xpath("//blockquote/p/@lang")) == {"fr"}
    assert set(root.xpath("//aside//article/p/@lang")) == {"fr"}
    assert root.xpath("//h1/@lang") == ["fr"]
    for words in ("Bottom line", "Officer comment", "resolved from", "Source and method"):
        for one in root.xpath(f"//*[contains(text(), {words!r})]"):
            assert not one.xpath("ancestor-or-self::*[@lang='fr']")
    plain: Any = document_fromstring(render(BRIEF, "html", template=name).decode())
    assert plain.xpath("//@lang") == ["en-GB"]


@pytest.mark.parametrize("name", templates.shipped("docx"))
def test_word_note_marks_what_is_in_another_language(name: str) -> None:
    document = docx.Document(io.BytesIO(render(declaring("fr"), "docx", template=name)))
    own = {one.get(qn("w:val")) for one in document.styles.element.iter(qn("w:lang"))}
    assert own == {"en-GB"}
    assert document.core_properties.language == "en-GB"
    spoken = said(document)
    assert {one for one in spoken.values() if one} == {"fr"}
    first = "This accord puts a nurse within reach of every child in the border provinces"
    assert spoken[first] == "fr"
    assert spoken[BRIEF.articles[0].title or ""] == "fr"
    assert not any(words.startswith("[") and language for words, language in spoken.items())
    plain = docx.Document(io.BytesIO(render(BRIEF, "docx", template=name)))
    assert set(said(plain).values()) == {""}


def said(document: Any) -> dict[str, str]:
    """The language of each run of the body by its words."""
    found = {}
    for run in document.element.body.iter(qn("w:r")):
        language = run.find(f"{qn('w:rPr')}/{qn('w:lang')}")
        words = "".join(text.text or "" for text in run.iter(qn("w:t")))
        if words.strip():
            found[words] = language.get(qn("w:val")) or "" if language is not None else ""
    return found


def test_subject_of_the_officers_own_is_in_the_notes_language() -> None:
    assert view(declaring("fr"), Header(subject="Hospitals")).subject_language == ""
    assert view(declaring("fr"), HEADER).subject_language == "fr"
