"""What is said of one thing does not answer a question about another."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import PENALTY, without_contradicted
from longdoc.tasks.spans.candidate import Candidate

TEXT = (
    "The ski hut stands on a hill of an average height of 3000 feet. The village has a church and a bridge.\n"
    "The stone bridge is old; it is 40 m long. 25 m wide.\n"
    "The museum was built in 1931 by Anna Holm. The cafe seats 90 people. The library is closed.\n"
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
        ("When was the library built?", "1931", True),
        ("Who built the library?", "Anna Holm", True),
        ("When must the library be built?", "1931", True),
        ("How many people does the library seat?", "90", True),
        ("When was the museum built?", "1931", False),
        ("Who built the museum?", "Anna Holm", False),
        ("How many people does the cafe seat?", "90", False),
        ("Who founded the library?", "Anna Holm", False),  # in other words
        ("When was the gallery built?", "1931", False),  # perhaps the museum
    ],
)
def test_an_answer_about_another_thing_is_lowered(question: str, answer: str, is_other: bool) -> None:
    document = Document.from_text(TEXT, "village.txt")
    start = TEXT.index(answer)
    candidate = Candidate(3.0, Span(start, start + len(answer)), 0)
    found = CandidateSet((), (candidate,), (candidate,), (), 0.0)
    (left,) = without_contradicted(question, found, document).candidates
    assert left.margin == 3.0 - PENALTY * is_other
