"""Finds the words of Chinese text, so that answers neither begin nor end within one: "健康检 | 查".

The words of a clause are those of the most probable segmentation by the frequencies of single words.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from longdoc.documents.text.folding import folded
from longdoc.documents.types import Span

__all__ = ["with_whole_words", "words_around"]

# Lines of: length of the words, binary logarithm of their frequency, and the words. From the dictionary of
# jieba (MIT), the most frequent ones that are no numbers, names or dates.
TABLE = Path(__file__).with_name("chinese_words.txt")
LONGEST = 4  # characters of a word
REACH = 16  # characters on either side of an edge that are segmented
TOTAL = 26.0  # binary logarithm of the sum of all frequencies
UNKNOWN = 1.0  # … of the frequency of a character that is in no line
_CLAUSE = re.compile(r"[\u4e00-\u9fff]+")


def with_whole_words(text: str, span: Span) -> Span:
    """The span, extended to the whole Chinese words at its ends."""
    start, end = span.start, span.end
    if 0 < start < len(text) and _is_han(text[start - 1]) and _is_han(text[start]):
        start = next((a for a, b in words_around(text, start) if a < start < b), start)
    if 0 < end < len(text) and _is_han(text[end - 1]) and _is_han(text[end]):
        end = next((b for a, b in words_around(text, end) if a < end < b), end)
    return Span(start, end)


def words_around(text: str, at: int) -> list[tuple[int, int]]:
    """The words, as offsets, of the Chinese characters around an offset."""
    low = max(0, at - REACH)
    run = next((m for m in _CLAUSE.finditer(text, low, at + REACH) if m.start() <= at <= m.end()), None)
    if run is None:
        return []
    return [(a + run.start(), b + run.start()) for a, b in segmented(folded(run.group()))]


@lru_cache(maxsize=512)
def segmented(clause: str) -> list[tuple[int, int]]:
    """The most probable words of a clause of Chinese characters, as offsets.

    >>> segmented("进行健康检查")
    [(0, 2), (2, 4), (4, 6)]
    """
    known = _frequencies()
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(clause) + 1):
        ways = []
        for start in range(max(0, end - LONGEST), end):
            frequency = known.get(clause[start:end], UNKNOWN if end - start == 1 else None)
            if frequency is not None:
                ways.append((best[start][0] + frequency - TOTAL, start))
        best.append(max(ways))
    words, end = [], len(clause)
    while end:
        words.append((best[end][1], end))
        end = best[end][1]
    return words[::-1]


def _is_han(char: str) -> bool:
    return "\u4e00" <= char <= "\u9fff"


@lru_cache(maxsize=1)
def _frequencies() -> dict[str, float]:
    """The binary logarithm of the frequency of each word."""
    found: dict[str, float] = {}
    for line in TABLE.read_text("utf-8").splitlines():
        length, frequency, words = line.split()
        n = int(length)
        found |= {words[at : at + n]: float(frequency) for at in range(0, len(words), n)}
    return found
