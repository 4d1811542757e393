"""The results and their JSON: one object per line, the machine first.

Kinds: `machine`, `speed`, `limit`, `growth`, `memory`, `missing`, `left_out`, `needle`, `file`, `quality`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Protocol

from longdoc.bench.fit import Spread

__all__ = [
    "Growth", "LeftOut", "Limit", "MemoryUse", "Missing", "NeedleCell", "Quality", "Record", "Speed",
    "Stage",
]  # fmt: skip


class Record(Protocol):
    """A result that can be written as one line of JSON."""

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Speed:
    """The speed of one baseline at one length."""

    baseline: str
    about: str
    tokens: int
    seconds: Spread
    device: str
    dtype: str
    weights: str
    seed: int
    limit_tokens_s: float | None = None  # linear layers only, same number format, same run

    @property
    def tokens_s(self) -> Spread:
        """Tokens per second."""
        return self.seconds.rate(self.tokens)

    @property
    def of_limit(self) -> float | None:
        """The share of the limit by matrix products that was reached."""
        return self.tokens_s.median / self.limit_tokens_s if self.limit_tokens_s else None

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        rate = self.tokens_s
        return {
            "kind": "speed",
            "baseline": self.baseline,
            "about": self.about,
            "tokens": self.tokens,
            "tokens_s": round(rate.median, 1),
            "tokens_s_least": round(rate.least, 1),
            "tokens_s_most": round(rate.most, 1),
            "seconds": round(self.seconds.median, 6),
            "runs": self.seconds.runs,
            "of_limit": None if self.of_limit is None else round(self.of_limit, 4),
            "device": self.device,
            "dtype": self.dtype,
            "weights": self.weights,
            "seed": self.seed,
        }


@dataclass(frozen=True, slots=True)
class Limit:
    """Tokens per second if only the linear layers ran."""

    dtype: str
    tokens_s: Spread
    rows: int
    device: str

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {
            "kind": "limit",
            "dtype": self.dtype,
            "tokens_s": round(self.tokens_s.median, 1),
            "tokens_s_least": round(self.tokens_s.least, 1),
            "tokens_s_most": round(self.tokens_s.most, 1),
            "runs": self.tokens_s.runs,
            "rows": self.rows,
            "device": self.device,
        }


@dataclass(frozen=True, slots=True)
class Growth:
    """How a baseline's seconds or bytes grow with the length: cost = a · length^exponent."""

    baseline: str
    of: str  # "seconds" or "bytes"
    exponent: float
    lengths: tuple[int, ...]

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {**_plain("growth", self), "exponent": round(self.exponent, 4)}


@dataclass(frozen=True, slots=True)
class MemoryUse:
    """Peak memory of a fresh process that reads one length."""

    baseline: str
    about: str
    tokens: int
    peak_bytes: int  # of the whole process, torch and weights included
    before_bytes: int  # the same before the first token
    device_bytes: int | None  # peak on a CUDA device
    device: str
    dtype: str
    seed: int

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return _plain("memory", self)


@dataclass(frozen=True, slots=True)
class Missing:
    """A baseline that is not available, and why."""

    baseline: str
    reason: str

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return _plain("missing", self)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A length at which a baseline was skipped or failed, and why."""

    baseline: str
    tokens: int
    reason: str

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return _plain("left_out", self)


@dataclass(frozen=True, slots=True)
class NeedleCell:
    """How often a fact at this depth in documents of this length was found."""

    tokens: int
    depth: float  # 0 is the beginning, 1 the end
    found: int
    trials: int
    exhaustive: bool
    seed: int
    missed: tuple[str, ...] = ()  # the wrong answers

    @property
    def accuracy(self) -> float:
        """Share of trials in which the answer contained the fact."""
        return self.found / self.trials

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {**_plain("needle", self), "accuracy": round(self.accuracy, 4)}


@dataclass(frozen=True, slots=True)
class Stage:
    """The cost of one step on a document."""

    document: str
    stage: str
    seconds: float
    peak_bytes: int  # of the whole process, at the end of the step
    counted: str = ""  # "12 pages", "8,210 tokens"
    rate: str = ""

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order."""
        return {**_plain("file", self), "seconds": round(self.seconds, 4)}


# the bins of a reliability diagram: the share of right answers by tenths of the confidence
TENTHS = tuple(f"answered, confidence {n / 10:.1f} to {n / 10 + 0.1:.1f}" for n in range(10))


@dataclass(frozen=True, slots=True)
class Quality:
    """One figure, with its task and set and the number of questions or documents."""

    task: str
    set: str
    measure: str
    value: float
    count: int

    def to_json(self) -> dict[str, Any]:
        """The keys of the JSON output, in their order; NaN becomes null."""
        value = None if self.value != self.value else round(self.value, 4)
        return {**_plain("quality", self), "value": value}


def _plain(kind: str, record: Any) -> dict[str, Any]:
    return {"kind": kind, **asdict(record)}
