"""The functions of the native library for the reader, with their signatures."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, c_float, c_int32, c_int64, c_void_p
from functools import cache

from longdoc.network.native.kernels import kernels
from longdoc.network.native.structs import PieceStruct, ReaderLayerStruct

__all__ = ["reader_kernels"]


def reader_kernels() -> ctypes.CDLL | None:
    """The native library; None if it is not available."""
    found = kernels()
    return None if found is None else _with_signatures(found)


@cache
def _with_signatures(found: ctypes.CDLL) -> ctypes.CDLL:
    """The library with the argument types of the reader's functions set."""
    layer, piece, pointer = POINTER(ReaderLayerStruct), POINTER(PieceStruct), c_void_p
    embed = (pointer, pointer, c_int64, c_int32, *(pointer,) * 4, c_float, *(pointer,) * 3)
    for name, result, arguments in (
        ("workspace", c_int64, (layer, c_int64, c_int32)),
        ("embed", None, embed),
        ("project", None, (layer, piece)),
        ("layer", None, (layer, layer, piece)),
    ):
        function = getattr(found, f"longdoc_reader_{name}")
        function.restype, function.argtypes = result, arguments
    return found
