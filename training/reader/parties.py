"""The small net that tells between whom an area of cooperation is.

Learnt from the areas of the reference briefs' train.jsonl, as the reader that ships reads their
articles: each party that an article names is a row, right if the reference has it. So that short
articles are known too, each area also serves in its article as far as the area's sentence, in its
sentence and the one before, and in its sentence alone, where these name all the parties. Folds are
over articles.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from briefwright import ingest
from briefwright.parties import canonical, mentions
from briefwright.reader.patterns.page import Page
from briefwright.reader.trained.parties import PartyWeights, Weighed, chosen
from briefwright.reader.trained.sides import FEATURES, Sides
from briefwright.reading import Person
from briefwright.segment import segment
from briefwright.spans import Span

HIDDEN = 24
NETS = 4
"""Each fitted to as many rows, drawn anew; side by side they are one wider layer."""
STEPS = 400
DECAY = 30.0
"""Of the squares of the weights, against the sum of all rows' losses."""
FOLDS = 6


@dataclass(frozen=True)
class Row:
    article: str
    area: int
    party: str
    named: bool
    beside: frozenset[str]
    by_rule: bool
    right: bool
    features: Any
    gold: frozenset[str]
    whole: bool
    """Not cut: only these are measured."""


def rows(references: Path, reader: Any) -> list[Row]:
    """Of every area whose evidence stands in a sentence of its article."""
    import gold

    articles = {
        one.id: one
        for one in ingest.sources([str(references)])
        if not isinstance(one, ingest.Failed)
    }
    found = []
    for row in gold.rows(references):
        article = articles[row["id"]]
        segments = segment(article)
        (reading,) = reader.read([(article, segments)])
        page = Page.of(article, segments)
        sides = Sides(page, reading.people, reading.antecedents)
        for number, area in enumerate(row["cooperation_areas"]):
            right = frozenset(canonical(one) or one for one in area["parties"])
            place = page.sentence_of(article.text.find(area["evidence"][0]))
            if place is not None:
                own = _Area(row["id"], number, right)
                found += _rows(own, sides, place, whole=True)
                found += _cut(own, page, reading.people, place)
    return found


class _Area(NamedTuple):
    article: str
    number: int
    gold: frozenset[str]


def _rows(area: _Area, sides: Sides, place: int, *, whole: bool) -> list[Row]:
    parties, features = sides.weighed(place)
    named = sides.named_in(place)
    return [
        Row(
            article=area.article,
            area=area.number,
            party=party,
            named=party in named,
            beside=sides.beside(place, party),
            by_rule=bool(each[0]),
            right=party in area.gold,
            features=each,
            gold=area.gold,
            whole=whole,
        )
        for party, each in zip(parties, features, strict=True)
    ]


def _cut(area: _Area, page: Page, people: Sequence[Person], place: int) -> list[Row]:
    """Of the same area in less of its article, as long as that names its parties."""
    sentences = page.segments.sentences
    end = sentences[place].span.end
    found = []
    starts = (0, sentences[max(0, place - 1)].span.start, sentences[place].span.start)
    for start in dict.fromkeys(starts):
        inside = Span(start=start, end=end)
        text = " " * start + page.text[start:end]
        title = page.article.title if start == 0 else None
        article = page.article.model_copy(update={"text": text, "title": title, "masked": ()})
        left = Page.of(article, segment(article))
        kept = [cut for one in people if (cut := _within(one, inside)) is not None]
        told = {one.party for one in mentions(text)} | {one.country for one in kept}
        now = left.sentence_of(sentences[place].span.start)
        if now is not None and area.gold <= told:
            found += _rows(area, Sides(left, kept), now, whole=False)
    return found


def _within(person: Person, inside: Span) -> Person | None:
    """The person as far as the text goes that is left; None if it does not name him."""
    mentions = tuple(one for one in person.mentions if inside.contains(one))
    if not mentions:
        return None
    lost = {
        name: None
        for name in ("title", "organisation")
        if (span := getattr(person, name)) is not None and not inside.contains(span)
    }
    return person.model_copy(update={"mentions": mentions, **lost})


