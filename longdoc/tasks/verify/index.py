"""A sorted index of short letter n-grams over all sources, which finds likely places of a quotation.

Axes: K letters of all sources, Q letters of a quotation, P postings.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence

import numpy as np

from longdoc.documents.types import Document, Kind, Span
from longdoc.tasks.verify.letters import letters_of

__all__ = ["SourceIndex", "passed_over"]

RUN = 6  # letters that are looked up together
CHINESE_RUN = 3
FIRST_CHINESE = 0x3040
COMMON = 400  # a run that stands in more places says little about where a quotation is from
MOST_PLACES = 200  # of a quotation that recurs
MOST_WINDOWS = 4
NARROWEST = 64  # letters of a window


class SourceIndex:
    """The letter n-grams of all sources in one sorted array.

    Building sorts the array, a lookup is a binary search: about a second for a thousand pages.
    """

    def __init__(self, sources: Sequence[Document]) -> None:
        parts = [letters_of(source.text, passed_over(source)) for source in sources]
        gap = np.zeros(RUN, np.uint32)  # so that no run crosses from one source to the next
        self._letters_K = np.concatenate([piece for letters, _ in parts for piece in (letters, gap)] or [gap])
        starts = np.cumsum([0, *(len(letters) + RUN for letters, _ in parts)])
        self._starts = starts.tolist()
        self._offsets = [offsets for _, offsets in parts]
        hashes_K = _hashes(self._letters_K)
        self._order_K = np.argsort(hashes_K, kind="stable").astype(np.int32)
        self._sorted_K = hashes_K[self._order_K]

    def exact(self, letters_Q: np.ndarray) -> list[tuple[int, Span]]:
        """(source, span) of every exact occurrence of these letters, in order."""
        if not len(letters_Q):
            return []
        at = self._places_of(letters_Q)
        return [self._placed(place, place + len(letters_Q)) for place in at[:MOST_PLACES].tolist()]

    def alike(self, letters_Q: np.ndarray, among: frozenset[int] = frozenset()) -> list[tuple[int, Span]]:
        """The windows that share most n-grams with these letters, best first; `among` limits the sources."""
        diagonal_P, run_P = self._shared_runs(letters_Q)
        if among:
            source_P = np.searchsorted(self._starts, diagonal_P + run_P, side="right") - 1
            kept_P = np.isin(source_P, list(among))
            diagonal_P, run_P = diagonal_P[kept_P], run_P[kept_P]
        if not len(run_P):
            return []
        width = max(NARROWEST, len(letters_Q) // 2)
        bucket_P = (diagonal_P + len(letters_Q)) // width
        twice = np.concatenate((bucket_P, bucket_P - 1)) * len(letters_Q) + np.tile(run_P, 2)
        buckets, votes = np.unique(np.unique(twice) // len(letters_Q), return_counts=True)
        windows: list[tuple[int, Span]] = []
        taken: set[int] = set()
        for bucket in buckets[np.argsort(-votes, kind="stable")].tolist():
            if len(windows) == MOST_WINDOWS:
                break
            if taken.isdisjoint((bucket - 1, bucket, bucket + 1)):
                taken.add(bucket)
                first = bucket * width - len(letters_Q)
                windows.append(self._window(first, first + 2 * width + len(letters_Q)))
        return windows

    def _places_of(self, letters_Q: np.ndarray) -> np.ndarray:
        runs_Q, ends_Q = _hashes(letters_Q), _whole_runs(letters_Q)
        if not ends_Q.any():
            return _plain_search(self._letters_K, letters_Q)
        first_Q = np.searchsorted(self._sorted_K, runs_Q, side="left")
        last_Q = np.searchsorted(self._sorted_K, runs_Q, side="right")
        rarest = int(np.where(ends_Q, last_Q - first_Q, np.iinfo(np.int64).max).argmin())
        at = np.sort(self._order_K[first_Q[rarest] : last_Q[rarest]]).astype(np.int64) - rarest
        at = at[(at >= 0) & (at + len(letters_Q) <= len(self._letters_K))]
        same = [bool((self._letters_K[a : a + len(letters_Q)] == letters_Q).all()) for a in at.tolist()]
        return at[np.array(same, bool)]

    def _shared_runs(self, letters_Q: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """(position minus offset in the quotation [P], offset of the n-gram in the quotation [P])."""
        runs_Q, whole_Q = _hashes(letters_Q), _whole_runs(letters_Q)
        first_Q = np.searchsorted(self._sorted_K, runs_Q, side="left")
        count_Q = (np.searchsorted(self._sorted_K, runs_Q, side="right") - first_Q) * whole_Q
        wanted = (count_Q > 0) & (count_Q <= COMMON)
        if not wanted.any():
            wanted = (count_Q > 0) & (count_Q <= 20 * COMMON)
        run_N = np.flatnonzero(wanted)
        count_N = count_Q[run_N]
        run_P = np.repeat(run_N, count_N)
        within_P = np.arange(int(count_N.sum())) - np.repeat(np.cumsum(count_N) - count_N, count_N)
        place_P = self._order_K[np.repeat(first_Q[run_N], count_N) + within_P].astype(np.int64)
        return place_P - run_P, run_P

    def _window(self, first: int, last: int) -> tuple[int, Span]:
        middle = min(max(0, (first + last) // 2), len(self._letters_K) - 1)
        source = bisect_right(self._starts, middle) - 1
        start, end = self._starts[source], self._starts[source] + len(self._offsets[source])
        return self._placed(min(max(start, first), max(start, end - 1)), min(max(first + 1, last), end))

    def _placed(self, first: int, last: int) -> tuple[int, Span]:
        source = min(bisect_right(self._starts, first) - 1, len(self._offsets) - 1)
        offsets_K = self._offsets[source]
        if not len(offsets_K):
            return source, Span(0, 0)
        low = first - self._starts[source]
        high = min(max(low + 1, last - self._starts[source]), len(offsets_K))
        low = min(low, high - 1)
        return source, Span(int(offsets_K[low]), int(offsets_K[high - 1]) + 1)


def passed_over(document: Document) -> list[Span]:
    """Headers, footers and page numbers of a document, which a quotation may continue across."""
    marked = [block.span for block in document.blocks if block.kind is Kind.HEADER_FOOTER]
    return [*document.headers_footers, *marked]


def _hashes(letters_K: np.ndarray) -> np.ndarray:
    """The hash of the n-gram that begins at each letter [K], padded with zeros at the end."""
    padded = np.concatenate((letters_K, np.zeros(RUN, np.uint32))).astype(np.uint64)
    hashes_K = np.zeros(len(letters_K), np.uint64)
    chinese_K = letters_K >= FIRST_CHINESE
    for n in range(RUN):
        next_K = hashes_K * np.uint64(0x100000001B3) + padded[n : n + len(letters_K)] + np.uint64(1)
        hashes_K = next_K if n < CHINESE_RUN else np.where(chinese_K, hashes_K, next_K)
    return hashes_K


def _whole_runs(letters_Q: np.ndarray) -> np.ndarray:
    """Bool [Q]: whether a complete n-gram begins at each letter of the quotation."""
    length_Q = np.where(letters_Q >= FIRST_CHINESE, CHINESE_RUN, RUN)
    return np.arange(len(letters_Q)) + length_Q <= len(letters_Q)


def _plain_search(letters_K: np.ndarray, letters_Q: np.ndarray) -> np.ndarray:
    """Occurrences of a quotation that is shorter than an n-gram."""
    if len(letters_Q) > len(letters_K):
        return np.zeros(0, np.int64)
    same_K = np.ones(len(letters_K) - len(letters_Q) + 1, bool)
    for n, letter in enumerate(letters_Q):
        same_K &= letters_K[n : n + len(same_K)] == letter
    return np.flatnonzero(same_K)
