"""A narrative made short: whole passages, one from each chapter or segment, instead of scattered sentences.

Axes: M sentences.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from longdoc.tasks.summaries.selection import Budget, Sentences

__all__ = ["is_narrative", "is_told", "passages"]

PASSAGE_WORDS = 70  # about so long is a passage where the summary allows it
LEAST_SENTENCES = 3  # of a passage where sentences are counted
LEAN_COST = 1.0  # for a passage that begins with "He" or "However"
PARAGRAPH_WORTH = 0.5  # for one that begins with its paragraph
NARRATIVE_WORDS = 6_000  # a shorter text is not recognised by itself
NARRATIVE_PARTS = 3  # chapters
SAID_SHARE = 2.5  # of a thousand words
PERSON_SHARE = 25.0
TOLD_SHARE = 12.0  # stories and meetings have 20 to 80 pronouns of persons, papers and contracts under 7

_SAID = re.compile(
    r"\b(?:said|asked|replied|cried|whispered|answered|murmured|shouted|exclaimed|thought)\b|[说道问]：?[“「]"
)
_PERSON = re.compile(r"\b(?:he|she|him|her|his|they|I|me|my)\b|[他她我]")


def is_narrative(text: str, words: float, parts: int) -> bool:
    """Whether a text tells a story: chapters, people who do things, and what they say."""
    if words < NARRATIVE_WORDS or parts < NARRATIVE_PARTS:
        return False
    said, person = (1000 * len(pattern.findall(text)) / words for pattern in (_SAID, _PERSON))
    return said >= SAID_SHARE and person >= PERSON_SHARE


def is_told(text: str, words: float) -> bool:
    """Whether a text is a story or talk: persons stand in most of its sentences as "he", "she", "I"."""
    return 1000 * len(_PERSON.findall(text)) >= TOLD_SHARE * max(1.0, words)


def passages(
    candidates: Sentences, budget: Budget, parts_M: np.ndarray, open_M: np.ndarray, begins_M: np.ndarray
) -> list[int]:
    """The sentences of the best passage of each part, in order; neighbours share one where it is tight.

    Args:
        parts_M: the number of the chapter that each sentence is in.
        open_M: what may stand in a passage.
        begins_M: whether a paragraph begins with the sentence.
    """
    edges = [0, *(np.flatnonzero(np.diff(parts_M)) + 1).tolist(), len(parts_M)]
    segments = [(a, b) for a, b in pairwise(edges) if open_M[a:b].any()]
    counted = np.isfinite(budget.sentences)
    wanted = budget.sentences / LEAST_SENTENCES if counted else budget.words / PASSAGE_WORDS
    number = int(np.clip(wanted, 1, max(1, len(segments))))
    groups = [
        segments[n * len(segments) // number : (n + 1) * len(segments) // number] for n in range(number)
    ]
    chosen: list[int] = []
    left = Budget(budget.words, budget.sentences)
    for n, group in enumerate(groups):
        due = Budget(left.words / (number - n), np.ceil(left.sentences / (number - n)))
        some = _best_passage(candidates, due, group[0][0], group[-1][1], open_M, begins_M)
        chosen += some
        spent = float(candidates.words_M[some].sum())
        left = Budget(left.words - spent, left.sentences - len(some))
    return chosen


def _best_passage(
    candidates: Sentences, due: Budget, first: int, last: int, open_M: np.ndarray, begins_M: np.ndarray
) -> list[int]:
    """The run of sentences within the budget that is worth most; it never crosses what is no prose."""
    best: tuple[float, list[int]] = (-np.inf, [])
    words_M, leaning_M = candidates.words_M, candidates.leaning_M
    for start in range(first, last):
        if not open_M[start]:
            continue
        spent, end = 0.0, start
        while (
            end < last and open_M[end] and end - start < due.sentences and spent + words_M[end] <= due.words
        ):
            spent += float(words_M[end])
            end += 1
        if end == start:
            continue
        filled = min(1.0, spent / due.words if np.isfinite(due.words) else (end - start) / due.sentences)
        worth = float(candidates.worth_M[start:end].mean()) + 2.0 * filled + PARAGRAPH_WORTH * begins_M[start]
        worth -= LEAN_COST * bool(leaning_M is not None and leaning_M[start])
        if worth > best[0]:
            best = (worth, list(range(start, end)))
    return best[1]
