"""PDF: words, figures and signs of scripts that are written from right to left, in the order of reading."""

from __future__ import annotations

from longdoc.documents.pdf.right_to_left import left_to_right
from longdoc.documents.pdf.words import Word


def placed(text: str, x0: float, x1: float, *, backwards: bool = True) -> Word:
    """A word whose letters stand from the right, or as the file has them from the left."""
    step = (x1 - x0) / len(text)
    edges = [x0 + step * at for at in range(len(text) + 1)]
    return Word(text, x0, x1, 0.0, 10.0, False, 0, -2.0, 8.0, edges[::-1] if backwards else edges)


def read(words: list[Word]) -> str:
    return " ".join(word.text for word in sorted(left_to_right(words), key=lambda word: word.x0))


def test_letters_in_the_order_of_their_places_are_turned_around() -> None:
    words = [placed("رعسلا", 60, 90, backwards=False), placed("50", 40, 55, backwards=False)]
    assert read([*words, placed("مهرد", 10, 35, backwards=False)]) == "السعر 50 درهم"


def test_brackets_and_points_are_those_that_are_written() -> None:
    words = [
        placed("שקל)", 70, 95), placed("כולל", 50, 68), placed("מס(", 35, 48),
        placed(",2024", 10, 30, backwards=False),
    ]  # fmt: skip
    assert read(words) == "שקל (כולל מס) 2024,"


def test_a_line_on_a_page_in_another_script_is_mirrored_within_itself() -> None:
    latin = [
        placed(text, 10 + 30 * at, 35 + 30 * at, backwards=False) for at, text in enumerate(["aa", "bb"])
    ]
    for word in latin:
        word.y = 50.0
    words = [placed("שלום", 80, 100), placed("עולם", 55, 75)]
    ordered = left_to_right([*latin, *latin, *words])
    assert [(word.text, word.x0) for word in ordered[-2:]] == [("שלום", 55), ("עולם", 80)]
