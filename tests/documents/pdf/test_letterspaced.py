"""PDF: words whose letters are set apart come back as words; letters that are none stay apart."""

from __future__ import annotations

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document


@pytest.mark.parametrize(
    ("drawn", "text"),
    [
        ("S C H E D U L E   O F   F E E S", "SCHEDULE OF FEES"),
        ("P r i c e   l i s t   o f   g o o d s", "Price list of goods"),
        ("A G R E E M E N T", "AGREEMENT"),
        ("Options a b c d e f g h are listed here.", "Options a b c d e f g h are listed here."),
        ("A B C D E F G", "A B C D E F G"),
        ("The vectors x y z p q r are given.", "The vectors x y z p q r are given."),
    ],
)
def test_letters_set_apart_are_words_where_they_read_as_such(drawn: str, text: str) -> None:
    canvas = Canvas(io.BytesIO())
    canvas.drawString(72, 700, drawn)
    canvas.save()
    assert open_document(io.BytesIO(canvas._filename.getvalue()), name="x.pdf").text == text
