"""Make the reader's weights from the data: python training/reader/make.py all

prepare    articles, references and labels as arrays; needs ../shared/data and the base's package
adapt      teach the encoder letter case and the language of news
fit        one fit a seed, from the adapted encoder; resumable
pack       the mean of the fits, in half precision, with shape, plan and hashes: the shipped file
ranges     how large the encoder's channels get, by which its products in 8 bits are scaled
calibrate  thresholds chosen on dev.jsonl over whole briefs, written into the file
parties    the small net that tells between whom an area is, from what the reader then finds

`--plan cpu` fits on two cores in about an hour; `--plan gpu` made what ships. Each step reads and
writes files under --work alone, so that adapt and fit run on a machine that has only torch.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import pickle
import sys
import time
import tomllib
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path[:0] = [str(HERE), str(TOP / "src")]
DATA = TOP.parent / "shared" / "data"
WEIGHTS = TOP / "src" / "briefwright" / "reader" / "trained" / "reader.safetensors"
VERSION = "1"


def prepare(work: Path, data: Path) -> None:
    """Write examples.pkl.xz, texts.npz, base.safetensors and sources.json."""
    import prepared

    prepared.write(work, data)


def adapt(work: Path, plan: dict[str, Any], device: str) -> None:
    """Write adapted.safetensors: the encoder without its word embeddings."""
    import torch
    from safetensors.torch import save_file

    import adapt as adapting

    net = _fresh(work, adapted=False)
    texts = _texts(work)
    own = adapting.Plan(**plan["adapt"], autocast=device == "cuda")
    adapting.adapt(net, texts, own, device=device, report=_say)
    state = net.encoder.state_dict()
    with torch.no_grad():
        kept = {name: each.cpu().half() for name, each in state.items() if name != "words.weight"}
    save_file(kept, work / "adapted.safetensors")


def fit(work: Path, plan: dict[str, Any], device: str, seed: int) -> None:
    """Write fit-SEED.safetensors, and say what it reaches head by head on dev.jsonl."""
    from safetensors.torch import save_file

    import fit as fitting
    from validate import validate

    own = dict(plan["fit"])
    own.pop("seeds")
    found = _examples(work)
    examples = [*found["references"], *found["labels"]]
    if not own.pop("copies"):
        examples = [one for one in examples if not one.copy]
    examples = examples[: own.pop("articles", None)]
    net = _fresh(work, adapted=True, dropout=own.pop("dropout", 0.1))
    how = fitting.Plan(**own, seed=seed, autocast=device == "cuda")
    state = work / f"fit-{seed}.state"
    net = fitting.fit(net, examples, how, device=device, state=state, report=_say)
    measures = validate(net, found["dev"], device=device)
    _say(f"seed {seed}, {len(examples)} examples: {json.dumps(measures)}")
    save_file(_halves(net), work / f"fit-{seed}.safetensors")
    state.unlink(missing_ok=True)


def pack(work: Path, plan: dict[str, Any], name: str, target: Path) -> None:
    """Write the mean of the fits, which start alike, to `target` (Wortsman et al. 2022)."""
    import torch
    from safetensors.torch import load_file, save_file

    files = [work / f"fit-{seed}.safetensors" for seed in plan["fit"]["seeds"]]
    fits = [load_file(file) for file in files]
    mean = {
        key: torch.stack([each[key].float() for each in fits]).mean(0).half().contiguous()
        for key in fits[0]
    }
    metadata = {
        "version": VERSION,
        "shape": asdict(_shape(work)),
        "thresholds": {},
        "plan": {name: plan},
        "fits": [file.stem for file in files],
        "sources": json.loads((work / "sources.json").read_text("utf-8")),
    }
    save_file(mean, target, metadata={"reader": json.dumps(metadata, sort_keys=True)})
    _say(f"{target}: {target.stat().st_size / 1e6:.1f} MB of {len(fits)} fits")


def ranges(data: Path, weights: Path) -> None:
    """Measure them on the training references, in fp32, and write them beside the weights."""
    import ranges as ranging
    from briefwright import models
    from briefwright.reader.trained import BASE, ranges_of

    articles = data / "references" / "train.jsonl"
    ranging.measure(articles, models.ensure(BASE), weights, ranges_of(weights), _say)


def calibrate(data: Path, target: Path) -> None:
    """Choose thresholds by the brief's own measures on dev.jsonl."""
    import calibrate as calibrating

    calibrating.calibrate(data, target, report=_say)


