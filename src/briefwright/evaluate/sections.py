"""The measures in the order and under the headings in which people read them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from briefwright.evaluate.values import Aspect, Taken
from briefwright.metrics import BY_FIELD, MEASURES

SECTIONS: Mapping[str, tuple[str, ...]] = {
    "Whole brief": ("brief_score", "facts_in_source"),
    "Bottom line": (*BY_FIELD["bottom_line"], "lead_bottom_line_rouge_l", "bottom_line_words"),
    "Summary": (
        *BY_FIELD["summary"],
        "lead_summary_rouge_1",
        "lead_summary_rouge_2",
        "lead_summary_rouge_l",
        "summary_words",
    ),
    "Participants": BY_FIELD["participants"],
    "Cooperation areas": BY_FIELD["cooperation_areas"],
    "Quotations": (*BY_FIELD["key_quotes"], "quotations_verbatim"),
    "Outlook": BY_FIELD["outlook"],
    "Words of likelihood": ("likelihood_kept", "likelihood_dropped", "likelihood_added"),
    "Statements": (
        "statements_written",
        "statements_compressed",
        "statements_extracted",
        "statement_words",
    ),
    "Withheld": ("withheld_share", "withheld"),
}

HEADLINES: Mapping[str, str] = {
    "brief_score": "score",
    "participants_f1": "people",
    "title_f1": "titles",
    "quotations_f1": "quotes",
    "speaker_right": "voice",
    "areas_f1": "areas",
    "outlook_f1": "outlook",
    "bottom_line_rouge_l": "bottom",
    "summary_rouge_l": "summary",
}
"""What kinds and articles are told by, with short names."""

ASPECT_NAMES: Mapping[Aspect, str] = {
    "bottom_line": "Bottom line",
    "summary": "Summary",
    "participants": "Participants",
    "cooperation_areas": "Cooperation areas",
    "key_quotes": "Quotations",
    "outlook": "Outlook",
    "likelihood": "Words of likelihood",
}


def sections(taken: Iterable[Taken]) -> dict[str, tuple[str, ...]]:
    """`SECTIONS`, with a measure for each code under which one of these withheld something."""
    codes = sorted({name for one in taken for name in one.measures if ":" in name})
    return {**SECTIONS, "Withheld": (*SECTIONS["Withheld"], *codes)}


def how_many(taken: Sequence[Taken]) -> str:
    """Over how many articles the measures were taken: "70", "70 and 68"."""
    counts = list(dict.fromkeys(one.articles for one in taken))
    return " and ".join(map(str, counts))


def label(name: str) -> str:
    """A measure's name for people."""
    if name == "brief_score":
        return "brief score: mean of six"
    if name in MEASURES:
        return MEASURES[name].label
    return f"  {name.removeprefix('withheld:')}"


def number(value: float) -> str:
    """Three digits of a share, one of a number of words."""
    return f"{value:.3f}" if value < 10 else f"{value:.1f}"


def cells(taken: Taken, name: str) -> tuple[str, str, str]:
    """Value, interval and over how many things; a dash for what could not be taken."""
    found = taken.measures.get(name)
    if found is None and taken.measures["withheld"].value is not None:
        # Another run withheld something under this code and this one nothing.
        return "0", "", ""
    if found is None or found.value is None:
        return "–", "", ""
    around = taken.intervals.get(name)
    digits = 2 if found.value < 10 else 1
    span = f"{around.low:.{digits}f}–{around.high:.{digits}f}" if around else ""
    return number(found.value), span, f"{found.n:.0f}"


def unmeasured(taken: Iterable[Taken]) -> dict[str, str]:
    """Why each measure that could not be taken could not."""
    return {
        name: found.reason
        for one in taken
        for name, found in one.measures.items()
        if found.reason is not None
    }
