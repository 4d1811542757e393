"""Figures that a font itself draws raised are exponents, though they are as large as the others."""

from __future__ import annotations

from longdoc.documents.pdf.reader import read_pdf

PLAIN = b"500 0 0 0 450 700 d1 0 0 450 700 re f"
RAISED = b"350 0 0 320 300 700 d1 0 320 300 380 re f"
LETTERS = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def /CMapType 2 def "
    b"1 begincodespacerange <00> <ff> endcodespacerange "
    b"3 beginbfchar <61> <0031> <62> <0030> <63> <0038> endbfchar endcmap end end"
)  # a: 1, b: 0, c: 8


def stream(data: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(data), data)


def page(eight: bytes) -> bytes:
    """A page that says "3 x 108", whose 8 is drawn so."""
    shown = b"BT /H 10 Tf 20 100 Td (The limit is 3 x ) Tj /F 10 Tf (abc) Tj /H 10 Tf ( units a year.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 5 0 R"
        b"/Resources<</Font<</F 4 0 R/H 9 0 R>>>>>>",
        b"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]"
        b"/CharProcs<</p 6 0 R/e 7 0 R>>/Encoding<</Type/Encoding/Differences[97/p/p/e]>>"
        b"/FirstChar 97/LastChar 99/Widths[500 500 350]/ToUnicode 8 0 R/Resources<<>>>>",
        *map(stream, (shown, PLAIN, eight, LETTERS)),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 10/Root 1 0 R>>\n%%EOF"


def test_a_figure_that_the_font_raises_is_an_exponent() -> None:
    assert read_pdf(page(RAISED)).text == "The limit is 3 x 10^8 units a year."


def test_a_narrow_figure_on_the_line_is_part_of_the_number() -> None:
    assert read_pdf(page(RAISED.replace(b"320", b"0"))).text == "The limit is 3 x 108 units a year."
