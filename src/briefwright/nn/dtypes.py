"""In which numbers an encoder multiplies, and whether this processor can."""

from __future__ import annotations

from typing import Literal, get_args

from briefwright.errors import ModelError

DType = Literal["float32", "bfloat16"]
"""Of a product's two sides; its sums are float32 while they grow."""
DTYPES: tuple[DType, ...] = get_args(DType)
# Without one of these, products in bfloat16 are put together from others and are slower.
_BFLOAT16 = ("avx512_bf16", "amx_bf16", "avx10_2", "bf16")


def check(dtype: DType) -> None:
    """Raises ModelError for numbers that this processor does not multiply itself."""
    if dtype == "float32":
        return
    import torch

    known = torch.cpu.get_capabilities()
    if not any(known.get(one) for one in _BFLOAT16):
        raise ModelError(
            f"--dtype {dtype}: this processor ({known.get('cpu_name', 'unknown')}) multiplies no "
            "bfloat16 (it lacks avx512_bf16 and amx_bf16), and without them it would be slower "
            "than float32; leave --dtype out"
        )
