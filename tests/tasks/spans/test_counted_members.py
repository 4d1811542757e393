"""Questions that say how many things they ask for."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.spans.counted_members import counted_members, lacks_members, number_asked
from longdoc.tasks.spans.phrasing import complete_span

PITCH = (
    "The pitch is held by two movable surfaces on the tail: the rudder, which a motor turns, and the keel, "
    "which is moved by hand. A third one is spare. The paint and the varnish are new."
)


@pytest.mark.parametrize(
    ("question", "number"),
    [
        ("What are the three phases of the trial?", 3),
        ("Which two PEPs were accepted?", 2),
        ("What four inland towns are visited?", 4),
        ("Name the five ports.", 5),
        ("What were its two main causes?", 2),
        ("WHAT ARE THE SİX PHASES?", None),
        ("Which of the two towns is larger?", None),
        ("Which two or three towns are there?", None),
        ("How many phases are there?", None),
        ("What did the two towns decide?", None),
        ("What is the three-day rule?", None),
    ],
)
def test_the_number_asked_for(question: str, number: int | None) -> None:
    assert number_asked(question) == number


@pytest.mark.parametrize(
    ("answer", "lacks"),
    [
        ("the keel", True),
        ("the keel and the rudder", True),
        ("keel, rudder and mast", False),
        ("the keel\n- the rudder\n- the mast", False),
        ("(a) keel; (b) rudder; (c) mast", False),
    ],
)
def test_an_answer_has_as_many_members_as_are_asked_for(answer: str, lacks: bool) -> None:
    assert lacks_members("Which three parts are new?", answer) is lacks


def _span(part: str) -> Span:
    return Span(at := PITCH.index(part), at + len(part))


@pytest.mark.parametrize("part", ["the rudder", "the keel", "moved by hand"])
def test_what_its_number_introduces_is_given_whole(part: str) -> None:
    document = Document.from_text(PITCH)
    whole = "the rudder, which a motor turns, and the keel, which is moved by hand"
    assert document.quote(complete_span("What are the two surfaces?", document, _span(part))) == whole
    assert document.quote(complete_span("Which surface is it?", document, _span(part))) == part


def test_what_has_fewer_members_is_not_introduced_by_their_number() -> None:
    text = "There are three gates: the lock, and the weir."
    span = Span(at := text.index("the lock"), at + len("the lock"))
    assert counted_members("Which three gates are there?", text, span, Span(0, len(text))) is None


def test_an_answer_with_too_few_members_comes_after_a_close_one() -> None:
    document = Document.from_text(PITCH)
    found = CandidateSet(
        (), (Candidate(2.0, _span("A third one")), Candidate(1.0, _span("The paint"))), (), (), 0.0
    )
    best = without_contradicted("Which two coats are new?", found, document).candidates[0]
    assert best.span == _span("The paint")  # and the varnish
    assert without_contradicted("Which coat is new?", found, document) is found
