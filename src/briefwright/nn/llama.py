"""A llama decoder laid out for decoding on a few cores: fused and packed weights, no padding, rows
that end.

The same arithmetic as transformers' LlamaForCausalLM, which loads the weights; its modules cost
half of the time of a step at this size. Knows tensors only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from briefwright.nn.packed import linear, pack

PACK = 768
"""Tokens of several prompts that are read in one pass."""


class Block(nn.Module):
    """One layer's products, each norm's scale multiplied into what reads it."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        attention, mlp = layer.self_attn, layer.mlp
        before = layer.input_layernorm.weight.detach()
        inner = layer.post_attention_layernorm.weight.detach()
        parts = (attention.q_proj, attention.k_proj, attention.v_proj)
        # [(heads + 2 key heads) * width, hidden] and [2 * inner, hidden].
        self.qkv = linear(torch.cat([each.weight.detach() for each in parts]) * before)
        self.out = linear(attention.o_proj.weight)
        gate_up = torch.cat([mlp.gate_proj.weight.detach(), mlp.up_proj.weight.detach()])
        self.gate_up = linear(gate_up * inner)
        self.down = linear(mlp.down_proj.weight)


class Llama:
    """Weights and shapes; `Rows` holds what was read so far."""

    def __init__(self, model: Any) -> None:
        """From transformers' model, which is taken apart, so that no weight is held twice."""
        config = model.config
        self.heads = int(config.num_attention_heads)
        self.key_heads = int(config.num_key_value_heads)
        self.width = int(config.hidden_size) // self.heads
        self.eps = float(config.rms_norm_eps)
        # A copy: all weights of a file are one piece of memory, which lives as long as one of them.
        self.embeddings = model.model.embed_tokens.weight.detach().clone()
        head = model.lm_head.weight.detach() * model.model.norm.weight.detach()
        self.head = nn.Sequential(linear(head))
        self.blocks: list[Block] = []
        self.parameters = head.numel()
        """That are multiplied for each token."""
        for place, layer in enumerate(model.model.layers):
            self.blocks.append(Block(layer))
            self.parameters += sum(each.numel() for each in self.blocks[-1].parameters())
            pack(self.blocks[-1])
            model.model.layers[place] = nn.Identity()
        pack(self.head)
        theta = float(config.rope_parameters["rope_theta"])
        steps = torch.arange(0, self.width, 2, dtype=torch.float32) / self.width
        angles = torch.outer(
            torch.arange(int(config.max_position_embeddings), dtype=torch.float32),
            1.0 / theta**steps,
        )
        self.cos = torch.cat([angles.cos(), angles.cos()], dim=-1)
        self.sin = torch.cat([angles.sin(), angles.sin()], dim=-1)

    def logits(self, states: Tensor) -> Tensor:
        """[rows, hidden] to [rows, vocabulary]."""
        return torch.as_tensor(self.head(self._norm(states)))

    def _norm(self, states: Tensor) -> Tensor:
        return states * torch.rsqrt(states.square().mean(-1, keepdim=True) + self.eps)

    def _turned(self, given: Tensor, places: Tensor) -> Tensor:
        """Rotary positions (Su et al. 2021): [tokens, heads, width]."""
        half = self.width // 2
        cos, sin = self.cos[places, None], self.sin[places, None]
        other = torch.cat([-given[..., half:], given[..., :half]], dim=-1)
        return given * cos + other * sin

    def split(self, block: Block, states: Tensor, places: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Queries [tokens, heads, width], keys and values [tokens, key heads, width]."""
        mixed = block.qkv(self._norm(states))
        mixed = mixed.view(len(states), self.heads + 2 * self.key_heads, self.width)
        query, key, value = torch.split(mixed, [self.heads, self.key_heads, self.key_heads], dim=1)
        turned = self._turned(torch.cat([query, key], dim=1), places)
        return turned[:, : self.heads], turned[:, self.heads :], value

    def after(self, block: Block, states: Tensor, mixed: Tensor) -> Tensor:
        """The layer's states, attention's result [tokens, heads * width] given."""
        states = states + block.out(mixed)
        gate, up = block.gate_up(self._norm(states)).chunk(2, dim=-1)
        return torch.as_tensor(states + block.down(functional.silu(gate) * up))


class Rows:
    """Keys and values of several answers side by side, each as long as it is."""

    def __init__(self, llama: Llama, prompts: Sequence[Sequence[int]], room: int) -> None:
        """Room for each prompt and `room` tokens more."""
        self._llama = llama
        longest = max(map(len, prompts)) + room
        shape = (len(llama.blocks), len(prompts), llama.key_heads, longest, llama.width)
        self._keys, self._values = torch.zeros(shape), torch.zeros(shape)
        self._lengths = torch.zeros(len(prompts), dtype=torch.long)

    def read(self, prompts: Sequence[Sequence[int]]) -> Tensor:
        """[rows, hidden]: the state after each prompt's last token; the rows must be empty."""
        found: list[Tensor] = []
        first = 0
        while first < len(prompts):
            last, tokens = first + 1, len(prompts[first])
            while last < len(prompts) and tokens + len(prompts[last]) <= PACK:
                tokens += len(prompts[last])
                last += 1
            found.append(self._read_pack(prompts[first:last], first))
            first = last
        return torch.cat(found)

    def _read_pack(self, prompts: Sequence[Sequence[int]], first: int) -> Tensor:
        """Prompts one after the other as one matrix; attention keeps each to itself."""
        llama = self._llama
        lengths = [len(prompt) for prompt in prompts]
        places = torch.cat([torch.arange(length) for length in lengths])
        states = llama.embeddings[torch.tensor([token for each in prompts for token in each])]
        for index, block in enumerate(llama.blocks):
            query, key, value = llama.split(block, states, places)
            mixed = []
            start = 0
            for row, length in enumerate(lengths, start=first):
                own = slice(start, start + length)
                keys, values = key[own].transpose(0, 1), value[own].transpose(0, 1)
                self._keys[index, row, :, :length] = keys
                self._values[index, row, :, :length] = values
                one = functional.scaled_dot_product_attention(
                    query[own].transpose(0, 1)[None],
                    keys[None],
                    values[None],
                    is_causal=True,
                    enable_gqa=True,
                )
                mixed.append(one[0].transpose(0, 1).reshape(length, -1))
                start += length
            states = llama.after(block, states, torch.cat(mixed))
        self._lengths[first : first + len(prompts)] = torch.tensor(lengths)
        return torch.as_tensor(states[torch.tensor(lengths).cumsum(0) - 1])

    def step(self, tokens: Tensor) -> Tensor:
        """[rows, hidden]: the state after one more token of each row."""
        llama = self._llama
        rows = torch.arange(len(tokens))
        states = llama.embeddings[tokens]
        longest = int(self._lengths.max()) + 1
        blank = torch.arange(longest)[None] > self._lengths[:, None]
        mask = torch.zeros(blank.shape).masked_fill_(blank, float("-inf"))[:, None, None]
        groups = llama.heads // llama.key_heads
        for index, block in enumerate(llama.blocks):
            query, key, value = llama.split(block, states, self._lengths)
            self._keys[index, rows, :, self._lengths] = key
            self._values[index, rows, :, self._lengths] = value
            mixed = functional.scaled_dot_product_attention(
                query.view(len(tokens), llama.key_heads, groups, llama.width),
                self._keys[index, :, :, :longest],
                self._values[index, :, :, :longest],
                attn_mask=mask,
            )
            states = llama.after(block, states, mixed.reshape(len(tokens), -1))
        self._lengths = self._lengths + 1
        return torch.as_tensor(states)

    def keep(self, rows: Tensor) -> None:
        """Drop all rows but these."""
        self._keys, self._values = self._keys[:, rows], self._values[:, rows]
        self._lengths = self._lengths[rows]
