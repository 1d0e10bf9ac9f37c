"""What this machine can do at most: matrix products in fp32 and of bytes, and reading memory.

python benchmarks/speed_limits.py [--runs N] prints JSON. Speeds of networks are set against these:
a long text is bound by products, a single token by reading the weights once.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from functools import partial

from briefwright.nn.threads import cores

SIDE = 2048
"""Of the square matrices."""
READER = (1024, 384, 1536)
"""Pieces, hidden, inner: the reader's widest product, with windows side by side."""
VECTOR = (16384, 8192)
"""Of the matrix that a vector is multiplied with: 512 MiB, many times any cache."""


def limits(runs: int) -> dict[str, list[float]]:
    """Thousand million operations, or bytes, a second in each of `runs` repetitions."""
    import torch

    torch.set_num_threads(cores())
    from torch import nn

    from briefwright.nn.int8 import Int8Linear, Steps, exact
    from briefwright.nn.packed import pack

    square = torch.randn(SIDE, SIDE)
    laid_out = nn.Sequential(nn.Linear(SIDE, SIDE))
    pack(laid_out)
    given, weight = torch.randn(READER[0], READER[1]), torch.randn(READER[2], READER[1])
    matrix, vector = torch.randn(*VECTOR), torch.randn(VECTOR[1])
    with torch.inference_mode():
        found = {
            "matmul_gflops": _rates(lambda: square @ square, 2 * SIDE**3 / 1e9, runs),
            "packed_gflops": _rates(lambda: laid_out(square), 2 * SIDE**3 / 1e9, runs),
            "reader_shape_gflops": _rates(
                partial(torch.nn.functional.linear, given, weight),
                2 * READER[0] * READER[1] * READER[2] / 1e9,
                runs,
                repeat=20,
            ),
            "read_gbs": _rates(lambda: matrix @ vector, 4 * VECTOR[0] * VECTOR[1] / 1e9, runs),
        }
        if exact():
            whole = Int8Linear(square, None, Steps())
            given = torch.randint(0, 256, (SIDE, SIDE), dtype=torch.uint8)
            found["int8_gops"] = _rates(lambda: whole(given), 2 * SIDE**3 / 1e9, runs)
    return found


def _rates(work: Callable[[], object], amount: float, runs: int, *, repeat: int = 3) -> list[float]:
    work()
    found = []
    for _ in range(runs):
        started = time.perf_counter()
        for _ in range(repeat):
            work()
        found.append(amount * repeat / (time.perf_counter() - started))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="The machine's limits, as JSON.")
    parser.add_argument("--runs", type=int, default=5)
    print(json.dumps(limits(parser.parse_args().runs)))


if __name__ == "__main__":
    main()
