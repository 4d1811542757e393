"""Detects words under a filled box or a picture: passages that were blacked out, or replaced by others.

A word is covered if the box is painted after it and the rendered page shows nothing there, or a later word.
Where a picture shows something, it may be what the word says: the text that OCR programs lay under scans.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pypdfium2.raw as raw

from longdoc.documents.pdf.hidden import without_contrast
from longdoc.documents.pdf.pictured import Box, pictured_share
from longdoc.documents.pdf.rules import Drawn
from longdoc.documents.pdf.words import Word

__all__ = ["covered_words", "words_under_pictures"]

BAND = 24.0  # points: words are compared with the boxes in the bands of the page that they touch
INNER = 0.15  # of a word's sides: the box may leave so much of each uncovered
OPAQUE = 255
SCAN = 0.5  # of the page, at least
FURTHEST = 1e4  # points: beyond, nothing is looked for

Covers = dict[int, list[tuple[int, Box]]]  # by band: when they were painted, and where


def covered_words(page: Any, words: Sequence[Word], pieces: Sequence[int | None], drawn: Drawn) -> set[int]:
    """The indices of the words that nobody sees under boxes.

    Args:
        pieces: the address of the text object of each word.
        drawn: what else is on the page.
    """
    orders = _orders(pieces, drawn) if drawn.covers else []
    under = _under(words, orders, drawn.covers) if drawn.covers else {}
    if not under:
        return set()
    plain = {id(word) for word in without_contrast(page, [inner for _, inner in under.values()])}
    later = _later_words(words, orders)
    return {
        at for at, (cover, inner) in under.items() if id(inner) in plain or _is_replaced(inner, cover, later)
    }


def words_under_pictures(
    page: Any, words: Sequence[Word], pieces: Sequence[int | None], drawn: Drawn
) -> tuple[set[int], set[int]]:
    """The indices of the words under pictures that show nothing there, and of the others under pictures.

    Args:
        pieces: the address of the text object of each word.
        drawn: what else is on the page.
    """
    orders = _orders(pieces, drawn) if drawn.laid_on else []
    under = _under(words, orders, [(when, box) for when, box, _ in drawn.laid_on]) if orders else {}
    opaque = {
        when
        for when, _, picture in drawn.laid_on
        if any(when == cover for cover, _ in under.values()) and _is_opaque(page, picture)
    }
    under = {at: (cover, inner) for at, (cover, inner) in under.items() if cover in opaque}
    laid = [box for when, box, _ in drawn.laid_on if when in opaque]
    if 2 * len(under) > len(words) and pictured_share(laid, page.get_bbox()) > SCAN:  # shown or not
        return set(), set(under)
    plain = {id(word) for word in without_contrast(page, [inner for _, inner in under.values()])}
    covered = {at for at, (_, inner) in under.items() if id(inner) in plain}
    return covered, set(under) - covered


def _is_opaque(page: Any, picture: Any) -> bool:
    """Whether nothing below a picture shows through it."""
    if raw.FPDFPageObj_HasTransparency(picture):
        return False
    bitmap = raw.FPDFImageObj_GetRenderedBitmap(page.pdf.raw, page.raw, picture)
    if not bitmap:
        return False
    try:
        if raw.FPDFBitmap_GetFormat(bitmap) != raw.FPDFBitmap_BGRA:
            return True
        size = raw.FPDFBitmap_GetStride(bitmap) * raw.FPDFBitmap_GetHeight(bitmap)
        return min(ctypes.string_at(raw.FPDFBitmap_GetBuffer(bitmap), size)[3::4], default=0) == OPAQUE
    finally:
        raw.FPDFBitmap_Destroy(bitmap)


def _orders(pieces: Sequence[int | None], drawn: Drawn) -> list[int | None]:
    """When each word was painted."""
    painted = {ctypes.cast(text, ctypes.c_void_p).value: order for order, text in drawn.texts}
    return [painted.get(piece) for piece in pieces]


def _under(
    words: Sequence[Word], orders: Sequence[int | None], boxes: Sequence[tuple[int, Box]]
) -> dict[int, tuple[int, Word]]:
    """By index, the words under boxes painted later: when the last one was, and the middle of the word."""
    covers: Covers = {}
    for when, box in boxes:
        for band in _bands(box):
            covers.setdefault(band, []).append((when, box))
    under: dict[int, tuple[int, Word]] = {}
    for at, (word, order) in enumerate(zip(words, orders, strict=True)):
        inner = _inner(word)
        if order is not None and (cover := _cover_of(_on_page(inner), order, covers)) is not None:
            under[at] = (cover, inner)
    return under


def _inner(word: Word) -> Word:
    across, along = INNER * (word.high - word.low), INNER * (word.x1 - word.x0)
    return replace(
        word, x0=word.x0 + along, x1=word.x1 - along, low=word.low + across, high=word.high - across
    )


def _on_page(word: Word) -> Box:
    x0, x1, low, high = word.x0, word.x1, word.low, word.high
    return ((x0, low, x1, high), (-high, x0, -low, x1), (-x1, -high, -x0, -low), (low, -x1, high, -x0))[
        word.turn
    ]


def _bands(box: Box) -> range:
    low, high = (min(max(height, -FURTHEST), FURTHEST) for height in (box[1], box[3]))
    return range(int(low // BAND), int(high // BAND) + 1)


def _cover_of(box: Box, order: int, covers: Covers) -> int | None:
    """When the last box was painted that lies over another; None if there is none."""
    left, low, right, high = box
    for painted, (x0, y0, x1, y1) in reversed(covers.get(_bands(box)[0], ())):
        if painted <= order:
            return None
        if x0 <= left and right <= x1 and y0 <= low and high <= y1:
            return painted
    return None


def _later_words(words: Sequence[Word], orders: Sequence[int | None]) -> Covers:
    later: Covers = {}
    for word, order in zip(words, orders, strict=True):
        if order is not None:
            box = _on_page(_inner(word))
            for band in _bands(box):
                later.setdefault(band, []).append((order, box))
    return later


def _is_replaced(word: Word, cover: int, later: Covers) -> bool:
    """Whether a word stands on the box that covers this one."""
    left, low, right, high = box = _on_page(word)
    return any(
        order > cover and x0 < right and left < x1 and y0 < high and low < y1
        for band in _bands(box)
        for order, (x0, y0, x1, y1) in later.get(band, ())
    )
