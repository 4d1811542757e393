"""The greedy selection of summary sentences, each part of the gain by itself."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from longdoc.tasks.summaries.selection import Budget, Sentences, Weights, segment_sums, select

NOTHING = Weights(
    coverage=0, section=0, part=0, repetition=0, length_power=0, counted_power=0, covered=1, dangling=0,
    pair=0,
)  # fmt: skip


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


def test_a_pair_is_two_eligible_sentences_of_which_the_second_refers_to_the_first() -> None:
    weights = Weights(**{**_fields(NOTHING), "dangling": 0.5})

    def first(utility: list[float], dangling: list[int], eligible: list[int]) -> list[int]:
        made = sentences(utility, dangling_M=dangling)
        return select(made, Budget(sentences=2), weights, np.array(eligible, bool))

    utility = [0.8, 0.7, 1.0, 0.1]  # 0.85 on average for the pair
    assert first(utility, [0, 0, 1, 0], [1, 1, 1, 1]) == [1, 2]
    assert first(utility, [0, 0, 1, 0], [1, 0, 1, 1]) == [0, 2]
    assert first(utility, [0, 0, 1, 0], [1, 1, 0, 1]) == [0, 1]
    assert first(utility, [0, 0, 2, 0], [1, 1, 1, 1]) == [0, 1]  # nothing explains the third
    assert first(utility, [0, 2, 1, 0], [1, 1, 1, 1]) == [0, 2]  # nor the second, here
    assert first(utility, [0, 0, 0, 0], [1, 1, 1, 1]) == [2, 0]


def test_a_pair_may_follow_what_explains_its_first_but_not_exceed_the_budget() -> None:
    weights = Weights(**{**_fields(NOTHING), "dangling": 0.5})
    three = Budget(sentences=3)
    assert chosen([5.0, 0.7, 1.0, 0.8], weights, three, dangling_M=[0, 1, 1, 0]) == [0, 1, 2]
    assert chosen([9.0, 8.0, 0.8, 0.7, 1.0], weights, three, dangling_M=[0, 0, 0, 0, 1]) == [0, 1, 2]


def test_terms_weigh_less_once_they_are_covered_and_the_others_as_before() -> None:
    weights = Weights(**{**_fields(NOTHING), "coverage": 2.0, "covered": 0.5})
    # the first covers two terms; one of them would add 1.0 then, and a new one 1.4
    assert chosen([0.0] * 3, weights, weights_G=[1.0, 0.8, 0.7], terms=[[0, 1], [0], [2]]) == [0, 2]
    assert chosen([0.0] * 3, weights, weights_G=[1.0, 2.0, 0.9], terms=[[0], [1], [2]]) == [1, 0]


def test_sentences_are_not_changed_by_a_selection() -> None:
    made = sentences([1.0, 2.0], weights_G=[1.0, 1.0])
    select(made, Budget(sentences=2), Weights(), np.ones(2, bool))
    assert made.weights_G.tolist() == [1.0, 1.0]


def test_a_sentence_of_one_word_is_a_sentence_of_one_word() -> None:
    by_words = Weights(**{**_fields(NOTHING), "counted_power": 1.0})
    assert chosen([1.0, 1.5], by_words, words_M=[1.0, 2.0]) == [0, 1]  # 1 a word, and 0.75
    assert chosen([1.0, 1.5], by_words, words_M=[0.5, 2.0]) == [0, 1]


def test_a_near_duplicate_costs_three() -> None:
    terms = [list(range(20)), list(range(1, 21)), list(range(50, 70))]
    assert chosen([9.0, 3.01, 0.0], terms=terms) == [0, 1]
    assert chosen([9.0, 2.99, 0.0], terms=terms) == [0, 2]


@pytest.mark.parametrize(("shared", "taken"), [(17, [0, 2]), (16, [0, 1])])
def test_sentences_with_17_of_20_terms_in_common_are_near_duplicates(shared: int, taken: list[int]) -> None:
    terms = [list(range(20)), list(range(20 - shared, 40 - shared)), list(range(50, 70))]
    assert chosen([9.0, 2.9, 0.0], terms=terms) == taken


def test_sentences_with_the_same_terms_are_never_both_selected() -> None:
    assert chosen([3.0, 2.0, 1.0], budget=Budget(sentences=3), terms=[[0, 1], [0, 1], [2]]) == [0, 2]
    assert chosen([3.0, 2.0, 1.0], budget=Budget(sentences=3), terms=[[], [], [2]]) == [0, 2]


# What a sentence must be worth, by the default weights, to come before the other one.
@pytest.mark.parametrize(
    ("worth", "others", "changes"),
    [
        (1.0, [0.0], {"weights_G": [0.0, 1.0]}),  # a new term of the weight 1
        (0.6, [0.0, 9.0], {"weights_G": [0.0, 1.0, 0.0], "terms": [[0], [1], [1, 2]]}),  # covered once
        (0.5, [1.0, 9.0], {"vectors_ME": [[1, 0], [0, 1], [0, 1]]}),  # the same as one selected
        (0.1, [0.0, 9.0], {"section_M": [1, 0, 1]}),  # of a section of its own
        (0.2, [1.0], {"dangling_M": [0, 2]}),  # a reference to nothing
        (0.6, [0.2, 0.6], {"dangling_M": [0, 0, 1]}),  # a pair, at 0.4 on average
    ],
)
def test_what_the_default_weights_are_worth(
    worth: float, others: list[float], changes: dict[str, Any]
) -> None:
    def before_the_second(utility: float) -> bool:
        order = chosen([utility, *others], Weights(), Budget(sentences=3), **changes)
        return order.index(0) < order.index(1)

    assert before_the_second(worth + 0.01)
    assert not before_the_second(worth - 0.01)


@pytest.mark.parametrize(("elsewhere", "second"), [(1.31, 9), (1.29, 1)])
def test_a_fifth_of_the_text_with_nothing_selected_is_worth_0_7_by_default(
    elsewhere: float, second: int
) -> None:
    """Of ten sentences alike in length, the second is in the fifth of the first one, the last in another."""
    utility = [9.0, 2.0, *[0.0] * 7, elsewhere]
    assert chosen(utility, Weights(), Budget(sentences=2)) == [0, second]


def test_four_times_the_words_must_be_worth_four_to_the_power_of_0_3_by_default() -> None:
    four: dict[str, Any] = {"words_M": [40.0, 10.0]}  # each adds 0.8 as the first of its section and part
    assert chosen([1.80, 0.9], Weights(), Budget(words=50), **four)[0] == 0  # 4 ** 0.3 is 1.516
    assert chosen([1.75, 0.9], Weights(), Budget(words=50), **four)[0] == 1
    counted: dict[str, Any] = {
        "words_M": [1024.0, 1.0]
    }  # 1024 times the words, which to the power of 0.1 are twice as much
    assert chosen([2.62, 0.9], Weights(), **counted)[0] == 0
    assert chosen([2.58, 0.9], Weights(), **counted)[0] == 1
    assert (Weights().lead, Weights().dangling_in_stories) == (0.5, 0.4)


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
