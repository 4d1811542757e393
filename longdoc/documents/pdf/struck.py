"""Finds words that a line crosses out from end to end, which are left out as in every other format."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.words import Word

__all__ = ["struck_words"]

LOWEST, HIGHEST = 0.15, 0.5  # of the type size above the baseline: an underline is lower
ENDS_NEAR = 0.4  # of the type size: so far from the ends of its words may a line end
BEFORE = 0.12  # … and so far before them may it begin: a bar behind a caption is wider on both sides
MEETS = 1.5  # points: parts of a line that are no further apart are one
BAND = 8.0  # points: words are compared with the lines in the bands that they touch


def struck_words(words: Sequence[Word], rules: Sequence[Rule]) -> set[int]:
    """The indices of the words that are crossed out.

    Args:
        rules: the lines on the page, in the coordinates of upright words.
    """
    lines = _joined([rule for rule in rules if rule.across]) if rules else []
    if not lines:
        return set()
    by_band: dict[int, list[int]] = {}
    for at, word in enumerate(words):
        if word.turn == 0 and word.size > 0:
            for band in {int(word.y / BAND), int((word.y + HIGHEST * word.size) / BAND)}:
                by_band.setdefault(band, []).append(at)
    struck: set[int] = set()
    for line in lines:
        touched = [at for at in by_band.get(int(line.at / BAND), ()) if _touches(words[at], line)]
        if touched and _fits([words[at] for at in touched], line):
            struck.update(touched)
    return struck


def _joined(rules: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    for rule in sorted(rules, key=lambda rule: (round(rule.at, 1), rule.start)):
        last = joined[-1] if joined else None
        if last and abs(last.at - rule.at) < 0.1 and rule.start - last.end <= MEETS:
            joined[-1] = Rule(True, last.at, last.start, max(last.end, rule.end))
        else:
            joined.append(rule)
    return joined


def _touches(word: Word, line: Rule) -> bool:
    return (
        LOWEST * word.size < line.at - word.y < HIGHEST * word.size
        and word.x0 < line.end
        and line.start < word.x1
    )


def _fits(words: Sequence[Word], line: Rule) -> bool:
    """Whether a line begins and ends with words, so that it is neither part of a table nor of a drawing."""
    near = ENDS_NEAR * words[0].size
    start, end = min(word.x0 for word in words), max(word.x1 for word in words)
    begins = -BEFORE * words[0].size < line.start - start < near
    return begins and abs(end - line.end) < near
