"""The terms of sentences and their weights, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from longdoc.tasks.summaries.term_weights import SentenceTerms, sentence_terms, term_weights


def test_each_sentence_has_each_of_its_word_pieces_once(read: Any, model: Any) -> None:
    _, reading = read("Some text.")
    reading = replace(
        reading,
        token_ids_T=np.array([5, 7, 5, 9, 7, 3], np.int32),
        sentence_tokens_M2=np.array([[0, 3], [3, 3], [4, 6]], np.int32),  # 9 is in no sentence
    )
    made = sentence_terms(reading, model)
    assert len(made.stop_G) == 3  # the pieces 3, 5 and 7
    assert made.bounds_M1.tolist() == [0, 2, 2, 4]
    assert made.terms.tolist() == [1, 2, 0, 2]
    assert made.frequencies().tolist() == [1, 1, 2]
    assert made.sums(np.array([1.0, 10.0, 100.0])).tolist() == [110.0, 0.0, 101.0]


def test_a_document_without_tokens_has_no_terms(read: Any, model: Any) -> None:
    _, reading = read("")
    made = sentence_terms(reading, model)
    assert made.terms.tolist() == made.stop_G.tolist() == []
    assert made.bounds_M1.tolist() == [0]


def _weights(terms: list[list[int]], eligible: list[int], stop: bool = False) -> list[float]:
    """The weights of four terms, of which the first may be a stop word."""
    flat, bounds_M1 = np.array([t for one in terms for t in one]), np.cumsum([0, *map(len, terms)])
    made = SentenceTerms(flat, bounds_M1, np.array([stop, False, False, False]))
    return [float(weight) for weight in term_weights(made, np.array(eligible, bool))]


def test_a_term_weighs_the_logarithm_of_its_sentences_and_an_eligible_sentence_one() -> None:
    terms = [[0], [0, 1], [1], [2]]  # the logarithms are ln 2, ln 2, 0 and 0, and the sums 1, 2, 1, 0 ln 2
    assert _weights(terms, [1, 1, 1, 1]) == pytest.approx([1, 1, 0, 0])
    assert _weights(terms, [0, 1, 0, 0]) == pytest.approx([0.5, 0.5, 0, 0])
    assert _weights(terms, [1, 1, 0, 0]) == pytest.approx([2 / 3, 2 / 3, 0, 0])
    assert _weights([[0, 1], [0, 1], [0, 1], [0]], [0, 0, 0, 1]) == pytest.approx(
        [1, np.log(3) / np.log(4), 0, 0]
    )


def test_weights_stay_as_they_are_where_there_is_no_median() -> None:
    terms = [[0], [0, 1], [1], [2]]
    assert _weights(terms, [0, 0, 0, 0]) == pytest.approx([np.log(2), np.log(2), 0, 0])
    assert _weights(terms, [0, 0, 0, 1]) == pytest.approx([np.log(2), np.log(2), 0, 0])


@pytest.mark.parametrize("stop", ["the", "with", ",", "k", "的"])
def test_stop_words_punctuation_and_single_letters_are_stop_words(read: Any, model: Any, stop: str) -> None:
    _, reading = read("Some text.")
    pieces = [model.tokenizer.encode(stop).ids[0], 30_000]
    reading = replace(
        reading,
        token_ids_T=np.array(pieces, np.int32),
        sentence_tokens_M2=np.array([[0, 2]], np.int32),
    )
    assert sentence_terms(reading, model).stop_G.tolist() == [True, False]


def test_a_stop_word_weighs_nothing() -> None:
    assert _weights([[0], [0, 1], [1]], [1, 1, 1], stop=True) == pytest.approx([0, 1, 0, 0])


def test_frequent_words_of_the_language_are_stop_words_too(read: Any, model: Any) -> None:
    _, reading = read("Some text.")
    word = "7"  # one piece, which is no stop word by itself
    piece = model.tokenizer.encode(word).ids[0]
    reading = replace(
        reading, token_ids_T=np.array([piece], np.int32), sentence_tokens_M2=np.array([[0, 1]], np.int32)
    )
    assert sentence_terms(reading, model).stop_G.tolist() == [False]
    assert sentence_terms(reading, model, frozenset([word])).stop_G.tolist() == [True]
