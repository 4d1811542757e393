"""A document of any length through the encoder in bounded memory: layer by layer, segment by segment.

One state matrix is updated in place. Per layer and segment: project once, attend over the window with
the neighbour segment's edge as halo, read the mixed slots, finish, and pool the slots of the next layer
while the segment is at hand. Global tokens gather every token by a running softmax (Milakov &
Gimelshein 2018). Computes the same as `Encoder.forward_document` on one document.

Axes: T tokens, N chunks (of the document), n chunks of one segment, C tokens a chunk, G global tokens,
S slots a chunk, K keys, H heads, D head width, E model width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor
from torch.nn.functional import pad, scaled_dot_product_attention

from longdoc.network.encoder import Encoder, Layer

__all__ = ["encode_document", "segments"]

SEGMENT_CHUNKS = 32  # chunks updated in one go
COMPACT_TOKENS = 65_536  # from here on the state rests in fp16 where the network computes in fp32


@torch.inference_mode()
def encode_document(
    encoder: Encoder, ids_T: Tensor, global_G: Tensor, progress: Callable[[int, int], None] | None = None
) -> tuple[Tensor, Tensor]:
    """States of one document's tokens [T, E] and of its global tokens [G, E].

    Args:
        ids_T: token ids on the encoder's device or on the CPU.
        global_G: ids of the global tokens, [CLS] first.
        progress: is told (token-layers done, token-layers in all) after each segment.
    """
    C = encoder.config.chunk_tokens
    T = len(ids_T)
    walk = _Walk(encoder, ids_T, global_G.to(encoder.pieces.weight.device))
    for number, layer in enumerate(encoder.layers):
        following = encoder.layers[number + 1] if number + 1 < len(encoder.layers) else None
        for done in walk.update(layer, following):
            if progress:
                progress(min(T, done * C) + number * T, T * len(encoder.layers))
    return walk.x_NCE.flatten(0, 1)[:T], walk.g_GE


def segments(chunks: int) -> Iterator[slice]:
    """The chunk ranges that go through together."""
    for start in range(0, chunks, SEGMENT_CHUNKS):
        yield slice(start, min(chunks, start + SEGMENT_CHUNKS))


class _Walk:
    """The state of one document on its way up the layers."""

    def __init__(self, encoder: Encoder, ids_T: Tensor, global_G: Tensor) -> None:
        self.config = encoder.config
        weight = encoder.pieces.weight
        self.dtype, self.device = weight.dtype, weight.device
        C, E = self.config.chunk_tokens, self.config.width
        self.T = len(ids_T)
        self.N = -(-self.T // C)
        ids_NC = pad(ids_T, (0, -self.T % C)).unflatten(0, (-1, C))
        rest = torch.float16 if self.T > COMPACT_TOKENS and self.dtype == torch.float32 else self.dtype
        self.x_NCE = torch.empty(self.N, C, E, dtype=rest, device=self.device)
        self.pooled: list[Tensor] = []
        position_C = torch.arange(C, device=self.device)
        for part in segments(self.N):
            chunk_n1 = torch.arange(part.start, part.stop, device=self.device)[:, None]
            x = encoder.embed(ids_NC[part].to(self.device).long(), chunk_n1 * C + position_C)
            self.x_NCE[part] = x
            self._pool(encoder.layers[0], x, part)
        self.g_GE = encoder.embed(global_G, torch.arange(len(global_G), device=self.device))

    def update(self, layer: Layer, following: Layer | None) -> Iterator[int]:
        """Run one layer over the whole document; yields the number of chunks done so far."""
        read = self._slots(layer)
        q_g, k_g, v_g = layer.project(self.g_GE)
        seen = _RunningSoftmax(q_g, k_g, v_g)
        parts = list(segments(self.N))
        here = layer.project(self._states(parts[0]))
        left: tuple[Tensor, Tensor] | None = None
        for number, part in enumerate(parts):
            after = layer.project(self._states(parts[number + 1])) if number + 1 < len(parts) else None
            q, k, v = here
            keys = self._keys(k, left and left[0], after and after[1], k_g)
            values = self._keys(v, left and left[1], after and after[2], v_g)
            mask = self._mask(part, keys.shape[1])
            y = scaled_dot_product_attention(
                q.transpose(1, 2), keys.transpose(1, 2), values.transpose(1, 2), attn_mask=mask
            ).transpose(1, 2)
            if layer.memory is not None and read is not None:
                y = y + layer.memory.read_window(q[None], read[0][None, part], read[1][None, part])[0]
            real = min(self.T - part.start * self.config.chunk_tokens, k.shape[0] * k.shape[1])
            seen.add(k.flatten(0, 1)[:real], v.flatten(0, 1)[:real])
            x = layer.finish(self._states(part), y)
            self.x_NCE[part] = x
            if following is not None:
                self._pool(following, x, part)
            left = (k[-1:].clone(), v[-1:].clone())
            here = after if after is not None else here
            yield part.stop
        self.g_GE = layer.finish(self.g_GE, seen.result())

    def _states(self, part: slice) -> Tensor:
        return self.x_NCE[part].to(self.dtype)

    def _keys(self, k_nCHD: Tensor, left: Tensor | None, right: Tensor | None, g_GHD: Tensor) -> Tensor:
        """Windows of three chunks with the global tokens behind them: [n, 3C + G, H, D]."""
        edge = k_nCHD.new_zeros(1, *k_nCHD.shape[1:])
        ends = (edge if left is None else left, k_nCHD, edge if right is None else right[:1])
        x_mCHD = torch.cat(ends)
        n = k_nCHD.shape[0]
        return torch.cat((x_mCHD[:n], x_mCHD[1 : n + 1], x_mCHD[2:], g_GHD.expand(n, -1, -1, -1)), dim=1)

    def _mask(self, part: slice, keys: int) -> Tensor | None:
        """None inside the document; at its ends False on what lies outside it."""
        C = self.config.chunk_tokens
        if part.start > 0 and (part.stop + 1) * C <= self.T:
            return None
        chunk_n = torch.arange(part.start, part.stop, device=self.device)
        at_nK = (chunk_n[:, None] - 1) * C + torch.arange(3 * C, device=self.device)
        real_nK = pad((at_nK >= 0) & (at_nK < self.T), (0, keys - 3 * C), value=True)
        return real_nK[:, None, None, :].expand(-1, 1, C, -1)

    def _pool(self, layer: Layer, x_nCE: Tensor, part: slice) -> None:
        """Pool the slots that a layer will mix, from states it is going to see."""
        if layer.memory is None:
            return
        C, E = self.config.chunk_tokens, self.config.width
        real = None
        if part.stop * C > self.T:
            at = torch.arange(part.start * C, part.stop * C, device=self.device)
            real = (at < self.T).reshape(1, -1, C)
        x_1nCE = x_nCE[None]
        weights = layer.memory.weights(x_1nCE, real)
        self.pooled.append(
            layer.memory.pooled(weights, x_1nCE, layer.qkv.weight[2 * E :], layer.qkv.bias[2 * E :])
        )

    def _slots(self, layer: Layer) -> tuple[Tensor, Tensor] | None:
        """Mixed slots around each chunk, keys and values [N, 3S, H, D]."""
        if layer.memory is None:
            return None
        slots_1NSE = torch.cat(self.pooled, dim=1)
        self.pooled = []
        k, v = (pad(x[0], (0, 0, 0, 0, 0, 0, 1, 1)) for x in layer.memory.mix(slots_1NSE, None))
        return torch.cat((k[:-2], k[1:-1], k[2:]), 1), torch.cat((v[:-2], v[1:-1], v[2:]), 1)


class _RunningSoftmax:
    """What the global tokens see, key by key: the exact softmax over all of them without keeping any."""

    def __init__(self, q_GHD: Tensor, k_GHD: Tensor, v_GHD: Tensor) -> None:
        self.q_HGD = (q_GHD * q_GHD.shape[-1] ** -0.5).transpose(0, 1).float()
        H, G, D = self.q_HGD.shape
        self.top_HG1 = self.q_HGD.new_full((H, G, 1), -torch.inf)
        self.sum_HG1 = self.q_HGD.new_zeros(H, G, 1)
        self.mean_HGD = self.q_HGD.new_zeros(H, G, D)
        self.dtype = v_GHD.dtype
        self.add(k_GHD, v_GHD)

    def add(self, k_THD: Tensor, v_THD: Tensor) -> None:
        """See more keys."""
        logits_HGT = self.q_HGD @ k_THD.permute(1, 2, 0).float()
        top = torch.maximum(self.top_HG1, logits_HGT.amax(-1, keepdim=True))
        old, new = (self.top_HG1 - top).exp(), (logits_HGT - top).exp()
        self.sum_HG1 = self.sum_HG1 * old + new.sum(-1, keepdim=True)
        self.mean_HGD = self.mean_HGD * old + new @ v_THD.transpose(0, 1).float()
        self.top_HG1 = top

    def result(self) -> Tensor:
        """[G, H, D]."""
        return (self.mean_HGD / self.sum_HG1).transpose(0, 1).to(self.dtype)
