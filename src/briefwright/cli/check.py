"""briefwright check: what is installed, and whether it works."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Annotated

import typer

ARTICLE = (
    "NAIROBI — Health ministers Asha Otieno of Kenya and Kwame Asante of Ghana agreed on Monday "
    "to train 40 nurses a year together. “We start in March,” Otieno said."
)


def check(
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    model: Annotated[
        str | None,
        typer.Option("--model", help="Try this instruct model too: a folder, or a hub's name."),
    ] = None,
) -> None:
    """Try every part; exit 1 if one does not work."""
    import json

    rows: dict[str, tuple[bool, str]] = {}
    parts: dict[str, Callable[[], str]] = {**_PARTS, "instruct": partial(_instruct, model)}
    for name, attempt in parts.items():
        try:
            rows[name] = (True, attempt())
        except Exception as error:
            # Whatever is wrong with a part, the others are still looked at.
            rows[name] = (False, str(error) or repr(error))
    if as_json:
        print(json.dumps({name: {"works": works, "found": f} for name, (works, f) in rows.items()}))
    else:
        for name, (works, found) in rows.items():
            print(f"{'ok' if works else 'FAILS':5}  {name:10}  {found}")
    if not all(works for works, _ in rows.values()):
        raise typer.Exit(1)


def _program() -> str:
    import platform

    import briefwright

    return f"briefwright {briefwright.__version__}, Python {platform.python_version()}"


def _libraries() -> str:
    from importlib.metadata import version

    names = ("torch", "transformers", "trafilatura", "sentencex", "docxtpl", "pydantic")
    return ", ".join(f"{name} {version(name)}" for name in names)


def _weights() -> str:
    from briefwright import models

    return ", ".join(f"{name} at {models.find(name)}" for name in _needed())


def _needed() -> list[str]:
    """The models that notes need, and those others that were fetched."""
    from briefwright import models

    absent = {state.name for state in models.installed() if state.status == "absent"}
    return [
        name for name, model in models.EMBEDDED.items() if not (model.on_demand and name in absent)
    ]


def _reading() -> str:
    from briefwright.article import Article
    from briefwright.pipeline import briefs, load

    (brief,) = briefs([Article(id="check", source="check", text=ARTICLE)], load())
    return f"found participants: {len(brief.participants)}, quotations: {len(brief.key_quotes)}"


def _writing() -> str:
    from briefwright import models
    from briefwright.errors import UnknownModel
    from briefwright.pipeline import load
    from briefwright.writer import Claim, Job
    from briefwright.writer.smol import MODEL

    try:
        models.find(MODEL)
    except UnknownModel:
        return f"not here; --model {MODEL} fetches it (briefwright models pull {MODEL})"
    made = load(wording="written")
    assert made.writer is not None
    assert made.judge is not None
    # Asked directly: a note could leave the sentence as it stands.
    (answer,) = made.writer.write([Job(kind="summary", evidence=ARTICLE, max_words=30)])
    name = f"{made.writer.name} with {made.writer.model}"
    if answer is None:
        return f"{name}: answers, with nothing usable"
    (support,) = made.judge.support(
        [Claim(evidence=ARTICLE, text=answer.text, logprobs=answer.logprobs)]
    )
    return f"{name}: {answer.text} (supported at {support:.2f})"


def _prompts() -> str:
    from briefwright.prompted import Prompts
    from briefwright.prompted.prompts import PARTS

    prompts = Prompts()
    prompts.check()
    return f"{len(PARTS)} files, {prompts.sha256[:12]}"


def _instruct(model: str | None) -> str:
    """A model that a person names is tried; else only what it would need is looked for."""
    from briefwright.prompted import lacking

    if model is None:
        if lacking():
            return "not installed; for --model DIR|NAME: pip install 'briefwright[prompted]'"
        return "ready for --model DIR|NAME; check --model DIR|NAME tries one"
    from briefwright.article import Article
    from briefwright.pipeline import Instruction, briefs, load

    asked = Instruction(model=model)
    (brief,) = briefs([Article(id="check", source="check", text=ARTICLE)], load(instruction=asked))
    made = brief.provenance
    seconds = f" in {brief.run.seconds:.0f} s" if brief.run else ""
    fallen = made.settings.get("fallback")
    failed = f"; no usable answer on {fallen}" if fallen else ""
    return f"{made.model} on {made.settings.get('device')}: answers{seconds}{failed}"


def _rendering() -> str:
    from briefwright.article import Article
    from briefwright.pipeline import briefs, load
    from briefwright.render import FORMATS, render

    (brief,) = briefs([Article(id="check", source="check", text=ARTICLE)], load())
    return ", ".join(f"{name} {len(render(brief, name))} bytes" for name in FORMATS)


_PARTS: dict[str, Callable[[], str]] = {
    "program": _program,
    "libraries": _libraries,
    "weights": _weights,
    "reader": _reading,
    "writer": _writing,
    "templates": _rendering,
    "prompts": _prompts,
}
