"""Encodes a document of any length in bounded memory: layer by layer, segment by segment.

There is one state matrix, which each layer overwrites, shifted up by a halo. For each segment, the chunks
with a halo on each side are projected in one product; attention uses overlapping views of the result, without
copying keys or values; tokens read the mixed slots; the rest of the layer follows; and the slots of the next
layer are pooled while the segment is in the cache. Global tokens attend by an online softmax (Milakov and
Gimelshein 2018). The result equals that of `Encoder.forward_document`.

Axes: T tokens, N chunks (of the document), n chunks of one segment, C tokens a chunk, G global tokens,
R rows of the state matrix, S slots a chunk, K keys, H heads, D head width, E model width.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import pairwise

import torch
from torch import Tensor
from torch.nn.functional import pad

from longdoc.network.config import NetworkConfig
from longdoc.network.torch.attention import neighbours
from longdoc.network.torch.device import on_device
from longdoc.network.torch.encoder import Encoder
from longdoc.network.torch.layer import BaseLayer
from longdoc.network.torch.online_softmax import RunningSoftmax
from longdoc.network.torch.segment_attention import SegmentAttention, ViewedWindow

__all__ = ["cut", "encode_document", "segments"]

SEGMENT_CHUNKS = 16  # chunks per segment, so that its work fits the cache …
WIDE_SEGMENT_CHUNKS = 32  # … in bf16
ENDS_CHUNKS = 3  # chunks in which the mask of the document's ends matters
DEVICE_SHARE = 1 / 16  # of a GPU's memory that the work on a segment may take …
WORK_WIDTHS = 24  # … and that work as a multiple of its states: projections, keys with halo, feed-forward
COMPACT_TOKENS = 65_536  # from this length on, states are stored in fp16 between layers, if computed in fp32


@torch.inference_mode()
def encode_document(
    encoder: Encoder, ids_T: Tensor, global_G: Tensor, progress: Callable[[int, int], None] | None = None
) -> tuple[Tensor, Tensor]:
    """States of one document's tokens [T, E] and of its global tokens [G, E].

    Args:
        ids_T: token ids on the encoder's device or on the CPU.
        global_G: ids of the global tokens, [CLS] first.
        progress: called with (token-layers done, token-layers in all) after each segment.
    """
    C = encoder.config.chunk_tokens
    T = len(ids_T)
    state = _DocumentState(encoder, ids_T, global_G.to(encoder.pieces.weight.device))
    for number, layer in enumerate(encoder.stack):
        following = encoder.stack[number + 1] if number + 1 < len(encoder.stack) else None
        for done in state.update(layer, following):
            if progress:
                progress(min(T, done * C) + number * T, T * len(encoder.stack))
    return state.states()[:T], state.g_GE


def segments(config: NetworkConfig, chunks: int, dtype: torch.dtype, device: torch.device) -> list[slice]:
    """The segments of a document, as ranges of chunks.

    On a CPU, segments fit the cache. On a GPU, they fit a share of its memory, and the ends of the document
    are segments of their own, so that the others need no mask.
    """
    if device.type != "cuda":
        return cut(chunks, WIDE_SEGMENT_CHUNKS if dtype == torch.bfloat16 else SEGMENT_CHUNKS)
    work_bytes = WORK_WIDTHS * config.chunk_tokens * config.width * dtype.itemsize
    memory_bytes = torch.cuda.get_device_properties(device).total_memory
    return cut(
        chunks, max(WIDE_SEGMENT_CHUNKS, int(memory_bytes * DEVICE_SHARE) // work_bytes), ends_apart=True
    )


def cut(chunks: int, most: int, *, ends_apart: bool = False) -> list[slice]:
    """Ranges of at most `most` chunks.

    Args:
        ends_apart: put the first chunk and the last two, whose windows exceed the document, into own ranges.
    """
    edges = [0, 1, chunks - 2, chunks] if ends_apart and chunks > ENDS_CHUNKS else [0, chunks]
    return [
        slice(start, min(stop, start + most))
        for begin, stop in pairwise(edges)
        for start in range(begin, stop, most)
    ]


class _DocumentState:
    """The state of one document between layers."""

    def __init__(self, encoder: Encoder, ids_T: Tensor, global_G: Tensor) -> None:
        self.config = encoder.config
        weight = encoder.pieces.weight
        self.dtype, self.device = weight.dtype, weight.device
        C, E = self.config.chunk_tokens, self.config.width
        self.T = len(ids_T)
        self.N = -(-self.T // C)
        self.parts = segments(self.config, self.N, self.dtype, self.device)
        ids_NC = on_device(pad(ids_T, (0, -self.T % C)), self.device).unflatten(0, (-1, C))
        rest = torch.float16 if self.T > COMPACT_TOKENS and self.dtype == torch.float32 else self.dtype
        halo = self.config.halo_tokens
        self.first = halo * (1 + len(encoder.stack))  # row of the first token; a halo less after each layer
        rows = self.first + self.N * C + halo
        self.x_RE = torch.empty(rows, E, dtype=rest, device=self.device)
        self.x_RE[: self.first] = 0  # rows outside the document are masked, but must not be NaN
        self.x_RE[rows - halo :] = 0
        self.pooled: list[Tensor] = []
        self.attend: SegmentAttention | None = None  # of the current layer
        self.turns: tuple[Tensor, Tensor] | None = None  # rotary positions of the slots
        position_C = torch.arange(C, device=self.device)
        for part in self.parts:
            chunk_n1 = torch.arange(part.start, part.stop, device=self.device)[:, None]
            x = encoder.embed(ids_NC[part].long(), chunk_n1 * C + position_C)
            self.states()[part.start * C : part.stop * C] = x.flatten(0, 1)
            self._pool(encoder.stack[0], x, part)
        self.g_GE = encoder.embed(global_G, torch.arange(len(global_G), device=self.device))

    def states(self) -> Tensor:
        """States of all tokens [N·C, E], including the padding of the last chunk."""
        return self.x_RE[self.first : self.first + self.N * self.config.chunk_tokens]

    def update(self, layer: BaseLayer, following: BaseLayer | None) -> Iterator[int]:
        """Run one layer over the whole document; yields the number of chunks done so far.

        New states are written a halo further up, so that the next segment still finds the old states before
        it.
        """
        read = self._slots(layer)
        q_g, k_g, v_g = layer.project(self.g_GE)
        seen = RunningSoftmax(q_g, k_g, v_g)
        attend = self.attend = SegmentAttention(k_g, v_g, self.attend)
        C, halo = self.config.chunk_tokens, self.config.halo_tokens
        for part in self.parts:
            n, row = part.stop - part.start, self.first + part.start * C
            x_mE = self.x_RE[row - halo : row + n * C + halo].to(self.dtype)
            window = ViewedWindow(layer.qkv(x_mE), n, C, self.config.heads)
            near = None if read is None else (read[0][part], read[1][part])
            y = attend(window, near, self._mask(part))
            seen.add(*window.own_keys(min(self.T - part.start * C, n * C)))
            x = layer.finish(x_mE[halo : halo + n * C].unflatten(0, (n, C)), y)
            self.x_RE[row - halo : row - halo + n * C] = x.flatten(0, 1)
            if following is not None:
                self._pool(following, x, part)
            yield part.stop
        self.first -= halo
        self.g_GE = layer.finish(self.g_GE, seen.result())

    def _mask(self, part: slice) -> Tensor | None:
        """The mask of a segment's window keys [n, K], False outside the document; None if all are inside."""
        C, halo = self.config.chunk_tokens, self.config.halo_tokens
        if part.start > 0 and part.stop * C + halo <= self.T:
            return None
        chunk_n1 = torch.arange(part.start, part.stop, device=self.device)[:, None]
        at_nK = chunk_n1 * C - halo + torch.arange(C + 2 * halo, device=self.device)
        return (at_nK >= 0) & (at_nK < self.T)

    def _pool(self, layer: BaseLayer, x_nCE: Tensor, part: slice) -> None:
        """Pool the slots that the next layer mixes, from its input states."""
        if layer.memory is None:
            return
        C = self.config.chunk_tokens
        real = None
        if part.stop * C > self.T:
            at = torch.arange(part.start * C, part.stop * C, device=self.device)
            real = (at < self.T).reshape(1, -1, C)
        x_1nCE = x_nCE[None]
        weights = layer.memory.weights(x_1nCE, real)
        self.pooled.append(layer.memory.pooled(weights, x_1nCE, *layer.value_projection))

    def _slots(self, layer: BaseLayer) -> tuple[Tensor, Tensor] | None:
        """Mixed slots around each chunk, keys and gated values [N, 3S, H, D]."""
        if layer.memory is None:
            return None
        slots_1NSE = torch.cat(self.pooled, dim=1)
        self.pooled = []
        if self.turns is None:
            self.turns = layer.memory.turns(self.N, slots_1NSE)
        k, v = layer.memory.mix(slots_1NSE, None, self.turns)
        around = neighbours(torch.stack((k, layer.memory.gated(v)), 3), self.config.slots)[0]
        return around[:, :, 0], around[:, :, 1]
