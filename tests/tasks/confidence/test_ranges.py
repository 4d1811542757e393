"""What lies in a range of the passage is not missing from it."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.confidence.ranges import words_in_ranges
from longdoc.tasks.confidence.wording import wording_of

SEASONS = "Season | Cabin\n1 April to 31 May | €45\n1 June to 31 August | €80"


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("How much leave after 7 years?", "2 to 5 years | 27\n6 to 10 years | 29", {"7", "years"}),
        ("How much leave after 12 years?", "2 to 5 years | 27\n6 to 10 years | 29", set()),
        ("What does a cabin cost in July?", SEASONS, {"july"}),
        ("What does a cabin cost in December?", SEASONS, set()),
        ("Who is the chair?", SEASONS, set()),
    ],
)
def test_words_of_what_a_range_includes(question: str, passage: str, words: set[str]) -> None:
    assert words_in_ranges(question, passage) == words


@pytest.mark.parametrize(("month", "missing"), [("July", 0), ("December", 1)])
def test_a_month_within_a_season_is_no_missing_name(month: str, missing: int) -> None:
    document = Document.from_text(SEASONS)
    whole, answer = Span(0, len(SEASONS)), Span(len(SEASONS) - 3, len(SEASONS))
    wording = wording_of(f"What does a cabin cost in {month}?", document, whole, answer)
    assert (wording.missing_names, wording.unheard) == (missing, bool(missing))
