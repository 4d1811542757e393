"""Letters as they are meant: accents on them, figures raised, glyphs drawn once, blanks seen, directions."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.pdf.letters import (
    accents_joined,
    drawn_once,
    loose_accents_joined,
    normalised,
    overlooked_blanks,
)
from longdoc.documents.pdf.reader import read_pdf
from longdoc.documents.pdf.right_to_left import left_to_right
from longdoc.documents.pdf.words import Word


def text_of(draw: Callable[[Canvas], None]) -> str:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Times-Roman", 11)
    draw(canvas)
    canvas.save()
    return read_pdf(file.getvalue()).text


def test_accents_set_apart_are_joined_to_their_letters() -> None:
    """As TeX draws them: the letter, back, the accent over it."""

    def draw(canvas: Canvas) -> None:
        x = 72.0
        for piece in ("Signed by Ren", "´e", " Fran", "¸c", "ois and Eduard S", "¨a", "ckinger."):
            if piece[0] in "´¨¸":
                width = stringWidth(piece[1], "Times-Roman", 11)
                mark = stringWidth(piece[0], "Times-Roman", 11)
                canvas.drawString(x + (width - mark) / 2, 700, piece[0])
                piece = piece[1]
            canvas.drawString(x, 700, piece)
            x += stringWidth(piece, "Times-Roman", 11)

    assert text_of(draw) == "Signed by René François and Eduard Säckinger."


@pytest.mark.parametrize(
    "pieces",
    [
        ("Signed by ", "´Emile of ", "¨Osterberg and Jos", "´e in ", "´Evreux, and by Herv", "´e."),
        (
            "Signed by ",
            "´E",
            "mile of ",
            "¨O",
            "sterberg and Jos",
            "´e",
            " in ",
            "´E",
            "vreux, and by Herv",
            "´e.",
        ),
    ],
)
def test_accents_are_joined_to_their_letters_wherever_they_were_drawn(pieces: tuple[str, ...]) -> None:
    """TeX raises an accent by what a capital is higher, and draws its letter in one go with what follows."""

    def draw(canvas: Canvas) -> None:
        x = 72.0
        for piece in pieces:
            if piece[0] in "´¨":
                width, mark = (stringWidth(sign, "Times-Roman", 11) for sign in (piece[1], piece[0]))
                high = 2.4 if piece[1].isupper() else 0
                canvas.drawString(x + (width - mark) / 2, 700 + high, piece[0])
                piece = piece[1:]
            canvas.drawString(x, 700, piece)
            x += stringWidth(piece, "Times-Roman", 11)

    assert text_of(draw) == "Signed by Émile of Österberg and José in Évreux, and by Hervé."


def test_the_halves_of_a_rare_character_are_joined() -> None:
    halves = word("x\ud835\udc5dy", 0, 40)
    assert normalised(halves) == ("x𝑝y", [0, 10, 30, 40])


def test_an_accent_beside_letters_stays() -> None:
    boxes = [(0.0, 5.0, 0.0, 10.0), (5.0, 8.0, 0.0, 10.0), (8.0, 13.0, 0.0, 10.0)]
    assert accents_joined("a´b", boxes) == ("a´b", boxes)


def test_a_raised_figure_is_told_from_those_of_its_number() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 11)
        text.textOut("The tank holds 10")
        text.setRise(5)
        text.setFont("Times-Roman", 7)
        text.textOut("3")
        text.setRise(0)
        text.setFont("Times-Roman", 11)
        text.textOut(" litres, 7 m")
        text.setRise(5)
        text.setFont("Times-Roman", 7)
        text.textOut("2")
        text.setRise(0)
        text.setFont("Times-Roman", 11)
        text.textOut(" wide.")
        canvas.drawText(text)

    assert text_of(draw) == "The tank holds 10^3 litres, 7 m^2 wide."


def test_imitated_bold_and_shadows_are_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for shift in (0.0, 0.3):  # the whole line once more
            canvas.drawString(72 + shift, 740, "Termination fee of the lease")
        x = 72.0
        for letter in "Deposit":  # each letter twice
            for shift in (0.0, 0.4):
                canvas.drawString(x + shift, 720, letter)
            x += stringWidth(letter, "Times-Roman", 11)
        canvas.drawString(73.5, 698.5, "Shadow of a heading")
        canvas.drawString(72, 700, "Shadow of a heading")

    assert " ".join(text_of(draw).split()) == "Termination fee of the lease Deposit Shadow of a heading"


def test_a_word_that_comes_twice_in_a_row_stays() -> None:
    assert text_of(lambda canvas: canvas.drawString(72, 700, "that that is is")) == "that that is is"


def test_a_large_initial_belongs_to_its_word() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Roman", 34)
        canvas.drawString(72, 688, "O")
        canvas.setFont("Times-Roman", 11)
        for row, line in enumerate(("nce the quay was rebuilt, the ferry to", "the island ran again.")):
            canvas.drawString(98, 702 - 13 * row, line)

    assert text_of(draw) == "Once the quay was rebuilt, the ferry to the island ran again."


def word(text: str, x0: float, x1: float, y: float = 0.0, size: float = 10.0) -> Word:
    step = (x1 - x0) / len(text)
    edges = [x0 + step * at for at in range(len(text) + 1)]
    return Word(text, x0, x1, y, size, False, 0, y - 2, y + 8, edges)


def test_words_at_one_place_are_one() -> None:
    first, second, other = word("fee", 10, 25), word("fee", 11, 26, y=-1), word("fee", 11, 26, y=-14)
    assert drawn_once([first, second, other]) == [first, other]


def test_space_between_letters_is_a_blank_only_in_a_few_places() -> None:
    def boxes(*gaps: float) -> list[tuple[float, float, float, float]]:
        found, x = [], 0.0
        for gap in (*gaps, 0.0):
            found.append((x, x + 5, 0.0, 10.0))
            x += 5 + gap
        return found

    assert overlooked_blanks("theyare", boxes(0, 0, 0, 3, 0, 0), 10) == [4]
    assert overlooked_blanks("NEWS", boxes(4, 4, 4), 10) == []
    assert overlooked_blanks("8.1Term", boxes(0, 0, 0.9, 0, 0, 0), 10) == [3]


def test_a_hebrew_line_reads_from_the_right() -> None:
    words = [
        word("שלוםרב", 300, 330),
        word("Grey", 240, 270),
        word("Heron", 275, 296),
        word("עולם", 200, 230),
    ]
    for one in (words[0], words[3]):
        one.edges.reverse()
    ordered = sorted(left_to_right(words), key=lambda one: one.x0)
    assert [one.text for one in ordered] == ["שלוםרב", "Grey", "Heron", "עולם"]


def test_an_accent_before_the_first_letter_of_a_word_joins_no_words() -> None:
    after = word("Aström", 44, 80)
    after.glued = True  # to the accent over it, which was drawn first
    joined = loose_accents_joined([word("Søren", 10, 40), word("˚", 45, 48, 2), after])
    assert [(one.text, one.glued) for one in joined] == [("Søren", False), ("Åström", False)]


def test_a_line_that_one_command_draws_twice_is_read_once() -> None:
    line = "The toll is 65 groats."

    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 11)
        back = stringWidth(line, "Times-Roman", 1000) - 30
        text._code.append(f"[({line}) {back:.0f} ({line})] TJ")
        canvas.drawText(text)

    assert text_of(draw) == line


def test_letters_that_are_filled_and_then_outlined_are_read_once() -> None:
    def draw(canvas: Canvas) -> None:
        for _ in range(2):
            x = 72.0
            for letter in "A drover pays 3 pence a head.":
                if letter != " ":
                    canvas.drawString(x, 700, letter)
                x += stringWidth(letter, "Times-Roman", 11)

    assert text_of(draw) == "A drover pays 3 pence a head."


def test_figures_that_are_drawn_one_by_one_are_one_number() -> None:
    def draw(canvas: Canvas) -> None:
        for row, amount in enumerate(("31,200.00", "9,450.10", "TOTAL 700.00")):
            x = 300.0
            for letter in amount:
                if letter != " ":
                    canvas.drawString(x, 500 + 12 * row, letter)
                x += stringWidth(letter, "Times-Roman", 11)

    text = text_of(draw)
    assert [one in text for one in ("31,200.00", "9,450.10", "TOTAL 700.00")] == [True] * 3


def test_a_mark_of_the_size_of_its_word_is_raised_too() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "It holds 5 m")
        x = 72 + stringWidth("It holds 5 m", "Times-Roman", 11)
        canvas.setFont("Times-Roman", 10.7)
        canvas.drawString(x, 705.3, "3")
        canvas.setFont("Times-Roman", 11)
        canvas.drawString(x + 8.1, 700, "of water.")

    assert text_of(draw) == "It holds 5 m^3 of water."


def test_words_along_a_circle_cost_no_page() -> None:
    """Each letter stands a little further left than the one before it, and higher or lower."""

    def draw(canvas: Canvas) -> None:
        canvas.drawString(72, 700, "Risks are ranked every year.")
        for angle in range(0, 360, 12):
            canvas.saveState()
            canvas.translate(300, 400)
            canvas.rotate(angle)
            canvas.drawString(0, -40, "PLAN"[angle // 12 % 4])
            canvas.restoreState()

    assert "Risks are ranked every year." in text_of(draw)
