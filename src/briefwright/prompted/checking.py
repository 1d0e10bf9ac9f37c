"""What is wrong with a folder of prompt files, and how long each of them is.

Says all at once, without a model; what a prompt makes a model say, only a model can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from briefwright.errors import TemplateError
from briefwright.prompted import confined
from briefwright.prompted.prompts import ENDING, PARTS, Prompts, examples, read
from briefwright.prompted.said import SECTIONS
from briefwright.prompted.sample import shown
from briefwright.spans import Value

_LETTERS_A_TOKEN = 4
"""Of English, with vocabularies of today; counted exactly where a model is given."""
_SHOWN = re.compile(r"\{\{-?\s*sentence\.text")


class Finding(Value):
    file: str
    place: str = ""
    text: str
    breaks: bool
    """Whether no draft can be made with it."""


class Length(Value):
    part: str
    own: bool
    """Whether it is of the folder; else the shipped one is used."""
    tokens: int
    """Of what it makes of a sample article."""


class Checked(Value):
    findings: tuple[Finding, ...]
    lengths: tuple[Length, ...]
    """Of the files that can be made."""
    sha256: str | None = None
    """As in the provenance of briefs; None if they cannot be used."""


def check(folder: Path | None, *, count: Callable[[str], int] | None = None) -> Checked:
    """What is wrong with the prompts of the folder and of the shipped ones that it lacks.

    `count` counts a text's tokens; without it they are estimated. Raises TemplateError if there is
    no such folder.
    """
    prompts = Prompts(folder=folder)
    found: list[Finding] = list(_strangers(folder))
    lengths = []
    for part in PARTS:
        path = prompts.path(part)
        own = folder is not None and path.parent == folder
        try:
            source = read(path)
        except TemplateError as error:
            found.append(Finding(file=path.name, text=str(error), breaks=True))
            continue
        faults = confined.faults(source, part)
        found += [
            Finding(file=path.name, place=one.place, text=one.text, breaks=True) for one in faults
        ]
        if faults:
            continue
        found += [Finding(file=path.name, text=text, breaks=False) for text in _odd(part, source)]
        made = [confined.made(source, fields) for fields in shown(part)]
        faulty = next((one for one in made if isinstance(one, confined.Finding)), None)
        if faulty is not None:
            found.append(Finding(file=path.name, text=faulty.text, breaks=True))
            continue
        text = next(one for one in made if isinstance(one, str))
        tokens = count(text) if count else -(-len(text) // _LETTERS_A_TOKEN)
        lengths.append(Length(part=part, own=own, tokens=tokens))
    usable = not any(one.breaks for one in found)
    return Checked(
        findings=tuple(found),
        lengths=tuple(lengths),
        sha256=prompts.sha256 if usable else None,
    )


def _strangers(folder: Path | None) -> list[Finding]:
    """Files that nothing reads."""
    if folder is None:
        return []
    if not folder.is_dir():
        raise TemplateError(
            f"no folder of prompts {str(folder)!r}; `briefwright prompts copy DIR` makes one"
        )
    found = []
    for path in sorted(folder.iterdir()):
        name = path.name.removesuffix(ENDING)
        if path.name.endswith(ENDING) and name not in PARTS:
            near = confined.near(name, PARTS)
            found.append(
                Finding(file=path.name, text=f"no prompt has this name{near}", breaks=False)
            )
    return found


def _odd(part: str, source: str) -> list[str]:
    """What can be used and was hardly meant."""
    found = []
    if part == "article" and not _SHOWN.search(source):
        found.append("it does not print {{ sentence.text }}: the model would not see the article")
    if part in SECTIONS:
        if not examples(source):
            found.append(
                "it has no example between <example> and </example>; one written without these "
                "marks may come out in a note"
            )
        elif len(re.findall("<example>", source)) != len(re.findall("</example>", source)):
            found.append("<example> and </example> do not pair")
    return found
