"""Figures in a sentence that are written like an answer: "$3.9 million" beside "$4.2 million"."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["MAX_CHARS", "NUMBER", "figures_like", "is_figure"]

NUMBER = re.compile(r"\d[\d.,]*\d|\d")
MAX_CHARS = 40  # a longer answer may hold figures of several things


def is_figure(answer: str) -> bool:
    """Whether an answer is a figure, with little around it."""
    return len(answer) <= MAX_CHARS and NUMBER.search(answer) is not None


def figures_like(sentence: str, start: int, end: int, after: int = 0) -> Iterator[tuple[int, int]]:
    """Where figures of the form of [start, end) stand in a sentence, from `after` on.

    >>> list(figures_like("The margin is 2.25% for Facility A and 2.75% for Facility B.", 14, 19))
    [(14, 19), (39, 44)]
    """
    pieces = map(re.escape, NUMBER.split(sentence[start:end]))
    like = re.compile(rf"(?<![\d.,]){f'(?:{NUMBER.pattern})'.join(pieces)}")
    for found in like.finditer(sentence, after):
        yield found.span()
