"""Writes a fraction whose parts stand above and below a line as "3/4", in the line of the words beside it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from longdoc.documents.pdf.rules import Rule
from longdoc.documents.pdf.words import Word

__all__ = ["fractions_joined"]

LONGEST = 200.0  # points: a longer line parts rows
HIGHEST, LOWEST = 0.8, 1.5  # of the type size: so far from the line are the baselines above and below it
JUTS, WIDER = 0.25, 1.3  # of the type size: so far juts out a part, and so much longer is the line than both
CENTRED = 0.35  # of the type size: so far from the middle of the line is that of a part
BESIDE = 1.3  # of the type size: so near stands the word in whose line a fraction is
AXIS = (0.08, 0.6)  # of its type size: so high above its baseline is the line
APART = 0.17  # of the type size: a wider gap is a blank
MOST_LINES = 2_000
OPERATORS = frozenset("+-−–±·×*/ ")


def fractions_joined(words: list[Word], rules: Sequence[Rule]) -> list[Word]:
    """The words of one page and direction, each fraction among them one word."""
    lines = [rule for rule in rules if rule.across and rule.end - rule.start < LONGEST]
    if not lines or len(lines) > MOST_LINES or not words:
        return words
    posts = [rule for rule in rules if not rule.across]
    order = sorted(range(len(words)), key=lambda at: words[at].y)
    heights = [words[at].y for at in order]
    found: dict[int, Word] = {}
    gone: set[int] = set()
    for line in lines:
        size = max((words[at].size for at in _between(order, heights, line.at - 30, line.at + 30)), default=0)
        near = _between(order, heights, line.at - LOWEST * size, line.at + HIGHEST * size)
        near = [at for at in near if at not in gone]
        parts = _parts(line, [(at, words[at]) for at in near])
        if parts is None or _is_of_table(line, posts):
            continue
        above, below = parts
        beside = [words[at] for at in near if at not in above and at not in below]
        label = next(
            (word for word in beside if _is_beside(word, line, words[above[0]], words[below[0]])), None
        )
        if label is not None:
            found[min(above + below)] = _fraction(line, [[words[at] for at in part] for part in parts], label)
            gone.update(above + below)
    if not found:
        return words
    return [found.get(at, word) for at, word in enumerate(words) if at in found or at not in gone]


def _between(order: Sequence[int], heights: Sequence[float], low: float, high: float) -> Sequence[int]:
    return order[bisect_left(heights, low) : bisect_left(heights, high)]


def _parts(line: Rule, near: Sequence[tuple[int, Word]]) -> tuple[list[int], list[int]] | None:
    """The indices of the words above and below a line, from left to right, if they fit it."""
    parts: tuple[list[int], list[int]] = ([], [])
    widest = size = 0.0
    for is_below, part in enumerate(parts):
        over = [(at, w) for at, w in near if (w.y < line.at) == bool(is_below) and _overlap(w, line)]
        over = [(at, w) for at, w in over if not is_below or line.at - w.y > 0.4 * w.size]
        if not over:
            return None
        size = max(size, *(word.size for _, word in over))
        left, right = min(word.x0 for _, word in over), max(word.x1 for _, word in over)
        if left < line.start - JUTS * size or right > line.end + JUTS * size:
            return None
        if abs(left + right - line.start - line.end) / 2 > CENTRED * size:
            return None
        if max(word.y for _, word in over) - min(word.y for _, word in over) > 0.6 * size:
            return None  # several rows
        widest = max(widest, right - left)
        part += [at for at, _ in sorted(over, key=lambda one: one[1].x0)]
    return parts if line.end - line.start <= widest + WIDER * size else None


def _overlap(word: Word, line: Rule) -> bool:
    return word.x0 < line.end and line.start < word.x1


def _is_of_table(line: Rule, posts: Sequence[Rule]) -> bool:
    """Whether upright lines meet the ends of a line."""
    return any(
        min(abs(post.at - line.start), abs(post.at - line.end)) < 1
        and post.start - 1 < line.at < post.end + 1
        for post in posts
    )


def _is_beside(word: Word, line: Rule, above: Word, below: Word) -> bool:
    """Whether a fraction stands in the line of a word beside it."""
    gap = word.x0 - line.end if word.x0 > line.start else line.start - word.x1
    if not -0.2 * word.size < gap < BESIDE * word.size:
        return False
    is_on_axis = AXIS[0] * word.size < line.at - word.y < AXIS[1] * word.size
    return is_on_axis and below.y + 0.2 * word.size < word.y < above.y - 0.05 * word.size


def _fraction(line: Rule, parts: Sequence[Sequence[Word]], label: Word) -> Word:
    text = "/".join(_written(part) for part in parts)
    words = [word for part in parts for word in part]
    low, high = min(word.low for word in words), max(word.high for word in words)
    step = (line.end - line.start) / len(text)
    edges = [line.start + step * at for at in range(len(text) + 1)]
    return Word(
        text, line.start, line.end, label.y, label.size, label.bold, label.turn, low, high, edges,
        fixed=label.fixed,
    )  # fmt: skip


def _written(part: Sequence[Word]) -> str:
    text = ""
    end = part[0].x0
    for word in part:
        text += (" " if word.x0 - end > APART * word.size else "") + word.text
        end = word.x1
    return f"({text})" if OPERATORS.intersection(text[1:]) else text
