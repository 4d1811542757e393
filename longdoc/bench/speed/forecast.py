"""Forecasts the cost of the next length, so that baselines that would exhaust the machine are left out."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Forecast"]

ROOM = 0.9  # of what is available may be used


@dataclass(slots=True)
class Forecast:
    """Cost at the longest length seen, carried on by how it grows (1: in proportion, 2: by the square)."""

    time_growth: int
    memory_growth: int
    tokens: int = 0
    seconds: float = 0.0
    grown_bytes: float | None = None

    def learn(self, tokens: int, seconds: float, grown_bytes: int | None) -> None:
        """Note what a length has cost."""
        if tokens >= self.tokens:
            self.tokens, self.seconds, self.grown_bytes = tokens, seconds, grown_bytes

    def seconds_at(self, tokens: int) -> float:
        """Expected seconds; never less than what a shorter text has taken."""
        return self.seconds * self._times(tokens) ** self.time_growth

    def objection(self, tokens: int, patience_s: float, available_bytes: int | None) -> str | None:
        """Why this length should not be tried, or None."""
        if not self.tokens:
            return None
        seconds = self.seconds_at(tokens)
        if seconds > patience_s:
            return f"would take about {seconds:,.0f} s, over the patience of {patience_s:,.0f} s"
        if self.grown_bytes and available_bytes:
            needed = self.grown_bytes * self._times(tokens) ** self.memory_growth
            if needed > ROOM * available_bytes:
                free = f"{available_bytes / 1e9:,.1f} GB are free"
                return f"would need about {needed / 1e9:,.1f} GB, and {free}"
        return None

    def _times(self, tokens: int) -> float:
        return max(1.0, tokens / self.tokens) if self.tokens else 1.0
