"""Detects words under a filled box: passages that were blacked out, or replaced by others on top.

A word is covered if the box is painted after it and the rendered page shows nothing there, or a later word.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from longdoc.documents.pdf.hidden import without_contrast
from longdoc.documents.pdf.pictured import Box
from longdoc.documents.pdf.rules import Drawn
from longdoc.documents.pdf.words import Word

__all__ = ["covered_words"]

BAND = 24.0  # points: words are compared with the boxes in the bands of the page that they touch
INNER = 0.15  # of a word's sides: the box may leave so much of each uncovered
FURTHEST = 1e4  # points: beyond, nothing is looked for

Covers = dict[int, list[tuple[int, Box]]]  # by band: when they were painted, and where


def covered_words(page: Any, words: Sequence[Word], pieces: Sequence[int | None], drawn: Drawn) -> set[int]:
    """The indices of the words that nobody sees under boxes.

    Args:
        pieces: the address of the text object of each word.
        drawn: what else is on the page.
    """
    if not drawn.covers:
        return set()
    painted = {ctypes.cast(text, ctypes.c_void_p).value: order for order, text in drawn.texts}
    covers: Covers = {}
    for when, box in drawn.covers:
        for band in _bands(box):
            covers.setdefault(band, []).append((when, box))
    under: dict[int, tuple[int, Word]] = {}
    for at, (word, piece) in enumerate(zip(words, pieces, strict=True)):
        order = painted.get(piece)
        inner = _inner(word)
        if order is not None and (cover := _cover_of(_on_page(inner), order, covers)) is not None:
            under[at] = (cover, inner)
    if not under:
        return set()
    plain = {id(word) for word in without_contrast(page, [inner for _, inner in under.values()])}
    later = _later_words(words, [painted.get(piece) for piece in pieces])
    return {
        at for at, (cover, inner) in under.items() if id(inner) in plain or _is_replaced(inner, cover, later)
    }


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
