"""Explains summaries: the salience of each sentence, its topic words, and the sentences that it represents.

Axes: M sentences of the document, K sentences of the summary, E model width.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import numpy as np

from longdoc.characters import CJK
from longdoc.documents.sentences.languages import language_of
from longdoc.documents.types import Document
from longdoc.reading.types import Reading
from longdoc.tasks.explanation import SentenceExplanation
from longdoc.tasks.terms import STOP_WORDS, stem
from longdoc.tasks.types import Summary

__all__ = ["explained"]

TOPIC_WORDS = 3
MIN_SIMILARITY = 0.5  # cosine, from which on a sentence can represent another
_WORD = re.compile(rf"[{CJK}]{{2}}|[^\W\d_{CJK}]{{3,}}")


def explained(summary: Summary, document: Document, reading: Reading) -> Summary:
    """The same summary with `explanation` filled in for every sentence."""
    starts_M = reading.sentence_spans_M2[:, 0]
    if not len(starts_M) or not summary.sentences:
        return summary
    begins_K = [sentence.start for sentence in summary.sentences]
    number_K = np.searchsorted(starts_M, begins_K, side="right") - 1
    vectors_ME = reading.sentence_vectors_ME.astype(np.float32)
    similarity_MK = vectors_ME @ vectors_ME[number_K].T
    similarity_MK[number_K] = -1.0  # sentences of the summary represent themselves
    nearest_M = np.where(similarity_MK.max(1) >= MIN_SIMILARITY, similarity_MK.argmax(1), -1)
    rank_M = np.argsort(np.argsort(-reading.salience_M, kind="stable"), kind="stable") + 1
    language = language_of(document.text)
    frequent = STOP_WORDS if language is None else STOP_WORDS | language.frequent
    counts = Counter(stem(word) for word in _words(document.text, frequent))
    sentences = []
    for k, (sentence, m) in enumerate(zip(summary.sentences, number_K.tolist(), strict=True)):
        represented = np.flatnonzero(nearest_M == k)
        nearest = int(represented[similarity_MK[represented, k].argmax()]) if len(represented) else None
        start, end = (None, None) if nearest is None else map(int, reading.sentence_spans_M2[nearest])
        why = SentenceExplanation(
            salience=round(float(reading.salience_M[m]), 4),
            rank=int(rank_M[m]),
            topic=_topic(sentence.text, counts, frequent),
            stands_for=len(represented),
            likest=None if start is None else document.text[start:end],
            likest_start=start,
            likest_end=end,
        )
        sentences.append(replace(sentence, explanation=why))
    return replace(summary, sentences=tuple(sentences))


def _words(text: str, left_out: frozenset[str]) -> list[str]:
    return [word for word in _WORD.findall(text.lower()) if word not in left_out]


def _topic(text: str, counts: Counter[str], left_out: frozenset[str]) -> tuple[str, ...]:
    """The words of a sentence that are most frequent in the document."""
    words = {stem(word): word for word in reversed(_words(text, left_out))}
    return tuple(sorted(words.values(), key=lambda word: (-counts[stem(word)], word))[:TOPIC_WORDS])
