"""Reduces a text to its letters and digits with their offsets, as the search for quotations compares them.

White space, hyphens, quotation marks, punctuation, case, ligatures and accents are ignored, so that a
quotation is found across the ends of lines, columns and pages.

Axes: T characters of the text, K letters.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import numpy as np

from longdoc.documents.types import Span

__all__ = ["codes_of", "letters_of"]

SYMBOLS = frozenset("$€£¥%§&@+=<>°")
_FOLDED: dict[int, tuple[int, ...]] = {}


def codes_of(text: str) -> np.ndarray:
    """The code points of a text, uint32 [T]."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def letters_of(text: str, without: Iterable[Span] = ()) -> tuple[np.ndarray, np.ndarray]:
    """(letters uint32 [K], offset of each in the text int32 [K]); `without` are spans to skip."""
    codes_T = codes_of(text)
    used, index_T = np.unique(codes_T, return_inverse=True)
    folded = [_folded(int(code)) for code in used]
    count_T: np.ndarray = np.array([len(one) for one in folded] or [0], np.int32)[index_T]
    for span in without:
        count_T[span.start : span.end] = 0
    offsets_K = np.repeat(np.arange(len(codes_T), dtype=np.int32), count_T)
    first = np.array([one[0] if one else 0 for one in folded], np.uint32)
    letters_K = first[index_T[offsets_K]] if len(used) else np.zeros(0, np.uint32)
    starts_T = np.cumsum(count_T) - count_T
    for at in np.flatnonzero(count_T > 1).tolist():  # ligatures and the like
        letters_K[starts_T[at] : starts_T[at] + count_T[at]] = folded[index_T[at]]
    return letters_K, offsets_K


def _folded(code: int) -> tuple[int, ...]:
    known = _FOLDED.get(code)
    if known is None:
        plain = unicodedata.normalize("NFKD", chr(code)).casefold()
        known = tuple(ord(c) for c in plain if c.isalnum() or c in SYMBOLS)
        _FOLDED[code] = known
    return known
