"""What one party may do, or has, does not answer a question about another."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import PENALTY, without_contradicted
from longdoc.tasks.spans.candidate import Candidate

TEXT = (
    "Company may terminate this Agreement by giving 30 days' notice to Contractor. "
    "Contractor shall supply its own tools. Company's total liability is limited to $9,000.\n"
    "Either party may terminate it for cause after 15 days. Contractor must be notified by e-mail.\n"
    "Officers may be removed by a majority of the board. Directors shall meet once a year.\n"
    "Contractor will keep records, and Company may inspect them on 5 days' notice.\n"
    "Contractor shall pay Acme the fees in 21 days. Acme will keep books. Acme may sue. Acme must train.\n"
)


@pytest.mark.parametrize(
    ("question", "answer", "is_other"),
    [
        ("How much notice must the contractor give to terminate?", "30 days", True),
        ("Can the contractor terminate by notice?", "30 days", True),
        ("What is the limit of the contractor's liability?", "$9,000", True),
        ("What is the maximum liability of the contractor?", "$9,000", True),
        ("How can a director be removed?", "a majority", True),
        ("How long does Acme have to pay the fees?", "21 days", True),
        ("How long does the contractor have to pay the fees?", "21 days", False),
        ("How much notice must the company give to terminate?", "30 days", False),
        ("What is the limit of the company's liability?", "$9,000", False),
        ("How can an officer be removed?", "a majority", False),
        ("When can the contractor terminate for cause?", "15 days", False),  # either party
        ("How can the contractor be told of a termination?", "30 days", False),  # is told, tells
        ("Can the supplier terminate the agreement?", "30 days", False),  # perhaps the contractor
        ("Must the contractor let its records be inspected?", "5 days", False),  # both are subjects
    ],
)
def test_what_another_party_does_is_lowered(question: str, answer: str, is_other: bool) -> None:
    document = Document.from_text(TEXT, "agreement.txt")
    start = TEXT.index(answer)
    candidate = Candidate(3.0, Span(start, start + len(answer)), 0)
    found = CandidateSet((), (candidate,), (candidate,), (), 0.0)
    (left,) = without_contradicted(question, found, document).candidates
    assert left.margin == 3.0 - PENALTY * is_other
