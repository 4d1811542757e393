"""Text in East Asian fonts that are neither embedded nor installed is read whole."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.pdf import missing_fonts
from longdoc.documents.pdf.missing_fonts import BOXES, substitute_missing_fonts

FONT = Path(missing_fonts.__file__).with_name("boxes.ttf").read_bytes()


@pytest.mark.parametrize(
    ("font", "text"),
    [
        ("STSong-Light", "三百元"), ("MSung-Light", "三百元"), ("HeiseiMin-W3", "三月の賃料"),
        ("HYSMyeongJo-Medium", "임대료"),
    ],
)  # fmt: skip
def test_east_asian_words_within_a_line_are_read_whatever_fonts_are_installed(
    font: str, text: str, tmp_path: Path
) -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(font))
    page = Canvas(str(tmp_path / "rent.pdf"))
    line = page.beginText(72, 700)
    for name, piece in (("Helvetica", "The rent is "), (font, text), ("Helvetica", " a month in advance.")):
        line.setFont(name, 12)
        line.textOut(piece)
    page.drawText(line)
    page.save()
    read = open_document(tmp_path / "rent.pdf").text
    assert "".join(read.split()) == f"Therentis{text}amonthinadvance."


def test_the_substitute_gives_its_data_as_a_whole_and_by_tables() -> None:
    calls = substitute_missing_fonts()
    assert calls is substitute_missing_fonts()
    if calls is None:
        pytest.skip("PDFium has no way to find the fonts of this system")
    buffer = ctypes.create_string_buffer(len(FONT))
    assert calls.GetFontData(None, BOXES, 0, None, 0) == len(FONT)
    place = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ubyte))
    assert calls.GetFontData(None, BOXES, 0, place, len(FONT)) == len(FONT)
    assert buffer.raw == FONT
    length = calls.GetFontData(None, BOXES, int.from_bytes(b"cmap", "big"), None, 0)
    assert 0 < length < len(FONT)
    assert calls.GetFontData(None, BOXES, int.from_bytes(b"none", "big"), None, 0) == 0
