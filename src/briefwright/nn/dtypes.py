"""In which numbers the reader's encoder multiplies, and whether this processor can."""

from __future__ import annotations

from typing import Literal, get_args

from briefwright.errors import ModelError
from briefwright.nn.threads import quiet

DType = Literal["float32", "int8"]
"""Of a product's two sides. Products of whole numbers of 8 bits are added up in 32."""
DTYPES: tuple[DType, ...] = get_args(DType)


def check(dtype: DType) -> None:
    """Raises ModelError for numbers that this processor does not multiply itself."""
    if dtype == "float32":
        return
    quiet()
    import torch

    from briefwright.nn import int8

    if not int8.exact():
        name = torch.cpu.get_capabilities().get("cpu_name", "unknown")
        raise ModelError(
            f"--dtype {dtype}: this processor ({name}) lacks instructions for products of 8 bits "
            "(avx512_vnni, avx_vnni or amx_int8), and without them some would be lost; leave "
            "--dtype out"
        )
