"""Figures of Facility A do not answer questions about Facility B."""

from __future__ import annotations

import pytest

from longdoc.tasks.candidates.labels import figure_of_label_asked, is_in_other_section, is_of_other_label

MARGIN = "The Margin is 2.25 per cent. per annum for Facility A and 2.75 per cent. per annum for Facility B."
LOANS = "It makes available a loan of £36,000,000 (Facility A) and a credit of £4,500,000 (Facility B)."
TEXT = "For Lot 1 the price is EUR 500, for Lot 2 it is EUR 900; both are due in 30 days."


@pytest.mark.parametrize(
    ("question", "sentence", "part", "other"),
    [
        ("What is the margin for Facility B?", MARGIN, "2.25 per cent", "2.75 per cent"),
        ("What is the margin for Facility A?", MARGIN, "2.75 per cent", "2.25 per cent"),
        ("How much is Facility A?", LOANS, "£4,500,000", "£36,000,000"),
        ("How much is Lot 2?", TEXT, "EUR 500", "EUR 900"),
        ("How much is Lot 1?", TEXT, "EUR 900", "EUR 500"),
    ],
)
def test_the_figure_of_the_label_asked_about_takes_the_place(
    question: str, sentence: str, part: str, other: str
) -> None:
    start = sentence.index(part)
    assert is_of_other_label(question, sentence, start, start + len(part))
    place = figure_of_label_asked(question, sentence, start, start + len(part))
    assert place is not None
    assert sentence[slice(*place)] == other


@pytest.mark.parametrize(
    ("question", "sentence", "part"),
    [
        ("What is the margin for Facility A?", MARGIN, "2.25 per cent"),
        ("What is the margin?", MARGIN, "2.25 per cent"),
        ("How much is Facility C?", LOANS, "£4,500,000"),
        ("What is Clause 3 about in 2023?", "Clause 3 grants 40 days.", "40 days"),
    ],
)
def test_other_figures_are_not_ruled_out(question: str, sentence: str, part: str) -> None:
    start = sentence.index(part)
    assert not is_of_other_label(question, sentence, start, start + len(part))


TIERS = ("1. Tier 1", "2. Tier 2", "3. Other platforms")


@pytest.mark.parametrize(
    ("question", "heading", "sentence", "other"),
    [
        ("What follows when a tier 1 platform fails?", "2. Tier 2", "Failures do not block a release.", True),
        (
            "What follows when a tier 2 platform fails?",
            "2. Tier 2",
            "Failures do not block a release.",
            False,
        ),
        ("What follows when a tier 1 platform fails?", "3. Other platforms", "Failures do not count.", False),
        ("What follows when a tier 1 platform fails?", "2. Tier 2", "It blocks, as tier 1 does.", False),
        (
            "What follows when a tier 4 platform fails?",
            "2. Tier 2",
            "Failures do not block a release.",
            False,
        ),
        ("What follows when a platform fails?", "2. Tier 2", "Failures do not block a release.", False),
    ],
)
def test_an_answer_under_the_heading_of_another_label_is_about_that(
    question: str, heading: str, sentence: str, other: bool
) -> None:
    assert is_in_other_section(question, sentence, heading, TIERS) is other


def test_can_i_names_nothing() -> None:
    headings = ("Can I Cancel?", "Can A Guest Stay?")
    assert not is_in_other_section("When can I cancel?", "At any time.", headings[1], headings)
