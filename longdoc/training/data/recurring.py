"""Finds spans that recur in a segment of text, for recurring span selection (Ram et al. 2021)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from longdoc.network.tokenizer import Tokenizer

__all__ = ["LONGEST_SPAN", "PieceProperties", "Recurrence", "recurring_spans", "span_places"]

LONGEST_SPAN = 10  # tokens, as Ram et al. 2021
MOST_PLACES = 8  # a span that recurs more often tells little about any one place
MASKED_SHARE = 0.1  # of the segment that may be masked
NEAR_WEIGHT = 0.25  # weight of recurrences within the window, against 1 for those beyond it
COMMON_SHARE = 1 / 1000  # a piece with a larger share of all tokens is a common word …
FEW = 12  # … unless it occurs at most this often
_ODD = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One recurring span: its length in tokens, where it stays, and where it is masked."""

    length: int
    kept: int
    masked: tuple[int, ...]


class PieceProperties:
    """Properties of the pieces of a vocabulary, each a bool array [P]."""

    def __init__(self, tokenizer: Tokenizer, texts: Iterable[np.ndarray]) -> None:
        counts_P = np.zeros(len(tokenizer), np.int64)
        for ids in texts:
            counts_P += np.bincount(ids, minlength=len(tokenizer))
        self.continues_P = np.zeros(len(tokenizer), bool)  # continues a word
        self.content_P = np.zeros(len(tokenizer), bool)  # a content word: letters only, and not common
        self.wordlike_P = np.zeros(len(tokenizer), bool)  # letters and digits, no punctuation
        self.stands_alone_P = np.zeros(len(tokenizer), bool)  # may be a span of its own
        for piece, number in tokenizer.fast.get_vocab().items():
            bare = piece.removeprefix("##")
            self.continues_P[number] = bare != piece
            self.content_P[number] = bare.isalpha()
            self.wordlike_P[number] = bare.isalnum()
            self.stands_alone_P[number] = len(bare) > 1
        self.content_P &= counts_P <= max(FEW, COMMON_SHARE * counts_P.sum())


def recurring_spans(
    ids_T: np.ndarray,
    removed_T: np.ndarray,
    pieces: PieceProperties,
    reach_tokens: int,
    rng: np.random.Generator,
) -> list[Recurrence]:
    """Choose recurring spans to mask, without overlaps; those far apart are preferred.

    Args:
        ids_T: the tokens of a segment.
        removed_T: True for tokens that will be removed.
        reach_tokens: places further apart than this count as far.
    """
    found = [
        (length, starts)
        for length in range(LONGEST_SPAN, 0, -1)
        for starts in span_places(ids_T, removed_T, pieces, length)
    ]
    if not found:
        return []
    far = np.array([starts[-1] - starts[0] > reach_tokens for _, starts in found])
    order = np.argsort(-(rng.random(len(found)) * np.where(far, 1.0, NEAR_WEIGHT)))
    used_T = removed_T.copy()
    budget = int(MASKED_SHARE * len(ids_T))
    chosen = []
    for n in order:
        length, starts = found[n]
        free = [int(at) for at in starts if not used_T[at : at + length].any()]
        cost = (len(free) - 1) * length
        # in a place that overlaps another masked span, part of it would stay readable, so all must be free
        if len(free) < max(2, len(starts)) or cost > budget:
            continue
        budget -= cost
        for at in free:
            used_T[at : at + length] = True
        kept = free[int(rng.integers(len(free)))]
        chosen.append(Recurrence(length, kept, tuple(at for at in free if at != kept)))
    return chosen


def span_places(
    ids_T: np.ndarray, removed_T: np.ndarray, pieces: PieceProperties, length: int
) -> list[np.ndarray]:
    """The starts of each span of this length, in whole words, that occurs two to MOST_PLACES times."""
    T = len(ids_T) - length + 1
    if T < 2:
        return []
    hash_T = np.zeros(T, np.uint64)
    for n in range(length):
        hash_T = (hash_T * _ODD) ^ (ids_T[n : n + T].astype(np.uint64) + np.uint64(1))
    running = np.concatenate(([0], np.cumsum(removed_T | ~pieces.wordlike_P[ids_T])))
    content = np.concatenate(([0], np.cumsum(pieces.content_P[ids_T] & ~pieces.continues_P[ids_T])))
    begins_T = ~pieces.continues_P[ids_T[:T]]
    after_T = np.append(pieces.continues_P[ids_T[length:]], False)[:T]
    fit_T = begins_T & ~after_T & (running[length:] == running[:T]) & (content[length:] > content[:T])
    if length == 1:
        fit_T &= pieces.stands_alone_P[ids_T[:T]]
    at = np.flatnonzero(fit_T)
    _, group, counts = np.unique(hash_T[at], return_inverse=True, return_counts=True)
    order = np.argsort(group, kind="stable")
    parts = np.split(at[order], np.cumsum(counts)[:-1])
    apart = (part for part in parts if 2 <= len(part) <= MOST_PLACES)
    return [part for part in apart if (np.diff(part) >= length).all()]
