"""The encoder on the native layers: documents in segments of chunks, short texts at once.

It computes the same as `longdoc.network.torch.encoder`, with int8 products. Cores synchronise once per layer.

Axes: T tokens, N chunks, M segments, C tokens a chunk, O tokens of halo, G global tokens, S slots a chunk,
R slots that a chunk reads, H heads, D head width, E model width.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial

import numpy as np

from longdoc.errors import ModelError
from longdoc.network.native.checkpoint import Checkpoint
from longdoc.network.native.global_attention import GlobalAttention, among_globals
from longdoc.network.native.kernels import at, call, core_count, waited_for, workers
from longdoc.network.native.slots import mixed_slots, rotary_angles
from longdoc.network.native.structs import SegmentStruct, StateStruct
from longdoc.network.native.weights import NativeLayers

__all__ = ["NativeEncoder", "States"]

SEGMENT_CHUNKS = 16  # chunks that one core processes at a time
COMPACT_TOKENS = 65_536  # from this length on, states are stored in fp16 between layers

Progress = Callable[[int, int], None]


class States:
    """States of tokens between layers [T, E], stored in fp32 or fp16."""

    def __init__(self, tokens: int, rows: int, width: int, *, compact: bool) -> None:
        self.tokens = tokens
        self.x_RE = np.empty((rows, width), np.float16 if compact else np.float32)
        self.shape = StateStruct(at(self.x_RE), int(compact))

    def __len__(self) -> int:
        return self.tokens

    def rows(self, start: int, stop: int) -> np.ndarray:
        """The states in range(start, stop), in fp32; numpy would convert from fp16 ten times slower."""
        if self.x_RE.dtype == np.float32:
            return self.x_RE[start:stop]
        E = self.x_RE.shape[1]
        made = np.empty((stop - start, E), np.float32)
        call("load", self.shape, start * E, made.size, made)
        return made


class NativeEncoder:
    """Embeddings and layers, over short texts with full attention or over documents in chunks."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self.config = checkpoint.config
        self.layers = NativeLayers(checkpoint)
        self.pieces_PE, self.piece_scale_P = checkpoint.rows("encoder.pieces.weight")
        self.place_LE = checkpoint.floats("encoder.places.weight")
        self.norm = checkpoint.floats("encoder.norm.weight"), checkpoint.floats("encoder.norm.bias")

    def text(self, ids_T: np.ndarray) -> np.ndarray:
        """States [T, E] of a short text with full attention, on one core."""
        T = len(ids_T)
        states = States(T, T, self.config.width, compact=False)
        self._embed(ids_T, np.arange(T), states, 0)
        call("dense", self.layers.one(0), len(self.layers), states.x_RE, T)
        return states.x_RE

    def document(
        self, ids_T: np.ndarray, global_G: np.ndarray, progress: Progress | None = None
    ) -> tuple[States, np.ndarray]:
        """States of one document's tokens and of its global tokens [G, E].

        Args:
            ids_T: token ids of the document.
            global_G: ids of the global tokens, [CLS] first.
            progress: called with (token-layers done, token-layers in all).
        """
        state = _DocumentState(self, ids_T, global_G)
        T, layers = len(ids_T), len(self.layers)

        def report(n: int, done: int) -> None:
            if progress:
                progress(min(T, done) + n * T, T * layers)

        for n in range(layers):
            state.update(n, partial(report, n))
        return state.states, state.g_GE

    def _embed(self, ids_T: np.ndarray, position_T: np.ndarray, states: States, row: int) -> None:
        ids_T = np.ascontiguousarray(ids_T, np.int32)
        place_T = np.ascontiguousarray(position_T % self.config.positions, np.int32)
        if len(ids_T) and not 0 <= int(ids_T.min()) <= int(ids_T.max()) < len(self.pieces_PE):
            raise ModelError("the tokenizer gave a piece that is not in the network's vocabulary")
        call(
            "embed", self.layers.one(0), ids_T, place_T, len(ids_T), self.pieces_PE, self.piece_scale_P,
            self.place_LE, *self.norm, states.shape, row,
        )  # fmt: skip


