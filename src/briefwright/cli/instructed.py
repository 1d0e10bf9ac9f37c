"""The options of models, and what they and `--model` come to; for note and batch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from briefwright.cli import output

if TYPE_CHECKING:
    from briefwright.nn.dtypes import DType
    from briefwright.pipeline import Instruction, ModelName

MODELS = (
    "embedded: sentences of the article, shortened; none: as they stand; smollm2-135m-instruct: "
    "in the embedded writer's words where they hold; or an instruct model: a folder, or a hub's "
    "name (owner/name) that is on this machine."
)

DeviceOption = Annotated[
    str | None,
    typer.Option(
        "--device",
        help="Where an instruct model runs: cpu, cuda, cuda:1. Default: a GPU, if it fits there.",
    ),
]
DTypeOption = Annotated[
    str | None,
    typer.Option(
        "--dtype",
        help="An instruct model's numbers: float32, bfloat16, float16 (default: by device); or the "
        "embedded reader's: float32 (default), or int8, which takes three quarters of the time on "
        "processors that have it.",
    ),
]
HintsOption = Annotated[
    bool, typer.Option("--hints", help="Tell an instruct model what the reader found.")
]
PromptsOption = Annotated[
    Path | None,
    typer.Option(
        "--prompts",
        metavar="DIR",
        help="Prompt files of your own (`briefwright prompts copy`) for an instruct model.",
    ),
]


def known_reader(reader: str) -> None:
    """Ends the program if there is no such reader."""
    if reader not in ("trained", "patterns"):
        output.usage(
            f"--reader {reader!r}: no such reader; there are 'trained' (the default) and 'patterns'"
        )


class Chosen(NamedTuple):
    """The embedded models that are needed, and the instruct model, if that is what is asked for."""

    model: ModelName
    instruction: Instruction | None = None
    dtype: DType | None = None
    """Of the embedded reader, where it is not as always."""


def chosen(
    model: str,
    *,
    reader: str = "trained",
    device: str | None = None,
    dtype: str | None = None,
    hints: bool = False,
    prompts: str | None = None,
) -> Chosen:
    """What the options come to.

    Looks the model and the prompts over, so that nothing is read or loaded in vain. Ends the
    program if the options cannot be carried out; raises ModelError for a model that cannot.
    """
    from briefwright.pipeline import WORDINGS, Instruction

    name = next((one for one in WORDINGS if one == model), None)
    if name is not None:
        given = {"--device": device, "--prompts": prompts, "--hints": hints}
        for option, value in given.items():
            if value:
                output.usage(
                    f"{option} is for an instruct model, and --model is {model!r}; give --model a "
                    "folder or a hub's name"
                )
        return Chosen(name, dtype=_of_reader(dtype, reader))
    if "/" not in model and not Path(model).is_dir():
        output.usage(
            f"--model {model!r}: no such model; there are {', '.join(map(repr, WORDINGS))}, and "
            "every instruct model in a folder or of a hub (owner/name)"
        )
    folder = Path(model).expanduser()
    asked = Instruction(
        model=str(folder.absolute()) if folder.is_dir() else model,
        device=device,
        dtype=dtype,
        hints=hints,
        prompts=str(Path(prompts).absolute()) if prompts else None,
    )
    _look(asked)
    return Chosen("embedded", asked)


def _of_reader(dtype: str | None, reader: str) -> DType | None:
    """None for float32, so that a run which says what is the default is no other run. Ends the
    program for what the reader does not multiply in; raises ModelError for what the processor
    does not."""
    from briefwright.nn.dtypes import DTYPES, check

    if dtype is None:
        return None
    known = next((one for one in DTYPES if one == dtype), None)
    if known is None:
        output.usage(
            f"--dtype {dtype!r}: the embedded reader multiplies in {' or '.join(DTYPES)}; float16 "
            "and others are for an instruct model (--model)"
        )
    if reader != "trained":
        output.usage(f"--dtype {dtype!r}: --reader {reader!r} multiplies nothing; leave one out")
    check(known)
    return None if known == "float32" else known


def _look(asked: Instruction) -> None:
    """Ends the program for prompts that cannot be used; raises ModelError."""
    from briefwright.errors import SettingsError, TemplateError
    from briefwright.pipeline import look

    try:
        look(asked)
    except (SettingsError, TemplateError) as error:
        output.usage(str(error))
