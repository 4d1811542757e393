"""What is a numbered heading, and what an item of a list."""

from __future__ import annotations

from longdoc.documents.structure.headings import find_candidates


def test_items_in_adjacent_lines_are_no_headings() -> None:
    text = "3. Eligibility\n\n3.1 Criteria\n\n1. Age 18 to 75\n2. Consent\n\n4. Dosing\n\nTake one.\n"
    found = [text[heading.start : heading.end] for heading in find_candidates(text)]
    assert found == ["3. Eligibility", "3.1 Criteria", "4. Dosing"]


def test_a_clause_whose_lines_are_wrapped_has_no_title() -> None:
    text = (
        "12. Guarantee and limits\n\n12.1 The Guarantor guarantees to the Lender performance by the\n"
        "Borrower of all its obligations.\n\n12.2 The Supplier shall complete the onboarding of areas by 31\n"
        "March 2025.\n\n12.3 Terms of payment for the equipment delivered\nThe Buyer pays in May.\n"
    )
    assert [heading.title for heading in find_candidates(text)] == [
        "12. Guarantee and limits", "12.1", "12.2", "12.3 Terms of payment for the equipment delivered",
    ]  # fmt: skip
