"""Salience labels: which sentences of a document match its reference summaries.

The greedy oracle of Nallapati et al. 2017 (SummaRuNNer, section 3): repeatedly take the sentence that raises
the F1 of shared unigrams and bigrams most, until none raises it. Counted on word pieces.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

__all__ = ["oracle_sentences"]

MOST_SENTENCES = 24
LEAST_PIECES = 4  # shorter sentences are headings and fragments
LEAST_GAIN = 1.002  # factor by which a sentence must raise the F1


def oracle_sentences(sentences: list[np.ndarray], summaries: list[np.ndarray]) -> np.ndarray:
    """1 for each sentence that the greedy oracle selects for any summary, else 0; float32 [M].

    Args:
        sentences: piece ids of each sentence.
        summaries: piece ids of each reference summary.
    """
    chosen_M = np.zeros(len(sentences), np.float32)
    grams = [_grams(ids) if len(ids) >= LEAST_PIECES else Counter[int]() for ids in sentences]
    for summary in summaries:
        chosen_M[_greedy(grams, _grams(summary))] = 1.0
    return chosen_M


def _greedy(sentences: list[Counter[int]], wanted: Counter[int]) -> list[int]:
    column = {gram: n for n, gram in enumerate(wanted)}
    most_W = np.array(list(wanted.values()), np.float32)
    shared_MW = np.zeros((len(sentences), len(column)), np.float32)
    for m, grams in enumerate(sentences):
        for gram in grams.keys() & wanted.keys():
            shared_MW[m, column[gram]] = grams[gram]
    size_M = np.array([sum(grams.values()) for grams in sentences], np.float32)
    open_M = np.asarray(shared_MW.any(1))
    have_W, size, best = np.zeros_like(most_W), 0.0, 0.0
    taken: list[int] = []
    while open_M.any() and len(taken) < MOST_SENTENCES:
        hits_M = np.minimum(have_W + shared_MW, most_W).sum(1)
        score_M = np.where(open_M, 2 * hits_M / (size + size_M + most_W.sum()), 0.0)
        m = int(score_M.argmax())
        if score_M[m] <= best * LEAST_GAIN:
            break
        best, size = float(score_M[m]), size + float(size_M[m])
        have_W += shared_MW[m]
        open_M[m] = False
        taken.append(m)
    return taken


def _grams(ids: np.ndarray) -> Counter[int]:
    """Counts of pieces and of pairs of adjacent pieces, each pair encoded as one number."""
    pieces = ids.astype(np.int64)
    return Counter([*pieces.tolist(), *((pieces[:-1] + 1) * (1 << 32) + pieces[1:]).tolist()])
