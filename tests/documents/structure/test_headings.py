"""What is a numbered heading, and what an item of a list."""

from __future__ import annotations

from longdoc.documents.structure.headings import find_candidates


def test_items_in_adjacent_lines_are_no_headings() -> None:
    text = "3. Eligibility\n\n3.1 Criteria\n\n1. Age 18 to 75\n2. Consent\n\n4. Dosing\n\nTake one.\n"
    found = [text[heading.start : heading.end] for heading in find_candidates(text)]
    assert found == ["3. Eligibility", "3.1 Criteria", "4. Dosing"]
