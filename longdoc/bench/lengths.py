"""Parses lengths in tokens: 1k is 1,024, 1M is 1,048,576, and plain numbers stand for themselves."""

from __future__ import annotations

import re

from longdoc.errors import UsageError

__all__ = ["parse_depths", "parse_lengths", "short"]

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20}
_LENGTH = re.compile(r"(\d+)([km]?)", re.IGNORECASE)


def parse_lengths(text: str) -> list[int]:
    """Parse `1k,4k,1M`; returns the lengths in tokens, ascending, each once.

    Raises:
        UsageError: a part is not a length.
    """
    lengths = set()
    for part in text.replace("_", "").split(","):
        match = _LENGTH.fullmatch(part.strip())
        if match is None or not int(match[1]):
            raise UsageError(f"--lengths {text}: {part.strip()!r} is not a length; write 512, 4k or 1M")
        lengths.add(int(match[1]) * _UNITS[match[2].lower()])
    return sorted(lengths)


def parse_depths(text: str) -> list[float]:
    """Parse `0,50,100`, percentages of a document; returns shares from 0 to 1, ascending.

    Raises:
        UsageError: a part is not a number from 0 to 100.
    """
    try:
        depths = sorted({float(part) / 100 for part in text.split(",")})
    except ValueError as error:
        raise UsageError(f"--depths {text}: write percentages from 0 to 100, such as 0,50,100") from error
    if not depths or depths[0] < 0 or depths[-1] > 1:
        raise UsageError(f"--depths {text}: write percentages from 0 to 100, such as 0,50,100")
    return depths


def short(tokens: int) -> str:
    """The inverse of `parse_lengths`: 16384 is 16k."""
    for unit, size in (("M", 1 << 20), ("k", 1 << 10)):
        if tokens >= size and tokens % size == 0:
            return f"{tokens // size}{unit}"
    return str(tokens)
