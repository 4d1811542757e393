"""Answers without the number or the time that a question asks for."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.answer_forms import lacks_count, lacks_length, lacks_time
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.spans.candidate import Candidate

NOTICE = "The office closed as money was short. The last day was 3 May."


@pytest.mark.parametrize(
    ("question", "answer", "lacks"),
    [
        ("How many members voted?", "the chair's party", True),
        ("And how many members voted?", "by show of hands", True),
        ("How many members voted?", "all of the members", False),
        ("How many members voted?", "fourteen", False),
        ("How many members voted and who were they?", "Ana and Bo", False),
        ("Which rule says how many members vote?", "Standing orders", False),
    ],
)
def test_a_count_has_a_number(question: str, answer: str, lacks: bool) -> None:
    assert lacks_count(question, answer) == lacks


@pytest.mark.parametrize(
    ("question", "answer", "lacks"),
    [
        ("How long does the non-compete last?", "Non-Competition", True),
        ("For how long must I wait?", "independent legal counsel about it", True),
        ("How long does the non-compete last?", "a year", False),
        ("How long does the non-compete last?", "as long as he is employed", False),
        ("How long is the bridge?", "40 metres", False),
        ("Who said how long it lasts?", "the chair", False),
        ("How long-lived are they?", "very", False),
    ],
)
def test_a_length_has_a_time_or_a_distance(question: str, answer: str, lacks: bool) -> None:
    assert lacks_length(question, answer) == lacks


@pytest.mark.parametrize(
    ("question", "answer", "lacks"),
    [
        ("When did the office close?", "money was short", True),
        ("When will it reopen?", "our financial model", True),
        ("When did the office close?", "once the money was spent", False),
        ("When did the office close?", "the day after the vote", False),
        ("When did the office close?", "shortly", False),
        ("When did the office close, and who decided it?", "the board", False),
        ("When is a breach minor?", "the other party still gets what it paid for", False),
        ("When the office closed, what was left?", "a desk", False),
    ],
)
def test_a_date_has_a_time(question: str, answer: str, lacks: bool) -> None:
    assert lacks_time(question, answer) == lacks


def test_an_answer_without_a_time_comes_after_others() -> None:
    document = Document(NOTICE, (), (), "", "a.txt", "0")
    money, day = (Span(at := NOTICE.index(part), at + len(part)) for part in ("money was short", "3 May"))
    found = CandidateSet((), (Candidate(4.0, money), Candidate(1.0, day)), (), (), 0.0)
    assert without_contradicted("When did it close?", found, document).candidates[0].span == day
