"""Lengths as people write them: 1k is 1,024 tokens, 1M is 1,048,576, and plain numbers are themselves."""

from __future__ import annotations

import re

from longdoc.errors import UsageError

__all__ = ["parse_depths", "parse_lengths", "short"]

_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20}
_LENGTH = re.compile(r"(\d+)([km]?)", re.IGNORECASE)


def parse_lengths(text: str) -> list[int]:
    """`1k,4k,1M` as tokens, ascending, each once.

    Raises:
        UsageError: something in it is no length.
    """
    lengths = set()
    for part in text.replace("_", "").split(","):
        match = _LENGTH.fullmatch(part.strip())
        if match is None or not int(match[1]):
            raise UsageError(f"--lengths {text}: {part.strip()!r} is no length; write 512, 4k or 1M")
        lengths.add(int(match[1]) * _UNITS[match[2].lower()])
    return sorted(lengths)


def parse_depths(text: str) -> list[float]:
    """`0,50,100` in per cent of the document, as shares from 0 to 1, ascending.

    Raises:
        UsageError: something in it is no number from 0 to 100.
    """
    try:
        depths = sorted({float(part) / 100 for part in text.split(",")})
    except ValueError as error:
        raise UsageError(f"--depths {text}: write per cents from 0 to 100, as 0,50,100") from error
    if not depths or depths[0] < 0 or depths[-1] > 1:
        raise UsageError(f"--depths {text}: write per cents from 0 to 100, as 0,50,100")
    return depths


def short(tokens: int) -> str:
    """The other way: 16384 is 16k."""
    for unit, size in (("M", 1 << 20), ("k", 1 << 10)):
        if tokens >= size and tokens % size == 0:
            return f"{tokens // size}{unit}"
    return str(tokens)
