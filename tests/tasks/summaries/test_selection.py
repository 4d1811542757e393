"""The greedy selection of summary sentences, each part of the gain by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longdoc.tasks.summaries.selection import Budget, Sentences, Weights, segment_sums, select

NOTHING = Weights(
    coverage=0, section=0, repetition=0, length_power=0, counted_power=0, covered=1, dangling=0, pair=0
)


def sentences(utility: list[float], **changes: Any) -> Sentences:
    """Sentences of ten words in one section, each with one term and one direction of its own."""
    count = len(utility)
    terms = changes.pop("terms", [[m] for m in range(count)])
    flat = [term for one in terms for term in one]
    made: dict[str, Any] = {
        "words_M": [10.0] * count,
        "vectors_ME": np.eye(count),
        "section_M": [0] * count,
        "weights_G": [0.0] * (max(flat, default=0) + 1),
        "dangling_M": None,
    } | changes
    arrays = {name: None if value is None else np.array(value) for name, value in made.items()}
    bounds = np.cumsum([0, *map(len, terms)])
    return Sentences(np.array(utility), terms=np.array(flat, np.int64), bounds_M1=bounds, **arrays)  # type: ignore[arg-type]


def chosen(
    utility: list[float], weights: Weights = NOTHING, budget: Budget | None = None, **changes: Any
) -> list[int]:
    made = sentences(utility, **changes)
    return select(made, budget or Budget(sentences=2), weights, np.ones(len(utility), bool))


def test_the_worthiest_come_first_until_the_sentences_are_used_up() -> None:
    assert chosen([1.0, 3.0, 2.0]) == [1, 2]
    assert chosen([1.0, 3.0, 2.0], budget=Budget(sentences=9)) == [1, 2, 0]


def test_words_are_never_exceeded_and_shorter_sentences_fill_what_is_left() -> None:
    assert chosen([3.0, 2.0, 1.0], budget=Budget(words=15), words_M=[10.0, 6.0, 5.0]) == [0, 2]
    assert chosen([3.0, 2.0], budget=Budget(words=9)) == []


def test_only_open_sentences_with_words_are_eligible() -> None:
    made = sentences([3.0, 2.0, 1.0], words_M=[10.0, 0.0, 10.0])
    assert select(made, Budget(), NOTHING, np.array([False, True, True])) == [2]
    assert select(made, Budget(), NOTHING, np.zeros(3, bool)) == []


@pytest.mark.parametrize(("power", "first"), [(0.0, 0), (1.0, 1)])
def test_worth_is_divided_by_words_to_a_power(power: float, first: int) -> None:
    by_words = Weights(**{**_fields(NOTHING), "length_power": power})
    assert chosen([3.0, 2.0], by_words, Budget(words=30), words_M=[20.0, 10.0])[0] == first
    by_count = Weights(**{**_fields(NOTHING), "counted_power": power})
    assert chosen([3.0, 2.0], by_count, Budget(sentences=1), words_M=[20.0, 10.0]) == [first]


def test_words_of_the_document_that_are_not_yet_said_count() -> None:
    weights = Weights(**{**_fields(NOTHING), "coverage": 2.0, "covered": 0.5})
    told: dict[str, Any] = {"weights_G": [1.0, 0.8, 0.3], "terms": [[0], [0, 1], [1, 2]]}
    # 2.0, 3.6, 2.2; then 1.0 for the first (one of its words was said), and 0.8 + 0.6 for the last
    assert chosen([0.0, 0.0, 0.0], weights, **told) == [1, 2]
    assert chosen([0.5, 0.0, 0.0], weights, **told) == [1, 0]


def test_a_section_not_yet_heard_from_counts_once() -> None:
    weights = Weights(**{**_fields(NOTHING), "section": 0.5})
    assert chosen([1.0, 0.9, 0.6], weights, section_M=[0, 0, 1]) == [0, 2]
    assert chosen([1.0, 0.9, 0.3], weights, section_M=[0, 0, 1]) == [0, 1]


def test_likeness_to_the_most_alike_chosen_sentence_is_taken_off() -> None:
    weights = Weights(**{**_fields(NOTHING), "repetition": 0.5})
    alike = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    assert chosen([1.0, 0.9, 0.55], weights, vectors_ME=alike) == [0, 2]
    assert chosen([1.0, 0.9, 0.45], weights, vectors_ME=alike) == [0, 1]


def test_a_sentence_that_says_only_what_was_said_is_left_out() -> None:
    assert chosen([3.0, 2.0, 1.0], terms=[[0, 1], [0, 1], [0, 2]]) == [0, 2]
    assert chosen([3.0, 2.0, 1.0], terms=[[0, 1, 2], [0, 1], [3]]) == [0, 1]  # shorter: some of it


def test_a_leaning_sentence_loses_worth_unless_the_one_before_is_chosen() -> None:
    weights = Weights(**{**_fields(NOTHING), "dangling": 0.3})
    one = Budget(sentences=1)
    assert chosen([0.1, 1.0, 0.8], weights, one, dangling_M=[0, 1, 0]) == [2]
    assert chosen([0.1, 1.0, 0.6], weights, one, dangling_M=[0, 1, 0]) == [1]
    assert chosen([1.2, 1.0, 0.8], weights, dangling_M=[0, 1, 0]) == [0, 1]
    assert chosen([1.2, 1.0, 0.8], weights, dangling_M=[0, 2, 0]) == [0, 2]  # 2: nothing explains it


def test_a_leaning_sentence_brings_the_one_before_along_where_both_are_worth_more() -> None:
    weights = Weights(**{**_fields(NOTHING), "dangling": 0.5})
    assert chosen([0.7, 1.0, 0.8], weights, dangling_M=[0, 1, 0]) == [0, 1]  # 0.85 each, against 0.8
    assert chosen([0.5, 1.0, 0.8], weights, dangling_M=[0, 1, 0])[0] == 2  # 0.75 each
    paired = Weights(**{**_fields(weights), "pair": 0.1})
    assert chosen([0.5, 1.0, 0.8], paired, dangling_M=[0, 1, 0]) == [0, 1]  # 0.85 each
    assert chosen([0.7, 1.0, 0.8], weights, dangling_M=[2, 1, 0])[0] == 2  # the one before refers_back itself
    assert chosen([0.7, 1.0, 0.8], weights, Budget(words=19), dangling_M=[0, 1, 0]) == [2]  # no room for both
    assert chosen([0.7, 1.0, 0.8], weights, Budget(words=20), dangling_M=[0, 1, 0]) == [0, 1]


def test_a_pair_is_found_wherever_it_stands() -> None:
    weights = Weights(**{**_fields(NOTHING), "dangling": 0.5})
    utility, dangling = [0.1, 0.2, 0.8, 0.7, 1.0, 0.3], [0, 0, 0, 0, 1, 0]
    assert chosen(utility, weights, dangling_M=dangling) == [3, 4]
    assert chosen(utility, weights, Budget(sentences=3), dangling_M=dangling) == [3, 4, 2]
    assert chosen(utility, weights, Budget(words=12), dangling_M=dangling, words_M=[1, 1, 12, 6, 6, 1]) == [
        3,
        4,
    ]
    assert (
        chosen(utility, weights, Budget(words=12), dangling_M=dangling, words_M=[1, 1, 12, 6, 7, 1])[0] == 2
    )
    assert chosen(utility, weights, Budget(sentences=1), dangling_M=dangling) == [2]


def test_sentences_between_two_are_those_by_themselves() -> None:
    whole = sentences(
        [1.0, 2.0, 3.0, 4.0],
        terms=[[0], [1, 2], [3], [4, 5]],
        section_M=[0, 0, 1, 1],
        dangling_M=[0, 1, 0, 2],
    )
    part = whole.between(1, 3)
    assert part.utility_M.tolist() == [2.0, 3.0]
    assert part.terms.tolist() == [1, 2, 3]
    assert part.bounds_M1.tolist() == [0, 2, 3]
    assert part.section_M.tolist() == [0, 1]
    assert part.words_M.tolist() == [10.0, 10.0]
    assert part.vectors_ME.tolist() == np.eye(4)[1:3].tolist()
    assert part.weights_G is whole.weights_G
    assert part.dangling_M is not None
    assert part.dangling_M.tolist() == [1, 0]


def test_sums_of_segments_some_of_which_are_empty() -> None:
    assert segment_sums(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 1, 3])).tolist() == [1.0, 0.0, 6.0]


def _fields(weights: Weights) -> dict[str, float]:
    return {name: getattr(weights, name) for name in Weights.__dataclass_fields__}
