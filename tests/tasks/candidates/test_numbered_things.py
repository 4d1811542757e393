"""Questions that name a numbered thing which the document lacks."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import PENALTY, without_contradicted
from longdoc.tasks.candidates.numbered_things import missing_number
from longdoc.tasks.spans.candidate import Candidate

LEASE = "Harbour Estates lets unit 777 to Mira Okafor. The rent is 940 euros. See section 3."


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("Who is the tenant of unit 77?", "unit 77"),
        ("Who is the tenant of unit 777?", ""),
        ("Who is the tenant of Unit No. 778?", "unit 778"),
        ("What does section 9 say?", "section 9"),
        ("What does clause 9 say?", ""),  # no clause is numbered
        ("What is the rent after 77 months?", ""),
        ("What is on page 77?", ""),
        ("Which units cost 77 euros?", ""),
        ("Is the order 77% complete?", ""),
    ],
)
def test_only_a_thing_whose_number_is_nowhere_is_missing(question: str, missing: str) -> None:
    assert missing_number(question, Document.from_text(LEASE)) == missing


@pytest.mark.parametrize(
    "text",
    [
        "Team 7 won.", "Team seven won.", "The seventh team won.", "Team VII won.", "The 7th team won.",
        "Team 07 won.", "Teams 5 to 9 won.", "Teams 5-9 won.", "team-7 won.",
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_other_ways_or_be_within_a_range(text: str) -> None:
    document = Document.from_text(text)
    assert not missing_number("Did team 7 win?", document)
    assert missing_number("Did team 11 win?", document) == "team 11"


@pytest.mark.parametrize(
    ("asked", "is_lowered"), [("unit 77", True), ("unit 777", False), ("lease 5", False)]
)
def test_answers_are_lowered_and_the_name_of_the_file_counts(asked: str, is_lowered: bool) -> None:
    document = Document.from_text(LEASE, "lease-5.txt")
    start = LEASE.index("Mira")
    candidate = Candidate(3.0, Span(start, start + len("Mira Okafor")), 0)
    found = CandidateSet((), (candidate,), (candidate,), (), 0.0)
    (left,) = without_contradicted(f"Who rents {asked}?", found, document).candidates
    assert left.margin == 3.0 - PENALTY * is_lowered
