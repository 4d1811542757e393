"""Gives PDFium a font for Chinese, Japanese and Korean text whose own font is neither embedded nor installed.

Without a glyph, PDFium takes such text to have no extent and leaves it out of the page, without an error. The
substitute, boxes.ttf (made for longdoc, 612 bytes), has one square for every character; widths and letters
come from the PDF itself.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import pypdfium2.raw as raw

__all__ = ["substitute_missing_fonts"]

CHARSETS = frozenset((
    raw.FXFONT_SHIFTJIS_CHARSET, raw.FXFONT_HANGEUL_CHARSET, raw.FXFONT_GB2312_CHARSET,
    raw.FXFONT_CHINESEBIG5_CHARSET,
))  # fmt: skip
BOXES = 0xB0CE5  # handle of the substitute; those of installed fonts are addresses
NAME = b"Boxes\0"


@cache
def substitute_missing_fonts() -> Any:
    """Install the substitute in this process, once, and return what PDFium calls from then on.

    None where PDFium does not know how to find the fonts of the system.
    """
    installed = raw.FPDF_GetDefaultSystemFontInfo()
    if not installed:
        return None
    system = installed.contents
    data = (files("longdoc.documents.pdf") / "boxes.ttf").read_bytes()

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> Any:
        found = system.MapFont(installed, weight, italic, charset, pitch, face, exact)
        return BOXES if not found and charset in CHARSETS else found

    def font_data(_: Any, font: int, table: int, buffer: Any, size: int) -> int:
        if font != BOXES:
            return int(system.GetFontData(installed, font, table, buffer, size))
        return _copied(_table(data, table) if table else data, buffer, size)

    def face_name(_: Any, font: int, buffer: Any, size: int) -> int:
        if font != BOXES:
            return int(system.GetFaceName(installed, font, buffer, size))
        return _copied(NAME, buffer, size)

    def font_charset(_: Any, font: int) -> int:
        if font != BOXES:
            return int(system.GetFontCharset(installed, font))
        return raw.FXFONT_GB2312_CHARSET

    def delete_font(_: Any, font: int) -> None:
        if font != BOXES:
            system.DeleteFont(installed, font)

    calls: dict[str, Callable[..., Any]] = {
        "Release": lambda _: None,
        "EnumFonts": lambda _, mapper: system.EnumFonts(installed, mapper),
        "MapFont": map_font,
        "GetFont": lambda _, face: system.GetFont(installed, face) if system.GetFont else None,
        "GetFontData": font_data,
        "GetFaceName": face_name,
        "GetFontCharset": font_charset,
        "DeleteFont": delete_font,
    }
    info = raw.FPDF_SYSFONTINFO()
    info.version = 1
    types: dict[str, Any] = dict(raw.FPDF_SYSFONTINFO._fields_)
    for name, call in calls.items():
        setattr(info, name, types[name](call))
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info


def _copied(data: bytes, buffer: Any, size: int) -> int:
    """The length of the data, which are copied if there is room for them."""
    if buffer and size >= len(data):
        ctypes.memmove(buffer, data, len(data))
    return len(data)


def _table(font: bytes, tag: int) -> bytes:
    """A table of a TrueType font; empty if it has none of that name."""
    for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16):
        if font[at : at + 4] == tag.to_bytes(4, "big"):
            start, length = (int.from_bytes(font[at + n : at + n + 4], "big") for n in (8, 12))
            return font[start : start + length]
    return b""
