"""Exceptions, conditions and the figures that others are compared with are not what is asked for."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.asides import figure_compared, is_compared_with, is_condition, is_exception
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.spans.candidate import Candidate

CHEQUES = "Any cheques over £500, with the exception of the monthly rent, shall bear two signatures."
OTHERS = "Staff other than the night porter wear a badge; nothing other than a kettle may be left on."
ELSEWHERE = "You get such towels anywhere other than Walmart."
RESULTS = (
    "Profit for the quarter was $44.2 million, or $0.89 per share, compared with profit of $51.8 million, or "
    "$1.05 per share, for the third quarter of the year before."
)
APART = "Sales were $5 million compared with $4 million in 2020, and profit was $1 million, the highest ever."
STAFF = "The ward has 12 nurses, up from 10, and 3 doctors."
SALES = "Sales fell 3.2 percent to $293.6 million from net sales of $303.5 million."


def _place(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


@pytest.mark.parametrize(
    ("question", "sentence", "part", "excepted"),
    [
        ("Which cheques need two signatures?", CHEQUES, "monthly rent", True),
        ("Which cheques need two signatures?", CHEQUES, "cheques over £500", False),
        ("Which cheques do not need two signatures?", CHEQUES, "monthly rent", False),
        ("Who signs for the monthly rent?", CHEQUES, "monthly rent", False),
        ("Does the rent need two signatures?", CHEQUES, "monthly rent", False),
        ("Who wears a badge?", OTHERS, "night porter", True),
        ("What may be left on?", OTHERS, "kettle", False),
        ("Where can you get towels?", ELSEWHERE, "Walmart", False),
    ],
)
def test_what_a_sentence_excepts_is_not_what_it_includes(
    question: str, sentence: str, part: str, excepted: bool
) -> None:
    assert is_exception(question, sentence, *_place(sentence, part)) is excepted


@pytest.mark.parametrize(
    ("question", "answer", "condition"),
    [
        ("What data may not be sent?", "unless authorised by the form", True),
        ("Who may enter?", "only if the alarm is off", True),
        ("What are the conditions of a refund?", "only if the box is unopened", False),
        ("When may he enter?", "only if the alarm is off", False),
        ("Why was he dismissed?", "provided that he signs a release", True),
        ("Why should I telephone?", "If you suspect a virus", True),
        ("Why should I telephone?", "e-mails could spread it", False),
    ],
)
def test_a_condition_is_neither_a_thing_nor_a_reason(question: str, answer: str, condition: bool) -> None:
    assert is_condition(question, answer) is condition


@pytest.mark.parametrize(
    ("sentence", "part", "instead"),
    [
        (RESULTS, "$51.8 million", "$44.2 million"),
        (RESULTS, "$1.05", "$0.89"),
        (SALES, "$303.5 million", "$293.6 million"),
        (RESULTS, "$44.2 million", None),
        (RESULTS, "$0.89", None),
        (SALES, "$293.6 million", None),
        (APART, "$4 million", "$5 million"),
        (APART, "$1 million", None),
        (STAFF, "10", "12"),
        (STAFF, "3", None),
    ],
)
def test_the_figure_that_is_compared_comes_first(sentence: str, part: str, instead: str | None) -> None:
    place = figure_compared(sentence, *_place(sentence, part))
    assert (place and sentence[slice(*place)]) == instead
    assert is_compared_with("What was it?", sentence, *_place(sentence, part)) is (instead is not None)


@pytest.mark.parametrize("question", ["What was it in 2023?", "What was it before?", "How was it last year?"])
def test_a_question_about_the_time_before_is_answered_by_its_figure(question: str) -> None:
    assert not is_compared_with(question, RESULTS, *_place(RESULTS, "$51.8 million"))


def test_the_figure_asked_about_takes_the_place_of_the_one_it_is_compared_with() -> None:
    document = Document.from_text(RESULTS)
    found = Candidate(2.0, Span(*_place(RESULTS, "$51.8 million")), 0)
    candidates = CandidateSet((), (found,), (), (), 0.0)
    best = without_contradicted("What was the profit?", candidates, document).candidates[0]
    assert (document.quote(best.span), best.margin) == ("$44.2 million", 2.0)
