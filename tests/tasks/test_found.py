"""Two networks read the same passages: whose spans count, and when they agree."""

from __future__ import annotations

from longdoc.documents.types import Span
from longdoc.tasks.found import UNREAD_COST, Found, joined
from longdoc.tasks.spans import Candidate
from longdoc.tasks.types import Passage

NEAR, FAR = Passage(Span(0, 100), (0, 20), 1.0), Passage(Span(400, 500), (80, 100), 0.5)


def test_without_a_reader_the_network_alone_decides() -> None:
    small = [Candidate(2.0, Span(0, 5), 0), Candidate(1.0, Span(410, 420), 1)]
    assert joined(small, []) == small


def test_in_a_passage_that_both_have_read_the_spans_of_both_together_count() -> None:
    small = [Candidate(1.0, Span(10, 20), 0), Candidate(-4.0, Span(40, 50), 0)]
    together = Candidate(2.0, Span(10, 21), 0, small=1.0, large=5.0)
    assert joined(small, [together]) == [together]


def test_a_passage_that_the_reader_has_not_read_stands_back() -> None:
    small = [Candidate(2.0, Span(10, 20), 0), Candidate(2.0, Span(410, 420), 1)]
    read, unread = joined(small, [Candidate(2.0, Span(10, 20), 0)])
    assert (read.margin, unread.margin) == (2.0, 2.0 - UNREAD_COST)


def test_they_agree_where_they_like_the_same_span_best() -> None:
    small = [Candidate(2.0, Span(10, 20), 0), Candidate(1.0, Span(410, 420), 1)]
    here, there = Candidate(3.0, Span(10, 19), 0), Candidate(4.0, Span(410, 420), 1)
    assert Found.of([NEAR, FAR], small, [here], 0.0).agreed
    assert not Found.of([NEAR, FAR], small, [here, there], 0.0).agreed
    assert Found.of([NEAR, FAR], small, [], 0.0).agreed
