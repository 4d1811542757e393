"""From which confidence on there is an answer: lower for short questions on topics of contracts."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.confidence.calibration import Calibration
from longdoc.tasks.confidence.decision import CLAUSE_SHARE, answer_threshold, confidences
from longdoc.tasks.confidence.features import features_of
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Passage

TEXT = (
    "The Supplier is liable for direct damages. The fee is 90 euros, the Supplier says. The parties hereto "
    "shall be bound by this Agreement."
)
DOCUMENT = Document(TEXT, (), (), "Contract", "c.txt", "0")
PASSAGE = Passage(Span(0, len(TEXT)), (0, 20), 1.0)


def _found(*parts: str) -> CandidateSet:
    spans = [
        Candidate(5.0 - n, Span(TEXT.index(part), TEXT.index(part) + len(part)))
        for n, part in enumerate(parts)
    ]
    return CandidateSet((PASSAGE,), tuple(spans), tuple(spans), (), 0.0)


@pytest.mark.parametrize(
    ("question", "share"),
    [
        ("who is liable?", CLAUSE_SHARE),
        ("force majeure?", 1.0),  # the place has no word of such clauses
        ("who is his dentist?", 1.0),  # no topic of contracts
        ("Who is liable to the Customer for the loss of data?", 1.0),
    ],
)
def test_short_questions_on_topics_of_contracts_are_answered_from_a_lower_confidence_on(
    question: str, share: float
) -> None:
    calibration = Calibration(threshold=0.8, unsure=0.3)
    least = answer_threshold(question, _found("The Supplier"), DOCUMENT, calibration)
    assert least == pytest.approx(0.3 * share)


class _Length:
    token_ids_T = range(20)


def test_the_same_text_elsewhere_is_no_rival() -> None:
    alone = features_of("who?", _found("The Supplier"), 0, DOCUMENT, _Length())  # type: ignore[arg-type]
    twice = features_of("who?", _found("The Supplier", "the Supplier"), 0, DOCUMENT, _Length())  # type: ignore[arg-type]
    rival = features_of("who?", _found("The Supplier", "90 euros"), 0, DOCUMENT, _Length())  # type: ignore[arg-type]
    assert alone["gap"] == twice["gap"] > rival["gap"] == 1.0
    sure = confidences("who?", _found("The Supplier", "90 euros"), DOCUMENT, _Length(), Calibration())  # type: ignore[arg-type]
    assert sure[0] > sure[1]


@pytest.mark.parametrize(
    ("question", "missing"), [("How fast does the British fleet sail?", 0), ("And the Dutch fleet?", 1)]
)
def test_a_name_that_the_document_calls_otherwise_is_not_missing(question: str, missing: int) -> None:
    text = "The fleet of the United Kingdom sails at 20 knots."
    document, span = Document(text, (), (), "", "a.txt", "0"), Span(text.index("20"), len(text) - 1)
    found = CandidateSet((Passage(Span(0, len(text)), (0, 12), 1.0),), (Candidate(1.0, span),), (), (), 0.0)
    assert features_of(question, found, 0, document, _Length())["missing_names"] == missing  # type: ignore[arg-type]
