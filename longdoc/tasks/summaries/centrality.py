"""Centrality of sentences: how much of its wording a sentence shares with all the others.

This is the degree centrality of LexRank (Erkan and Radev 2004): the sum of the cosine similarities between
the TF-IDF vectors of sentences. It equals the product with the sum of all vectors, so that the graph of M × M
similarities is never built, and time and memory grow with the number of tokens.

Axes: M sentences, G distinct terms.
"""

from __future__ import annotations

import numpy as np

from longdoc.tasks.summaries.selection import segment_sums
from longdoc.tasks.summaries.term_weights import SentenceTerms

__all__ = ["centrality"]


def centrality(terms: SentenceTerms, eligible_M: np.ndarray) -> np.ndarray:
    """The sum of the similarities of each sentence to the eligible sentences [M]."""
    frequency_G = np.maximum(1, terms.frequencies())
    weight_G = np.where(terms.stop_G, 0.0, np.log(max(1, len(eligible_M)) / frequency_G))
    terms_M = np.diff(terms.bounds_M1)
    norm_M = np.sqrt(np.maximum(terms.sums(weight_G**2), 1e-9))
    weights = weight_G[terms.terms] / np.repeat(norm_M, terms_M)  # of the unit vectors of all sentences
    among = np.repeat(eligible_M, terms_M)
    total_G = np.bincount(terms.terms[among], weights=weights[among], minlength=len(weight_G))
    return segment_sums(weights * total_G[terms.terms], terms.bounds_M1)
