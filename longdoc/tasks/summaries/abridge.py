"""Abridges a narrative: selects whole passages, one from each chapter or segment.

Axes: M sentences.
"""

from __future__ import annotations

import re
from itertools import pairwise

import numpy as np

from longdoc.tasks.summaries.parts import part_edges
from longdoc.tasks.summaries.selection import Budget, Sentences

__all__ = ["has_many_personal_pronouns", "is_narrative", "select_passages"]

PASSAGE_WORDS = 70  # approximate length of a passage, if the budget is in words
MIN_SENTENCES = 3  # of a passage, if the budget is in sentences
DANGLING_PENALTY = 1.0  # for a passage that begins with "He" or "However"
FILL_WEIGHT = 2.0  # of the share of the budget that a passage uses
PARAGRAPH_BONUS = 0.5  # for a passage that begins with its paragraph
MIN_NARRATIVE_WORDS = 6_000
MIN_CHAPTERS = 3
# Frequencies per thousand words. Narrative and minutes of meetings have 20 to 80 personal pronouns, papers
# and contracts fewer than 7.
MIN_SPEECH_VERBS = 2.5
MIN_NARRATIVE_PRONOUNS = 25.0
MIN_PRONOUNS = 12.0

_SPEECH_VERB = re.compile(
    r"\b(?:said|asked|replied|cried|whispered|answered|murmured|shouted|exclaimed|thought)\b|[说道问]：?[“「]"
)
_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|they|I|me|my)\b|[他她我]")


def is_narrative(text: str, words: float, chapters: int) -> bool:
    """Whether a text tells a story: chapters, personal pronouns, and direct speech.

    Args:
        words: the length of the text.
        chapters: the number of its top-level sections.
    """
    if words < MIN_NARRATIVE_WORDS or chapters < MIN_CHAPTERS:
        return False
    verbs, pronouns = (1000 * len(pattern.findall(text)) / words for pattern in (_SPEECH_VERB, _PRONOUN))
    return verbs >= MIN_SPEECH_VERBS and pronouns >= MIN_NARRATIVE_PRONOUNS


def has_many_personal_pronouns(text: str, words: float) -> bool:
    """Whether most sentences of a text refer to persons as "he", "she" or "I", as in stories and dialogue."""
    return 1000 * len(_PRONOUN.findall(text)) >= MIN_PRONOUNS * max(1.0, words)


def select_passages(
    sentences: Sentences, budget: Budget, parts_M: np.ndarray, eligible_M: np.ndarray, begins_M: np.ndarray
) -> list[int]:
    """Indices of the sentences of the best passage of each chapter, in document order.

    If the budget is too small for all chapters, neighbouring chapters share a passage.

    Args:
        parts_M: number of the chapter that each sentence is in.
        eligible_M: bool [M], the sentences that may be in a passage.
        begins_M: bool [M], the sentences that begin a paragraph.
    """
    chapters = [(a, b) for a, b in pairwise(part_edges(parts_M)) if eligible_M[a:b].any()]
    counted = np.isfinite(budget.sentences)
    wanted = budget.sentences / MIN_SENTENCES if counted else budget.words / PASSAGE_WORDS
    count = int(np.clip(wanted, 1, max(1, len(chapters))))
    groups = [chapters[n * len(chapters) // count : (n + 1) * len(chapters) // count] for n in range(count)]
    selected: list[int] = []
    left = Budget(budget.words, budget.sentences)
    for n, group in enumerate(groups):
        share = Budget(left.words / (count - n), np.ceil(left.sentences / (count - n)))
        passage = _best_passage(sentences, share, group[0][0], group[-1][1], eligible_M, begins_M)
        selected += passage
        spent = float(sentences.words_M[passage].sum())
        left = Budget(left.words - spent, left.sentences - len(passage))
    return selected


def _best_passage(
    sentences: Sentences, budget: Budget, first: int, last: int, eligible_M: np.ndarray, begins_M: np.ndarray
) -> list[int]:
    """The best run of eligible sentences within the budget, from range(first, last)."""
    best: tuple[float, list[int]] = (-np.inf, [])
    words_M, dangling_M = sentences.words_M, sentences.dangling_M
    for start in range(first, last):
        spent, end = 0.0, start
        while (
            end < last
            and eligible_M[end]
            and end - start < budget.sentences
            and spent + words_M[end] <= budget.words
        ):
            spent += float(words_M[end])
            end += 1
        if end == start:
            continue
        used = spent / budget.words if np.isfinite(budget.words) else (end - start) / budget.sentences
        value = float(sentences.utility_M[start:end].mean()) + FILL_WEIGHT * min(1.0, used)
        value += PARAGRAPH_BONUS * begins_M[start]
        value -= DANGLING_PENALTY * bool(dangling_M is not None and dangling_M[start])
        if value > best[0]:
            best = (value, list(range(start, end)))
    return best[1]
