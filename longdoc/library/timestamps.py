"""Timestamps of the library: UTC in ISO 8601, of fixed width, so that they sort as strings."""

from __future__ import annotations

from datetime import UTC, datetime

__all__ = ["LATEST", "timestamp", "timestamp_of", "to_the_second"]

LATEST = "9999"  # later than every timestamp
_SECOND = len("2026-01-31T23:59:59")


def timestamp() -> str:
    """The current time to the microsecond: what was stored just before a batch began is told from its own."""
    return _formatted(datetime.now(UTC))


def timestamp_of(seconds: float) -> str:
    """The timestamp of a time in seconds since 1970, as files have it."""
    return _formatted(datetime.fromtimestamp(seconds, UTC))


def to_the_second(time: str) -> str:
    """A timestamp as it is shown."""
    return f"{time[:_SECOND]}Z" if time else ""


def _formatted(time: datetime) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
