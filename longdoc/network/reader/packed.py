"""The reader's weights on disk: matrices in 4.25 bits per weight, the rest in fp16.

A weight is `scale[row] · level[row, group] · q`, with q in -7..7 and a level in 1..18 for each group of 32
columns. `level · q` fits a byte, so that a matrix unpacks to int8 without further rounding. q + 8 is stored
in four bits. Matrices for products are in the order of access of the native layers: panels of 16 rows, in
them 4 columns at a time. The embedding is stored row by row. The factors of low-rank terms, which are trained
beside frozen matrices, are stored as matrices for products.

Axes: N rows (outputs), K columns (inputs), G groups of columns, B bytes of two codes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from math import prod
from pathlib import Path

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save as serialized

from longdoc.errors import ModelError
from longdoc.network.reader.config import GROUP, ReaderConfig

__all__ = [
    "EMBEDDING", "LEFT", "MAX_LEVEL", "MAX_Q", "PRODUCTS", "RIGHT", "TOGETHER", "WEIGHT", "PackedMatrix",
    "PackedReader", "shapes",
]  # fmt: skip

MAX_Q = 7
MAX_LEVEL = 18  # · 7 = 126
ZERO = 8  # the code of a weight of 0
PANEL, TOGETHER = 16, 4
EMBEDDING = "pieces.weight"
TYPES = {"U8": np.uint8, "F16": np.float16, "F32": np.float32}
Stored = tuple[str, tuple[int, ...]]  # type and shape of a tensor on disk
CODES, LEVELS, SCALE = ".codes", ".levels", ".scale"  # behind the name of a packed matrix


@dataclass(frozen=True, slots=True)
class PackedMatrix:
    """One matrix: `codes` and `levels` uint8, in panels or in rows, and `scale` float32 [N].

    In panels codes are [N/16, K/4, 32] and levels [N/16, G, 16]: a byte holds a code of rows 0-7 in its low
    half, and of rows 8-15 in its high half. In rows codes are [N, G, 16] and levels [N, G]: a byte holds a
    code of columns 0-15 of its group in its low half, and of columns 16-31 in its high half.
    """

    codes: np.ndarray
    levels: np.ndarray
    scale: np.ndarray

    @staticmethod
    def in_panels(q_NK: np.ndarray, levels_NG: np.ndarray, scale_N: np.ndarray) -> PackedMatrix:
        """From q in -7..7 and levels in 1..18."""
        N, K = q_NK.shape
        codes = (q_NK + ZERO).astype(np.uint8).reshape(N // PANEL, 2, PANEL // 2, K // TOGETHER, TOGETHER)
        codes = codes.transpose(1, 0, 3, 2, 4).reshape(2, N // PANEL, K // TOGETHER, 2 * PANEL)
        levels = levels_NG.astype(np.uint8).reshape(N // PANEL, PANEL, K // GROUP).transpose(0, 2, 1)
        return PackedMatrix(
            codes[0] | codes[1] << 4, np.ascontiguousarray(levels), scale_N.astype(np.float32)
        )

    @staticmethod
    def in_rows(q_NK: np.ndarray, levels_NG: np.ndarray, scale_N: np.ndarray) -> PackedMatrix:
        """From q in -7..7 and levels in 1..18."""
        N, K = q_NK.shape
        codes = (q_NK + ZERO).astype(np.uint8).reshape(N, K // GROUP, 2, GROUP // 2)
        packed = codes[:, :, 0] | codes[:, :, 1] << 4
        return PackedMatrix(packed, levels_NG.astype(np.uint8), scale_N.astype(np.float32))

    def unpack_int8(self) -> np.ndarray:
        """`level · q` of a matrix in panels, int8 [N, K]; times the `scale` of its row, it is the weight."""
        P, S, _ = self.codes.shape
        halves = np.stack((self.codes & 15, self.codes >> 4)).view(np.int8) - np.int8(ZERO)
        q_NK = (
            halves.reshape(2, P, S, PANEL // 2, TOGETHER).transpose(1, 0, 3, 2, 4).reshape(-1, S * TOGETHER)
        )
        levels_NG = self.levels.transpose(0, 2, 1).reshape(len(q_NK), -1).view(np.int8)
        return _levelled(q_NK, levels_NG)

    def rows_int8(self, rows: np.ndarray | slice = slice(None)) -> np.ndarray:
        """`level · q` of some rows of a matrix in rows, int8 [n, K]."""
        codes_nGB = self.codes[rows]
        q = np.concatenate((codes_nGB & 15, codes_nGB >> 4), -1).view(np.int8) - np.int8(ZERO)
        return _levelled(q.reshape(len(q), -1), self.levels[rows].view(np.int8))

    def floats(self, rows: np.ndarray | slice | None = None) -> np.ndarray:
        """The weights, float32 [N, K]; or [n, K], some rows of a matrix in rows."""
        if rows is None:
            return np.multiply(self.unpack_int8(), self.scale[:, None], dtype=np.float32)
        return np.multiply(self.rows_int8(rows), self.scale[rows][:, None], dtype=np.float32)


def _levelled(q_NK: np.ndarray, levels_NG: np.ndarray) -> np.ndarray:
    N, K = q_NK.shape
    return (q_NK.reshape(N, -1, GROUP) * levels_NG[:, :, None]).reshape(N, K)


class PackedReader:
    """The tensors of a reader, mapped from disk, with shapes checked against the configuration."""

    def __init__(self, folder: Path) -> None:
        """Open the folder.

        Raises:
            ModelError: it is incomplete, or a tensor is missing or has another shape.
        """
        self.folder, self.config = folder, ReaderConfig.load(folder / "config.json")
        self.path = folder / "model.safetensors"
        try:
            self._tensors = _mapped(self.path, stored(self.config))
        except (OSError, SafetensorError, ValueError, KeyError) as error:
            raise ModelError(f"{self.path}: cannot be read, or does not fit config.json ({error})") from error

    def floats(self, name: str) -> np.ndarray:
        """A tensor that is stored in fp16, as float32."""
        return np.ascontiguousarray(self._tensors[name], np.float32)

    def matrix(self, name: str) -> PackedMatrix:
        """A matrix that is stored in four bits."""
        return PackedMatrix(*(self._tensors[name + part] for part in (CODES, LEVELS, SCALE)))

    def has_term(self, product: str) -> bool:
        """Whether a product, such as layers.0.qkv, has a low-rank term."""
        return product + LEFT + CODES in self._tensors

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the weights' file."""
        with self.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()

    @property
    def weights(self) -> int:
        """Number of learned parameters."""
        return sum(prod(shape) for shape in shapes(self.config).values())


