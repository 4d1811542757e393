"""Selection part by part: what the parts are, and how a summary is shared out among them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from longdoc.documents.types import Section, Span
from longdoc.tasks.summaries.parts import (
    PART_SENTENCES,
    part_edges,
    part_of_sentence,
    select_by_part,
    select_from_each,
    top_level_sections,
)
from longdoc.tasks.summaries.selection import Budget, Sentences, Weights

BY_UTILITY = Weights(coverage=0, section=0, repetition=0, length_power=0, counted_power=0, dangling=0)


def sentences(utility: list[float], words: list[float] | None = None) -> Sentences:
    """Sentences of ten words, or as given, that have nothing in common."""
    count = len(utility)
    return Sentences(
        utility_M=np.array(utility),
        words_M=np.array(words or [10.0] * count),
        vectors_ME=np.eye(count),
        section_M=np.zeros(count, int),
        terms=np.arange(count),
        bounds_M1=np.arange(count + 1),
        weights_G=np.zeros(count),
    )


def by_part(
    utility: list[float], budget: Budget, parts: list[int], words: list[float] | None = None,
    eligible: list[int] | None = None,
) -> list[int]:  # fmt: skip
    eligible_M = np.array(eligible or [1] * len(utility), bool)
    return select_by_part(sentences(utility, words), budget, BY_UTILITY, eligible_M, np.array(parts))


def test_the_top_level_is_the_first_with_more_than_one_section(read: Any) -> None:
    document, _ = read("Some text.")

    def sections(*levels: int) -> list[int]:
        spans = [Section(f"{n}", level, Span(n, 9)) for n, level in enumerate(levels)]
        return [int(one.title) for one in top_level_sections(replace(document, sections=tuple(spans)))]

    assert sections(1, 2, 3, 2, 3, 3) == [0, 1, 3]  # the title above everything, and both of level 2
    assert sections(8, 1, 8, 1) == [1, 3]
    assert sections(1, 2, 3) == sections() == []


def test_top_level_sections_come_in_the_order_of_the_text(read: Any) -> None:
    document, _ = read("Some text.")
    later, earlier = Section("later", 1, Span(5, 9)), Section("earlier", 1, Span(0, 5))
    assert top_level_sections(replace(document, sections=(later, earlier))) == [earlier, later]


def test_a_sentence_is_in_the_part_that_begins_at_it_or_before(read: Any) -> None:
    _, reading = read("Some text.")
    starts = np.array([[0, 4], [5, 9], [10, 14], [15, 19]])
    reading = replace(reading, sentence_spans_M2=starts)
    sections = [Section("a", 1, Span(5, 12)), Section("b", 1, Span(12, 19))]
    assert part_of_sentence(sections, reading).tolist() == [0, 1, 1, 2]
    long = replace(reading, sentence_spans_M2=np.zeros((2 * PART_SENTENCES + 1, 2), int))
    assert np.bincount(part_of_sentence([], long)).tolist() == [150, 150, 1]


def test_parts_begin_where_the_number_changes() -> None:
    assert part_edges(np.array([0, 0, 2, 2, 3])) == [0, 2, 4, 5]
    assert part_edges(np.array([4])) == [0, 1]


def test_each_part_has_its_share_of_words() -> None:
    utility = [1.0, 2.0, 3.0, 4.0, 9.0, 8.0]
    # 40 words of 60 in the first part: 20 of 30, and 10 in the second
    assert by_part(utility, Budget(words=30), [0, 0, 0, 0, 1, 1]) == [3, 2, 4]
    assert by_part(utility, Budget(sentences=3), [0, 0, 0, 0, 1, 1]) == [3, 2, 4]


def test_what_a_part_leaves_is_passed_on() -> None:
    # 15 words are due in each; the first can use 10 of them, which leaves 20 for the second
    assert by_part([1.0, 2.0, 3.0, 4.0], Budget(words=30), [0, 0, 1, 1]) == [1, 3, 2]
    assert by_part([1.0, 2.0, 3.0, 4.0], Budget(words=29), [0, 0, 1, 1]) == [1, 3]


def test_sentences_are_due_rounded_and_what_was_rounded_is_taken_off_later() -> None:
    parts = [0, 0, 0, 1, 1, 1, 2, 2, 2]
    utility = [3.0, 2.0, 1.0] * 3
    assert by_part(utility, Budget(sentences=3), parts) == [0, 3, 6]
    assert by_part(utility, Budget(sentences=4), parts) == [0, 3, 4, 6]  # 1.33, 2.67 and 4 are due
    assert by_part(utility, Budget(sentences=2), parts) == [0, 6]  # 0.67, 1.33 and 2
    assert by_part(utility, Budget(sentences=1), parts) == [3]  # 0.33, 0.67 and 1
    assert by_part([1.0] * 10, Budget(sentences=1), [0] * 6 + [1] * 4) == [0]  # 0.6 and 1


def test_only_words_that_may_be_chosen_count_in_the_share() -> None:
    utility, parts = [1.0, 2.0, 3.0, 9.0, 8.0], [0, 0, 0, 1, 1]
    assert by_part(utility, Budget(words=20), parts, eligible=[0, 0, 1, 1, 0]) == [2, 3]
    assert by_part(utility, Budget(words=20), parts, eligible=[0, 0, 0, 1, 1]) == [3, 4]


@pytest.mark.parametrize(("count", "chosen"), [(1, [1, 4]), (2, [1, 0, 4, 3]), (3, [1, 0, 4, 3, 2])])
def test_so_many_of_each_part_or_all_of_it(count: int, chosen: list[int]) -> None:
    given, parts_M = sentences([1.0, 2.0, 0.5, 3.0, 4.0]), np.array([0, 0, 1, 1, 1])
    assert select_from_each(given, count, BY_UTILITY, np.ones(5, bool), parts_M) == chosen
