"""Finding templates, and running them where they can read a view and nothing else.

The only module that names jinja2. A template is a file an officer may have been sent: it runs in
an immutable sandbox, cannot load other files, and whatever it does wrong becomes a
`TemplateError` that names the template, the line, and the nearest thing that would have worked.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections.abc import Callable, MutableMapping, Sequence
from pathlib import Path
from types import CodeType
from typing import Any, Literal

import jinja2
from jinja2.environment import TemplateModule
from jinja2.runtime import BlockReference, LoopContext, Macro, TemplateReference
from jinja2.sandbox import MAX_RANGE, ImmutableSandboxedEnvironment
from jinja2.utils import Cycler, Joiner, Namespace
from markupsafe import Markup
from pydantic import BaseModel
from rapidfuzz import fuzz, process

from briefwright import resources
from briefwright.errors import TemplateError
from briefwright.render import parts
from briefwright.render.parts import Limits, View
from briefwright.spans import Value

LONGEST_RANGE = MAX_RANGE
"""How far `range` counts in the sandbox."""

Kind = Literal["md", "html", "docx"]
Escape = Callable[[str], str]

# The endings a template of each kind may have; the first is that of the shipped ones.
_ENDINGS: dict[Kind, tuple[str, ...]] = {
    "md": (".md.jinja", ".md", ".jinja"),
    "html": (".html.jinja", ".html", ".jinja"),
    "docx": (".docx",),
}

# Each would let the article's text past the escaping of the format.
BYPASSES = ("safe", "forceescape", "tojson", "xmlattr", "urlize", "striptags")

# What an expression can raise when it runs. The template is not ours, so all of it is its error.
FAULTS = (
    jinja2.TemplateError,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)

# "{# briefwright: quotes=2, pages=1 #}": how much of a brief the template shows.
_SETTINGS = re.compile(r"\{#p?\s*briefwright:([^#]*)#\}")

_QUOTED = re.compile(r"attribute '(\w+)'|'(\w+)' is undefined")


# Whose public attributes a template may ask for: plain values, and what jinja2 hands out itself.
_PLAIN = (str, int, float, list, tuple, dict)
_OF_JINJA = (LoopContext, Macro, TemplateModule, TemplateReference, Namespace, Cycler, Joiner)


class _Printed(str):
    """What a macro or block printed, escaped already.

    Whatever is done to it makes plain text of it, which is escaped when it is printed: jinja2's own
    Markup would let it through, escaped as HTML.
    """

    __slots__ = ()


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which a template reads the fields of a view, and calls none of its methods.

    jinja2's own sandbox lets a template call every public method of what it is given, and those of
    pydantic read files and pickles. Here all is refused but what is listed.

    Keeps the source it was last given, to quote it when it fails: a Word template is compiled from
    XML that no officer has seen, so a line number would not help.
    """

    last_source = ""
    escape: Escape | None = None

    def getattr(self, obj: Any, attribute: str) -> Any:
        # Not even looked up: what is behind a name may run on looking.
        if isinstance(obj, BaseModel) and attribute not in type(obj).model_fields:
            return self.undefined(obj=obj, name=attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        if isinstance(obj, BaseModel):
            return self.getattr(obj, str(argument))
        return super().getitem(obj, argument)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, BaseModel):
            return attr in type(obj).model_fields
        known = isinstance(obj, (*_PLAIN, *_OF_JINJA))
        return known and super().is_safe_attribute(obj, attr, value)

    def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        made = super().call(__context, __obj, *args, **kwargs)
        return _Printed(made) if isinstance(__obj, Macro | BlockReference) else made

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:
        # What is formatted takes the type of its pattern.
        of = getattr(value, "__self__", None)
        plain = getattr(str(of), value.__name__) if isinstance(of, _Printed) else value
        return super().wrap_str_format(plain)

    def is_safe_callable(self, obj: Any) -> bool:
        # No route leads to one; if another filter should open one, its end is here.
        owner = obj if isinstance(obj, type) else getattr(obj, "__self__", obj)
        of_ours = isinstance(owner, BaseModel) or (
            isinstance(owner, type) and issubclass(owner, BaseModel)
        )
        return not of_ours and super().is_safe_callable(obj)

    def _parse(self, source: str, name: str | None, filename: str | None) -> jinja2.nodes.Template:
        tree = super()._parse(source, name, filename)
        # What its body printed is escaped by then, and the filter could take the escapes away.
        for block in tree.find_all(jinja2.nodes.FilterBlock):
            raise jinja2.TemplateSyntaxError(
                "{% filter %} is refused: it would change text after its escaping; use the filter "
                "on the value, as in {{ subject | upper }}",
                block.lineno,
                name,
                filename,
            )
        return tree

    def from_string(
        self,
        source: str | jinja2.nodes.Template,
        globals: MutableMapping[str, Any] | None = None,
        template_class: type[jinja2.Template] | None = None,
    ) -> jinja2.Template:
        self.last_source = source if isinstance(source, str) else ""
        if not isinstance(source, str) or template_class is not None or self.escape is None:
            return super().from_string(source, globals, template_class)
        made_of = self.make_globals(globals)
        return self.template_class.from_code(self, _compiled(self.escape, source), made_of)


