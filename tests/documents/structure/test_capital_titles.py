"""Titles in capitals: chapters and stories that have no number."""

from __future__ import annotations

import pytest

from longdoc.documents.structure.sections import find_sections

PROSE = "It rained for days on end, and nobody in the village went out except the old postman.\n" * 5


def book(*titles: str, prose: str = PROSE) -> str:
    return "\n\n".join(f"{title}\n\n{prose}" for title in ("The Village", *titles))


@pytest.mark.parametrize(
    "titles",
    [
        ("THE RAIN", "THE FLOOD", "AFTER"),
        ("I - THE RAIN", "II - THE FLOOD", "III - HOME."),
        ("À LA MER", "L'ÉTÉ", "LA FIN"),
    ],
)
def test_titles_in_capitals_above_prose_are_sections(titles: tuple[str, ...]) -> None:
    assert [section.title for section in find_sections(book(*titles))] == list(titles)


def test_a_chapter_may_begin_with_a_word() -> None:
    text = book("ONE DAY", "THE RAIN", "THE FLOOD") + f'\n\nTHE END OF IT\n\n"No!"\n\n{PROSE}'
    assert len(find_sections(text)) == 4


@pytest.mark.parametrize(
    "text",
    [
        book("THE RAIN", "THE FLOOD"),  # two may be chance
        book("LYSISTRATA", "KALONIKE", "LYSISTRATA", "KALONIKE"),
        book("THE RAIN", "THE FLOOD", "AFTER", prose="Too short."),
        book("BYRON.", "JOHN KEATS.", "SHELLEY."),
        book("A. B.", "C. D.", "E. F."),
        PROSE * 20 + book("STOP", "NO SMOKING", "DANGER"),  # in its last part alone
    ],
)
def test_signs_signatures_and_speakers_are_no_titles(text: str) -> None:
    assert find_sections(text) == ()
