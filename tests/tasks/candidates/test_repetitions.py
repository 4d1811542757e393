"""Answers that only repeat the question."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.candidates.repetitions import only_repeats
from longdoc.tasks.spans.candidate import Candidate

RULES = "If two stones touch, both stay. Stones which roll over are removed from the ice."


@pytest.mark.parametrize(
    ("question", "answer", "nothing"),
    [
        ("Which stones are removed?", "the stones", True),
        ("Which stones are removed?", "two of these stones", True),
        ("What type of information do you collect?", "information about you", True),
        ("Which stones are removed?", "Stones which roll over", False),
        ("How many stones are removed?", "two stones", False),
        ("Are stones or brooms removed?", "stones", False),
        ("Is the stone removed?", "the stone is removed", False),
        ("Which stone is removed?", "stone 4", False),
        ("Who pays for Acme's phone?", "Acme", False),
        ("Which stones are removed?", "they", False),
    ],
)
def test_what_only_repeats(question: str, answer: str, nothing: bool) -> None:
    assert only_repeats(question, answer) == nothing


def test_a_repetition_comes_after_a_close_candidate() -> None:
    document = Document(RULES, (), (), "", "a.txt", "0")
    start = RULES.index("Stones which")
    two, rolling = Span(3, 13), Span(start, start + len("Stones which roll over"))
    found = CandidateSet((), (Candidate(2.0, two), Candidate(1.0, rolling)), (), (), 0.0)
    assert without_contradicted("Which stones are removed?", found, document).candidates[0].span == rolling
    assert without_contradicted("What happens if two stones touch?", found, document) is found
