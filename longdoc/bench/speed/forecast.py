"""Forecasts the cost of the next length, so that baselines that would exhaust the machine are skipped."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Forecast"]

USABLE_SHARE = 0.9  # of the available memory


@dataclass(slots=True)
class Forecast:
    """Extrapolates the cost at the longest length seen by its growth (1: linear, 2: quadratic)."""

    time_growth: int
    memory_growth: int
    tokens: int = 0
    seconds: float = 0.0
    grown_bytes: float | None = None

    def observe(self, tokens: int, seconds: float, grown_bytes: int | None) -> None:
        """Record the cost of a length."""
        if tokens >= self.tokens:
            self.tokens, self.seconds, self.grown_bytes = tokens, seconds, grown_bytes

    def seconds_at(self, tokens: int) -> float:
        """The expected time in seconds; never less than that of a shorter text."""
        return self.seconds * self._length_ratio(tokens) ** self.time_growth

    def reason_to_skip(self, tokens: int, patience_s: float, available_bytes: int | None) -> str | None:
        """Why this length should not be tried; None if it can be."""
        if not self.tokens:
            return None
        seconds = self.seconds_at(tokens)
        if seconds > patience_s:
            return f"would take about {seconds:,.0f} s, over the --patience of {patience_s:,.0f} s"
        if self.grown_bytes and available_bytes:
            needed = self.grown_bytes * self._length_ratio(tokens) ** self.memory_growth
            if needed > USABLE_SHARE * available_bytes:
                free = f"{available_bytes / 1e9:,.1f} GB are free"
                return f"would need about {needed / 1e9:,.1f} GB, and {free}"
        return None

    def _length_ratio(self, tokens: int) -> float:
        return max(1.0, tokens / self.tokens) if self.tokens else 1.0
