"""The `Reader` on the native layers, without torch; weights stay packed and mapped from disk.

Axes: P rows, L tokens of the longest passage, T tokens of all rows of a batch, H heads, E model width.
"""

from __future__ import annotations

import ctypes
from itertools import pairwise
from math import e, log2
from pathlib import Path

import numpy as np

from longdoc.network.native.kernels import at, call, core_count, linear, on_all_cores, on_cache_lines
from longdoc.network.native.structs import GroupedStruct, LinearStruct, PieceStruct, ReaderLayerStruct
from longdoc.network.reader.distances import bias_by_distance
from longdoc.network.reader.kernels import reader_kernels
from longdoc.network.reader.packed import EMBEDDING, LEFT, PRODUCTS, RIGHT, TOGETHER, PackedReader
from longdoc.network.reader.rows import Row, Rows
from longdoc.network.reader.types import Progress, ReaderScores, best_spans

__all__ = ["NativeReader"]

BATCH_TOKENS = 2_048  # in whole rows that go through the layers together; bounds memory
MAX_PIECE_TOKENS = 512  # that one core processes at a time
MIN_PIECE_TOKENS = 32  # as unpacking the weights has to be worth it
FIRST_POSITION = 2  # MPNet reserves the first two positions, one of them for padding
KEY_PADDING = 16  # keys are processed 16 at a time, possibly beyond the last
QUERY_PADDING = 12  # queries are processed up to 12 at a time, possibly beyond the last
LOG2_E = log2(e)


class NativeReader:
    """A `Reader` on the native layers."""

    def __init__(self, packed: PackedReader) -> None:
        self.packed, self.config = packed, packed.config
        self.folder: Path | None = packed.folder
        self._rows, self.layers = Rows(packed.config), _Layers(packed)
        get = packed.floats
        self._heads = tuple(np.concatenate([get(f"{x}.{y}") for x in ("ends", "absent")]) for y in PARTS)
        self._verify = [
            tuple(get(f"verify.{x}.{y}") for y in PARTS)
            for x in (("hidden", "score") if packed.config.verify_width else ())
        ]

    @staticmethod
    def load(folder: Path) -> NativeReader | None:
        """Load the reader in a folder; None if the native library is not available.

        Raises:
            ModelError: the folder is incomplete, or its weights do not fit its configuration.
        """
        packed = PackedReader(folder)
        return None if reader_kernels() is None else NativeReader(packed)

    @property
    def sha256(self) -> str:
        """As in `Reader`."""
        return self.packed.sha256

    @property
    def weights(self) -> int:
        """As in `Reader`."""
        return self.packed.weights

    def read(
        self, questions: list[list[int]], contexts: list[list[int]], passages: list[np.ndarray],
        progress: Progress | None = None,
    ) -> ReaderScores:  # fmt: skip
        """As in `Reader`; all cores share every batch of rows."""
        rows = self._rows.all(questions, contexts, passages)
        scores = ReaderScores.unread(passages, verifies=bool(self._verify))
        for batch in _batches(rows):
            x_TE, starts = self.layers.states([row.ids for row in rows[batch]])
            logits_T3 = linear(x_TE, *self._heads)
            for n, start in zip(range(batch.start, batch.stop), starts, strict=False):
                first, length = start + rows[n].first, rows[n].length
                scores.start_PL[n, :length] = logits_T3[first : first + length, 0]
                scores.end_PL[n, :length] = logits_T3[first : first + length, 1]
                scores.absent_P[n] = logits_T3[start, 2]
            scores.best_P2[batch] = best_spans(scores.start_PL[batch], scores.end_PL[batch])
            if scores.answered_P is not None:
                firsts_P = starts[:-1] + [row.first for row in rows[batch]]
                scores.answered_P[batch] = self._answered(
                    x_TE, starts[:-1], scores.best_P2[batch] + firsts_P[:, None]
                )
            if progress:
                progress(batch.stop, len(rows))
        return scores

    def _answered(self, x_TE: np.ndarray, starts_P: np.ndarray, spans_P2: np.ndarray) -> np.ndarray:
        """Logits [P] that a span answers the question of its row; `spans_P2` are indices into x."""
        inputs = np.concatenate((x_TE[starts_P], x_TE[spans_P2[:, 0]], x_TE[spans_P2[:, 1]]), 1)
        hidden, score = self._verify
        return linear(np.tanh(linear(inputs, *hidden)), *score)[:, 0]


PARTS = ("weight", "bias")


def _batches(rows: list[Row]) -> list[slice]:
    """Consecutive rows in batches of up to BATCH_TOKENS tokens."""
    cuts, tokens = [0], 0
    for n, row in enumerate(rows):
        tokens += len(row.ids)
        if tokens > BATCH_TOKENS and n > cuts[-1]:
            cuts.append(n)
            tokens = len(row.ids)
    return [slice(a, b) for a, b in pairwise((*cuts, len(rows)))] if rows else []


