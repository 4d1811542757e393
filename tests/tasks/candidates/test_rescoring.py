"""What speaks against a span: a better one beside it, and the other reading of its place."""

from __future__ import annotations

from longdoc.documents.types import Span
from longdoc.tasks.candidates.rescoring import rescored
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Passage

LEFT, RIGHT = Passage(Span(0, 100), (0, 20), 1.0), Passage(Span(50, 150), (10, 30), 0.9)
APART = Passage(Span(400, 500), (80, 100), 0.5)


def _margins(*candidates: Candidate, once: float = 0.0) -> list[float]:
    return [round(one.margin, 3) for one in rescored(candidates, [LEFT, APART, RIGHT], once)]


def test_a_span_that_both_readings_like_keeps_its_margin() -> None:
    here, again = Candidate(5.0, Span(60, 80), 0), Candidate(5.0, Span(61, 80), 2)
    assert _margins(here, again) == [5.0, 5.0]


def test_the_other_reading_lowers_what_it_likes_less_and_raises_nothing() -> None:
    here, again = Candidate(5.0, Span(60, 80), 0), Candidate(1.0, Span(60, 80), 2)
    sure, unsure = _margins(here, again)
    assert sure == 3.8  # less 0.3 of the four logits between them
    assert unsure == 1.0


def test_a_span_that_the_other_reading_does_not_propose_is_as_good_as_its_worst_there() -> None:
    here, elsewhere = Candidate(5.0, Span(60, 80), 0), Candidate(-3.0, Span(120, 140), 2)
    assert _margins(here, elsewhere)[0] == 2.6  # less 0.3 of the eight logits between them
    assert _margins(here)[0] == 5.0  # nothing at all was proposed there: no telling


def test_what_is_read_once_loses_what_is_asked_for() -> None:
    assert _margins(Candidate(5.0, Span(410, 420), 1), once=0.5) == [4.5]
    assert _margins(Candidate(5.0, Span(10, 20), 0), once=0.5) == [4.5]  # not where the two overlap


def test_the_best_of_a_passage_stays_ahead_of_its_others() -> None:
    best, second = _margins(Candidate(5.0, Span(410, 420), 1), Candidate(3.0, Span(450, 460), 1))
    assert best == 5.0
    assert second == 2.4  # less 0.3 of the two logits between them


def test_the_worst_of_several_spans_there_counts() -> None:
    others = [Candidate(-3.0, Span(120, 140), 2), Candidate(2.0, Span(100, 110), 2)]
    assert _margins(Candidate(5.0, Span(60, 80), 0), *others)[0] == 2.6


def test_the_same_place_there_counts_and_not_the_worst() -> None:
    others = [Candidate(4.0, Span(61, 80), 2), Candidate(-3.0, Span(120, 140), 2)]
    assert _margins(Candidate(5.0, Span(60, 80), 0), *others)[0] == 4.7


def test_both_penalties_add_up() -> None:
    best, here = Candidate(7.0, Span(5, 20), 0), Candidate(5.0, Span(60, 80), 0)
    assert _margins(best, here, Candidate(1.0, Span(60, 80), 2))[1] == 3.2  # 5 - 0.3 * 2 - 0.3 * 4


def test_what_is_read_once_loses_a_third_of_a_logit_by_default() -> None:
    (found,) = rescored([Candidate(5.0, Span(410, 420), 1)], [LEFT, APART, RIGHT])
    assert round(found.margin, 3) == 4.7


def test_nothing_found() -> None:
    assert rescored([], [LEFT, RIGHT]) == []
