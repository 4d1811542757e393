"""Centrality: the sum of the cosine similarities of TF-IDF vectors, without the matrix of similarities."""

from __future__ import annotations

from itertools import chain

import numpy as np
import pytest

from longdoc.tasks.summaries.centrality import centrality
from longdoc.tasks.summaries.term_weights import SentenceTerms


def terms_of(sentences: list[list[int]], stop: list[bool]) -> SentenceTerms:
    """The terms of sentences, given as term numbers."""
    bounds = np.cumsum([0, *map(len, sentences)])
    return SentenceTerms(np.array([*chain(*sentences)], np.int64), bounds, np.array(stop))


@pytest.mark.parametrize("seed", range(4))
def test_it_equals_the_row_sums_of_the_matrix_of_similarities(seed):
    rng = np.random.default_rng(seed)
    sentences = [sorted(rng.choice(30, rng.integers(1, 9), replace=False)) for _ in range(25)]
    stop, eligible_M = rng.random(30) < 0.2, rng.random(25) < 0.7
    terms = terms_of(sentences, stop.tolist())
    tfidf_MG = np.zeros((25, 30))
    for m, sentence in enumerate(sentences):
        for term in sentence:
            tfidf_MG[m, term] = 0.0 if stop[term] else np.log(25 / sum(term in other for other in sentences))
    tfidf_MG /= np.maximum(np.linalg.norm(tfidf_MG, axis=1, keepdims=True), 1e-4)
    similarities_MM = tfidf_MG @ tfidf_MG.T
    assert centrality(terms, eligible_M) == pytest.approx(similarities_MM[:, eligible_M].sum(1))


def test_stop_words_and_sentences_that_are_not_eligible_do_not_count():
    terms = terms_of([[0, 1], [0, 2], [0, 1], [3]], [True, False, False, False])
    values_M = centrality(terms, np.array([True, True, False, True]))
    assert values_M == pytest.approx([1.0, 1.0, 1.0, 1.0])
    assert centrality(terms, np.ones(4, bool)) == pytest.approx([2.0, 1.0, 2.0, 1.0])


@pytest.mark.parametrize("sentences", [[], [[]], [[], [0]]])
def test_texts_with_few_or_no_terms(sentences):
    values_M = centrality(terms_of(sentences, [False]), np.ones(len(sentences), bool))
    assert values_M.shape == (len(sentences),)
    assert np.isfinite(values_M).all()