class _DocumentState:
    """The state of one document between layers."""

    def __init__(self, encoder: NativeEncoder, ids_T: np.ndarray, global_G: np.ndarray) -> None:
        self.config, self.layers = encoder.config, encoder.layers
        C, E, S = self.config.chunk_tokens, self.config.width, self.config.slots
        self.T = len(ids_T)
        self.N = -(-self.T // C)
        self.states = States(self.T, self.N * C, E, compact=self.T > COMPACT_TOKENS)
        self.states.x_RE[self.T :] = 0
        self.pooled_NSE = np.empty((self.N, S, E), np.float32)
        self.turns = rotary_angles(self.N, S, self.config)
        ids_T = np.ascontiguousarray(ids_T, np.int32)

        def begin(part: slice) -> None:
            first, last = part.start * C, min(self.T, part.stop * C)
            encoder._embed(ids_T[first:last], np.arange(first, last), self.states, first)
            if S:
                call("pool", self.layers.entry, self._segment(part))

        self._each(begin)
        globals_ = States(len(global_G), len(global_G), E, compact=False)
        encoder._embed(global_G, np.arange(len(global_G)), globals_, 0)
        self.g_GE = globals_.x_RE

    def _parts(self) -> list[slice]:
        """Segments of similar length, the same number for each core."""
        cores = core_count()
        rounds = max(1, -(-self.N // (SEGMENT_CHUNKS * cores)))
        each = max(1, -(-self.N // (rounds * cores)))
        return [slice(start, min(self.N, start + each)) for start in range(0, self.N, each)]

    def _each(self, work: Callable[[slice], None], done: Callable[[int], None] | None = None) -> None:
        """Call `work` with every segment, on all cores; after an exception, no more segments are started."""
        parts = self._parts()
        if len(parts) == 1 or core_count() == 1:
            for part in parts:
                work(part)
                if done:
                    done(part.stop * self.config.chunk_tokens)
            return
        futures: list[Future[None]] = [workers().submit(work, part) for part in parts]
        with waited_for(futures):
            for future, part in zip(futures, parts, strict=True):
                future.result()
                if done:
                    done(part.stop * self.config.chunk_tokens)

    def _segment(self, part: slice) -> SegmentStruct:
        return SegmentStruct(
            state=self.states.shape,
            first=part.start,
            end=part.stop,
            tokens=self.T,
            pooled=at(self.pooled_NSE),
        )

    def update(self, n: int, done: Callable[[int], None]) -> None:
        """Run layer n over the whole document.

        Args:
            done: called with the number of tokens processed.
        """
        layer = self.layers.one(n)
        H, E, G = self.config.heads, self.config.width, len(self.g_GE)
        slots = None
        if self.config.slots:
            slots = mixed_slots(self.pooled_NSE, self.layers.slots(n), self.turns, self.config)
        qkv_G3E = np.empty((G, 3 * E), np.float32)
        call("project", layer, self.g_GE, G, qkv_G3E)
        q_GE, k_GE, v_GE = (np.ascontiguousarray(x) for x in np.split(qkv_G3E, 3, axis=1))
        parts = self._parts()
        edges = {part.start: self._edges(part) for part in parts}
        attended = {part.start: GlobalAttention(G, H, E) for part in parts}

        def work(part: slice) -> None:
            segment, partial_softmax = self._segment(part), attended[part.start]
            segment.before, segment.after = map(at, edges[part.start])
            segment.globals = G
            segment.q_global, segment.k_global, segment.v_global = at(q_GE), at(k_GE), at(v_GE)
            if slots is not None:
                segment.read, segment.k_read, segment.v_read = slots[0].shape[1], at(slots[0]), at(slots[1])
            segment.max_GH, segment.sum_GH, segment.attended_GE = map(at, partial_softmax.arrays)
            call("segment", layer, segment)

        self._each(work, done)
        total = GlobalAttention(G, H, E)
        total.add(*among_globals(q_GE, k_GE, v_GE, H))
        for part in parts:
            total.add(*attended[part.start].arrays)
        call("finish", layer, self.g_GE, total.means(), G)

    def _edges(self, part: slice) -> tuple[np.ndarray, np.ndarray]:
        """States [O, E] on either side of a segment before this layer; zeros outside the document."""
        C, halo, E = self.config.chunk_tokens, self.config.halo_tokens, self.config.width
        before, after = np.zeros((halo, E), np.float32), np.zeros((halo, E), np.float32)
        first, end = part.start * C, part.stop * C
        if part.start > 0:
            before[:] = self.states.rows(first - halo, first)
        if part.stop < self.N:
            after[:] = self.states.rows(end, end + halo)
        return before, after
