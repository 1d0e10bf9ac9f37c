"""Briefs of the same articles under several settings, each setting in a folder of its own.

A folder of this kind is a run for whoever evaluates, compares or judges. Nothing that an earlier
run or a person made in it is lost: what is there and was made just so is kept, and a folder that
holds anything else is not gone on with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

from briefwright.article import Article
from briefwright.brief import Brief, Provenance
from briefwright.errors import BriefError, OutputError
from briefwright.files import note_name, slug, write
from briefwright.ground.recheck import is_edited
from briefwright.ingest import Failed
from briefwright.pipeline import FALLBACK, Models, provenance, run
from briefwright.render import load_brief, render
from briefwright.spans import Value

BRIEFS = "briefs"
"""The folder of a setting's briefs, beside those of its notes."""


class Sample(Value):
    """An article's brief under one setting."""

    brief: Brief
    state: Literal["made", "there", "edited"]
    """Made now; made before, and left as it is; changed by a person, and left as it is."""


def label(model: str, reader: str) -> str:
    """A setting's folder: the model, and the reader if it is not the one that all use."""
    name = slug(Path(model).name or model) or "model"
    return name if reader == "trained" else f"{name}-{slug(reader)}"


def make(
    articles: Sequence[Article], models: Models, folder: Path, *, force: bool = False
) -> Iterator[Sample | Failed]:
    """Each article's brief, written into `BRIEFS` of the folder as it is made.

    Stopped at any moment and begun again, it goes on where it was. Raises OutputError before
    anything is made if the folder holds a brief of one of the articles that was made otherwise,
    unless `force` has it made anew.
    """
    held = _held(folder / BRIEFS, force=force)
    known = {} if force else _there(articles, held, provenance(models))
    for brief in known.values():
        yield Sample(brief=brief, state="edited" if is_edited(brief) else "there")
    for made in run([one for one in articles if one.id not in known], models):
        if isinstance(made, Brief):
            name = note_name(made.id, made.articles[0].title)
            path = held[made.id][0] if made.id in held else folder / BRIEFS / f"{name}.json"
            write(path, render(made, "json"))
            yield Sample(brief=made, state="made")
        else:
            yield made


_Held = Mapping[str, tuple[Path, Brief]]


def _held(folder: Path, *, force: bool) -> _Held:
    """The briefs of the folder by their ids, which stay where a title has changed."""
    found: dict[str, tuple[Path, Brief]] = {}
    for path in sorted(folder.glob("*.json")):
        try:
            brief = load_brief(path.read_bytes(), str(path))
        except (BriefError, OSError) as error:
            if force:
                continue
            raise OutputError(f"{error}; {_NEXT}") from error
        found[brief.id] = (path, brief)
    return found


def _there(articles: Sequence[Article], held: _Held, wanted: Provenance) -> dict[str, Brief]:
    found: dict[str, Brief] = {}
    for article in articles:
        if article.id not in held:
            continue
        path, brief = held[article.id]
        why = _otherwise(brief, article, wanted)
        if why:
            raise OutputError(f"{path}: {why}; {_NEXT}")
        found[article.id] = brief
    return found


_NEXT = "give another --out, or --force to make it anew"


def _otherwise(brief: Brief, article: Article, wanted: Provenance) -> str:
    """How the brief was made otherwise; "" if it was made just so."""
    if brief.articles[0].sha256 != article.sha256:
        return "is of another text of this article"
    theirs, ours = brief.provenance.model_dump(), wanted.model_dump()
    # Of the article, and not of how it was asked about.
    theirs["settings"].pop(FALLBACK, None)
    name = next((name for name in ours if ours[name] != theirs[name]), None)
    return f"was made with {name} {theirs[name]!r}, not {ours[name]!r}" if name else ""