class _Layers:
    """Embedding and layers as the native library needs them, with weights mapped from disk."""

    def __init__(self, packed: PackedReader) -> None:
        self.config, self._embedding = packed.config, packed.matrix(EMBEDDING)
        self._places, self._norm = packed.floats("places.weight"), [packed.floats(f"norm.{x}") for x in PARTS]
        self._kept: list[np.ndarray] = []
        self._array = (ReaderLayerStruct * packed.config.layers)()
        for n in range(packed.config.layers):
            self._array[n] = self._layer(packed, f"layers.{n}")
        bias = bias_by_distance(packed.config, packed.floats("distances.weight")) * np.float32(LOG2_E)
        self._bias_HX = np.ascontiguousarray(np.pad(bias, ((0, 0), (QUERY_PADDING, KEY_PADDING))))

    def _layer(self, packed: PackedReader, name: str) -> ReaderLayerStruct:
        config = packed.config
        made = ReaderLayerStruct(
            width=config.width, heads=config.heads, inner=config.feed_forward, rank=config.rank,
            epsilon=config.norm_epsilon,
        )  # fmt: skip
        for part in PRODUCTS:
            bias_N = packed.floats(f"{name}.{part}.bias")
            outputs = np.ones_like(bias_N)
            if part == "qkv":  # the softmax uses base 2; the scale of the logits is folded into the queries
                outputs[: config.width] *= LOG2_E * config.head_width**-0.5
            product = LinearStruct(matrix=self._grouped(packed, f"{name}.{part}.weight", outputs, bias_N))
            if packed.has_term(f"{name}.{part}"):
                product.right = self._grouped(packed, f"{name}.{part}{RIGHT}")
                product.left = self._grouped(packed, f"{name}.{part}{LEFT}", outputs)
            setattr(made, part, product)
        for field, norm in (("attention_", "attention_norm"), ("", "norm")):
            for part in PARTS:
                self._kept.append(packed.floats(f"{name}.{norm}.{part}"))
                setattr(made, field + part, at(self._kept[-1]))
        return made

    def _grouped(
        self, packed: PackedReader, name: str, factor_N: np.ndarray | float = 1.0,
        bias_N: np.ndarray | None = None,
    ) -> GroupedStruct:  # fmt: skip
        """A matrix and its bias (by default 0), both times the factor."""
        matrix = packed.matrix(name)
        scale_N = matrix.scale * np.float32(factor_N)
        bias_N = np.zeros_like(scale_N) if bias_N is None else bias_N * np.float32(factor_N)
        kept = (matrix.codes, matrix.levels, scale_N, bias_N)
        self._kept += kept
        return GroupedStruct(matrix.codes.shape[1] * TOGETHER, len(scale_N), *map(at, kept))

    def states(self, rows: list[np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        """States [T, E] of all rows after the last layer, and the bounds of the rows in T [P + 1]."""
        starts = np.cumsum([0, *map(len, rows)])
        T, E, config = int(starts[-1]), self.config.width, self.config
        x_TE, qkvs = on_cache_lines(T * E, np.float32), [on_cache_lines(T * 3 * E, np.float32) for _ in "ab"]
        pieces = self._pieces(starts, x_TE)
        ids_T = np.concatenate(rows)
        places_T = np.concatenate([np.arange(len(row)) for row in rows]) + FIRST_POSITION
        embedding = self._embedding

        def enter(piece: PieceStruct) -> None:
            part = slice(piece.first, piece.end)
            call(
                "reader_embed", ids_T[part], places_T[part], piece.end - piece.first, E,
                embedding.codes, embedding.levels, embedding.scale, self._places,
                config.norm_epsilon, *self._norm, x_TE.reshape(T, E)[part],
            )  # fmt: skip
            piece.next_qkv = at(qkvs[0])
            call("reader_project", ctypes.pointer(self._array[0]), ctypes.pointer(piece))

        on_all_cores(enter, pieces)
        for n in range(config.layers):
            layer = ctypes.pointer(self._array[n])
            following = ctypes.pointer(self._array[n + 1]) if n + 1 < config.layers else None
            for piece in pieces:
                piece.qkv, piece.next_qkv = at(qkvs[n % 2]), at(qkvs[(n + 1) % 2])

            def through(piece: PieceStruct, layer=layer, following=following) -> None:  # type: ignore[no-untyped-def]
                call("reader_layer", layer, following, ctypes.pointer(piece))

            on_all_cores(through, pieces)
        return x_TE.reshape(T, E), starts

    def _pieces(self, starts: np.ndarray, x_TE: np.ndarray) -> list[PieceStruct]:
        """All tokens in pieces of equal size, the same number for each core."""
        T, longest = int(starts[-1]), int(np.diff(starts).max())
        count = min(core_count() * -(-T // (core_count() * MAX_PIECE_TOKENS)), -(-T // MIN_PIECE_TOKENS))
        cuts = [T * n // count for n in range(count + 1)]
        library = reader_kernels()
        assert library is not None
        made = []
        for first, end in pairwise(cuts):
            size = library.longdoc_reader_workspace(ctypes.pointer(self._array[0]), end - first, longest)
            room = on_cache_lines(size, np.uint8)
            piece = PieceStruct(
                starts=at(starts), rows=len(starts) - 1, first=first, end=end, x=at(x_TE),
                distance=at(self._bias_HX), distance_stride=self._bias_HX.shape[1],
                distance_middle=QUERY_PADDING + self.config.tokens - 1, workspace=at(room),
            )  # fmt: skip
            piece.kept = room  # for as long as the piece is there
            made.append(piece)
        return made
