"""Pages whose fonts do not tell their letters count as not read, and OCR is named."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.pdf.quality import is_readable, reads_like_a_language, unreadable_share
from longdoc.errors import EmptyDocument

LINES = [
    "The liability of the Supplier under this Agreement shall be limited to the fees",
    "that were paid in the twelve months before the claim, and no party answers for",
    "the loss of profit, whether or not it was told that such a loss could follow.",
]


def book(shift: int, pages: tuple[bool, ...], glyph_names: bool = False) -> io.BytesIO:
    """Pages of which those that are True show codes shifted by so many, or named by number."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for shifted in pages:
        canvas.setFont("Courier" if shifted else "Times-Roman", 11)
        for row, line in enumerate(LINES + [" ".join(line.split()[::-1]) for line in LINES]):
            shown = "".join(chr(ord(c) + shift) if c.isalpha() else c for c in line) if shifted else line
            canvas.drawString(72, 760 - 14 * row, shown)
        canvas.showPage()
    canvas.save()
    if glyph_names:
        writer = PdfWriter(clone_from=PdfReader(file))
        names = ArrayObject([NumberObject(33), *(NameObject(f"/g{code}") for code in range(33, 127))])
        encoding = DictionaryObject({NameObject("/Type"): NameObject("/Encoding")})
        encoding[NameObject("/Differences")] = names
        for page, shifted in zip(writer.pages, pages, strict=True):
            for font in page["/Resources"]["/Font"].values() if shifted else ():
                if font.get_object()["/BaseFont"] == "/Courier":
                    font.get_object()[NameObject("/Encoding")] = encoding
        file = io.BytesIO()
        writer.write(file)
    file.seek(0)
    return file


@pytest.mark.parametrize("glyph_names", [False, True])
def test_pages_of_wrong_letters_count_as_not_read(glyph_names: bool) -> None:
    document = open_document(book(3, (False, True, False), glyph_names), name="b.pdf")
    assert [page.has_text for page in document.pages] == [True, False, True]
    (told,) = (notice for notice in document.notices if "fonts do not tell" in notice)
    assert "page 2" in told
    assert "OCR" in told
    assert "Supplier" in document.text


def test_a_file_of_such_pages_says_why_it_is_empty() -> None:
    with pytest.raises(EmptyDocument, match="fonts do not tell"):
        open_document(book(3, (True, True)), name="b.pdf")


@pytest.mark.parametrize(
    "text",
    [
        " ".join(LINES) * 3,
        "Der Lieferant haftet nur für unmittelbare Schäden und nicht für entgangenen Gewinn. " * 9,
        "Le fournisseur est responsable des dommages directs dans la limite des sommes versées. " * 9,
        "出租方为王建国，承租方为李小梅。" * 40,
        "Toimittaja vastaa ainoastaan välittömistä vahingoista eikä saamatta jääneestä voitosta. " * 9,
        "1,204.50 987.10 640.75 " * 60,
    ],
)
def test_texts_of_many_languages_are_probable(text: str) -> None:
    assert is_readable(text, 0.0)
    assert unreadable_share(text) == 0


def test_letters_that_no_table_explains_are_believed_where_they_read_like_a_language() -> None:
    text = " ".join(LINES)
    assert reads_like_a_language(text[:120])
    assert not reads_like_a_language("".join(chr(ord(c) + 3) if c.isalpha() else c for c in text))
    assert not reads_like_a_language("9ROXPHV")
    assert not reads_like_a_language("A 17 B 4")


def test_a_few_words_among_letters_without_any_do_not_make_a_page_readable() -> None:
    signs = "!#$%&*+,:;=?@^_`~|"
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, pageCompression=0)
    canvas.setFont("Courier", 11)
    for row in range(20):
        canvas.drawString(72, 760 - 14 * row, "".join(signs[(row * 7 + at * 5) % 18] for at in range(60)))
    canvas.setFont("Times-Roman", 11)
    canvas.drawString(72, 60, "The Supplier and the Buyer of the goods agree on the price.")
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(file))
    content = writer.pages[0]["/Contents"].get_object()
    drawn = content.get_data()
    content.set_data(drawn.translate(bytes.maketrans(signs.encode(), bytes(range(14, 32)))))
    file = io.BytesIO()
    writer.write(file)
    file.seek(0)
    with pytest.raises(EmptyDocument, match="fonts do not tell"):
        open_document(file, name="b.pdf")


def test_private_and_replacement_characters_and_names_of_glyphs_are_no_letters() -> None:
    assert unreadable_share("\ue001\ufffd" * 5 + "a" * 10) == 0.5
    assert unreadable_share("/g18/g152") == 1
