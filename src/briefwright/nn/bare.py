"""Modules made without values, for weights that are loaded right after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import torch
from torch.overrides import TorchFunctionMode

_DRAWN: tuple[Callable[..., Any], ...] = (torch.Tensor.normal_, torch.Tensor.uniform_)


class _Undrawn(TorchFunctionMode):
    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:
        del types
        given = kwargs or {}
        # On the meta device torch draws numbers through its compiler, whose import alone takes
        # longer than all else in loading the network. What `nn.init` calls is not seen here once
        # `nn.init` itself is, so both are caught.
        if func in _DRAWN or getattr(func, "__module__", None) == "torch.nn.init":
            return args[0] if args else given["tensor"]
        return func(*args, **given)


@contextmanager
def bare() -> Iterator[None]:
    """Modules made within have parameters of shape and type alone, on the meta device."""
    with torch.device("meta"), _Undrawn():
        yield
