"""Aligns a quotation with a segment of its source, word for word, at the lowest cost.

The quotation may begin and end anywhere in the segment (Sellers 1980, approximate matching); a gap skips
any number of words, and two words may match one that a hyphen divides. Costs are integers, so
that the backtrace is exact.

Axes: N tokens of the quotation, M tokens of the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from longdoc.tasks.verify.tokens import Token

__all__ = ["Alignment", "align"]

WORD, SIGN = 100, 20  # another word, another sign, in the place of one
WORD_MISSING, SIGN_MISSING = 70, 12  # on either side
CASE = 5
NEVER = 10_000  # a word in the place of a sign
APART = 1  # for a word of a note or table that the sentence runs around

Pair = tuple[int | None, int | None]  # numbers of a token of the quotation and of one of the source


@dataclass(frozen=True, slots=True)
class Alignment:
    """The aligned pairs in order, without gaps, and their total cost."""

    pairs: tuple[Pair, ...]
    cost: int

    @property
    def first(self) -> int | None:
        """The first matched token of the source."""
        return next((m for _, m in self.pairs if m is not None), None)

    @property
    def last(self) -> int | None:
        """The last matched token of the source."""
        return next((m for _, m in reversed(self.pairs) if m is not None), None)


def align(quoted: Sequence[Token], source: Sequence[Token], apart: Sequence[bool] = ()) -> Alignment:
    """The best alignment of a quotation with the source.

    Args:
        apart: for each token of the source, whether it is in a note, a caption or a table, which cost
            almost nothing to skip.
    """
    table = _Table(quoted, source, apart)
    for n in range(len(quoted)):
        table.add(n)
    end = int(table.costs[-1].argmin())
    pairs = _closed_up(table.way_back(end), quoted, source)
    return Alignment(tuple(pairs), int(table.costs[-1][end]))


class _Table:
    """`costs[n][m]` is the least cost of the first n tokens laid so that they end before source token m."""

    def __init__(self, quoted: Sequence[Token], source: Sequence[Token], apart: Sequence[bool]) -> None:
        self._quoted = quoted
        numbers: dict[str, int] = {}
        self._numbers = numbers
        self._key_M = np.array([numbers.setdefault(t.key, len(numbers)) for t in source], np.int64)
        self._exact_M = np.array([numbers.setdefault(t.exact, len(numbers)) for t in source], np.int64)
        merge_candidates = ["", *(_joined(source[m - 1], source[m]) for m in range(1, len(source)))]
        self._joined_M = np.array(
            [numbers.setdefault(key, len(numbers)) for key in merge_candidates], np.int64
        )
        self._word_M = np.array([t.is_word for t in source], bool)
        missing_M = np.array([_missing(t) for t in source], np.int64)
        self._missing_M = np.where(np.array(apart, bool), APART, missing_M) if apart else missing_M
        self._passed_M1 = np.concatenate(([0], np.cumsum(self._missing_M)))
        self._instead: list[np.ndarray] = []
        self.costs = [np.zeros(len(source) + 1, np.int64)]

    def add(self, n: int) -> None:
        """Add the row of the next token."""
        token, before_M1 = self._quoted[n], self.costs[-1]
        self._instead.append(self._instead_of(token))
        if token.is_gap:
            self.costs.append(np.minimum.accumulate(before_M1))
            return
        row_M1 = before_M1 + _missing(token)
        row_M1[1:] = np.minimum(row_M1[1:], before_M1[:-1] + self._instead[n])
        one_for_two_M, two_for_one_M = self._joins(n)
        row_M1[2:] = np.where(one_for_two_M[1:], np.minimum(row_M1[2:], before_M1[:-2]), row_M1[2:])
        if two_for_one_M.any():
            earlier_M1 = self.costs[-2]
            row_M1[1:] = np.where(two_for_one_M, np.minimum(row_M1[1:], earlier_M1[:-1]), row_M1[1:])
        self.costs.append(np.minimum.accumulate(row_M1 - self._passed_M1) + self._passed_M1)

    def way_back(self, m: int) -> list[Pair]:
        """The pairs on the cheapest path that ends before source token m."""
        pairs: list[Pair] = []
        n = len(self._quoted)
        while n > 0:
            steps = self._step(n, m)
            pairs += steps[2]
            n, m = steps[:2]
        return pairs[::-1]

    def _step(self, n: int, m: int) -> tuple[int, int, list[Pair]]:
        costs, cost = self.costs, int(self.costs[n][m])
        if self._quoted[n - 1].is_gap:
            return (n - 1, m, []) if int(costs[n - 1][m]) == cost else (n, m - 1, [])
        if m > 0 and cost == costs[n - 1][m - 1] + self._instead[n - 1][m - 1]:
            return n - 1, m - 1, [(n - 1, m - 1)]
        one_for_two_M, two_for_one_M = self._joins(n - 1)
        if m > 1 and one_for_two_M[m - 1] and cost == costs[n - 1][m - 2]:
            return n - 1, m - 2, [(n - 1, m - 1), (None, m - 2)]
        if m > 0 and two_for_one_M[m - 1] and cost == costs[n - 2][m - 1]:
            return n - 2, m - 1, [(n - 1, m - 1), (n - 2, m - 1)]
        if m > 0 and cost == costs[n][m - 1] + self._missing_M[m - 1]:
            return n, m - 1, [(None, m - 1)]
        return n - 1, m, [(n - 1, None)]

    def _instead_of(self, token: Token) -> np.ndarray:
        instead_M = np.where(self._word_M == token.is_word, WORD if token.is_word else SIGN, NEVER)
        alike_M = self._key_M == self._numbers.get(token.key, -1)
        same_M = alike_M if token.any_case else self._exact_M == self._numbers.get(token.exact, -1)
        return np.where(same_M, 0, np.where(alike_M, CASE, instead_M))

    def _joins(self, n: int) -> tuple[np.ndarray, np.ndarray]:
        """Bool [M] twice: where this token is two of the source, and where it and the last are one of it."""
        token = self._quoted[n]
        last = self._quoted[n - 1] if n else None
        merge_candidates = _joined(last, token) if last else ""
        both = self._numbers.get(merge_candidates, -1) if merge_candidates else -1
        one_for_two_M = (self._joined_M == self._numbers.get(token.key, -1)) & (len(token.key) > 1)
        return one_for_two_M, (self._key_M == both) & (both >= 0)


def _closed_up(pairs: list[Pair], quoted: Sequence[Token], source: Sequence[Token]) -> list[Pair]:
    """Pair unmatched words at the ends of the quotation with the source's words at that place."""
    used = [m for _, m in pairs if m is not None]
    if not used:
        return pairs
    return _beyond(_beyond(pairs, used[-1], 1, quoted, source)[::-1], used[0], -1, quoted, source)[::-1]


def _beyond(
    pairs: list[Pair], m: int, step: int, quoted: Sequence[Token], source: Sequence[Token]
) -> list[Pair]:
    at = len(pairs)
    while at > 0 and pairs[at - 1][1] is None:
        at -= 1
    closed = pairs[:at]
    for n, _ in pairs[at:]:
        m += step
        beside = 0 <= m < len(source) and n is not None and quoted[n].is_word and source[m].is_word
        if not beside:
            return closed + pairs[len(closed) :]
        closed.append((n, m))
    return closed


def _missing(token: Token) -> int:
    return WORD_MISSING if token.is_word and not token.is_raised else SIGN_MISSING


def _joined(first: Token, second: Token) -> str:
    """Two words joined into one; empty if they cannot be."""
    if not (first.key.isalpha() and second.key.isalpha()):
        return ""
    return first.key + second.key
