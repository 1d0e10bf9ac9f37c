"""How much of a brief a note shows, so that it stays within its pages."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from render_sample import BRIEF, HEADER

from briefwright.brief import Brief
from briefwright.render import Limits, render, view
from briefwright.render.fit import height

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
    assert len(made.summary) == 4
    assert min(len(made.quotes), len(made.areas), len(made.outlook)) >= 1
    assert len(made.participants) >= 3


def test_what_fits_is_shown_whole() -> None:
    assert view(BRIEF) == view(BRIEF, limits=Limits(pages=0))


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler is not installed")
def test_crowded_word_note_keeps_to_two_pages(tmp_path: Path) -> None:
    (tmp_path / "note.docx").write_bytes(render(crowded(), "docx", header=HEADER))
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "note.docx"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=120)
    read = subprocess.run(["pdftotext", "note.pdf", "-"], cwd=tmp_path, capture_output=True)
    pages = read.stdout.decode().split("\f")
    assert next(n for n, page in enumerate(pages) if "Annex: statements" in page) == 2
