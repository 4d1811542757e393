"""Marks go back to their words, whatever a page is like: nothing is lost, and nothing is counted twice."""

from __future__ import annotations

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.pdf.marks import marks_put_back
from longdoc.documents.pdf.words import Word

WORDS = st.builds(
    lambda text, x, y, width, size: Word(text, x, x + width, y, size, False, 0),
    st.text("ab1(", min_size=1, max_size=3),
    st.integers(-3, 40).map(float) | st.sampled_from([float("nan"), float("inf"), 1e300]),
    st.sampled_from([0.0, 4.0, -3.0, 20.0, float("inf")]),
    st.integers(0, 6).map(float),
    st.sampled_from([5.0, 7.0, 11.0, 11.0, 11.0, 0.0, 1e300]),
)


@given(st.lists(WORDS, max_size=30))
def test_no_character_is_lost(words: list[Word]) -> None:
    put_back = marks_put_back(deepcopy(words))
    assert sorted("".join(word.text for word in put_back)) == sorted("".join(word.text for word in words))


def test_a_mark_far_from_any_word_stays() -> None:
    words = [Word("the", 0, 15, 0, 11, False, 0), Word("15", 18, 28, 0, 11, False, 0)]
    marks = [Word("th", 60, 66, 4, 7, False, 0), Word("2", 28, 31, 30, 7, False, 0)]
    assert marks_put_back(deepcopy([*words, *marks])) == [*words, *marks]


def test_a_mark_that_was_drawn_at_its_word_stays_apart() -> None:
    words = [Word("word", 0, 20, 0, 11, False, 0), Word("2", 21, 24, 4, 7, False, 0)]
    words.append(Word("more", 30, 50, 0, 11, False, 0))
    assert marks_put_back(deepcopy(words)) == words
