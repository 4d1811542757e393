"""Two networks read the same passages: whose spans count, and when they agree."""

from __future__ import annotations

from longdoc.documents.types import Span
from longdoc.tasks.candidates.candidate_set import (
    MAX_PASSAGES_KEPT,
    UNREAD_PENALTY,
    CandidateSet,
    merge_candidates,
)
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Passage

NEAR, FAR = Passage(Span(0, 100), (0, 20), 1.0), Passage(Span(400, 500), (80, 100), 0.5)


def test_without_a_reader_the_network_alone_decides() -> None:
    small = [Candidate(2.0, Span(0, 5), 0), Candidate(1.0, Span(410, 420), 1)]
    assert merge_candidates(small, []) == small


def test_in_a_passage_that_both_have_read_the_spans_of_both_together_count() -> None:
    small = [Candidate(1.0, Span(10, 20), 0), Candidate(-4.0, Span(40, 50), 0)]
    together = Candidate(2.0, Span(10, 21), 0, network_margin=1.0, reader_margin=5.0)
    assert merge_candidates(small, [together]) == [together]


def test_a_passage_that_the_reader_has_not_read_stands_back() -> None:
    small = [Candidate(2.0, Span(10, 20), 0), Candidate(2.0, Span(410, 420), 1)]
    read, unread = merge_candidates(small, [Candidate(2.0, Span(10, 20), 0)])
    assert (read.margin, unread.margin) == (2.0, 2.0 - UNREAD_PENALTY)


def test_what_was_found_keeps_its_passages_and_rescored_spans() -> None:
    small = [Candidate(2.0, Span(10, 20), 0), Candidate(1.0, Span(410, 420), 1)]
    large = [Candidate(3.0, Span(11, 20), 0)]
    found = CandidateSet.of([NEAR, FAR], small, large, 0.5)
    assert found.passages == (NEAR, FAR)
    assert (found.by_network, found.by_reader, found.single_penalty) == (tuple(small), tuple(large), 0.5)
    # each stands in one passage only, and the reader has not read the second
    assert [(c.span, c.margin) for c in found.candidates] == [
        (Span(11, 20), 2.5), (Span(410, 420), 1.0 - UNREAD_PENALTY - 0.5),
    ]  # fmt: skip


def test_only_of_few_passages_are_all_spans_kept() -> None:
    one = [Candidate(2.0, Span(10, 20), 0)]
    few = CandidateSet.of([NEAR] * MAX_PASSAGES_KEPT, one, [], 0.0)
    many = CandidateSet.of([NEAR] * (MAX_PASSAGES_KEPT + 1), one, [], 0.0)
    assert (few.by_network, many.by_network) == (tuple(one), ())
    assert few.candidates == many.candidates != ()
