"""A measure of one thing does not answer a question about another."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import PENALTY, without_contradicted
from longdoc.tasks.spans.candidate import Candidate

TEXT = (
    "The ski hut stands on a hill of an average height of 3000 feet. The village has a church and a bridge.\n"
    "The stone bridge is old; it is 40 m long. 25 m wide.\n"
)


@pytest.mark.parametrize(
    ("question", "answer", "is_other"),
    [
        ("How high is the church?", "3000 feet", True),
        ("What is the height of the church in the village?", "3000 feet", True),
        ("How high is the hill?", "3000 feet", False),
        ("How high are the hills?", "3000 feet", False),
        ("How high is the mountain?", "3000 feet", False),  # another word for it
        ("How long is the bridge?", "40 m", False),
        ("How long is the church?", "40 m", False),  # "it" may be the church
        ("How wide is the bridge?", "25 m", False),  # no subject
        ("Who owns the church?", "3000 feet", False),
    ],
)
def test_a_measure_of_another_thing_is_lowered(question: str, answer: str, is_other: bool) -> None:
    document = Document.from_text(TEXT, "village.txt")
    start = TEXT.index(answer)
    candidate = Candidate(3.0, Span(start, start + len(answer)), 0)
    found = CandidateSet((), (candidate,), (candidate,), (), 0.0)
    (left,) = without_contradicted(question, found, document).candidates
    assert left.margin == 3.0 - PENALTY * is_other