def _mapped(path: Path, wanted: dict[str, Stored]) -> dict[str, np.ndarray]:
    """The tensors of a safetensors file, mapped into memory.

    Raises:
        SafetensorError, KeyError, ValueError: it is not a safetensors file, or lacks one of these tensors.
    """
    with safe_open(path, "np") as opened:  # checks that every tensor lies within the file
        for name, (kind, shape) in wanted.items():
            part = opened.get_slice(name)
            if part.get_dtype() != kind or tuple(part.get_shape()) != shape:
                raise ValueError(
                    f"{name} is {part.get_dtype()} {tuple(part.get_shape())}, not {kind} {shape}"
                )
    raw = np.memmap(path, np.uint8, "r").view(np.ndarray)
    start = 8 + int(raw[:8].view("<u8")[0])
    header = json.loads(raw[8:start].tobytes())
    found = {}
    for name, (kind, shape) in wanted.items():
        first, end = header[name]["data_offsets"]
        found[name] = raw[start + first : start + end].view(TYPES[kind]).reshape(shape)
    return found


def stored(config: ReaderConfig) -> dict[str, Stored]:
    """The type and shape of every tensor on disk."""
    made: dict[str, Stored] = {}
    for name, shape in shapes(config).items():
        if not is_packed(name):
            made[name] = "F16", shape
            continue
        N, K = shape
        codes: tuple[int, ...] = N // PANEL, K // TOGETHER, 2 * PANEL
        levels: tuple[int, ...] = N // PANEL, K // GROUP, PANEL
        if name == EMBEDDING:
            codes, levels = (N, K // GROUP, GROUP // 2), (N, K // GROUP)
        made |= {name + CODES: ("U8", codes), name + LEVELS: ("U8", levels), name + SCALE: ("F32", (N,))}
    return made


def is_packed(name: str) -> bool:
    """Whether a tensor is a matrix that is stored in four bits."""
    return name == EMBEDDING or (name.startswith("layers.") and name.endswith(MATRICES))


PRODUCTS = "qkv", "out", "up", "down"
LEFT, RIGHT, WEIGHT = ".left", ".right", ".weight"  # of a product: W + left [N, rank] · right [rank, K]
MATRICES = tuple(f".{part}{kind}" for part in PRODUCTS for kind in (LEFT, RIGHT, WEIGHT))


def shapes(config: ReaderConfig) -> dict[str, tuple[int, ...]]:
    """The shape of every tensor of a reader, by name."""
    E, F, H, R = config.width, config.feed_forward, config.heads, config.rank
    made: dict[str, tuple[int, ...]] = {
        EMBEDDING: (config.vocabulary, E), "places.weight": (config.tokens + 2, E),
        "norm.weight": (E,), "norm.bias": (E,), "distances.weight": (config.buckets, H),
        "ends.weight": (2, E), "ends.bias": (2,), "absent.weight": (1, E), "absent.bias": (1,),
    }  # fmt: skip
    for n in range(config.layers):
        layer = f"layers.{n}"
        for part, (outputs, inputs) in {
            "qkv": (3 * E, E), "out": (E, E), "up": (F, E), "down": (E, F),
        }.items():  # fmt: skip
            made |= {f"{layer}.{part}.weight": (outputs, inputs), f"{layer}.{part}.bias": (outputs,)}
            if n >= config.layers - config.ranked_layers:
                made |= {f"{layer}.{part}{LEFT}": (outputs, R), f"{layer}.{part}{RIGHT}": (R, inputs)}
        for norm in ("attention_norm", "norm"):
            made |= {f"{layer}.{norm}.weight": (E,), f"{layer}.{norm}.bias": (E,)}
    if V := config.verify_width:
        made |= {"verify.hidden.weight": (V, 3 * E), "verify.hidden.bias": (V,)}
        made |= {"verify.score.weight": (1, V), "verify.score.bias": (1,)}
    return made


def save(
    folder: Path, config: ReaderConfig, weights: Iterable[tuple[str, PackedMatrix | np.ndarray]]
) -> None:
    """Write configuration and weights into a folder; the weights are replaced atomically."""
    tensors: dict[str, np.ndarray] = {}
    for name, x in weights:
        if isinstance(x, PackedMatrix):
            tensors |= {name + CODES: x.codes, name + LEVELS: x.levels, name + SCALE: x.scale}
        else:
            tensors[name] = x.astype(np.float16)
    folder.mkdir(parents=True, exist_ok=True)
    config.save(folder / "config.json")
    part = folder / "model.safetensors.part"
    part.write_bytes(serialized({name: np.ascontiguousarray(x) for name, x in tensors.items()}))
    part.replace(folder / "model.safetensors")
