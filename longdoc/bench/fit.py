"""Statistics of a few timings: median, spread, and growth with length."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

__all__ = ["Spread", "growth_exponent"]


@dataclass(frozen=True, slots=True)
class Spread:
    """Median, minimum and maximum of repeated measurements."""

    median: float
    least: float
    most: float
    runs: int

    @staticmethod
    def of(values: Sequence[float]) -> Spread:
        """The spread of one or more values."""
        return Spread(median(values), min(values), max(values), len(values))

    def rate(self, amount: float) -> Spread:
        """The spread of `amount` per unit: from seconds for a number of tokens, tokens per second."""
        return Spread(amount / self.median, amount / self.most, amount / self.least, self.runs)


def growth_exponent(lengths: Sequence[float], costs: Sequence[float]) -> float | None:
    """The exponent p of cost = a · length^p, by least squares on logarithms; None for fewer than two lengths.

    1 means linear cost, 2 quadratic cost, as of full attention.
    """
    if len(set(lengths)) < 2:
        return None
    x = [math.log(length) for length in lengths]
    y = [math.log(cost) for cost in costs]
    x_mean, y_mean = sum(x) / len(x), sum(y) / len(y)
    over = sum((a - x_mean) * (b - y_mean) for a, b in zip(x, y, strict=True))
    return over / sum((a - x_mean) ** 2 for a in x)
