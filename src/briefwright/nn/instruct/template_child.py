"""Renders one chat template in a process of its own, bounded in time and memory.

Run by path, so that nothing but jinja2 is imported; reads JSON on standard input and writes JSON.
The environment is the one transformers renders chat templates in, with the clock stopped: the same
article should give the same prompt tomorrow.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import Any, NoReturn

MEMORY = 512 << 20
SECONDS = 2
"""Of computing, not of the clock: on a busy machine a good template waits for its turn."""
LONGEST = 64 << 10
_DAY = datetime(2024, 7, 26)
"""What templates are told that today is; Llama's say so themselves where there is no clock."""


def _bound() -> None:
    try:
        import resource
    except ImportError:  # no such limits on Windows; the parent's time limit holds there
        return
    limits = (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, limit in limits:
        hard = resource.getrlimit(kind)[1]
        top = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(kind, (top, hard))


def _raise(message: object) -> NoReturn:
    from jinja2 import TemplateError

    raise TemplateError(str(message))


def render(given: dict[str, Any]) -> list[dict[str, str]]:
    """What each of `conversations` becomes: its text, or its error."""
    from jinja2 import TemplateError, nodes
    from jinja2.ext import Extension, loopcontrols
    from jinja2.parser import Parser
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    class Generation(Extension):
        """`{% generation %}`, which only training reads."""

        tags = {"generation"}  # noqa: RUF012

        def parse(self, parser: Parser) -> list[nodes.Node]:
            next(parser.stream)
            return parser.parse_statements(("name:endgeneration",), drop_needle=True)

    environment = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=[Generation, loopcontrols]
    )
    environment.filters["tojson"] = lambda value, **_: json.dumps(value, ensure_ascii=False)
    environment.globals["raise_exception"] = _raise
    environment.globals["strftime_now"] = lambda form: _DAY.strftime(form)
    found = []
    for messages in given["conversations"]:
        try:
            template = environment.from_string(given["template"])
            parts, size = [], 0
            for part in template.generate(
                messages=messages,
                add_generation_prompt=True,
                tools=None,
                documents=None,
                enable_thinking=False,
                **given["tokens"],
            ):
                parts.append(part)
                size += len(part)
                if size > LONGEST:
                    raise TemplateError(f"it writes over {LONGEST:,} characters")
            found.append({"text": "".join(parts)})
        except (TemplateError, TypeError, ValueError, ArithmeticError, LookupError) as error:
            found.append({"error": f"{type(error).__name__}: {error}"[:300]})
        except (AttributeError, RecursionError, MemoryError) as error:
            found.append({"error": type(error).__name__})
    return found


if __name__ == "__main__":
    _bound()
    json.dump(render(json.load(sys.stdin)), sys.stdout)
