"""A command line that cannot be carried out, told in the form that the log is asked for in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

from briefwright.cli import output

# Typer has brought its own copy of click for some time, and did not before: this is either's.
_UsageError: Any = typer.BadParameter.__base__


class LogsUsage(TyperCommand):
    """A command with `--log`, which holds for what is wrong with its own options too."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        given = list(args)
        try:
            return super().parse_args(ctx, args)
        except _UsageError as error:
            if not _is_json(given):
                raise
            output.say_as_json(True)
            output.usage(f"{error.format_message()}; see briefwright {ctx.info_name} --help")


def _is_json(args: Sequence[str]) -> bool:
    """Whether the arguments, or the configuration that they name, ask for a log as JSON."""
    log = _value(args, "--log")
    if log is not None:
        return log == "json"
    config = _value(args, "--config")
    if config is None:
        return False
    from briefwright.configuration import load
    from briefwright.errors import SettingsError

    try:
        return load(Path(config)).log == "json"
    except SettingsError:
        return False


def _value(args: Sequence[str], option: str) -> str | None:
    """Of the option as it was given last."""
    found = None
    for one, after in zip(args, [*args[1:], None], strict=True):
        name, sign, value = one.partition("=")
        if name == option:
            found = value if sign else after
    return found
