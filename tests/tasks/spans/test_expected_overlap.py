"""The span that agrees best with all probable spans."""

from __future__ import annotations

import numpy as np

from longdoc.tasks.spans.expected_overlap import most_agreed_span


def test_a_clear_span_is_kept() -> None:
    margins_2L = np.full((2, 6), -9.0, np.float32)
    margins_2L[0, 2] = margins_2L[1, 4] = 9.0
    assert most_agreed_span(margins_2L) == (2, 4)


def test_a_span_between_two_probable_ones_is_preferred_to_a_long_one() -> None:
    margins_2L = np.full((2, 12), -9.0, np.float32)
    margins_2L[0, 0] = 3.0
    margins_2L[1, (2, 3, 4)] = 2.9
    margins_2L[1, 11] = 3.0  # the best end alone, but no other agrees with it
    assert most_agreed_span(margins_2L) == (0, 3)


def test_one_token() -> None:
    assert most_agreed_span(np.zeros((2, 1), np.float32)) == (0, 0)
