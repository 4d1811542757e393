"""What is a numbered heading, and what an item of a list."""

from __future__ import annotations

from longdoc.documents.structure.headings import find_candidates
from longdoc.documents.structure.sections import find_sections


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


def sections(*labels: str) -> list[str]:
    body = "The parties agree that the goods are delivered in good order and paid within thirty days. " * 3
    return [section.title for section in find_sections("".join(f"{one}\n\n{body}\n\n" for one in labels))]


def test_a_letter_that_is_a_roman_numeral_as_well_follows_the_letter_before_it() -> None:
    labels = [f"SECTION {letter}. Title of It" for letter in "ABCDEFGHIJKLMN"]
    assert sections(*labels) == labels


def test_a_roman_numeral_of_one_letter_follows_the_numeral_before_it() -> None:
    labels = [f"Chapter {numeral}" for numeral in ("XLVIII", "XLIX", "L", "LI", "LII")]
    assert sections(*labels) == labels


def test_chapters_are_counted_in_words_beyond_sixteen() -> None:
    labels = [
        f"Chapter {word}" for word in ("Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen", "Twenty")
    ]
    assert sections(*labels, "Chapter Twenty-One") == [*labels, "Chapter Twenty-One"]


def test_articles_have_their_numbers_however_these_are_written() -> None:
    written = ("九九", "一〇〇", "１０１", "百二", "一百零三", "壹佰零肆")
    text = "\n".join(f"第{number}条 当事人应当遵守本法。" for number in written)
    assert [heading.number for heading in find_candidates(text)] == [(number,) for number in range(99, 105)]
