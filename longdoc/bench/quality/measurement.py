"""The measurement that every quality task yields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Measurement", "mean"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One figure, with its task and set and the number of questions or documents."""

    task: str
    set: str
    measure: str
    value: float
    count: int


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; NaN for no values."""
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")
