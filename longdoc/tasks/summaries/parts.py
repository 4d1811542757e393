"""Selects sentences part by part: top-level sections, or equal parts of a text without sections.

Axes: M sentences.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from longdoc.documents.types import Document, Section
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.selection import Budget, Sentences, Weights, select

__all__ = ["part_edges", "part_of_sentence", "select_by_part", "select_from_each", "top_level_sections"]

PART_SENTENCES = 150  # in a text without sections


def top_level_sections(document: Document) -> list[Section]:
    """The top-level sections, in order; an empty list if the document has none.

    The top level is the first with more than one section: a title above everything is no section.
    """
    for level in sorted({section.level for section in document.sections}):
        if sum(section.level == level for section in document.sections) > 1:
            within = [section for section in document.sections if section.level <= level]
            return sorted(within, key=lambda section: section.span.start)
    return []


def part_of_sentence(sections: Sequence[Section], reading: Reading) -> np.ndarray:
    """The number of the part that each sentence is in [M]; 0 is the text before the first section."""
    starts_M = reading.sentence_spans_M2[:, 0]
    if sections:
        return np.searchsorted([section.span.start for section in sections], starts_M, side="right")
    return np.arange(len(starts_M)) // PART_SENTENCES


def part_edges(parts_M: np.ndarray) -> list[int]:
    """The first sentence of each part, and the number of sentences."""
    return [0, *(np.flatnonzero(np.diff(parts_M)) + 1).tolist(), len(parts_M)]


def select_by_part(
    sentences: Sentences, budget: Budget, weights: Weights, eligible_M: np.ndarray, parts_M: np.ndarray
) -> list[int]:
    """Select from each part in proportion to its length; what one part leaves is passed on to the next."""
    words_M = sentences.words_M * eligible_M
    selected: list[int] = []
    spent, due = np.zeros(2), np.zeros(2)  # words and sentences
    for first, end in pairwise(part_edges(parts_M)):
        share = words_M[first:end].sum() / max(1.0, words_M.sum())
        if not share:
            continue
        due += share * np.array([budget.words, budget.sentences])
        left = Budget(due[0] - spent[0], np.ceil(due[1] - spent[1] - 0.5))
        chosen = [
            first + m for m in select(sentences.between(first, end), left, weights, eligible_M[first:end])
        ]
        selected += chosen
        spent += [sentences.words_M[chosen].sum(), len(chosen)]
    return selected


def select_from_each(
    sentences: Sentences, count: int, weights: Weights, eligible_M: np.ndarray, parts_M: np.ndarray
) -> list[int]:
    """Select `count` sentences from each part, or all if it has fewer."""
    budget = Budget(sentences=count)
    return [
        first + m
        for first, end in pairwise(part_edges(parts_M))
        for m in select(sentences.between(first, end), budget, weights, eligible_M[first:end])
    ]
