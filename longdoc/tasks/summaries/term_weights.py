"""Terms of each sentence with weights that express the topics of the document.

Terms are word pieces, which the Reading contains for any language. Stop words have the weight 0.
"""

from __future__ import annotations

import string
from dataclasses import dataclass

import numpy as np

from longdoc.network.types import Network
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.selection import segment_sums
from longdoc.tasks.terms import STOP_WORDS

__all__ = ["SentenceTerms", "sentence_terms", "term_weights"]

_CHINESE_STOP = (
    "的了是在和与與及或被把对對为為于於以之其这這那有不也而就都上下中个個他她"
    "它们們我你等着著地得，。；：！？、（）《》“”‘’"
)


@dataclass(frozen=True, slots=True)
class SentenceTerms:
    """The distinct terms of each sentence.

    Attributes:
        terms: term numbers of all sentences, concatenated.
        bounds_M1: where each sentence's terms begin in `terms`, and where the last one's end [M + 1].
        stop_G: bool [G], the terms that are stop words or punctuation.
    """

    terms: np.ndarray
    bounds_M1: np.ndarray
    stop_G: np.ndarray

    def frequencies(self) -> np.ndarray:
        """The number of sentences that contain each term [G]."""
        return np.bincount(self.terms, minlength=len(self.stop_G))

    def sums(self, weights_G: np.ndarray) -> np.ndarray:
        """The sum of the weights of each sentence's terms [M]."""
        return segment_sums(weights_G[self.terms], self.bounds_M1)


def sentence_terms(reading: Reading, model: Network, frequent: frozenset[str] = frozenset()) -> SentenceTerms:
    """The distinct word pieces of each sentence.

    Args:
        frequent: further stop words, those of the document's language.
    """
    first_M, last_M = reading.sentence_tokens_M2.T.astype(np.int64)
    length_M = last_M - first_M
    sentence = np.repeat(np.arange(len(length_M)), length_M)
    token = np.arange(int(length_M.sum())) + np.repeat(first_M - (np.cumsum(length_M) - length_M), length_M)
    pieces_G, term = np.unique(reading.token_ids_T[token], return_inverse=True)
    key = np.unique(sentence * max(1, len(pieces_G)) + term)
    bounds_M1 = np.searchsorted(key, np.arange(len(length_M) + 1) * max(1, len(pieces_G)))
    return SentenceTerms(
        key % max(1, len(pieces_G)), bounds_M1, np.isin(pieces_G, _stop_pieces(model, frequent))
    )


def term_weights(terms: SentenceTerms, eligible_M: np.ndarray) -> np.ndarray:
    """The weight of each term [G]: the logarithm of the number of sentences that contain it.

    Weights are scaled so that the median of their sums over the eligible sentences is 1.
    """
    weights_G = np.log(np.maximum(1, terms.frequencies()))
    weights_G[terms.stop_G] = 0.0
    total_M = terms.sums(weights_G)[eligible_M]
    median = float(np.median(total_M)) if len(total_M) else 0.0
    return weights_G / median if median > 0 else weights_G


def _stop_pieces(model: Network, frequent: frozenset[str]) -> np.ndarray:
    """Word pieces of stop words, punctuation and single letters."""
    words = " ".join([*sorted(STOP_WORDS), *string.punctuation, *string.ascii_lowercase, *_CHINESE_STOP])
    pieces = [model.tokenizer.encode(words).ids]
    for word in sorted(frequent):
        ids = model.tokenizer.encode(word).ids
        if len(ids) == 1:  # the pieces of others are those of many words
            pieces.append(ids)
    return np.append(np.unique(np.concatenate(pieces)), model.tokenizer.unknown)