def fit(given: Sequence[Row]) -> dict[str, Any]:
    """The tensors of one net; the same at every call."""
    import torch
    from torch.nn.functional import binary_cross_entropy_with_logits

    x = torch.tensor(np.array([one.features for one in given]), dtype=torch.float32)
    y = torch.tensor([float(one.right) for one in given])
    mean, scale = x.mean(0), x.std(0).clamp(min=0.05)
    x = (x - mean) / scale
    nets = []
    for seed in range(NETS):
        torch.manual_seed(seed)
        net = torch.nn.Sequential(
            torch.nn.Linear(x.shape[1], HIDDEN), torch.nn.ReLU(), torch.nn.Linear(HIDDEN, 1)
        )
        drawn = torch.randint(0, len(x), (len(x),))
        steps = torch.optim.Adam(net.parameters(), lr=1e-2)
        for _ in range(STEPS):
            steps.zero_grad()
            squares = torch.stack([(one**2).sum() for one in net.parameters() if one.dim() > 1])
            loss = binary_cross_entropy_with_logits(net(x[drawn])[:, 0], y[drawn])
            (loss + DECAY / (2 * len(x)) * squares.sum()).backward()  # type: ignore[no-untyped-call]
            steps.step()
        nets.append(net.state_dict())
    return {
        "mean": mean.numpy(),
        "scale": scale.numpy(),
        "inner": torch.cat([one["0.weight"] for one in nets]).numpy(),
        "inner_bias": torch.cat([one["0.bias"] for one in nets]).numpy(),
        "outer": torch.cat([one["2.weight"][0] for one in nets]).numpy() / NETS,
        "outer_bias": torch.stack([one["2.bias"] for one in nets]).mean(0).numpy(),
    }


def measured(given: Sequence[Row], shares: Any, *, by_rule: bool = False) -> str:
    """Precision, recall, areas with just the right parties, areas with a wrong one."""
    areas: dict[tuple[str, int], list[int]] = defaultdict(list)
    for place, one in enumerate(given):
        if one.whole:
            areas[one.article, one.area].append(place)
    right = told = wanted = exact = wrong = 0
    for places in areas.values():
        gold = given[places[0]].gold
        own = [given[place] for place in places]
        kept = (
            {one.party for one in own if one.by_rule}
            if by_rule
            else chosen(
                [
                    Weighed(one.party, float(shares[place]), one.named, one.beside)
                    for one, place in zip(own, places, strict=True)
                ]
            )
        )
        right, told, wanted = right + len(kept & gold), told + len(kept), wanted + len(gold)
        exact, wrong = exact + (kept == gold), wrong + bool(kept - gold)
    count = len(areas)
    return (
        f"{count} areas: precision {right / told:.3f}, recall {right / wanted:.3f}, "
        f"just right {exact / count:.3f}, with a wrong one {wrong / count:.3f}"
    )


def make(data: Path, base: Path, weights: Path, target: Path, say: Callable[[str], None]) -> None:
    """Write `target`, and say how good it is on folds of train and on dev."""
    from safetensors.numpy import save_file

    from briefwright.reader.trained import TrainedReader

    reader = TrainedReader.load(base, weights, salience=None, parties=None)
    train, dev = (rows(data / "references" / f"{name}.jsonl", reader) for name in ("train", "dev"))
    articles = sorted({one.article for one in train})
    np.random.default_rng(0).shuffle(articles)
    fold = {article: place % FOLDS for place, article in enumerate(articles)}
    shares = np.zeros(len(train))
    for held in range(FOLDS):
        net = PartyWeights(fit([one for one in train if fold[one.article] != held]))
        places = [place for place, one in enumerate(train) if fold[one.article] == held]
        shares[places] = net.shares(np.array([train[place].features for place in places]))
    tensors = fit(train)
    on_dev = PartyWeights(tensors).shares(np.array([one.features for one in dev]))
    for name, given, own in (("train, by folds", train, shares), ("dev", dev, on_dev)):
        say(f"{name}, by rule: {measured(given, own, by_rule=True)}")
        say(f"{name}, weighed: {measured(given, own)}")
    plan = {"hidden": HIDDEN, "nets": NETS, "steps": STEPS, "decay": DECAY}
    save_file(
        tensors, target, metadata={"features": json.dumps(FEATURES), "plan": json.dumps(plan)}
    )
    say(f"{target}: {target.stat().st_size / 1e3:.0f} kB of {len(train)} rows")
