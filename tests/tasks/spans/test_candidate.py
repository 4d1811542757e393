"""Overlapping candidates: which of them stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.types import Span
from longdoc.tasks.spans.candidate import Candidate, mostly_overlap, without_overlaps


@pytest.mark.parametrize(
    ("other", "shared"), [(Span(4, 14), True), (Span(5, 15), False), (Span(0, 4), False), (Span(0, 6), True)]
)
def test_mostly_overlap_means_more_than_half_of_the_longer(other, shared):
    assert mostly_overlap(Span(0, 10), other) == mostly_overlap(other, Span(0, 10)) == shared


def test_of_overlapping_spans_the_best_stays():
    spans = [Candidate(1.0, Span(0, 10)), Candidate(2.0, Span(5, 12)), Candidate(0.5, Span(12, 20))]
    assert [c.span for c in without_overlaps(spans)] == [Span(5, 12), Span(12, 20)]


@given(st.lists(st.tuples(st.floats(-5, 5), st.integers(0, 60), st.integers(1, 20)), max_size=40))
def test_kept_spans_never_overlap_and_nothing_better_is_left_out(items):
    candidates = [Candidate(m, Span(a, a + n)) for m, a, n in items]
    kept = without_overlaps(candidates)
    for n, one in enumerate(kept):
        assert not any(one.span.overlaps(other.span) for other in kept[:n])
    for one in candidates:
        assert any(one.span.overlaps(other.span) and other.margin >= one.margin for other in kept)