@functools.lru_cache(maxsize=32)
def _compiled(escape: Escape, source: str) -> CodeType:
    """Compiled for every sandbox of this escape: a Word template's parts are the same from note to
    note, and took a quarter of its time."""
    return environment(escape).compile(source)


def shipped(kind: Kind) -> tuple[str, ...]:
    """Names of the note templates that came with this installation."""
    ending = _ENDINGS[kind][0]
    found = resources.folder("templates").glob(f"*{ending}")
    # Those that begin with "_" are pieces of others.
    names = (path.name.removesuffix(ending) for path in found if not path.name.startswith("_"))
    return tuple(sorted(names))


def find(template: Path | str | None, kind: Kind) -> Path:
    """The file of a shipped template by its name, or of one's own by its path.

    None is "note". Raises TemplateError for an unknown name, a missing file, and a file whose
    ending says that it makes another format.
    """
    name = str(template) if template is not None else "note"
    path = Path(name)
    # "note.docx" is the shipped one where no file of that name is at hand.
    plain = name if path.is_file() else name.removesuffix(f".{kind}")
    if plain in shipped(kind):
        return resources.folder("templates") / f"{plain}{_ENDINGS[kind][0]}"
    if not path.is_file():
        raise TemplateError(
            f"no template {name!r} for {kind}: give a path ending in "
            f"{' or '.join(_ENDINGS[kind])}, or one of the shipped: "
            f"{', '.join(shipped(kind))}{nearest(name, shipped(kind))}"
        )
    if not path.name.lower().endswith(_ENDINGS[kind]):
        raise TemplateError(
            f"template {name!r} cannot make {kind}: its name must end in "
            f"{' or '.join(_ENDINGS[kind])}; choose the format that it was written for"
        )
    return path


def is_shipped(path: Path) -> bool:
    """Whether the file came with this installation, and needs no guarding against."""
    return path.parent == resources.folder("templates")


def digest(path: Path) -> str:
    """A short hash of the template; "own:" before that of one that is not shipped.

    That of a shipped one covers the pieces it is made of. Raises TemplateError.
    """
    if not is_shipped(path):
        return f"own:{_hash([path])}"
    kind = kind_of(path)
    pieces = sorted(resources.folder("templates").glob(f"_*.{kind}.jinja"))
    return _hash([path, *pieces])


def _hash(paths: Sequence[Path]) -> str:
    made = hashlib.sha256()
    for path in paths:
        try:
            made.update(path.read_bytes())
        except OSError as error:
            raise TemplateError(f"template {str(path)!r} cannot be read: {error}") from error
    return made.hexdigest()[:12]


def kind_of(path: Path | str) -> Kind | None:
    """The format that a template makes, by its ending; None where that does not tell."""
    name = Path(path).name.lower()
    for kind, endings in _ENDINGS.items():
        # ".jinja" alone may make either kind of text.
        if name.endswith(tuple(one for one in endings if one != ".jinja")):
            return kind
    return None


def settings(source: str, name: str) -> Limits:
    """How much of a brief the template asks for, in a comment of its own. Raises TemplateError."""
    found = _SETTINGS.search(source)
    asked: dict[str, int] = {}
    for pair in re.split(r"[,\s]+", found.group(1).strip()) if found else ():
        field, _, value = pair.partition("=")
        if field not in Limits.model_fields:
            near = nearest(field, tuple(Limits.model_fields))
            raise TemplateError(f"template {name!r}: {field!r} is no setting of a template{near}")
        if not value.removeprefix("-").isdecimal() or len(value) > 4:
            raise TemplateError(
                f"template {name!r}: the setting {pair!r} is not NAME=NUMBER, as in quotes=2"
            )
        asked[field] = int(value)
    if asked.get("evidence", 20) < 20:
        raise TemplateError(f"template {name!r}: the setting evidence cannot be less than 20")
    for field, number in asked.items():
        if field != "reserve" and not 0 <= number <= (1 if field == "annex" else 9999):
            raise TemplateError(f"template {name!r}: the setting {field} cannot be {number}")
    return Limits(**asked)


