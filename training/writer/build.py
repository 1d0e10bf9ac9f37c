"""Make the writer's weights from the data: python training/writer/build.py all

prepare    pairs and cases as arrays; needs ../shared/data, the models and texts.jsonl
tune       low-rank adapters of the decoder
judge      the support judge, on the reader's encoder; two cores do
weigh      which words of a sentence matter, on the reader's vectors; two cores do
rejudge    what a new judge says of the sentences of judged.jsonl
doubt      how sure a new adapter is of them
gate       how far a sentence can be trusted, from judged.jsonl, into the judge's file
pack       all in half precision, with plan and hashes: the shipped files

`--plan gpu` made what ships. tune needs torch and transformers alone besides the files
under --work.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import lzma
import pickle
import random
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
TOP = HERE.parent.parent
sys.path[:0] = [str(HERE), str(HERE.parent / "reader"), str(TOP / "src")]
DATA = TOP.parent / "shared" / "data"
ADAPTER = TOP / "src" / "briefwright" / "writer" / "adapter.safetensors"
JUDGE = TOP / "src" / "briefwright" / "writer" / "judge.safetensors"
SALIENCE = TOP / "src" / "briefwright" / "reader" / "trained" / "salience.safetensors"
JUDGED = HERE / "judged.jsonl"
VERSION = "1"


def prepare(work: Path, data: Path) -> None:
    import material

    material.write(work, data)


def tune(work: Path, plan: dict[str, Any], device: str, model: Path) -> None:
    """Write adapter.safetensors: `NAME.down` and `NAME.up` of every adapted layer.

    A plan may take `supported` pairs alone, so many `pairs` of each kind that it names, and go
    `on` from the adapter that is "packed" or the one under "work".
    """
    import torch
    from safetensors.torch import load_file, save_file
    from transformers import LlamaForCausalLM

    import tune as tuning

    own = dict(plan["tune"])
    supported, most = own.pop("supported", False), own.pop("pairs", None)
    starts = {"packed": ADAPTER, "work": work / "adapter.safetensors"}
    start = load_file(starts[own.pop("on")]) if "on" in own else None
    torch.set_num_threads(own.pop("threads", torch.get_num_threads()))
    own.setdefault("autocast", device == "cuda")
    found = _kept(work / "pairs.pkl.xz")
    pairs = [one for name in ("train", "texts") for one in found[name]]
    if supported:
        pairs = [one for one in pairs if one.supported]
    if most is not None:
        pairs = tuning.drawn(pairs, most)
    _say(f"{len(pairs)} pairs")
    net = LlamaForCausalLM.from_pretrained(model, dtype=torch.float32)
    how = tuning.Plan(**own)

    def keep(state: dict[str, torch.Tensor]) -> None:
        halved = {name: each.half().contiguous() for name, each in state.items()}
        save_file(halved, work / "adapter.safetensors")

    keep(tuning.tune(net, pairs, how, start=start, device=device, report=_say, each=keep))
    _say(f"loss on dev {json.dumps(tuning.loss_by_kind(net, found['dev'], how, device=device))}")


def judge(work: Path, plan: dict[str, Any]) -> None:
    """Write judge.safetensors after every pass, and say how well it tells spoilt sentences."""
    from dataclasses import asdict

    import torch
    from safetensors.torch import save_file

    import judging
    from briefwright.nn.judge_net import JudgeNet, JudgeShape

    found = _kept(work / "cases.pkl.xz")
    own = dict(plan["judge"])
    longest, most = own.pop("evidence"), own.pop("cases")
    cases = [
        one
        for name in ("train", "texts")
        for one in found[name]
        if len(one.sides.evidence) <= longest
    ]
    cases = random.Random(0).sample(cases, min(most, len(cases)))
    shape = JudgeShape()
    vectors = judging.Vectors(
        _encoder(work), shape.lower, [*cases, *found["dev"]], work / "vectors.pkl"
    )
    _say(f"{len(cases)} cases read")

    def keep(net: Any) -> None:
        _say(f"on dev {json.dumps(judging.measured(net, found['dev'], vectors))}")
        state = {name: each.half().contiguous() for name, each in net.state_dict().items()}
        save_file(state, work / "judge.safetensors", metadata={"shape": json.dumps(asdict(shape))})

    torch.set_num_threads(int(own.pop("threads")))
    torch.manual_seed(0)
    judging.fit(JudgeNet(shape), cases, vectors, judging.Plan(**own), each=keep, report=_say)


def weigh(work: Path, plan: dict[str, Any], data: Path) -> None:
    """Write salience.safetensors after every pass, and say how well it tells words that matter."""
    from dataclasses import asdict

    import torch
    from safetensors.torch import save_file

    import material
    import weighing
    from briefwright import models
    from briefwright.nn.salience_net import SalienceShape
    from briefwright.reader.trained import BASE, TrainedReader

    own = dict(plan["weigh"])
    shape = SalienceShape()
    reader = TrainedReader.load(models.ensure(BASE), salience=None)
    found = {
        name: weighing.told(material.pairs(name, work, data), reader, shape.longest)
        for name in ("dev", "train", "texts")
    }
    _say(f"{ {name: len(each) for name, each in found.items()} } sentences read")

    def keep(net: Any) -> None:
        _say(f"on dev {json.dumps(weighing.measured(net, found['dev']))}")
        state = {name: each.half().contiguous() for name, each in net.state_dict().items()}
        metadata = {"shape": json.dumps(asdict(shape))}
        save_file(state, work / "salience.safetensors", metadata=metadata)

    torch.set_num_threads(int(own.pop("threads")))
    weighing.fit(
        [*found["train"], *found["texts"]], shape, weighing.Plan(**own), each=keep, report=_say
    )


def rejudge(work: Path, data: Path) -> None:
    """Rewrite judged.jsonl for the judge under `work`."""
    import rejudge as rejudging

    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    found = rejudging.rejudged(rows, work / "judge.safetensors", data, work)
    _write_judged(found, len(rows))


def doubt(work: Path, data: Path) -> None:
    """Rewrite judged.jsonl for the adapter under `work`, if there is one."""
    import doubt as doubting

    adapter = work / "adapter.safetensors"
    if not adapter.exists():
        _say("adapter.safetensors was not made; its doubt stays")
        return
    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    _write_judged(doubting.doubted(rows, adapter, data, work), len(rows))


def _write_judged(found: Sequence[Mapping[str, Any]], of: int) -> None:
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in found]
    JUDGED.write_text("".join(lines), "utf-8")
    _say(f"{len(found)} of {of} sentences judged anew")


def gate(work: Path) -> None:
    """Fit both gates to judged.jsonl and put them into judge.safetensors."""
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    import gating

    rows = [json.loads(line) for line in JUDGED.read_text("utf-8").splitlines()]
    file = work / "judge.safetensors"
    with safe_open(file, "pt") as opened:
        metadata = dict(opened.metadata())
    for name, places in (("gate", range(6)), ("gate_alone", (0, 5))):
        judged = [
            gating.Judged(tuple(row["features"][place] for place in places), row["verdict"] == "ok")
            for row in rows
        ]
        held = gating.held_out(judged)
        for least in (0.5, 0.7, 0.8, 0.85, 0.9):
            kept = [one.stands for one, share in zip(judged, held, strict=True) if share >= least]
            wrong = len(kept) - sum(kept)
            _say(f"{name} from {least}: {len(kept)} of {len(judged)} kept, {wrong} wrong or unfit")
        metadata[name] = gating.fit(judged).model_dump_json()
    save_file(load_file(file), file, metadata=metadata)


def pack(work: Path, plan: dict[str, Any], name: str) -> None:
    """Put plan and hashes into the files' metadata, and the files into the package."""
    from safetensors import safe_open
    from safetensors.torch import load_file, save_file

    sources = json.loads((work / "sources.json").read_text("utf-8"))
    files = (
        ("tune", "adapter", ADAPTER),
        ("judge", "judge", JUDGE),
        ("weigh", "salience", SALIENCE),
    )
    for step, file, target in files:
        if not (work / f"{file}.safetensors").exists():
            _say(f"{file}.safetensors was not made; {target} stays")
            continue
        metadata = {"version": VERSION, "plan": {name: plan[step]}, "sources": sources}
        source = work / f"{file}.safetensors"
        with safe_open(source, "pt") as opened:
            known = dict(opened.metadata() or {})
        told = {**known, "writer": json.dumps(metadata, sort_keys=True)}
        save_file(load_file(source), target, metadata=told)
        _say(f"{target}: {target.stat().st_size / 1e6:.1f} MB")


