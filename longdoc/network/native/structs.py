"""The C structures that are passed to the native layers, as declared in `csrc/kernels.h`.

The library reports the offset of every field. If one differs, the library was compiled from other sources,
and is not used.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from ctypes import POINTER, c_char_p, c_float, c_int32, c_int64, c_void_p

__all__ = [
    "STRUCTURES",
    "GroupedStruct",
    "LayerStruct",
    "LinearStruct",
    "PieceStruct",
    "ProductStruct",
    "ReaderLayerStruct",
    "SegmentStruct",
    "StateStruct",
    "fits_library",
]  # fmt: skip


class _FieldStruct(ctypes.Structure):
    """`Field` of structs.c."""

    _fields_ = (("name", c_char_p), ("offset", c_int64), ("bytes", c_int64))


class ProductStruct(ctypes.Structure):
    """`Product` of kernels.h."""

    _fields_ = (
        ("inputs", c_int32), ("outputs", c_int32), ("zero", c_int32),
        ("panels", c_void_p), ("scale", c_void_p), ("offset", c_void_p), ("inverse_scale", c_void_p),
    )  # fmt: skip


class LayerStruct(ctypes.Structure):
    """`Layer` of kernels.h."""

    _fields_ = (
        ("width", c_int32), ("heads", c_int32), ("inner", c_int32),
        ("chunk", c_int32), ("halo", c_int32), ("slots", c_int32), ("epsilon", c_float),
        ("qkv", ProductStruct), ("out", ProductStruct), ("up", ProductStruct), ("down", ProductStruct),
        ("outliers", c_int32), ("outlier_up", c_void_p), ("outlier_bias", c_void_p),
        ("outlier_down", c_void_p),
        ("attention_weight", c_void_p), ("attention_bias", c_void_p),
        ("weight", c_void_p), ("bias", c_void_p),
        ("pool", c_void_p), ("pool_value", c_void_p), ("pool_bias", c_void_p),
    )  # fmt: skip


class StateStruct(ctypes.Structure):
    """`State` of kernels.h."""

    _fields_ = (("numbers", c_void_p), ("is_half", c_int32))


class SegmentStruct(ctypes.Structure):
    """`Segment` of kernels.h."""

    _fields_ = (
        ("state", StateStruct), ("before", c_void_p), ("after", c_void_p),
        ("first", c_int64), ("end", c_int64), ("tokens", c_int64),
        ("globals", c_int32), ("read", c_int32),
        ("q_global", c_void_p), ("k_global", c_void_p), ("v_global", c_void_p),
        ("k_read", c_void_p), ("v_read", c_void_p),
        ("max_GH", c_void_p), ("sum_GH", c_void_p), ("attended_GE", c_void_p),
        ("pooled", c_void_p),
    )  # fmt: skip


class GroupedStruct(ctypes.Structure):
    """`Grouped` of kernels.h."""

    _fields_ = (
        ("inputs", c_int32), ("outputs", c_int32),
        ("codes", c_void_p), ("levels", c_void_p), ("scale", c_void_p), ("bias", c_void_p),
    )  # fmt: skip


class LinearStruct(ctypes.Structure):
    """`Linear` of kernels.h."""

    _fields_ = (("matrix", GroupedStruct), ("right", GroupedStruct), ("left", GroupedStruct))


class ReaderLayerStruct(ctypes.Structure):
    """`ReaderLayer` of kernels.h."""

    _fields_ = (
        ("width", c_int32), ("heads", c_int32), ("inner", c_int32), ("rank", c_int32), ("epsilon", c_float),
        ("qkv", LinearStruct), ("out", LinearStruct), ("up", LinearStruct), ("down", LinearStruct),
        ("attention_weight", c_void_p), ("attention_bias", c_void_p),
        ("weight", c_void_p), ("bias", c_void_p),
    )  # fmt: skip


class PieceStruct(ctypes.Structure):
    """`Piece` of kernels.h."""

    _fields_ = (
        ("starts", c_void_p), ("rows", c_int64), ("first", c_int64), ("end", c_int64),
        ("x", c_void_p), ("qkv", c_void_p), ("next_qkv", c_void_p),
        ("distance", c_void_p), ("distance_stride", c_int64), ("distance_middle", c_int64),
        ("workspace", c_void_p),
    )  # fmt: skip


STRUCTURES: dict[str, type[ctypes.Structure]] = {
    "Product": ProductStruct, "Layer": LayerStruct, "State": StateStruct, "Segment": SegmentStruct,
    "Grouped": GroupedStruct, "Linear": LinearStruct, "ReaderLayer": ReaderLayerStruct, "Piece": PieceStruct,
}  # fmt: skip


def fits_library(library: ctypes.CDLL, structures: Mapping[str, type[ctypes.Structure]] = STRUCTURES) -> bool:
    """Whether the library has the same fields with the same offsets and sizes, and no others."""
    try:
        fields = library.longdoc_fields
    except AttributeError:
        return False
    fields.restype, fields.argtypes = POINTER(_FieldStruct), [POINTER(c_int64)]
    count = c_int64()
    found = fields(ctypes.byref(count))
    theirs = {one.name.decode(): (one.offset, one.bytes) for one in found[: count.value]}
    return theirs == dict(_fields_of(structures))


def _fields_of(structures: Mapping[str, type[ctypes.Structure]]) -> Iterator[tuple[str, tuple[int, int]]]:
    """Name, offset and size in bytes of each field."""
    for name, structure in structures.items():
        for field, *_ in structure._fields_:
            place = getattr(structure, field)
            yield f"{name}.{field}", (place.offset, place.size)
