"""The reader's part of the native layers, with the signatures of its functions."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_float, c_int32, c_int64, c_void_p
from functools import cache

from longdoc.network.native.kernels import kernels

__all__ = ["GroupedShape", "PieceShape", "ReaderLayerShape", "reader_kernels"]


class GroupedShape(ctypes.Structure):
    """`Grouped` of kernels.h."""

    _fields_ = (
        ("inputs", c_int32), ("outputs", c_int32),
        ("codes", c_void_p), ("levels", c_void_p), ("scale", c_void_p), ("bias", c_void_p),
    )  # fmt: skip


class ReaderLayerShape(ctypes.Structure):
    """`ReaderLayer` of kernels.h."""

    _fields_ = (
        ("width", c_int32), ("heads", c_int32), ("inner", c_int32), ("epsilon", c_float),
        ("qkv", GroupedShape), ("out", GroupedShape), ("up", GroupedShape), ("down", GroupedShape),
        ("attention_weight", c_void_p), ("attention_bias", c_void_p),
        ("weight", c_void_p), ("bias", c_void_p),
    )  # fmt: skip


class PieceShape(ctypes.Structure):
    """`Piece` of kernels.h."""

    _fields_ = (
        ("starts", c_void_p), ("rows", c_int64), ("first", c_int64), ("end", c_int64),
        ("x", c_void_p), ("qkv", c_void_p), ("next_qkv", c_void_p),
        ("distance", c_void_p), ("distance_stride", c_int64), ("distance_middle", c_int64),
        ("room", c_void_p),
    )  # fmt: skip


def reader_kernels() -> ctypes.CDLL | None:
    """The library, or None where there is none, or one without these layers."""
    found = kernels()
    return None if found is None else _with_signatures(found)


@cache
def _with_signatures(found: ctypes.CDLL) -> ctypes.CDLL | None:
    """The library that was loaded, once its functions know their arguments."""
    expected = ctypes.sizeof(ReaderLayerShape) << 16 | ctypes.sizeof(PieceShape)
    try:
        if found.longdoc_reader_layout() != expected:
            return None
    except AttributeError:
        return None
    layer, piece, pointer = POINTER(ReaderLayerShape), POINTER(PieceShape), c_void_p
    embed = (pointer, pointer, c_int64, c_int32, *(pointer,) * 4, c_float, *(pointer,) * 3)
    for name, result, arguments in (
        ("room", c_int64, (layer, c_int64, c_int32)),
        ("embed", None, embed),
        ("project", None, (layer, piece)),
        ("layer", None, (layer, layer, piece)),
    ):
        function = getattr(found, f"longdoc_reader_{name}")
        function.restype, function.argtypes = result, arguments
    return found
