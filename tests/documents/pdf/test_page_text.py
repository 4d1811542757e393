"""Words as PDFium tells them: of negative size, with odd blanks or unmapped letters, or in halves."""

from __future__ import annotations

from io import BytesIO

from reportlab.pdfbase.pdfmetrics import stringWidth

from longdoc.documents.open import open_document
from longdoc.documents.pdf.letters import overlooked_blanks
from longdoc.documents.pdf.reader import read_pdf

MAPPED = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /x def /CMapType 2 def "
    b"1 begincodespacerange <0000> <ffff> endcodespacerange "
    b"4 beginbfchar <0041> <0041> <0042> <0042> <0020> <0001> <0043> <0043> endbfchar endcmap end end"
)


def pdf(
    shown: bytes, font: tuple[bytes, ...] = (b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",)
) -> bytes:
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 200]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(shown), shown),
        *font,
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Size 20/Root 1 0 R>>\n%%EOF"


def test_type_of_a_negative_size_is_upright() -> None:
    """Tax software turns the matrix by 180 degrees and makes up for it with a negative size."""
    lines = b"".join(
        b"BT /F -%d Tf -1 0 0 -1 20 %d Tm (%s) Tj ET " % (size, y, text)
        for y, size, text in (
            (160, 10, b"Line 1 of the form"),
            (140, 7, b"Amount 2,360"),
            (120, 10, b"Total"),
        )
    )
    extract = read_pdf(pdf(lines))
    assert extract.text.split() == ["Line", "1", "of", "the", "form", "Amount", "2,360", "Total"]
    assert not extract.notices


COMPOSED = (
    b"<</Type/Font/Subtype/Type0/BaseFont/Helvetica/Encoding/Identity-H"
    b"/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>",
    b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Helvetica/DW 500"
    b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
    b"<</Length %d>>stream\n%s\nendstream" % (len(MAPPED), MAPPED),
)


def test_a_letter_without_a_mapping_is_no_other_letter() -> None:
    """PDFium returns the glyph's number, here that of a letter of another script."""
    extract = read_pdf(pdf(b"BT /F 10 Tf 20 100 Td <00410042091600430041> Tj ET", COMPOSED))
    assert extract.text == "AB\ufffdCA"
    assert extract.notices == ("some letters are missing as their fonts do not tell them: page 1",)


def test_words_that_narrow_blanks_part_are_told_apart() -> None:
    def cuts(text: str, gaps: list[float]) -> list[int]:
        boxes, x = [], 0.0
        for gap in (*gaps, 0.0):
            boxes.append((x, x + 5.0, 0.0, 10.0))
            x += 5.0 + gap
        return overlooked_blanks(text, boxes, 10.0)

    close = 1.2
    assert cuts("JaneDoe", [0, 0, 0, close, 0, 0]) == [4]
    assert cuts("RollofAssembly", [0, 0, 0, close, 0, close, *[0.1] * 7]) == [4, 6]
    assert cuts("JaneDoe", [0, 0.8, 0, close, 0, 0.8]) == []  # letters are spaced unevenly there
    assert cuts("f(x)", [close, 0, 0]) == []  # a single letter, with room for its slant
    assert cuts("spaced", [close] * 5) == []


def test_a_pdf_without_its_first_line_is_one_by_its_objects() -> None:
    whole = pdf(b"BT /F 12 Tf 20 100 Td (The harbour is closed in winter.) Tj ET")
    document = open_document(BytesIO(whole.removeprefix(b"%PDF-1.4\n")), name="cut.pdf")
    assert document.text == "The harbour is closed in winter."


def test_halves_of_a_word_that_touch_are_one() -> None:
    """PDFium begins a new line between pieces of text that run down the page."""
    shown, y = b"", 190.0
    for piece in ("Annual Sur", "v", "ey of schools"):
        shown += b"BT /F 12 Tf 0 -1 1 0 100 %f Tm (%s) Tj ET " % (y, piece.encode())
        y -= stringWidth(piece, "Helvetica", 12)
    assert read_pdf(pdf(shown)).text == "Annual Survey of schools"
