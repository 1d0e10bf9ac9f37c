"""One brief by hand, with everything that a note can show; text and people are invented."""

from __future__ import annotations

import hashlib

from briefwright.brief import (
    Account,
    Brief,
    Caution,
    CooperationArea,
    Difference,
    KeyQuote,
    MaskedSpan,
    OutlookItem,
    Participant,
    ParticipantSpans,
    Provenance,
    Run,
    Slice,
    SourceArticle,
    Statement,
    Withheld,
)
from briefwright.render import Header
from briefwright.sealed import sealed

TEXT = """Vessania and Tormark sign accord on children’s hospitals

PORT ELVEN — The health ministers of Vessania and Tormark signed an accord on Tuesday to build two \
children’s hospitals and to train 240 nurses a year, officials said.

Vessanian Health Minister Oriel Santavo met Tormark’s Minister for Health and Social Care, \
Jann Ekholm, at the Palace of Congresses. “This accord puts a nurse within reach of every child \
in the border provinces,” Santavo said. She added: “We will not wait for
another winter to begin.”

Ekholm said Tormark would lend Vessania 85 million crowns at 1.5% over twenty years. “We are \
paying a debt of friendship, and we expect nothing but good accounts in return,” he said.

The two sides also agreed to:
- share laboratory data on respiratory infections;
- recognise each other’s nursing diplomas from next September.

The Regional Development Bank, whose president Amadi Oduya attended, is studying a loan for a \
third hospital. “Our board will decide in March, and I am hopeful,” Oduya told reporters. \
“A hospital is a promise that must be kept for fifty years,” he said. “The figures are sound so \
far.”

Tomas Rell, who heads the Vessanian Nurses’ Union, denied that his members had been consulted. \
“Nobody has asked a single nurse what she needs,” he told Radio Elven. The union is not opposed \
to the accord.

Work on the first hospital, in Sarn, is to begin on 1 February. Construction could be delayed if \
the mountain road is not repaired, the ministry warned. The ministers hope to meet again in \
Tormark in the summer.

Share this article
"""


def cut(words: str) -> Slice:
    start = TEXT.index(words)
    return Slice(start=start, end=start + len(words), text=words)


def person(
    number: int, name: str, title: str | None, organisation: str | None, country: str | None
) -> Participant:
    return Participant(
        id=f"P{number}",
        name=name,
        kind="person",
        title=title,
        organisation=organisation,
        country=country,
        central=number < 3,
        spans=ParticipantSpans(
            name=cut(name),
            title=cut(title) if title else None,
            country=cut(country) if country and country in TEXT else None,
        ),
    )


SIGNED = cut(
    "The health ministers of Vessania and Tormark signed an accord on Tuesday to build two "
    "children’s hospitals and to train 240 nurses a year, officials said."
)
LOAN = cut("Ekholm said Tormark would lend Vessania 85 million crowns at 1.5% over twenty years.")
DENIED = cut(
    "Tomas Rell, who heads the Vessanian Nurses’ Union, denied that his members had been consulted."
)
DIPLOMAS = cut("recognise each other’s nursing diplomas from next September.")
DATA = cut("share laboratory data on respiratory infections;")
THIRD = cut(
    "The Regional Development Bank, whose president Amadi Oduya attended, is studying a loan for a "
    "third hospital."
)
BEGIN = cut("Work on the first hospital, in Sarn, is to begin on 1 February.")
DELAY = cut(
    "Construction could be delayed if the mountain road is not repaired, the ministry warned."
)
AGAIN = cut("The ministers hope to meet again in Tormark in the summer.")

