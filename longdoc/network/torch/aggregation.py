"""Chunk aggregation: gives every token access to the whole document at the cost of a few keys.

Each chunk is pooled into S slots by learned queries of each head. The slots of all chunks attend to each
other. Tokens attend to the mixed slots of their own and the neighbouring chunks, through a gate that is
initialised to zero, so that chunk aggregation has no effect before training.

Sources: Ainslie et al. 2020 (ETC) and Guo et al. 2022 (LongT5, transient global) for block summaries; Su et
al. 2021 for rotary positions. These replace a relative-position bias over chunks, which would need an N × N
matrix.

Axes: B documents, N chunks, C tokens a chunk, S slots a chunk, H heads, D head width, E model width.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy

import torch
from torch import Tensor, nn
from torch.nn.functional import layer_norm, scaled_dot_product_attention

from longdoc.network.config import NetworkConfig
from longdoc.network.torch.attention import neighbours

__all__ = ["ChunkMemory", "rotate", "rotation"]


class ChunkMemory(nn.Module):
    """Pool, mix and read the slots of one layer."""

    def __init__(self, config: NetworkConfig) -> None:
        super().__init__()
        self.config = config
        E = config.width
        self.pool = nn.Linear(E, config.slots * config.heads, bias=False)
        self.mix_qkv: nn.Module = nn.Linear(E, 3 * E)
        self.mix_out: nn.Module = nn.Linear(E, E)
        self.read_kv: nn.Module = nn.Linear(E, 2 * E)
        self.gate_H = nn.Parameter(torch.zeros(config.heads))

    def with_products(self, make: Callable[[nn.Linear], nn.Module]) -> ChunkMemory:
        """A copy whose linear layers for mixing and reading are replaced by `make(layer)`."""
        made = copy(self)
        made._modules = dict(self._modules)
        for name in ("mix_qkv", "mix_out", "read_kv"):
            plain = getattr(self, name)
            assert isinstance(plain, nn.Linear)
            setattr(made, name, make(plain))
        return made

    def weights(self, x_BNCE: Tensor, real_BNC: Tensor | None) -> Tensor:
        """Pooling weights of the tokens in each slot of their chunk: [B, N, S, H, C], summing to 1 over C."""
        logits_BNXC = self.pool(x_BNCE).transpose(-1, -2).float().contiguous()
        logits_BNSHC = logits_BNXC.unflatten(2, (self.config.slots, self.config.heads))
        if real_BNC is not None:
            logits_BNSHC = logits_BNSHC.masked_fill(~real_BNC[:, :, None, None, :], -1e9)
        return logits_BNSHC.softmax(-1).to(x_BNCE.dtype)

    def pooled(self, weights_BNSHC: Tensor, x_BNCE: Tensor, value_EE: Tensor, bias_E: Tensor) -> Tensor:
        """Slots [B, N, S, E]: the states are pooled first, then projected to values.

        As the weights sum to 1, this equals pooling the values, at a hundredth of the cost.

        Args:
            value_EE, bias_E: the layer's value projection.
        """
        B, N, S, H, C = weights_BNSHC.shape
        E, D = self.config.width, self.config.head_width
        mean_BNSHE = (weights_BNSHC.reshape(B, N, S * H, C) @ x_BNCE).reshape(B * N * S, H, E)
        value_HED = value_EE.reshape(H, D, E).transpose(1, 2)
        slots_HMD = torch.bmm(mean_BNSHE.transpose(0, 1), value_HED)
        return (slots_HMD.transpose(0, 1).reshape(B, N, S, E)) + bias_E

    def turns(self, chunks: int, like: Tensor) -> tuple[Tensor, Tensor]:
        """Cosines and sines of the rotary positions of the slots, with the device and dtype of `like`."""
        chunk_of_slot = torch.arange(chunks, device=like.device).repeat_interleave(self.config.slots)
        return rotation(chunk_of_slot, self.config.head_width, self.config.rotary_base, like.dtype)

    def mix(
        self, slots_BNSE: Tensor, real_BN: Tensor | None, turns: tuple[Tensor, Tensor] | None = None
    ) -> tuple[Tensor, Tensor]:
        """Full attention among the slots of all chunks.

        Args:
            real_BN: False for chunks of padding only.
            turns: the result of `turns`, which is the same in every layer; computed if None.

        Returns:
            Keys and values of the mixed slots, two tensors [B, N, S, H, D].
        """
        B, N, S, E = slots_BNSE.shape
        H, D = self.config.heads, self.config.head_width
        slots_BNSE = layer_norm(slots_BNSE.float(), (E,)).to(slots_BNSE.dtype)
        qk, v = self.mix_qkv(slots_BNSE).reshape(B, N * S, 3 * H, D).split((2 * H, H), 2)
        q, k = rotate(qk, *(turns or self.turns(N, slots_BNSE))).chunk(2, 2)
        mask = None
        if real_BN is not None:
            mask = real_BN.repeat_interleave(S, dim=1)[:, None, None, :].expand(-1, 1, N * S, -1)
        mixed = scaled_dot_product_attention(
            q.transpose(1, 2), k.transpose(1, 2), v.transpose(1, 2), attn_mask=mask
        )
        mixed_BNSE = slots_BNSE + self.mix_out(mixed.transpose(1, 2).reshape(B, N, S, E))
        read_BNSE2 = self.read_kv(mixed_BNSE)
        if real_BN is not None:
            read_BNSE2 = read_BNSE2 * real_BN[:, :, None, None]
        read_k, read_v = read_BNSE2.reshape(B, N, S, 2, H, D).unbind(3)
        return read_k, read_v

    def gated(self, v_BNSHD: Tensor) -> Tensor:
        """Values multiplied by the gate of each head."""
        return v_BNSHD * torch.tanh(self.gate_H).to(v_BNSHD.dtype)[:, None]

    def read(self, q_BNCHD: Tensor, k_BNSHD: Tensor, v_BNSHD: Tensor) -> Tensor:
        """Attention of each token to the slots of its own and the neighbouring chunks: [B, N, C, H, D].

        Slots outside the document have zero keys and values and are not masked: the gates are trained with
        the share of the softmax that they get.
        """
        B, N = q_BNCHD.shape[:2]
        S = k_BNSHD.shape[2]
        y = scaled_dot_product_attention(
            q_BNCHD.flatten(0, 1).transpose(1, 2),
            neighbours(k_BNSHD, S).flatten(0, 1).transpose(1, 2),
            neighbours(self.gated(v_BNSHD), S).flatten(0, 1).transpose(1, 2),
        )
        return y.transpose(1, 2).unflatten(0, (B, N))


def rotation(position_T: Tensor, width: int, base: float, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Cosines and sines [T, 1, width / 2] of angles that grow with the position (Su et al. 2021, eq. 34)."""
    half = width // 2
    rate = base ** (-torch.arange(half, device=position_T.device, dtype=torch.float32) / half)
    angle_T1F = (position_T.float()[:, None] * rate)[:, None, :]
    return angle_T1F.cos().to(dtype), angle_T1F.sin().to(dtype)


def rotate(x_BTHD: Tensor, cos_T1F: Tensor, sin_T1F: Tensor) -> Tensor:
    """Rotate pairs of numbers by angles (Su et al. 2021)."""
    a, b = x_BTHD.chunk(2, -1)
    return torch.cat((a * cos_T1F - b * sin_T1F, b * cos_T1F + a * sin_T1F), dim=-1)