def _kept(file: Path) -> Any:
    # Our own file, made by `prepare` a moment ago.
    with lzma.open(file) as opened:
        return pickle.load(opened)


def _encoder(work: Path) -> Any:
    """The reader's, on which the judge stands."""
    from safetensors.torch import load_file

    from briefwright.nn.reader_net import Encoder, Shape

    encoder = Encoder(Shape(0, 0, 0, 0, 0, 0), 30522, 0.0)
    state = load_file(work / "encoder.safetensors")
    encoder.load_state_dict(
        {key.removeprefix("encoder."): each.float() for key, each in state.items()}
    )
    return encoder.eval()


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", flush=True)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def main(words: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    steps = ("prepare", "tune", "judge", "weigh", "rejudge", "doubt", "gate", "pack")
    parser.add_argument("step", choices=(*steps, "all"))
    parser.add_argument("--plan", default="gpu", help="a table of plans.toml (default: gpu)")
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--work", type=Path, default=TOP / "out" / "writer")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument(
        "--model", type=Path, help="the decoder's folder (default: the fetched one)"
    )
    given = parser.parse_args(words)
    plan = tomllib.loads((HERE / "plans.toml").read_text("utf-8"))[given.plan]
    given.work.mkdir(parents=True, exist_ok=True)
    asked = steps if given.step == "all" else (given.step,)
    if "prepare" in asked:
        prepare(given.work, given.data)
    if "tune" in asked:
        tune(given.work, plan, given.device, given.model or _fetched())
    if "judge" in asked:
        judge(given.work, plan)
    if "weigh" in asked:
        weigh(given.work, plan, given.data)
    if "rejudge" in asked:
        rejudge(given.work, given.data)
    if "doubt" in asked:
        doubt(given.work, given.data)
    if "gate" in asked:
        gate(given.work)
    if "pack" in asked:
        pack(given.work, plan, given.plan)


def _fetched() -> Path:
    from briefwright import models
    from briefwright.writer.smol import MODEL

    return models.ensure(MODEL)


if __name__ == "__main__":
    main()
