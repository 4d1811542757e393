"""From start and end logits to spans of text: decode, merge over windows, trim to whole words.

Axes: P pairs of question and passage, L tokens of a passage, W longest span.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from longdoc.documents.types import Span
from longdoc.network.scores import SpanScores
from longdoc.tasks.terms import CJK

__all__ = ["Candidate", "best_spans", "distinct", "inside_word", "mostly", "whole_words"]

SPAN_TOKENS = 128  # the longest answer
SPANS_PER_PASSAGE = 6
DECODED_AT_ONCE = 64  # pairs; bounds the memory of decoding

_DANGLING_LEFT = " \t\n\r\f\v\u00a0\u3000.,;:!?·•*|。，；：！？、)]}）】》〉」』"
_DANGLING_RIGHT = " \t\n\r\f\v\u00a0\u3000.,;:!?·•*|。，；：！？、([{（【《〈「『"
_BRACKETS: tuple[tuple[str, str], ...] = (
    ("(", ")"), ("[", "]"), ("{", "}"), ("（", "）"), ("【", "】"), ("《", "》"), ("〈", "〉"), ("「", "」"),
    ("『", "』"), ("“", "”"), ('"', '"'),
)  # fmt: skip
_NEXT_CLAUSE = re.compile(r"\n\s*\d{1,2}(?:\.\d{1,2})*\.?\s*$")  # the number of what comes after the answer
# what keeps the dot that follows it
_ABBREVIATION = re.compile(r"\b(?:Inc|Corp|Ltd|Co|Bros|Jr|Sr|Esq|Ph\.D|[A-Z](?:\.[A-Z])+|[ap]\.m)$")
_CJK_CHAR = re.compile(rf"[{CJK}]")


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A span that may answer; `margin` is how far its logits lie above those of no answer.

    The penalty for a lower search score is included: a reader sees one passage, search compares all. `small`
    is the margin by the long-context network and `large` that by the reader, as far as they have read the
    passage; `answered` are the reader's logits that the best span of the passage answers what was asked, and
    `cell` the log odds that a table's structure gives its cell.
    """

    margin: float
    span: Span
    passage: int = 0
    small: float | None = field(default=None, compare=False)
    large: float | None = field(default=None, compare=False)
    answered: float | None = field(default=None, compare=False)
    cell: float | None = field(default=None, compare=False)


def best_spans(
    scores: SpanScores, *, longest_tokens: int = SPAN_TOKENS, most: int = SPANS_PER_PASSAGE
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """The best few spans of each pair: (pair, first token, last token, margin), flat arrays.

    Every start is taken with its best end, at most `longest_tokens` on; the margin is the mean of the two
    logits minus that of no answer.
    """
    parts = []
    for low in range(0, len(scores.absent_P), DECODED_AT_ONCE):
        block = slice(low, low + DECODED_AT_ONCE)
        start_PL, end_PL = scores.start_PL[block], scores.end_PL[block]
        L = start_PL.shape[1]
        if not L:
            continue
        wide_PL = np.pad(end_PL, ((0, 0), (0, longest_tokens - 1)), constant_values=-np.inf)
        ends_PLW = sliding_window_view(wide_PL, longest_tokens, axis=1)
        length_PL = ends_PLW.argmax(-1)
        best_PL = np.take_along_axis(ends_PLW, length_PL[..., None], -1)[..., 0]
        margin_PL = (start_PL + best_PL) / 2 - scores.absent_P[block, None]
        keep = min(most, L)
        first_PK = np.argpartition(-margin_PL, keep - 1, axis=1)[:, :keep]
        margin_PK = np.take_along_axis(margin_PL, first_PK, 1)
        last_PK = first_PK + np.take_along_axis(length_PL, first_PK, 1)
        pair_PK = np.broadcast_to(np.arange(low, low + len(first_PK))[:, None], first_PK.shape)
        real = np.isfinite(margin_PK)
        parts.append((pair_PK[real], first_PK[real], last_PK[real], margin_PK[real]))
    if not parts:
        nothing = np.zeros(0, np.int64)
        return nothing, nothing, nothing, np.zeros(0, np.float32)
    pair, first, last, margin = (np.concatenate(column) for column in zip(*parts, strict=True))
    return pair, first, last, margin


def distinct(candidates: Iterable[Candidate], most: int | None = None) -> list[Candidate]:
    """The best of every group of overlapping spans, best first; `most` bounds how many."""
    taken: list[Candidate] = []
    places: list[Span] = []  # of those taken, in order of the text
    for candidate in sorted(candidates, key=lambda c: (-c.margin, c.span)):
        if most is not None and len(taken) >= most:
            break
        at = bisect_right(places, candidate.span)
        if not any(candidate.span.overlaps(place) for place in places[max(0, at - 1) : at + 1]):
            places.insert(at, candidate.span)
            taken.append(candidate)
    return taken


def mostly(a: Span, b: Span) -> bool:
    """Whether two spans share more than half of the longer one."""
    return min(a.end, b.end) - max(a.start, b.start) > max(len(a), len(b)) / 2


def whole_words(text: str, start: int, end: int) -> Span | None:
    """The span without dangling punctuation and with no word, number or abbreviation cut; None where nothing
    is left."""
    if number := _NEXT_CLAUSE.search(text[start:end]):
        end = start + number.start()
    start, end = _stripped(text, start, end)
    while start < end and start > 0 and inside_word(text, start):
        start -= 1
    while start < end < len(text) and inside_word(text, end):
        end += 1
    if start < end and text[start].isdigit() and start and text[start - 1] in "$€£¥￥":
        start -= 1
    if start < end < len(text) and text[end - 1].isdigit() and text[end] in "%％‰":
        end += 1
    if text.startswith(".", end) and _ABBREVIATION.search(text, start, end):
        end += 1
    return Span(start, end) if start < end else None


def inside_word(text: str, at: int) -> bool:
    """Whether the characters before and after a place belong to one word or number."""
    before, after = text[at - 1], text[at]
    if _CJK_CHAR.match(before) or _CJK_CHAR.match(after):
        return False
    if before.isalnum() and after.isalnum():
        return True
    if after in ".,:" and before.isdigit():
        return text[at + 1 : at + 2].isdigit()
    if before in ".,:" and after.isdigit():
        return text[max(0, at - 2) : at - 1].isdigit()
    return False


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    """Without blanks, punctuation, and brackets or quotes that lack their other half, at the ends."""
    while True:
        before = start, end
        while start < end and text[start] in _DANGLING_LEFT:
            start += 1
        while start < end and text[end - 1] in _DANGLING_RIGHT:
            end -= 1
        inside = text[start:end]
        for opening, closing in _BRACKETS:
            alone = opening == closing and inside.count(opening) == 1
            if inside.startswith(opening) and (alone or closing not in inside):
                start += 1
            elif inside.endswith(closing) and (alone or opening not in inside):
                end -= 1
            else:
                continue
            break
        if (start, end) == before:
            return start, end
