"""The reader's network: MiniLM's layers with letter case added, and small heads over it.

Pieces are read in windows; their vectors are pooled over spans. Sentences then see each other
through a small transformer. Heads share all of it. Knows shapes only, not what a label means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeAlias, cast

import torch
from torch import Tensor, nn

from briefwright.nn.attention import end_to_end
from briefwright.nn.packed import RaisedLinear

CLS, SEP, PAD = 101, 102, 0
Pooled: TypeAlias = tuple[Tensor, Tensor, Tensor]
"""[spans, hidden] each: the mean over a span's pieces, its first piece and its last."""
# Lists of spans in a batch; of those after the first two all three parts are projected.
_POOLED = ("sentences", "mentions", "title_spans", "country_spans", "quotations", "speaker_spans")


@dataclass(frozen=True)
class Shape:
    """What fixes the network's tensors; stands in the weights' metadata."""

    sentence_features: int
    person_features: int
    title_features: int
    country_features: int
    quotation_features: int
    speaker_features: int
    tags: int = 5
    """Kinds of spans tagged, each with begin, inside and outside."""
    hidden: int = 384
    layers: int = 6
    heads: int = 12
    inner: int = 1536
    positions: int = 512
    width: int = 256
    """Of sentence vectors."""
    pair: int = 128
    """Of a pair's hidden layer."""
    context_layers: int = 2


@dataclass(frozen=True)
class WindowRun:
    """Windows one behind the other, and where in them the pieces to keep stand."""

    pieces: Tensor
    case: Tensor
    quoted: Tensor
    lengths: tuple[int, ...]
    kept: Tensor


class EndToEnd(Protocol):
    def end_to_end(
        self, given: Tensor, lengths: Sequence[int], kept: Tensor | None = None
    ) -> Tensor:
        """Rows of such lengths that lie one behind the other, [pieces, hidden], to the same, or to
        those that are `kept`, by their places."""


