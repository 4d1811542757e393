"""One figure of quality, as every task yields it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = ["Measurement", "mean"]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One number: of which task, on which set, over how many questions or documents."""

    task: str
    set: str
    measure: str
    value: float
    count: int


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else float("nan")