def parties(data: Path, weights: Path, target: Path) -> None:
    """Fit the net to the references' areas, read by the reader of `weights`."""
    import parties as siding
    from briefwright import models
    from briefwright.reader.trained import BASE

    siding.make(data, models.ensure(BASE), weights, target, _say)


# What the steps share


def _fresh(work: Path, *, adapted: bool, dropout: float = 0.1) -> Any:
    """The network before its fit: the same at every call, heads included."""
    import torch
    from safetensors.torch import load_file

    from briefwright.nn.minilm import place
    from briefwright.nn.reader_net import ReaderNet

    torch.manual_seed(0)
    net = ReaderNet(_shape(work), dropout=dropout)
    base = load_file(work / "base.safetensors")
    words = torch.zeros(net.encoder.words.weight.shape)
    words[base.pop("used").long()] = base.pop("used_words").float()
    base["embeddings.word_embeddings.weight"] = words
    place(net, {name: each.float() for name, each in base.items()})
    if adapted:
        state = {
            name: each.float() for name, each in load_file(work / "adapted.safetensors").items()
        }
        net.encoder.load_state_dict({**state, "words.weight": words})
    return net


def _shape(work: Path) -> Any:
    from briefwright.nn.reader_net import Shape

    sizes = json.loads((work / "sources.json").read_text("utf-8"))["features"]
    return Shape(**sizes)


def _examples(work: Path) -> Any:
    # Our own file, made by `prepare` a moment ago.
    with lzma.open(work / "examples.pkl.xz") as file:
        return pickle.load(file)


def _texts(work: Path) -> list[tuple[Any, Any, Any]]:
    kept = np.load(work / "texts.npz")
    ends = np.cumsum(kept["lengths"])[:-1]
    layers = [np.split(kept[name].astype(np.int32), ends) for name in ("pieces", "case", "quoted")]
    return list(zip(*layers, strict=True))


def _halves(net: Any) -> dict[str, Any]:
    """Everything that was trained, in half precision."""
    from briefwright.nn.words import TENSOR

    return {
        name: each.cpu().half().contiguous()
        for name, each in net.state_dict().items()
        if name != TENSOR
    }


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = ("prepare", "adapt", "fit", "pack", "ranges", "calibrate", "parties")
    parser.add_argument("step", choices=(*steps, "all"))
    parser.add_argument("--plan", default="cpu", help="a table of plans.toml (default: cpu)")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, help="of one fit alone (default: the plan's, in turn)")
    parser.add_argument("--work", type=Path, default=TOP / "out" / "reader")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--to", type=Path, default=WEIGHTS)
    given = parser.parse_args(words)
    plan = tomllib.loads((HERE / "plans.toml").read_text("utf-8"))[given.plan]
    given.work.mkdir(parents=True, exist_ok=True)
    asked = steps if given.step == "all" else (given.step,)
    if "prepare" in asked:
        prepare(given.work, given.data)
    if "adapt" in asked:
        adapt(given.work, plan, given.device)
    if "fit" in asked:
        for seed in [given.seed] if given.seed is not None else plan["fit"]["seeds"]:
            fit(given.work, plan, given.device, seed)
    if "pack" in asked:
        pack(given.work, plan, given.plan, given.to)
    if "ranges" in asked:
        ranges(given.data, given.to)
    if "calibrate" in asked:
        calibrate(given.data, given.to)
    if "parties" in asked:
        parties(given.data, given.to, given.to.with_name("parties.safetensors"))


if __name__ == "__main__":
    main()
