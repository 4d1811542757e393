"""Notes in the margin do not interrupt the lines that they stand beside; labels and numbers stay there."""

from __future__ import annotations

from collections.abc import Sequence

from longdoc.documents.pdf.margin_notes import notes_apart
from longdoc.documents.pdf.words import Word

LINES = [
    "4. A person who keeps a dog within the harbour must hold",
    "a licence that the office issues for one year",
    "against a fee of thirty pounds, and must carry it at all",
    "times. 5. The office may refuse a licence where",
    "the person has been fined twice within three years, or",
    "where the dog has bitten somebody on the quay.",
]


def word(text: str, x0: float, y: float, size: float) -> Word:
    x1 = x0 + 0.5 * size * len(text)
    return Word(text, x0, x1, y, size, False, 0, y - 0.2 * size, y + 0.8 * size, [x0, x1])


def page(
    notes: dict[int, str], *, size: float = 8, note_x: float = 60, lines: Sequence[str] = LINES
) -> list[Word]:
    """Lines of text with notes, drawn row by row."""
    words = []
    for row, line in enumerate(lines):
        if row in notes:
            words.append(word(notes[row], note_x, 739 - 14 * row, size))
        x = 170.0
        for text in line.split():
            words.append(word(text, x, 740 - 14 * row, 11))
            x = words[-1].x1 + 3
    return words


def read(words: list[Word]) -> str:
    return " ".join(word.text for word in notes_apart(words))


def test_notes_on_either_side_come_after_the_text() -> None:
    notes = {0: "Licence", 1: "for dogs.", 3: "Refusal."}
    for note_x in (60, 620):
        assert read(page(notes, note_x=note_x)) == " ".join([*LINES, *notes.values()])


def test_labels_in_the_type_of_the_text_stay() -> None:
    assert read(page({0: "Licence"}, size=11)).startswith("Licence 4. A person")
    explained = [
        "means a place at the quay where a vessel may be held",
        "for a night or longer.",
        "means whoever is named in the register as one that",
        "owns a vessel.",
        "means the council of the town with all its officers",
        "and the harbour committee.",
    ]
    labels = {0: "Berth", 2: "Owner", 4: "Council"}
    assert read(page(labels, size=11, lines=explained)).startswith(f"Berth {explained[0]}")


def test_notes_in_the_type_of_the_text_that_stand_amid_sentences_come_after_it() -> None:
    notes = {1: "Licence", 2: "for dogs.", 5: "Bites."}
    for note_x in (60, 620):
        assert read(page(notes, size=11, note_x=note_x)) == " ".join([*LINES, *notes.values()])


def test_a_short_column_beside_a_long_one_is_no_note() -> None:
    column = [*page({}), word("the second column goes on here with its text", 620, 726, 11)]
    assert not any(one.in_margin for one in notes_apart(column))


def test_numbers_in_the_margin_stay() -> None:
    assert read(page({0: "12", 3: "13"})).startswith("12 4. A person")


def test_a_small_line_that_juts_out_beyond_the_text_stays_whole() -> None:
    text = page({})
    end = max(one.x1 for one in text)
    small = [word("Harbour", end - 31, 740, 8), word("rules", end + 8, 740, 8)]
    assert read([*small, *text]).startswith("Harbour rules 4. A person")


def test_labels_of_values_stay() -> None:
    words = [
        word(text, x, 740 - 20 * row, size)
        for row, (label, value) in enumerate(
            [("Name", "Inga Moberg"), ("Town", "Visby"), ("Pay", "41,500")] * 3
        )
        for text, x, size in ((label, 60, 8), (value, 170, 11))
    ]
    assert notes_apart(words) == words


def test_an_empty_page_has_no_notes() -> None:
    assert notes_apart([]) == []


def test_notes_of_a_statute_head_its_sections() -> None:
    lines = [*LINES[:3], "5. The office may refuse a licence where", *LINES[4:]]
    text = read(page({0: "Licence", 1: "for dogs.", 3: "Refusal."}, lines=lines))
    assert text == " ".join(["Licence for dogs.", *lines[:3], "Refusal.", *lines[3:]])


def test_notes_close_to_justified_text_come_after_it() -> None:
    """TeX sets them 11 points from the text, which is nearer than columns stand."""
    words = page({}, lines=[*LINES, *LINES])
    rows: dict[float, list[Word]] = {}
    for one in words:
        rows.setdefault(one.y, []).append(one)
    right = max(row[-1].x1 for row in rows.values())
    drawn: list[Word] = []
    for number, row in enumerate(rows.values()):
        row[-1].x1 = right
        if number == 6:  # an indented paragraph
            row[0].x0 += 15
        drawn += [*row, *([word("Licence.", right + 11, row[0].y, 11)] if number == 2 else [])]
    assert read(drawn).endswith("Licence.")
