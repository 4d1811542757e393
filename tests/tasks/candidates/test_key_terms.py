"""An answer that only refers to a table of key terms is replaced by the value there."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.spans.candidate import Candidate

OFFER = """# Offer

| Item | Terms |
|---|---|
| Reporting Manager | Director of Research |
| Offer Expiration Date | 14 February 2025 |
| Start Date | 3 March 2025 |
| Term | 9 months |
| Governing Law | California |
| Payment Period | [ ] 15 days [x] 30 days [ ] 60 days |
| Equity Terms | None |

## Acceptance

This offer expires on the date listed in the Cover Terms unless extended by Company. Employee will report to
the manager or function identified in the Cover Terms. Employee will receive the equity described in the Cover
Terms. Company will pay expenses within the Payment Period. Employee will accept the bonus policy set out in
Section 4.

This Agreement will start on the Start Date and continue for the Term.

## Law

This offer is governed by the laws of the State of Governing Law, and Employee will obey the law listed on the
Cover Page. The deposit is the amount stated in the Schedule.
"""


@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("When does the offer expire?", "on the date listed in the Cover Terms", "14 February 2025"),
        ("When does the offer expire?", "the date", "14 February 2025"),
        ("Who does the employee report to?", "manager or function", "Director of Research"),
        ("Which law governs?", "the law listed on the\nCover Page", "California"),
        ("Which law governs?", "laws of the State of Governing Law", "California"),
        ("How soon are expenses paid?", "within the Payment Period", "30 days"),
        ("How long does it last?", "on the Start Date and continue for the Term", "9 months"),
        ("What will happen?", "continue for the Term", None),
        ("Can the offer expire?", "on the date listed in the Cover Terms", None),  # no value is asked for
        ("What equity is there?", "the equity described in the Cover Terms", None),  # none is filled in
        ("Which bonus applies?", "the bonus policy set out in Section 4", None),
        ("What is the deposit?", "the amount stated in the Schedule", None),  # no row is about it
    ],
)
def test_a_reference_is_followed(question: str, answer: str, value: str | None, tmp_path: Path) -> None:
    (tmp_path / "offer.md").write_text(OFFER, encoding="utf-8")
    document = open_document(str(tmp_path / "offer.md"))
    start = document.text.index(answer.replace("\n", " "))
    candidate = Candidate(3.0, Span(start, start + len(answer)), 0)
    found = CandidateSet((), (candidate,), (candidate,), (), 0.0)
    best = without_contradicted(question, found, document).candidates[0]
    assert document.quote(best.span) == (value or answer)
