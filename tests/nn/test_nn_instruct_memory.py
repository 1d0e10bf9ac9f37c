"""Memory that a model needs, and memory that there is."""

from __future__ import annotations

from pathlib import Path

import pytest

from briefwright.errors import NoRoom
from briefwright.nn.instruct import architecture, memory
from briefwright.nn.instruct.architecture import Architecture
from briefwright.nn.instruct.folder import Folder
from briefwright.nn.instruct.headers import Tensor
from briefwright.nn.instruct.memory import fit, need, there

GIB = 1 << 30
# The dimensions of Llama 3.1 8B, as its makers publish them.
CONFIG = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "hidden_size": 4096,
    "intermediate_size": 14336,
    "num_hidden_layers": 32,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "vocab_size": 128256,
    "max_position_embeddings": 131072,
}


@pytest.fixture
def large() -> tuple[Folder, Architecture]:
    tensors = {f"layer {number}": Tensor(kind="BF16", shape=(4096, 53_248)) for number in range(32)}
    tensors |= {name: Tensor(kind="BF16", shape=(128_256, 4096)) for name in ("in", "out")}
    folder = Folder(
        path=Path("large"),
        config=CONFIG,
        generation={},
        tokenizer={},
        template=None,
        shards=(),
        tensors=tensors,
    )
    return folder, architecture.read(folder)


def test_what_is_needed_is_weights_cache_and_a_margin(large: tuple[Folder, Architecture]) -> None:
    found = need(*large, dtype="bfloat16", context=8192)
    assert found.weights == 2 * large[0].parameters
    # 128 KiB a token in 16 bits: 32 layers of keys and values, 8 heads of 128. There twice.
    assert found.cache == 2 * 8192 * 131_072
    assert found.total == found.weights + found.cache + found.margin
    assert need(*large, dtype="float32", context=8192).cache == 2 * found.cache


def test_windows_bound_what_their_layers_keep() -> None:
    folder = Folder(
        path=Path("windowed"),
        config={**CONFIG, "sliding_window": 1024, "layer_types": ["sliding_attention"] * 24},
        generation={},
        tokenizer={},
        template=None,
        shards=(),
        tensors={f"t{number}": Tensor(kind="F32", shape=(128_256, 4096)) for number in range(32)},
    )
    found = architecture.read(folder)
    assert found.cache_bytes(8192, 2) == 4096 * (8 * 8192 + 24 * 1024)
    assert found.cache_bytes(512, 2) == 4096 * 32 * 512


def test_the_first_type_of_numbers_that_fits_is_taken(large: tuple[Folder, Architecture]) -> None:
    both: tuple[memory.DType, ...] = ("float32", "bfloat16")
    for free, dtype in ((64 * GIB, "float32"), (20 * GIB, "bfloat16"), (None, "float32")):
        found = fit(*large, dtypes=both, context=8192, free=free, place="main memory")
        assert found.dtype == dtype


@pytest.mark.parametrize(
    ("dtypes", "free", "advice"),
    [
        (("float32",), 20 * GIB, "It would fit in bfloat16, which takes"),
        (("bfloat16",), 17 * GIB, "with a context of 2,048 tokens in bfloat16"),
        (("bfloat16",), 8 * GIB, r"A model of at most [3]\.\d thousand million parameters"),
        (("bfloat16",), GIB // 2, "No instruct model fits there"),
    ],
)
def test_what_does_not_fit_is_refused_with_the_nearest_that_would(
    dtypes: tuple[memory.DType, ...], free: int, advice: str, large: tuple[Folder, Architecture]
) -> None:
    with pytest.raises(NoRoom, match=advice) as caught:
        fit(*large, dtypes=dtypes, context=8192, free=free, place="main memory")
    assert "'large' needs" in str(caught.value)


def test_a_container_has_no_more_memory_than_its_group_leaves(tmp_path: Path) -> None:
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemTotal: 9 kB\nMemAvailable:    8388608 kB\n")
    groups = tmp_path / "groups"
    groups.mkdir()
    assert there(groups=groups, meminfo=meminfo) == 8 * GIB
    (groups / "memory.max").write_text("max\n")
    (groups / "memory.current").write_text(f"{GIB}\n")
    assert there(groups=groups, meminfo=meminfo) == 8 * GIB
    (groups / "memory.max").write_text(f"{4 * GIB}\n")
    assert there(groups=groups, meminfo=meminfo) == 3 * GIB
    # Files kept in memory count as used, and give way.
    (groups / "memory.stat").write_text(f"anon 5\ninactive_file {GIB // 2}\n")
    assert there(groups=groups, meminfo=meminfo) == 3 * GIB + GIB // 2


def test_the_older_groups_bound_too(tmp_path: Path) -> None:
    (tmp_path / "memory").mkdir()
    (tmp_path / "memory" / "memory.limit_in_bytes").write_text(str(2 * GIB))
    (tmp_path / "memory" / "memory.usage_in_bytes").write_text(str(GIB))
    meminfo = tmp_path / "meminfo"
    meminfo.write_text("MemAvailable: 8388608 kB\n")
    assert there(groups=tmp_path, meminfo=meminfo) == GIB