QUOTES = (
    KeyQuote(
        id="Q1",
        text="This accord puts a nurse within reach of every child in the border provinces,",
        speaker="Oriel Santavo",
        speaker_id="P1",
        speaker_as_written="Santavo",
        resolved="named",
        cue="said",
        evidence=(
            cut("This accord puts a nurse within reach of every child in the border provinces,"),
        ),
    ),
    KeyQuote(
        id="Q2",
        text="We will not wait for\nanother winter to begin.",
        speaker="Oriel Santavo",
        speaker_id="P1",
        speaker_as_written="She",
        resolved="pronoun",
        cue="added",
        evidence=(cut("She added: “We will not wait for\nanother winter to begin.”"),),
    ),
    KeyQuote(
        id="Q3",
        text="We are paying a debt of friendship, and we expect nothing but good accounts in "
        "return,",
        speaker="Jann Ekholm",
        speaker_id="P2",
        speaker_as_written="he",
        resolved="pronoun",
        cue="said",
        evidence=(
            cut(
                "We are paying a debt of friendship, and we expect nothing but good accounts in "
                "return,"
            ),
        ),
    ),
    KeyQuote(
        id="Q4",
        text="Our board will decide in March, and I am hopeful,",
        speaker="Amadi Oduya",
        speaker_id="P3",
        speaker_as_written="Oduya",
        resolved="named",
        evidence=(cut("Our board will decide in March, and I am hopeful,"),),
    ),
    KeyQuote(
        id="Q5",
        text="Nobody has asked a single nurse what she needs,",
        speaker="Tomas Rell",
        speaker_id="P4",
        speaker_as_written="he",
        resolved="pronoun",
        evidence=(cut("Nobody has asked a single nurse what she needs,"),),
    ),
    KeyQuote(
        id="Q6",
        text="The figures are sound so far.",
        speaker="Amadi Oduya",
        speaker_id="P3",
        resolved="context",
        evidence=(cut("The figures are sound so far."),),
    ),
)

_BRIEF = Brief(
    id="elven-0412",
    articles=(
        SourceArticle(
            id="elven-0412",
            title="Vessania and Tormark sign accord on children’s hospitals",
            source="articles/elven-0412.txt",
            url="https://courier.example/health/accord",
            publisher="The Elven Courier",
            byline="Mirela Dost",
            published="2026-11-17",
            language="en",
            sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
            words=262,
            words_read=262,
            masked=(MaskedSpan(start=0, end=56, reason="repeated-headline"),),
            text=TEXT,
        ),
    ),
    bottom_line=Statement(
        id="S1",
        text="Vessania and Tormark signed an accord on Tuesday to build two children’s hospitals "
        "and train 240 nurses a year, officials said.",
        evidence=(SIGNED,),
        origin="written",
        checks=("names", "numbers", "attribution"),
    ),
    summary=(
        Statement(
            id="S2",
            text="Tormark would lend Vessania 85 million crowns at 1.5% over twenty years, Ekholm "
            "said.",
            evidence=(LOAN,),
            origin="written",
            checks=("names", "numbers", "attribution"),
        ),
        Statement(
            id="S3",
            text="The Regional Development Bank is studying a loan for a third hospital.",
            evidence=(THIRD,),
            origin="compressed",
            checks=("names",),
        ),
        Statement(
            id="S4", text=DENIED.text, evidence=(DENIED,), origin="extracted", checks=("verbatim",)
        ),
    ),
    participants=(
        person(1, "Oriel Santavo", "Vessanian Health Minister", None, "Vessania"),
        person(2, "Jann Ekholm", "Minister for Health and Social Care", None, "Tormark"),
        person(3, "Amadi Oduya", "president", "Regional Development Bank", None),
        person(4, "Tomas Rell", None, "Vessanian Nurses’ Union", "Vessania"),
    ),
    key_quotes=QUOTES,
    cooperation_areas=(
        CooperationArea(
            id="A1",
            label="two children’s hospitals",
            status="signed",
            parties=("Vessania", "Tormark"),
            evidence=(SIGNED,),
            origin="extracted",
            checks=("verbatim",),
        ),
        CooperationArea(
            id="A2",
            label="laboratory data on respiratory infections",
            status="agreed",
            parties=("Vessania", "Tormark"),
            evidence=(DATA,),
            origin="extracted",
            checks=("verbatim",),
        ),
        CooperationArea(
            id="A3",
            label="nursing diplomas",
            status="agreed",
            parties=("Vessania", "Tormark"),
            evidence=(DIPLOMAS,),
            origin="extracted",
            checks=("verbatim",),
        ),
        CooperationArea(
            id="A4",
            label="loan for a third hospital",
            status="proposed",
            parties=("Regional Development Bank", "Vessania"),
            evidence=(THIRD,),
            origin="extracted",
            checks=("verbatim",),
        ),
    ),
    outlook=(
        OutlookItem(
            id="O1",
            text=BEGIN.text,
            kind="planned",
            when="1 February",
            evidence=(BEGIN,),
            origin="extracted",
            checks=("verbatim",),
        ),
        OutlookItem(
            id="O2",
            text="The bank’s board will decide in March.",
            kind="planned",
            by="Amadi Oduya",
            by_id="P3",
            when="in March",
            evidence=(QUOTES[3].evidence[0],),
            origin="written",
            checks=("dates",),
        ),
        OutlookItem(
            id="O3",
            text=DELAY.text,
            kind="warned",
            by="the ministry",
            evidence=(DELAY,),
            origin="extracted",
            checks=("verbatim",),
        ),
        OutlookItem(
            id="O4",
            text="The ministers hope to meet again in Tormark in the summer.",
            kind="hoped",
            when="in the summer",
            evidence=(AGAIN,),
            origin="written",
            checks=("dates",),
        ),
    ),
    withheld=(
        Withheld(
            field="summary",
            text="The union opposes the accord.",
            code="negation",
            reason="the evidence negates it",
        ),
    ),
    cautions=(
        Caution(code="single-source", text="One outlet only; not confirmed elsewhere."),
        Caution(
            code="speaker-resolved",
            text="Speakers were worked out from pronouns.",
            items=("Q2", "Q3", "Q5"),
        ),
    ),
    provenance=Provenance(
        briefwright="0.1.0",
        reader="patterns-1",
        writer="smollm2-135m-instruct",
        revision="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        prompts_sha256="53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
        seed=0,
    ),
    run=Run(created="2026-11-18T07:30:00+00:00", seconds=3.2, words_per_second=82.0),
)

