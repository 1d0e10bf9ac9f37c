"""What the fields that templates name hold: text, one item, or a list of items."""

from __future__ import annotations

import functools
import types
from dataclasses import dataclass, replace
from typing import Any, Union, get_args, get_origin

from briefwright.render.parts import View
from briefwright.spans import Value


@dataclass(frozen=True)
class Kind:
    """The type of an expression as a template sees it; nothing set is "cannot be known"."""

    value: type[Value] | None = None
    is_text: bool = False
    inner: Kind | None = None
    """Of each item, if it is a list."""
    words: str = ""
    """How the template came by it: the field's name, the list it is an item of."""

    @property
    def is_list(self) -> bool:
        return self.inner is not None

    @property
    def is_known(self) -> bool:
        return self.is_text or self.is_list or self.value is not None

    def fields(self) -> tuple[str, ...]:
        return tuple(self.value.model_fields) if self.value else ()

    def items(self) -> Kind:
        """What a loop over it goes through."""
        return replace(self.inner, words=self.words) if self.inner else ANYTHING

    def leaf(self) -> Kind:
        """The innermost kind of a list of lists."""
        return self.inner.leaf() if self.inner else self

    def described(self) -> str:
        """For a person: "list of id, text, mark"."""
        if self.inner:
            return f"list of {self.inner.described()}"
        return ", ".join(self.fields()) if self.value else "text"

    def member(self, name: str) -> Kind | None:
        """What the attribute holds; None if there is none."""
        if self.value is not None:
            field = self.value.model_fields.get(name)
            return replace(_kind(field.annotation), words=name) if field else None
        if self.is_list:
            return ANYTHING if name in ("count", "index") else None
        return ANYTHING if not self.is_text or hasattr(str, name) else None


ANYTHING = Kind()
TEXT = Kind(is_text=True)


@functools.cache
def _roots() -> dict[str, Kind]:
    return {
        name: replace(_kind(field.annotation), words=name)
        for name, field in View.model_fields.items()
    }


def roots() -> dict[str, Kind]:
    """The fields that a template names without a prefix."""
    return dict(_roots())


def _kind(annotation: Any) -> Kind:
    if annotation is str:
        return TEXT
    if isinstance(annotation, type) and issubclass(annotation, Value):
        return Kind(value=annotation)
    if get_origin(annotation) is tuple:
        return Kind(inner=_kind(get_args(annotation)[0]))
    if get_origin(annotation) in (Union, types.UnionType):
        some = [one for one in get_args(annotation) if one is not type(None)]
        return _kind(some[0]) if len(some) == 1 else ANYTHING
    return ANYTHING
