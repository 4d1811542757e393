"""Answers that a later part of the same document replaces."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.candidates.amendments import amended
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Passage

AGREEMENT = """Agreement

dated 3 March 2021 between the Contractor and the College

4. Staff

4.1 The Contractor shall employ not fewer than eleven operatives at the Premises.

4.2 The Contractor shall employ eleven operatives in the holidays.

5. Notice

5.1 Either party may end this agreement by six months' notice.

5.2 The Contractor's liability shall not exceed 150% of the Charges.

Schedule 2 – Charges

The monthly charge is £14,850, and a visit costs 20% more at night.

Deed of amendment

dated 17 September 2024

1. In clause 4.1 of the agreement the words "eleven operatives" are replaced by "fourteen operatives".

2. The monthly charge in Schedule 2 is increased from £14,850 to £17,320.

The surcharge is reduced from 20% to 15%.

3. Clause 5.1 is amended by deleting "six months" and inserting "nine months".

4. Clause 5.2 is deleted and replaced by the following: "5.2 The liability shall not exceed £250,000."

Second deed of amendment

dated 2 May 2025

1. In clause 4.1 the words "fourteen operatives" are replaced by "sixteen operatives".
"""


def after(question: str, answer: str, text: str = AGREEMENT) -> str | None:
    """The words that take the place of the first occurrence of an answer."""
    document = Document.from_text(text, "agreement.md")
    at = document.text.index(answer)
    places = amended(question, Span(at, at + len(answer)), document)
    return None if places is None else " ".join(map(document.quote, places))


@pytest.mark.parametrize(
    ("question", "answer", "now"),
    [
        ("What is the monthly charge?", "£14,850", "£17,320"),
        ("How many operatives must be employed?", "not fewer than eleven operatives", "sixteen operatives"),
        ("How many operatives must be employed now?", "not fewer than eleven", "sixteen operatives"),
        ("How much notice must be given?", "six months", "nine months"),
        ("What is the liability cap?", "150% of the Charges", "5.2 The liability shall not exceed £250,000."),
        ("What is the charge since October 2024?", "£14,850", "£17,320"),
    ],
)  # fmt: skip
def test_an_amendment_gives_the_answer(question: str, answer: str, now: str) -> None:
    assert after(question, answer) == now


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What was the monthly charge before the amendment?", "£14,850"),
        ("What was the monthly charge in 2022?", "£14,850"),
        ("How was the notice period amended?", "six months"),
        ("How many operatives are employed in the holidays?", "eleven operatives in the holidays"),
        ("How much more does a visit at night cost?", "20%"),  # too short a figure to be told from others
        ("What is the monthly charge?", "£17,320"),
    ],
)
def test_other_answers_stay(question: str, answer: str) -> None:
    assert after(question, answer) is None


RESTATED = """Services Agreement between the Provider and the Customer

4.1 Customer shall pay $500 per month.

4.2 Invoices are due within 30 days.

5. Term. Either party may terminate this Agreement on 60 days' notice.

Amendment No. 1

1. Section 5 of the Agreement is hereby amended and restated in its entirety to read as follows:

5. Term. Either party may end it on 90 days' notice.

2. Section 4.2 is deleted and replaced with the following: Invoices are due within 45 days.

3. Section 4.1 of the Agreement is amended to read in full as follows: "4.1 Customer shall pay $650."

4. Section 4.1 of the Trade Act is amended to read as follows: "4.1 Customers shall pay nothing."
"""


@pytest.mark.parametrize(
    ("question", "answer", "now"),
    [
        ("What is the notice period?", "60 days", "5. Term. Either party may end it on 90 days' notice."),
        ("When are invoices due?", "within 30 days", "Invoices are due within 45 days."),
        ("What is the monthly fee?", "$500", "4.1 Customer shall pay $650."),
        ("What is the monthly fee now?", "$650", None),
    ],
)  # fmt: skip
def test_a_clause_may_be_amended_to_read_otherwise(question: str, answer: str, now: str | None) -> None:
    assert after(question, answer, RESTATED) == now


def test_reports_of_changes_amend_nothing() -> None:
    report = "Sales were £14,850 in May. In June the charge is increased from £14,850 to £17,320."
    assert after("How high were sales?", "£14,850", report) is None


def test_the_amended_words_take_the_place_of_the_candidate() -> None:
    document = Document.from_text(AGREEMENT, "agreement.md")
    at = document.text.index("£14,850")
    old = Candidate(5.0, Span(at, at + 7))
    passage = Passage(Span(0, len(document.text)), (0, 1), 1.0)
    found = CandidateSet((passage,), (old,), (), (), 0.0)
    best, second = without_contradicted("What is the monthly charge?", found, document).candidates
    assert document.quote(best.span) == "£17,320"
    assert second.span == old.span
    assert second.margin < 0
