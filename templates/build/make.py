"""Builds the shipped Word templates: `python templates/build/make.py`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import sections as make
from docx.document import Document as Word
from word import saved, started

from digest import digest

FOLDER = Path(__file__).parent.parent


def note() -> Word:
    document = started()
    make.head(document, "BRIEFING NOTE")
    make.bottom_line(document)
    make.summary(document)
    make.differences(document)
    make.participants(document)
    make.areas(document)
    make.quotes(document)
    make.outlook(document)
    make.blank(document, "Officer comment", name="Comment", lines=3)
    make.cautions(document)
    make.method(document)
    make.annex(document)
    return document


def readout() -> Word:
    """One page: what was said and agreed, for somebody who was not there."""
    document = started(
        "pages=1 summary=3 quotes=2 participants=6 areas=4 outlook=3 withheld=0 cautions=2 "
        "differences=3 annex=0 reserve=-260"
    )
    make.head(document, "READOUT", brief=True)
    make.bottom_line(document, "What happened")
    make.summary(document, "Main points")
    make.people_line(document, "Who took part")
    make.area_points(document, "What was agreed or discussed")
    make.quotes(document, "In their words")
    make.outlook(document, "What comes next")
    make.differences(document)
    make.blank(document, "Officer comment", name="Comment", lines=1)
    make.small_print(document)
    return document


def submission() -> Word:
    """A submission to ministers as United Kingdom departments write it."""
    document = started("pages=2 reserve=170")
    make.head(document, "SUBMISSION")
    make.bottom_line(document, "Issue")
    asked = "what the minister is asked to agree or note; the article cannot say"
    make.blank(document, "Recommendation", asked)
    make.outlook(document, "Timing")
    make.fence(document, "Deadline", "by when a decision is needed, and why", lines=1)
    make.summary(document, "Background")
    make.participants(document, "Who took part", level=2)
    make.areas(document, "Argument")
    make.fence(document, "Argument", "why the recommendation follows; options, risks, costs")
    make.quotes(document, "Presentation")
    make.fence(document, "Handling", "lines to take, who will ask, who has been told")
    make.differences(document)
    make.cautions(document)
    make.method(document)
    make.annex(document)
    return document


def canada() -> Word:
    """A briefing note in the form that Canadian departments use."""
    document = started("pages=2 reserve=200")
    make.head(document, "BRIEFING NOTE FOR DECISION OR INFORMATION")
    make.bottom_line(document, "Issue")
    make.summary(document, "Background")
    make.participants(document, "Who took part", level=2)
    make.areas(document, "Current status")
    make.outlook(document, "Announced next steps", level=2)
    make.quotes(document, "Considerations")
    make.fence(document, "Considerations", "legal, financial, federal and provincial, regional")
    make.blank(document, "Options", "each with its advantages and risks; the article cannot say")
    make.blank(document, "Recommendation", "which option, and why")
    make.differences(document)
    make.cautions(document)
    make.method(document)
    make.annex(document)
    return document


def meeting() -> Word:
    """A brief for whoever goes into the room."""
    document = started("pages=2 reserve=230")
    make.head(document, "MEETING BRIEF")
    make.bottom_line(document, "Where things stand")
    make.blank(document, "Our objectives", "what we want out of this meeting")
    make.quotes(document, "Their objectives")
    make.fence(document, "Their objectives", "what they want, beyond what they have said above")
    make.areas(document, "Arguments")
    make.fence(document, "Arguments", "ours, their likely answers, our replies")
    make.blank(document, "Press line", "one or two sentences that can be said in public")
    make.summary(document, "Background")
    make.participants(document, "Whom you will meet, or who took part", level=2)
    make.outlook(document, "What has been announced", level=2)
    make.differences(document)
    make.cautions(document)
    make.method(document)
    make.annex(document)
    return document


TEMPLATES: dict[str, Callable[[], Word]] = {
    "note": note,
    "readout": readout,
    "uk-submission": submission,
    "canada-briefing": canada,
    "meeting-brief": meeting,
    "_digest": digest,
}

if __name__ == "__main__":
    for name, build in TEMPLATES.items():
        (FOLDER / f"{name}.docx").write_bytes(saved(build()))
