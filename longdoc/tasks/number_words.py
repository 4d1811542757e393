"""The English words for small numbers."""

from __future__ import annotations

__all__ = ["NUMBER_WORDS"]

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS, start=1)}