def environment(escape: Escape, *, own: dict[str, str] | None = None) -> Sandbox:
    """A sandbox in which every printed value goes through `escape` once, whatever the template.

    Templates may include or extend those in `own`, a source by its name, and the shipped ones.
    """

    def printed(value: object) -> object:
        if value is None or isinstance(value, _Printed | jinja2.Undefined):
            return "" if value is None else value
        # Markup says of itself that it is HTML, and its methods can be made to lie.
        plain = isinstance(value, str) and not isinstance(value, Markup)
        return escape(value if plain else str(value))  # type: ignore[arg-type]

    sandbox = Sandbox(
        # Ours is `printed`; jinja2's is for HTML alone.
        autoescape=False,
        finalize=printed,
        undefined=jinja2.StrictUndefined,
        loader=jinja2.FunctionLoader(functools.partial(source, own or {})),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    sandbox.escape = escape
    for name in BYPASSES:
        del sandbox.filters[name]
    # Its text is Markup, and nobody needs it.
    del sandbox.globals["lipsum"]
    # Habit writes `|e`; escaping for the format happens anyway.
    sandbox.filters["e"] = sandbox.filters["escape"] = str
    return sandbox


def fill(path: Path, view: View, escape: Escape) -> str:
    """The text that the template makes of the view. Raises TemplateError."""
    # The shipped ones are compiled once a run; one's own may be edited meanwhile.
    if is_shipped(path):
        sandbox = _shipped_environment(escape)
    else:
        sandbox = environment(escape, own={path.name: read(path)})
    try:
        return sandbox.get_template(path.name).render(fields(view))
    except FAULTS as error:
        raise refusal(path.name, error, line(error)) from error


@functools.cache
def _shipped_environment(escape: Escape) -> Sandbox:
    return environment(escape)


def read(path: Path) -> str:
    """The source of a text template. Raises TemplateError."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TemplateError(f"template {str(path)!r} cannot be read as UTF-8: {error}") from error


def fields(view: View) -> dict[str, object]:
    """The view as templates see it: each field by its own name."""
    return {name: getattr(view, name) for name in View.model_fields}


def refusal(name: str, error: BaseException, place: str) -> TemplateError:
    """What went wrong in the template, where, and the nearest field if one was unknown."""
    said = str(error) or type(error).__name__
    said = re.sub(r"briefwright\.[\w.]*\.(\w+) object", r"\1", said)
    found = _QUOTED.search(said)
    near = nearest(next(filter(None, found.groups())), _vocabulary()) if found else ""
    if isinstance(error, jinja2.UndefinedError) and "is undefined" in said:
        near = near or f"; fields are {', '.join(View.model_fields)}"
    return TemplateError(f"template {name!r}, {place}: {said}{near}")


def source(own: dict[str, str], name: str) -> tuple[str, str, None] | None:
    if name in own:
        return own[name], name, None
    # Nothing but the shipped: a template must not read the files that lie beside it.
    path = resources.folder("templates") / name
    if "/" in name or "\\" in name or not path.is_file():
        return None
    return path.read_text(encoding="utf-8"), name, None


def line(error: BaseException) -> str:
    """The line of the template that failed; jinja2 puts it into the traceback."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f"line {error.lineno}"
    found = "somewhere"
    trace = error.__traceback__
    while trace is not None:
        if "__jinja_exception__" in trace.tb_frame.f_globals:
            found = f"line {trace.tb_lineno}"
        trace = trace.tb_next
    return found


@functools.cache
def _vocabulary() -> tuple[str, ...]:
    """Every field name that a template can use."""
    values = [
        value
        for value in vars(parts).values()
        if isinstance(value, type) and issubclass(value, Value)
    ]
    return tuple(sorted({name for value in values for name in value.model_fields}))


def nearest(name: str, known: Sequence[str]) -> str:
    """ "; did you mean 'bottom_line'?", or "" if nothing known is like it."""
    close = process.extractOne(name, known, scorer=fuzz.ratio, score_cutoff=50)
    return f"; did you mean {close[0]!r}?" if close else ""
