"""How much of a brief a note shows, so that it stays within its pages."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from render_parse import from_html, from_markdown, from_word
from render_sample import BRIEF, HEADER, crowd

from briefwright.brief import Brief, Caution
from briefwright.render import Format, Limits, render, templates, view
from briefwright.render.fit import height, pages

READERS = {"md": from_markdown, "html": from_html, "docx": from_word}

LONG = (
    "The ministers of the two countries agreed that their delegations would meet again before the "
    "end of the year to settle what the working groups on trade and on transport had left open, "
)


def crowded() -> Brief:
    """A brief of thirty long items in every section."""
    item, quote = BRIEF.outlook[0], BRIEF.key_quotes[0]
    area, person = BRIEF.cooperation_areas[0], BRIEF.participants[1]
    numbers = range(1, 31)
    return BRIEF.model_copy(
        update={
            "summary": tuple(
                BRIEF.summary[0].model_copy(update={"id": f"S{n}", "text": LONG}) for n in numbers
            ),
            "participants": tuple(
                person.model_copy(update={"id": f"P{n}", "title": LONG[:90]}) for n in numbers
            ),
            "key_quotes": tuple(
                quote.model_copy(update={"id": f"Q{n}", "text": LONG}) for n in numbers
            ),
            "cooperation_areas": tuple(
                area.model_copy(update={"id": f"A{n}", "label": LONG[:60]}) for n in numbers
            ),
            "outlook": tuple(
                item.model_copy(update={"id": f"O{n}", "text": LONG}) for n in numbers
            ),
            "withheld": BRIEF.withheld * 9,
        }
    )


def test_what_would_run_over_the_pages_is_counted_and_not_shown() -> None:
    made, free = view(crowded()), view(crowded(), limits=Limits(pages=0))
    assert (len(free.quotes), len(free.participants), len(free.outlook)) == (5, 10, 8)
    assert len(made.quotes) < 5
    assert made.quotes_more == f"{30 - len(made.quotes)} more quotations in the full brief."
    assert made.outlook_more == f"{30 - len(made.outlook)} more points in the full brief."
    assert made.areas_more == f"{30 - len(made.areas)} more areas in the full brief."
    assert made.withheld_more.endswith(" more withheld in the full brief.")
    assert height(made) < height(free)


def test_some_of_each_section_is_always_shown() -> None:
    made = view(crowded(), limits=Limits(pages=1))
    assert len(made.summary) == 2
    assert made.summary_more == "28 more points in the full brief."
    assert min(len(made.quotes), len(made.areas), len(made.outlook)) >= 1
    assert len(made.participants) >= 3


def test_what_fits_is_shown_whole() -> None:
    assert view(BRIEF) == view(BRIEF, limits=Limits(pages=0))


def test_cautions_and_differences_are_counted_and_whole_in_the_annex() -> None:
    made = view(crowd())
    left = 20 - len(made.differences)
    assert 2 <= len(made.differences) <= 8
    assert made.differences_more == f"{left} more differences in the annex."
    assert len([one for one in made.annex if one.id.startswith("D")]) == 20
    assert 3 <= len(made.cautions) <= 8
    assert made.cautions_more == f"{30 - len(made.cautions)} more cautions in the annex."
    assert len(made.annex_cautions) == 30
    filled, allowed = pages(made, Limits())
    assert (filled <= allowed, allowed) == (True, 3)


def test_note_that_shows_all_cautions_has_none_in_its_annex() -> None:
    assert view(BRIEF).cautions_more == ""
    assert view(BRIEF).annex_cautions == ()


@pytest.mark.parametrize("format", ["md", "html", "docx"])
def test_every_format_says_how_many_more_there_are(format: Format) -> None:
    found = READERS[format](render(crowd(), format))
    text = "\n".join(line for lines in found.values() for line in lines)
    assert re.search(r"\d+ more cautions in the annex\.", text)
    assert re.search(r"\d+ more differences in the annex\.", text)
    assert "Caution 30:" in text
    assert text.count("Number of nurses in group 20") == 1
    readout = READERS[format](render(crowd(), format, template="readout"))
    text = "\n".join(line for lines in readout.values() for line in lines)
    assert re.search(r"\d+ more cautions in the full brief\.", text)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
@pytest.mark.parametrize("name", templates.shipped("docx"))
def test_many_cautions_and_differences_keep_to_the_pages(name: str, tmp_path: Path) -> None:
    for several in (False, True):
        brief = crowd(several=several)
        pages_ = laid_out(render(brief, "docx", header=HEADER, template=name), tmp_path)
        allowed = (1 if name == "readout" else 2) + several
        found = [n for n, page in enumerate(pages_) if "Annex: statements" in page]
        assert (found[0] if found else len(pages_) - 1) <= allowed


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_crowded_word_note_keeps_to_two_pages(tmp_path: Path) -> None:
    pages_ = laid_out(render(crowded(), "docx", header=HEADER), tmp_path)
    assert next(n for n, page in enumerate(pages_) if "Annex: statements" in page) == 2


def laid_out(note: bytes, folder: Path) -> list[str]:
    """The words of each page, as LibreOffice sets them; behind the last one an empty string."""
    (folder / "note.docx").write_bytes(note)
    profile = f"-env:UserInstallation={(folder / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "note.docx"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True, timeout=120)
    read = subprocess.run(["pdftotext", "note.pdf", "-"], cwd=folder, capture_output=True)
    return read.stdout.decode().split("\f")


def test_caution_on_many_items_names_few_and_the_annex_has_all() -> None:
    ids = tuple(f"Q{n}" for n in range(1, 15))
    caution = Caution(code="speaker-resolved", text="Who said it was worked out.", items=ids)
    made = view(BRIEF.model_copy(update={"cautions": (caution,)}))
    assert any(
        one == "Who said it was worked out. (Q1, Q2, Q3, Q4, Q5, Q6 and 8 more)"
        for one in made.cautions
    )
    assert any(one.endswith("Q13, Q14)") for one in made.annex_cautions)
