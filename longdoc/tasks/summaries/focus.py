"""Relevance of each sentence to a question or topic.

Axes: M sentences.
"""

from __future__ import annotations

import numpy as np

from longdoc.documents.types import Document
from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.search.passages import PassageIndex
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["is_mentioned", "relevance"]

PASSAGE_SHARE = 0.4  # weight of the passage around a sentence; the rest is the sentence itself


def relevance(focus: str, document: Document, reading: Reading, model: Network) -> np.ndarray:
    """The relevance of each sentence to a question or topic, in 0..1 [M].

    It combines the search scores (BM25 and MaxSim) of the sentence and of the passage around it.
    """
    ranges_M2 = reading.sentence_tokens_M2.astype(np.int64)
    own_M = PassageIndex(document, reading, ranges_M2).scores(focus, model)
    around = PassageIndex(document, reading)
    passage_P = around.scores(focus, model)
    if not len(passage_P):
        return own_M
    middle_M = ranges_M2.sum(1) // 2
    later_M = np.searchsorted(around.windows_P2[:, 0], middle_M, side="right") - 1
    earlier_M = np.maximum(later_M - 1, 0)
    earlier_M = np.where(around.windows_P2[earlier_M, 1] > middle_M, earlier_M, later_M)
    passage_M = np.maximum(passage_P[later_M], passage_P[earlier_M])
    return (1 - PASSAGE_SHARE) * own_M + PASSAGE_SHARE * passage_M


def is_mentioned(focus: str, text: str) -> bool:
    """Whether any word of a focus occurs in a text, in any inflection.

    A word within a longer one ("Kündigungsfrist") counts; a single Chinese character does not.
    """
    low = lowered(text)
    terms = question_terms(focus)
    counted = [term for term in terms if term.is_word or len(term.text) > 1] or terms
    return any(term.text in low for term in counted)
