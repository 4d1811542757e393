"""Finds the text on layers that are switched off ("optional content"), which no viewer shows."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import partial
from typing import Any

import pypdfium2.raw as raw

__all__ = ["texts_on_layers"]

MOST_OBJECTS = 20_000
MOST_DEPTH = 3  # of forms within forms
LONGEST_NAME = 512  # UTF-16 units of a layer's name; a longer one is none of those looked for

_name = (ctypes.c_ushort * LONGEST_NAME)()
_length = ctypes.c_ulong()


def texts_on_layers(page: Any, layers: frozenset[str]) -> set[int]:
    """The addresses of the text objects of a PDFium page on layers with these names."""
    found: set[int] = set()
    looked_at = 0

    def look(count: int, get: Callable[[int], Any], depth: int, *, inside: bool) -> None:
        nonlocal looked_at
        for at in range(min(count, MOST_OBJECTS - looked_at)):
            looked_at += 1
            one = get(at)
            on_layer = inside or _is_on(one, layers)
            kind = raw.FPDFPageObj_GetType(one)
            if kind == raw.FPDF_PAGEOBJ_TEXT and on_layer:
                found.add(ctypes.cast(one, ctypes.c_void_p).value or 0)
            elif kind == raw.FPDF_PAGEOBJ_FORM and depth < MOST_DEPTH:
                inner = partial(raw.FPDFFormObj_GetObject, one)
                look(raw.FPDFFormObj_CountObjects(one), inner, depth + 1, inside=on_layer)

    look(raw.FPDFPage_CountObjects(page), partial(raw.FPDFPage_GetObject, page), 0, inside=False)
    return found


def _is_on(one: Any, layers: frozenset[str]) -> bool:
    """Whether an object is marked to be on one of these layers."""
    for at in range(raw.FPDFPageObj_CountMarks(one)):
        mark = raw.FPDFPageObj_GetMark(one, at)
        raw.FPDFPageObjMark_GetName(mark, _name, 2 * LONGEST_NAME, _length)
        if _told() == "OC":
            raw.FPDFPageObjMark_GetParamStringValue(mark, b"Name", _name, 2 * LONGEST_NAME, _length)
            if (name := _told()) and name in layers:
                return True
    return False


def _told() -> str:
    return bytes(_name)[: min(_length.value, 2 * LONGEST_NAME)].decode("utf-16-le", "replace").rstrip("\0")
