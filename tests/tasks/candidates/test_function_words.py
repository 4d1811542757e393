"""Answers without a word that says anything."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.candidates.function_words import is_function_words
from longdoc.tasks.spans.candidate import Candidate

LEAFLET = "Keep it in a refrigerator. This leaflet was last revised in ."


@pytest.mark.parametrize(
    ("answer", "nothing"),
    [
        ("in", True),
        ("on the", True),
        ("of.", True),
        ("that they did", True),
        ("IT", False),
        ("a", False),  # the name of an option
        ("as is", False),
        ("in May", False),
        ("", False),
    ],
)
def test_function_words(answer: str, nothing: bool) -> None:
    assert is_function_words(answer) == nothing


def test_a_function_word_comes_after_other_candidates() -> None:
    document = Document(LEAFLET, (), (), "", "a.txt", "0")
    word, other = Span(at := LEAFLET.rindex("in ."), at + 2), Span(11, 25)
    found = CandidateSet((), (Candidate(2.0, word), Candidate(1.0, other)), (), (), 0.0)
    best, *_ = without_contradicted("Where is the leaflet?", found, document).candidates
    assert best.span == other
