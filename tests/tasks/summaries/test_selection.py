"""The greedy selection of summary sentences, each part of the gain by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longdoc.tasks.summaries.selection import Budget, Choice, Sentences, select, sums

NOTHING = Choice(
    coverage=0, section=0, repetition=0, length_power=0, counted_power=0, said_before=1, leaning=0, together=0
)


def sentences(worth: list[float], **changes: Any) -> Sentences:
    """Sentences of ten words in one section, each with one term and one direction of its own."""
    count = len(worth)
    terms = changes.pop("terms", [[m] for m in range(count)])
    flat = [term for one in terms for term in one]
    made: dict[str, Any] = {
        "words_M": [10.0] * count,
        "vectors_ME": np.eye(count),
        "section_M": [0] * count,
        "weights_G": [0.0] * (max(flat, default=0) + 1),
        "leaning_M": None,
    } | changes
    arrays = {name: None if value is None else np.array(value) for name, value in made.items()}
    bounds = np.cumsum([0, *map(len, terms)])
    return Sentences(np.array(worth), terms=np.array(flat, np.int64), bounds_M1=bounds, **arrays)  # type: ignore[arg-type]


def chosen(
    worth: list[float], choice: Choice = NOTHING, budget: Budget | None = None, **changes: Any
) -> list[int]:
    made = sentences(worth, **changes)
    return select(made, budget or Budget(sentences=2), choice, np.ones(len(worth), bool))


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
    by_words = Choice(**{**_fields(NOTHING), "length_power": power})
    assert chosen([3.0, 2.0], by_words, Budget(words=30), words_M=[20.0, 10.0])[0] == first
    by_count = Choice(**{**_fields(NOTHING), "counted_power": power})
    assert chosen([3.0, 2.0], by_count, Budget(sentences=1), words_M=[20.0, 10.0]) == [first]


def test_words_of_the_document_that_are_not_yet_said_count() -> None:
    choice = Choice(**{**_fields(NOTHING), "coverage": 2.0, "said_before": 0.5})
    told: dict[str, Any] = {"weights_G": [1.0, 0.8, 0.3], "terms": [[0], [0, 1], [1, 2]]}
    # 2.0, 3.6, 2.2; then 1.0 for the first (one of its words was said), and 0.8 + 0.6 for the last
    assert chosen([0.0, 0.0, 0.0], choice, **told) == [1, 2]
    assert chosen([0.5, 0.0, 0.0], choice, **told) == [1, 0]


def test_a_section_not_yet_heard_from_counts_once() -> None:
    choice = Choice(**{**_fields(NOTHING), "section": 0.5})
    assert chosen([1.0, 0.9, 0.6], choice, section_M=[0, 0, 1]) == [0, 2]
    assert chosen([1.0, 0.9, 0.3], choice, section_M=[0, 0, 1]) == [0, 1]


def test_likeness_to_the_most_alike_chosen_sentence_is_taken_off() -> None:
    choice = Choice(**{**_fields(NOTHING), "repetition": 0.5})
    alike = np.array([[1.0, 0.0], [0.8, 0.6], [0.0, 1.0]])
    assert chosen([1.0, 0.9, 0.55], choice, vectors_ME=alike) == [0, 2]
    assert chosen([1.0, 0.9, 0.45], choice, vectors_ME=alike) == [0, 1]


def test_a_sentence_that_says_only_what_was_said_is_left_out() -> None:
    assert chosen([3.0, 2.0, 1.0], terms=[[0, 1], [0, 1], [0, 2]]) == [0, 2]
    assert chosen([3.0, 2.0, 1.0], terms=[[0, 1, 2], [0, 1], [3]]) == [0, 1]  # shorter: some of it


def test_a_leaning_sentence_loses_worth_unless_the_one_before_is_chosen() -> None:
    choice = Choice(**{**_fields(NOTHING), "leaning": 0.3})
    one = Budget(sentences=1)
    assert chosen([0.1, 1.0, 0.8], choice, one, leaning_M=[0, 1, 0]) == [2]
    assert chosen([0.1, 1.0, 0.6], choice, one, leaning_M=[0, 1, 0]) == [1]
    assert chosen([1.2, 1.0, 0.8], choice, leaning_M=[0, 1, 0]) == [0, 1]
    assert chosen([1.2, 1.0, 0.8], choice, leaning_M=[0, 2, 0]) == [0, 2]  # 2: nothing explains it


def test_a_leaning_sentence_brings_the_one_before_along_where_both_are_worth_more() -> None:
    choice = Choice(**{**_fields(NOTHING), "leaning": 0.5})
    assert chosen([0.7, 1.0, 0.8], choice, leaning_M=[0, 1, 0]) == [0, 1]  # 0.85 each, against 0.8
    assert chosen([0.5, 1.0, 0.8], choice, leaning_M=[0, 1, 0])[0] == 2  # 0.75 each
    together = Choice(**{**_fields(choice), "together": 0.1})
    assert chosen([0.5, 1.0, 0.8], together, leaning_M=[0, 1, 0]) == [0, 1]  # 0.85 each
    assert chosen([0.7, 1.0, 0.8], choice, leaning_M=[2, 1, 0])[0] == 2  # the one before leans itself
    assert chosen([0.7, 1.0, 0.8], choice, Budget(words=19), leaning_M=[0, 1, 0]) == [2]  # no room for both
    assert chosen([0.7, 1.0, 0.8], choice, Budget(words=20), leaning_M=[0, 1, 0]) == [0, 1]


def test_a_pair_is_found_wherever_it_stands() -> None:
    choice = Choice(**{**_fields(NOTHING), "leaning": 0.5})
    worth, leaning = [0.1, 0.2, 0.8, 0.7, 1.0, 0.3], [0, 0, 0, 0, 1, 0]
    assert chosen(worth, choice, leaning_M=leaning) == [3, 4]
    assert chosen(worth, choice, Budget(sentences=3), leaning_M=leaning) == [3, 4, 2]
    assert chosen(worth, choice, Budget(words=12), leaning_M=leaning, words_M=[1, 1, 12, 6, 6, 1]) == [3, 4]
    assert chosen(worth, choice, Budget(words=12), leaning_M=leaning, words_M=[1, 1, 12, 6, 7, 1])[0] == 2
    assert chosen(worth, choice, Budget(sentences=1), leaning_M=leaning) == [2]


def test_sentences_between_two_are_those_by_themselves() -> None:
    whole = sentences(
        [1.0, 2.0, 3.0, 4.0], terms=[[0], [1, 2], [3], [4, 5]], section_M=[0, 0, 1, 1], leaning_M=[0, 1, 0, 2]
    )
    part = whole.between(1, 3)
    assert part.worth_M.tolist() == [2.0, 3.0]
    assert part.terms.tolist() == [1, 2, 3]
    assert part.bounds_M1.tolist() == [0, 2, 3]
    assert part.section_M.tolist() == [0, 1]
    assert part.words_M.tolist() == [10.0, 10.0]
    assert part.vectors_ME.tolist() == np.eye(4)[1:3].tolist()
    assert part.weights_G is whole.weights_G
    assert part.leaning_M is not None
    assert part.leaning_M.tolist() == [1, 0]


def test_sums_of_segments_some_of_which_are_empty() -> None:
    assert sums(np.array([1.0, 2.0, 4.0]), np.array([0, 1, 1, 3])).tolist() == [1.0, 0.0, 6.0]


def _fields(choice: Choice) -> dict[str, float]:
    return {name: getattr(choice, name) for name in Choice.__dataclass_fields__}
