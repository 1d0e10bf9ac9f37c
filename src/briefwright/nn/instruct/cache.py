"""Keys and values of what was read: shared by the asks of one article, then side by side in rows.

Rows are aligned at their right ends, so that each one's tokens stand without a gap and a layer with
a sliding window sees what it would see alone. Knows the caches of transformers, and nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from transformers.cache_utils import DynamicCache, DynamicLayer, DynamicSlidingWindowLayer


class _RoomyLayer(DynamicLayer):  # type: ignore[misc]  # transformers has no types
    """Grows into room kept for it; the layer of transformers copies all it has with every token."""

    def __init__(self, keys: Tensor, values: Tensor, length: int) -> None:
        """[rows, heads, room, width] each, of which `length` are taken."""
        super().__init__()
        self.lazy_initialization(keys, values)
        self._room = (keys, values)
        self._view(length)

    def _view(self, length: int) -> None:
        self.keys, self.values = (each[:, :, :length] for each in self._room)

    def update(
        self, key_states: Tensor, value_states: Tensor, *_args: Any, **_kwargs: Any
    ) -> tuple[Tensor, Tensor]:
        start = self.keys.shape[-2]
        end = start + key_states.shape[-2]
        self._room[0][:, :, start:end] = key_states
        self._room[1][:, :, start:end] = value_states
        self._view(end)
        return self.keys, self.values

    def batch_select_indices(self, indices: Tensor) -> None:
        length = self.keys.shape[-2]
        self._room = (self._room[0][indices], self._room[1][indices])
        self._view(length)


def plain(config: Any) -> bool:
    """Whether all of the model's layers have caches that rows can be put together from."""
    layers = DynamicCache(config=config).layers
    return all(type(each) in (DynamicLayer, DynamicSlidingWindowLayer) for each in layers)


def windowed(config: Any) -> bool:
    """Whether any layer looks back so many places only."""
    return any(
        isinstance(each, DynamicSlidingWindowLayer) for each in DynamicCache(config=config).layers
    )


def branch(config: Any, stem: DynamicCache) -> DynamicCache:
    """A cache that goes on from `stem`, which stays as it is; nothing is copied until it grows."""
    found = DynamicCache(config=config)
    for layer, own in zip(found.layers, stem.layers, strict=True):
        if own.is_initialized:
            layer.lazy_initialization(own.keys, own.values)
            layer.keys, layer.values = own.keys, own.values
            if isinstance(own, DynamicSlidingWindowLayer):
                layer.cumulative_length = own.cumulative_length
    return found


def rows(config: Any, parts: Sequence[DynamicCache], *, room: int) -> DynamicCache:
    """One cache of a row for each of `parts`, which it empties, with `room` for tokens to come."""
    lengths = [each.get_seq_length() for each in parts]
    longest = max(lengths)
    found = DynamicCache(config=config)
    for place, layer in enumerate(found.layers):
        own = [each.layers[place] for each in parts]
        if isinstance(layer, DynamicSlidingWindowLayer):
            most = min(longest, layer.sliding_window - 1)
            keys, values = (
                _aligned([getattr(each, name) for each in own], most, most)
                for name in ("keys", "values")
            )
            layer.lazy_initialization(keys, values)
            layer.keys, layer.values = keys, values
            layer.cumulative_length = longest
        else:
            keys, values = (
                _aligned([getattr(each, name) for each in own], longest, longest + room)
                for name in ("keys", "values")
            )
            found.layers[place] = _RoomyLayer(keys, values, longest)
        for each in own:
            each.keys = each.values = None
    return found


def _aligned(parts: Sequence[Tensor], end: int, room: int) -> Tensor:
    """[rows, heads, room, width]: each part's [1, heads, length, width] up to `end`, zeros else."""
    first = parts[0]
    found = first.new_zeros((len(parts), first.shape[1], room, first.shape[3]))
    for row, part in enumerate(parts):
        length = min(part.shape[2], end)
        if length:
            found[row, :, end - length : end] = part[0, :, part.shape[2] - length :]
    return found


def empty(config: Any) -> DynamicCache:
    return DynamicCache(config=config)


def keep(cache: DynamicCache, indices: Tensor) -> None:
    """Drop all rows but these."""
    cache.batch_select_indices(indices)