BRIEF = sealed(_BRIEF)

HEADER = Header(
    to="Minister of State for Health",
    from_="International Unit",
    marking="OFFICIAL – SENSITIVE",
)

_GOAL = "Goal."
EMPTY = Brief(
    id="cup-final",
    articles=(
        SourceArticle(
            id="cup-final",
            source="-",
            sha256=hashlib.sha256(_GOAL.encode()).hexdigest(),
            words=40,
            words_read=40,
            text=_GOAL,
        ),
    ),
    provenance=Provenance(briefwright="0.1.0", reader="patterns-1"),
)


def crowd(*, several: bool = True) -> Brief:
    """A brief of 60 participants, 30 cautions and, of several outlets, 20 differences."""
    second = BRIEF.articles[0].model_copy(update={"id": "b", "publisher": "The Harbour Post"})
    elsewhere = DENIED.model_copy(update={"article": 1})
    accounts = (
        Account(text=LOAN.text, evidence=(LOAN,)),
        Account(text=DENIED.text, evidence=(elsewhere,)),
    )
    differences = tuple(
        Difference(id=f"D{n}", about=f"number of nurses in group {n}", accounts=accounts)
        for n in range(1, 21)
    )
    made = BRIEF.model_copy(
        update={
            "articles": (BRIEF.articles[0], second) if several else BRIEF.articles,
            "participants": tuple(
                BRIEF.participants[n % 4].model_copy(update={"id": f"P{n + 1}"}) for n in range(60)
            ),
            "cautions": tuple(
                Caution(code=f"c{n}", text=f"Caution {n}: {SIGNED.text}") for n in range(1, 31)
            ),
            "differences": differences if several else (),
        }
    )
    return sealed(made)
