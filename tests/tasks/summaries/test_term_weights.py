"""The terms of sentences and their weights, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from longdoc.tasks.summaries.term_weights import sentence_terms, term_weights


def test_each_sentence_has_each_of_its_word_pieces_once(read: Any) -> None:
    _, reading = read("Some text.")
    reading = replace(
        reading,
        token_ids_T=np.array([5, 7, 5, 9, 7, 3], np.int32),
        sentence_tokens_M2=np.array([[0, 3], [3, 3], [4, 6]], np.int32),  # 9 is in no sentence
    )
    terms, bounds_M1, pieces_G = sentence_terms(reading)
    assert pieces_G.tolist() == [3, 5, 7]
    assert bounds_M1.tolist() == [0, 2, 2, 4]
    assert terms.tolist() == [1, 2, 0, 2]


def test_a_document_without_tokens_has_no_terms(read: Any) -> None:
    _, reading = read("")
    terms, bounds_M1, pieces_G = sentence_terms(reading)
    assert terms.tolist() == pieces_G.tolist() == []
    assert bounds_M1.tolist() == [0]


def _weights(model: Any, terms: list[list[int]], eligible: list[int], stop: str = "") -> list[float]:
    """The weights of four terms, of which the first is a stop word if one is given."""
    pieces_G = np.array([30_000, 30_001, 30_002, 30_003])
    if stop:
        pieces_G[0] = model.tokenizer.encode(stop).ids[0]
    flat, bounds_M1 = np.array([t for one in terms for t in one]), np.cumsum([0, *map(len, terms)])
    made = term_weights(flat, bounds_M1, pieces_G, model, np.array(eligible, bool))
    return [float(weight) for weight in made]


def test_a_term_weighs_the_logarithm_of_its_sentences_and_an_eligible_sentence_one(model: Any) -> None:
    terms = [[0], [0, 1], [1], [2]]  # the logarithms are ln 2, ln 2, 0 and 0, and the sums 1, 2, 1, 0 ln 2
    assert _weights(model, terms, [1, 1, 1, 1]) == pytest.approx([1, 1, 0, 0])
    assert _weights(model, terms, [0, 1, 0, 0]) == pytest.approx([0.5, 0.5, 0, 0])
    assert _weights(model, terms, [1, 1, 0, 0]) == pytest.approx([2 / 3, 2 / 3, 0, 0])
    assert _weights(model, [[0, 1], [0, 1], [0, 1], [0]], [0, 0, 0, 1]) == pytest.approx(
        [1, np.log(3) / np.log(4), 0, 0]
    )


def test_weights_stay_as_they_are_where_there_is_no_median(model: Any) -> None:
    terms = [[0], [0, 1], [1], [2]]
    assert _weights(model, terms, [0, 0, 0, 0]) == pytest.approx([np.log(2), np.log(2), 0, 0])
    assert _weights(model, terms, [0, 0, 0, 1]) == pytest.approx([np.log(2), np.log(2), 0, 0])


@pytest.mark.parametrize("stop", ["the", "with", ",", "k", "的"])
def test_stop_words_punctuation_and_single_letters_weigh_nothing(model: Any, stop: str) -> None:
    assert _weights(model, [[0], [0, 1], [1]], [1, 1, 1], stop) == pytest.approx([0, 1, 0, 0])