class Layer(nn.Module):
    """One encoder layer as BERT has it: attention and feed-forward, each with a normed residual."""

    def __init__(self, shape: Shape, dropout: float) -> None:
        super().__init__()
        hidden = shape.hidden
        self.heads = shape.heads
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.out = nn.Linear(hidden, hidden)
        self.norm_attention = nn.LayerNorm(hidden, eps=1e-12)
        self.up = RaisedLinear(hidden, shape.inner)
        self.down = nn.Linear(shape.inner, hidden)
        self.norm_output = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, given: Tensor, mask: Tensor) -> Tensor:
        rows, length, hidden = given.shape
        split = self.qkv(given).view(rows, length, 3, self.heads, hidden // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        mixed = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(rows, length, hidden)
        return self._after(given, mixed)

    def end_to_end(
        self, given: Tensor, lengths: Sequence[int], kept: Tensor | None = None
    ) -> Tensor:
        """The same of rows of such lengths that lie one behind the other, [pieces, hidden], or of
        the pieces that are `kept`."""
        mixed = end_to_end(self.qkv(given), lengths, self.heads)
        if kept is not None:
            given, mixed = given[kept], mixed[kept]
        return self._after(given, mixed)

    def _after(self, given: Tensor, mixed: Tensor) -> Tensor:
        given = self.norm_attention(given + self.dropout(self.out(mixed)))
        inner = self.down(self.up(given))
        return torch.as_tensor(self.norm_output(given + self.dropout(inner)))


class Encoder(nn.Module):
    """MiniLM with two more input embeddings: the word's letter case, and whether it is quoted."""

    def __init__(self, shape: Shape, vocabulary: int, dropout: float) -> None:
        super().__init__()
        hidden = shape.hidden
        self.words = nn.Embedding(vocabulary, hidden)
        self.places = nn.Embedding(shape.positions, hidden)
        self.case = nn.Embedding(5, hidden)
        self.quoted = nn.Embedding(2, hidden)
        self.norm = nn.LayerNorm(hidden, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList(Layer(shape, dropout) for _ in range(shape.layers))
        nn.init.zeros_(self.case.weight)
        nn.init.zeros_(self.quoted.weight)

    def forward(
        self, pieces: Tensor, case: Tensor, quoted: Tensor, *, lower: int | None = None
    ) -> Tensor:
        """[rows, length] ids to [rows, length, hidden]; rows are padded with `PAD`.

        `lower` stops after so many layers.
        """
        places = torch.arange(pieces.shape[1], device=pieces.device)
        given = self._embedded(pieces, places, case, quoted)
        mask = (pieces != PAD)[:, None, None, :]
        for layer in self.layers[:lower]:
            given = layer(given, mask)
        return given

    def end_to_end(
        self,
        pieces: Tensor,
        case: Tensor,
        quoted: Tensor,
        lengths: Sequence[int],
        kept: Tensor | None = None,
    ) -> Tensor:
        """[pieces] ids of rows that lie one behind the other, to [pieces, hidden]; none padded.

        Of pieces that are not `kept` the last layer computes only what others see of them.
        """
        places = torch.cat([torch.arange(length) for length in lengths])
        given = self._embedded(pieces, places, case, quoted)
        *layers, last = cast(Iterable[EndToEnd], self.layers)
        for layer in layers:
            given = layer.end_to_end(given, lengths)
        return last.end_to_end(given, lengths, kept)

    def _embedded(self, pieces: Tensor, places: Tensor, case: Tensor, quoted: Tensor) -> Tensor:
        given = self.words(pieces) + self.places(places) + self.case(case) + self.quoted(quoted)
        return torch.as_tensor(self.dropout(self.norm(given)))


def _scorer(inputs: int, hidden: int, outputs: int, dropout: float) -> nn.Sequential:
    return nn.Sequential(
        nn.Linear(inputs, hidden), nn.GELU(), nn.Dropout(dropout), nn.Linear(hidden, outputs)
    )


class ReaderNet(nn.Module):
    """Encoder and heads. `vectors` reads a batch; the other methods judge what it found."""

    def __init__(self, shape: Shape, *, vocabulary: int = 30522, dropout: float = 0.1) -> None:
        super().__init__()
        self.shape = shape
        hidden, width, pair = shape.hidden, shape.width, shape.pair
        self.encoder = Encoder(shape, vocabulary, dropout)
        self.tag = nn.Linear(hidden, 3 * shape.tags)
        self.sentence_in = nn.Linear(2 * hidden + shape.sentence_features, width)
        self.sentence_place = nn.Embedding(64, width)
        self.context: nn.Module = nn.TransformerEncoder(
            nn.TransformerEncoderLayer(
                width, 4, 2 * width, dropout, "gelu", batch_first=True, norm_first=True
            ),
            shape.context_layers,
            enable_nested_tensor=False,
        )
        self.sentence_out = _scorer(2 * width, width, 8, dropout)
        self.person_in = nn.Linear(2 * hidden + width, pair)
        self.person_out = _scorer(pair + shape.person_features, pair, 4, dropout)
        self.span_in = nn.Linear(3 * hidden, pair)
        pairs = 3 * pair
        self.title_out = _scorer(pairs + shape.title_features, pair, 1, dropout)
        self.country_out = _scorer(pairs + shape.country_features, pair, 1, dropout)
        self.quotation_in = nn.Linear(pair + width, pair)
        self.quotation_out = _scorer(pair + shape.quotation_features, pair, 2, dropout)
        self.speaker_out = _scorer(pairs + shape.speaker_features, pair, 1, dropout)
        self.area_out = _scorer(pair + width, pair, 6, dropout)

    def vectors(self, batch: dict[str, Any]) -> Tensor:
        """[sum of T, hidden]: the pieces of all articles of the batch, one after the other."""
        read = self.encoder(batch["window_pieces"], batch["window_case"], batch["window_quoted"])
        return torch.as_tensor(read.reshape(-1, read.shape[-1])[batch["kept"]])

    def vectors_of_run(self, run: WindowRun) -> Tensor:
        """The same as `vectors`, for reading alone: its windows are not padded."""
        return self.encoder.end_to_end(run.pieces, run.case, run.quoted, run.lengths, run.kept)

    def tags(self, vectors: Tensor) -> Tensor:
        """[pieces, tags, 3]: outside, begin, inside."""
        return torch.as_tensor(self.tag(vectors).view(len(vectors), self.shape.tags, 3))

    def judge(self, vectors: Tensor, batch: dict[str, Any]) -> dict[str, Tensor]:
        """Logits for everything proposed, by name; pairs in the order of the batch."""
        spans = _pooled_by_name(vectors, {name: batch[name] for name in _POOLED})
        own, sentences = self._sentences(spans["sentences"], batch)
        found = {
            "sentence_vectors": sentences,
            "sentence": self.sentence_out(torch.cat([sentences, own], dim=-1)),
        }
        persons = self._persons(spans["mentions"], sentences, batch)
        person = self.person_out(torch.cat([persons, batch["person_features"]], dim=-1))
        found["person"] = person[:, :2]
        found["no_title"], found["no_country"] = person[:, 2], person[:, 3]
        titles, countries, words, near = self._projected([spans[name] for name in _POOLED[2:]])
        found["title"] = self._pairs("title", self.title_out, persons, titles, batch)
        found["country"] = self._pairs("country", self.country_out, persons, countries, batch)
        quotations = self.quotation_in(
            torch.cat([words, sentences[batch["quotation_sentence"]]], dim=-1)
        )
        quotation = self.quotation_out(torch.cat([quotations, batch["quotation_features"]], dim=-1))
        found["is_speech"], found["no_speaker"] = quotation[:, 0], quotation[:, 1]
        nobody = torch.cat([persons, persons.new_zeros(1, persons.shape[1])])
        asked = quotations[batch["speaker_quotation"]]
        candidate = nobody[batch["speaker_person"]]
        found["speaker"] = self.speaker_out(
            torch.cat([asked, candidate, near, batch["speaker_features"]], dim=-1)
        )[:, 0]
        return found

    def _sentences(self, spans: Pooled, batch: dict[str, Any]) -> tuple[Tensor, Tensor]:
        """[sum of S, width] twice: each sentence alone, and as it stands among its article's."""
        mean, first, _ = spans
        own = self.sentence_in(torch.cat([mean, first, batch["sentence_features"]], dim=-1))
        placed = own + self.sentence_place(batch["sentence_place"])
        grid = batch["sentence_grid"]
        there = grid >= 0
        laid = placed.new_zeros(*grid.shape, placed.shape[-1])
        laid[there] = placed[grid[there]]
        return own, torch.as_tensor(self.context(laid, src_key_padding_mask=~there)[there])

    def areas(self, vectors: Tensor, sentences: Tensor, spans: Tensor, inside: Tensor) -> Tensor:
        """[spans, 6]: whether the span names an area, and the five logits of its status."""
        (words,) = self._projected([pooled(vectors, spans)])
        return torch.as_tensor(self.area_out(torch.cat([words, sentences[inside]], dim=-1)))

    def _projected(self, spans: Sequence[Pooled]) -> list[Tensor]:
        """[spans, pair] of each list: from the span's mean, first and last piece."""
        parts = [torch.cat(part) for part in zip(*spans, strict=True)]
        projected = torch.as_tensor(self.span_in(torch.cat(parts, dim=-1)))
        return list(projected.split_with_sizes([len(mean) for mean, _, _ in spans]))

    def _persons(self, spans: Pooled, sentences: Tensor, batch: dict[str, Any]) -> Tensor:
        count = len(batch["person_features"])
        mean, first, _ = spans
        around = sentences[batch["mention_sentence"]]
        each = torch.cat([mean, first, around], dim=-1)
        total = each.new_zeros(count, each.shape[-1])
        total = total.index_add(0, batch["mention_person"], each)
        many = each.new_zeros(count).index_add(0, batch["mention_person"], each.new_ones(len(each)))
        return torch.as_tensor(self.person_in(total / many.clamp(min=1)[:, None]))

    def _pairs(
        self,
        what: str,
        scorer: nn.Module,
        persons: Tensor,
        spans: Tensor,
        batch: dict[str, Any],
    ) -> Tensor:
        own = persons[batch[f"{what}_person"]]
        joined = torch.cat([own, spans, own * spans, batch[f"{what}_features"]], dim=-1)
        return torch.as_tensor(scorer(joined)[:, 0])


def _pooled_by_name(vectors: Tensor, spans: dict[str, Tensor]) -> dict[str, Pooled]:
    """`pooled` of each list of spans, all in one call."""
    parts = pooled(vectors, torch.cat(list(spans.values())))
    split = [part.split_with_sizes([len(own) for own in spans.values()]) for part in parts]
    return dict(zip(spans, zip(*split, strict=True), strict=True))


def pooled(vectors: Tensor, spans: Tensor) -> Pooled:
    """The mean over each span's pieces, its first piece and its last; no span is empty."""
    start, lengths = spans[:, 0], spans[:, 1] - spans[:, 0]
    begins = torch.cumsum(lengths, 0) - lengths
    shifts = torch.repeat_interleave(start - begins, lengths)
    places = torch.arange(len(shifts), device=spans.device) + shifts
    mean = nn.functional.embedding_bag(places, vectors, begins, mode="mean")
    return mean, vectors.index_select(0, start), vectors.index_select(0, spans[:, 1] - 1)
