"""Candidates that are items of one list become one span, with their confidence together."""

from __future__ import annotations

from longdoc.documents.types import Block, Document, Kind, Span
from longdoc.tasks.answers.distinct_spans import distinct_spans
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.spans.candidate import Candidate

TEXT = "The kit contains:\n- a valve\n- two gaskets\n- a hex key\n"
UNSURE, THRESHOLD = 0.3, 0.8


def _distinct(
    scores: list[float], series: tuple[Span, ...] = (), question: str = "Which parts are in the kit?"
) -> list[tuple[str, float]]:
    lines = [line for line in TEXT.splitlines() if line.startswith("- ")]
    blocks = tuple(Block(Span(at := TEXT.index(line), at + len(line)), Kind.LIST_ITEM) for line in lines)
    document = Document(TEXT, (), (), "Kit", "kit.md", "0", blocks=blocks)
    spans = [Span(at := TEXT.index(part), at + len(part)) for part in ("a valve", "two gaskets", "a hex key")]
    scored = [(Candidate(1.0, span), score) for span, score in zip(spans, scores, strict=False)]
    found = CandidateSet((), tuple(one for one, _ in scored), (), (), 0.0, series)
    given = distinct_spans(question, document, found, scored, unsure=UNSURE, threshold=THRESHOLD)
    return [(document.quote(span), round(confidence, 2)) for span, confidence in given]


def test_a_list_is_given_once_with_the_confidence_of_its_items() -> None:
    whole = "a valve\n- two gaskets\n- a hex key"
    assert _distinct([0.2, 0.2, 0.01]) == [(whole, 0.4)]


def test_the_items_of_a_list_on_something_else_do_not_count_together() -> None:
    assert _distinct([0.2, 0.2, 0.01], question="Which tools must the treasurer buy?")[0][1] == 0.2


def test_the_items_together_make_no_sure_answer() -> None:
    ((_, confidence),) = _distinct([0.5, 0.5, 0.5])
    assert UNSURE < confidence < THRESHOLD
    assert _distinct([0.9, 0.05])[0][1] == 0.9


def test_the_members_of_a_series_stand_alone() -> None:
    first, second = (Span(at := TEXT.index(part), at + len(part)) for part in ("a valve", "a hex key"))
    assert _distinct([0.1], (first, second)) == [("a valve", 0.55)]


def _periods(score: float) -> list[tuple[str, float]]:
    text = "A grace period of two hours is set. It was one of ten minutes. The two-hour grace period stays."
    document = Document.from_text(text)
    spans = [Span(at := text.index(part), at + len(part)) for part in ("two hours", "ten min", "two-hour")]
    scored = [(Candidate(1.0, span), score) for span in spans]
    found = CandidateSet((), tuple(one for one, _ in scored), (), (), 0.0)
    given = distinct_spans("How long is it?", document, found, scored, unsure=UNSURE, threshold=THRESHOLD)
    return [(document.quote(span), round(confidence, 2)) for span, confidence in given]


def test_an_answer_in_several_places_has_their_confidence_together() -> None:
    assert _periods(0.2) == [("two hours", 0.4), ("ten min", 0.2), ("two-hour", 0.2)]


def test_repetitions_lift_no_answer_far_above_the_threshold() -> None:
    assert _periods(0.5)[0] == ("two hours", 0.55)
    assert _periods(0.7)[0] == ("two hours", 0.7)
