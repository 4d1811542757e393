"""Scanned pages are recognised where the extra [ocr] is there, and left alone where that is not wanted."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.limits import Limits
from longdoc.documents.ocr import choice
from longdoc.documents.ocr.engine import SeenLine
from longdoc.documents.ocr.words import chinese_signs, words_of
from longdoc.documents.open import open_document
from longdoc.documents.pdf.layout import layout_of
from longdoc.documents.pdf.paragraphs import lay_out
from longdoc.documents.pdf.pool import PageRead
from longdoc.documents.pdf.words import Line
from longdoc.documents.types import Document, Page, Span
from longdoc.errors import UnsupportedFormat, UsageError
from longdoc.reading.coverage import coverage_of

ENGLISH = [
    "The board met on 4 April 1962 at the offices of the company.",
    "The dividend was fixed at six per cent for the year.",
    "Mr. Albert Quayle was appointed secretary at 950 pounds a year.",
]
CHINESE = ["本合同自双方签字之日起生效，有效期三年。", "月租金为人民币肆仟伍佰元整，于每月五日前支付。"]


def scanned(lines: list[str], font: str, *, with_text: bool = False, dots_per_inch: int = 200) -> io.BytesIO:
    """A page of lines as a picture in a PDF; `with_text`: behind a page with a text layer."""
    printed = io.BytesIO()
    canvas = Canvas(printed, pagesize=A4)
    canvas.setFont(font, 12)
    for row, line in enumerate(lines):
        canvas.drawString(72, 760 - 22 * row, line)
    canvas.save()
    picture = pypdfium2.PdfDocument(printed)[0].render(scale=dots_per_inch / 72).to_pil()
    if not ImageChops.invert(picture.convert("L")).getbbox():
        pytest.skip(f"PDFium finds no font here to draw {font} with")
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    if with_text:
        canvas.drawString(72, 700, "This page has a text layer.")
        canvas.showPage()
    canvas.drawInlineImage(picture, 0, 0, *A4)
    canvas.save()
    file.seek(0)
    return file


def error_rate(read: str, printed: str) -> float:
    """Edits for each character printed, white space aside."""
    a, b = "".join(read.split()), "".join(printed.split())
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1] / len(b)


@pytest.mark.slow
def test_a_scanned_page_is_read_and_told() -> None:
    pytest.importorskip("rapidocr")
    document = open_document(scanned(ENGLISH, "Times-Roman", with_text=True), name="scan.pdf")
    assert [page.recognised for page in document.pages] == [False, True]
    assert all(page.has_text for page in document.pages)
    second = document.pages[1].span
    assert error_rate(document.text[second.start :], " ".join(ENGLISH)) <= 0.02
    assert any("recognised by OCR" in notice and "page 2" in notice for notice in document.notices)
    assert coverage_of(document, 9, 9).pages_recognised == 1
    at = document.text.index("secretary")
    ((page, (box,)),) = document.boxes(Span(at, at + len("secretary")))
    assert page.number == 2
    assert 760 - 44 - 8 < box.bottom < 760 - 44 + 4
    assert 200 < box.left < 300


@pytest.mark.slow
def test_a_chinese_scan_is_read() -> None:
    pytest.importorskip("rapidocr")
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    document = open_document(scanned(CHINESE, "STSong-Light"), name="scan.pdf")
    assert error_rate(document.text, "".join(CHINESE)) <= 0.05


def test_never_means_never() -> None:
    source = scanned(ENGLISH, "Times-Roman", with_text=True)
    document = open_document(source, name="scan.pdf", limits=Limits(ocr="never"))
    assert [page.has_text for page in document.pages] == [True, False]
    assert any("--ocr auto" in notice for notice in document.notices)
    assert coverage_of(document, 9, 9).pages_recognised == 0


def test_without_the_extra_the_notice_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("longdoc.documents.pdf.reader.is_installed", lambda: False)
    document = open_document(scanned(ENGLISH, "Times-Roman", with_text=True), name="scan.pdf")
    assert any("pip install 'longdoc[ocr]'" in notice for notice in document.notices)
    with pytest.raises(UnsupportedFormat, match=r"longdoc\[ocr\]"):
        open_document(scanned(ENGLISH, "Times-Roman"), name="scan.pdf", limits=Limits(ocr="always"))


def recognised_as(monkeypatch: pytest.MonkeyPatch, *results: str | None) -> None:
    """Let OCR return these lines for the pages that need it; None: it fails."""
    read = [
        PageRead([Line(text, 72, 500, 700, 11, False, False)], words=1, recognised=True)
        if text is not None
        else PageRead(problem="took more than 120 s")
        for text in results
    ]
    monkeypatch.setattr("longdoc.documents.pdf.reader.is_installed", lambda: True)
    monkeypatch.setattr("longdoc.documents.pdf.pool.PdfPool.recognise", lambda pool, pages, progress: read)


def pictures(*texts: str) -> io.BytesIO:
    """Pages that a picture covers, each with a line of text beside it."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for text in texts:
        canvas.drawInlineImage(Image.new("L", (50, 70), 255), 0, 0, *A4)
        canvas.drawString(72, 20, text)
        canvas.showPage()
    canvas.save()
    file.seek(0)
    return file


def test_a_page_on_which_ocr_fails_costs_none_of_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    recognised_as(monkeypatch, "The first page.", None, None, "The last page.")
    document = open_document(pictures("", "", "", ""), name="scan.pdf")
    assert document.text == "The first page.\n\nThe last page."
    assert [page.recognised for page in document.pages] == [True, False, False, True]
    assert "OCR failed: pages 2-3 (took more than 120 s)" in document.notices


def test_a_scan_with_a_stamp_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = f"Filed 3 May 2021. {' '.join(ENGLISH)}"
    recognised_as(monkeypatch, scan)
    document = open_document(pictures("Filed 3 May 2021."), name="scan.pdf")
    assert document.text == scan
    assert document.pages[0].recognised


def test_text_on_a_picture_stays_exact_where_ocr_reads_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    recognised_as(monkeypatch, "Wh4t is next?")
    document = open_document(pictures("What is next?"), name="slide.pdf")
    assert document.text == "What is next?"
    assert not document.pages[0].recognised
    assert document.notices == ()


def test_a_scan_with_a_stamp_is_told_where_ocr_is_off() -> None:
    source = pictures("Filed 3 May 2021.", "")
    document = open_document(source, name="scan.pdf", limits=Limits(ocr="never"))
    told = "1 page of 2 mostly a picture: only the text beside it was read: page 1"
    assert f"{told}; {choice.NO_OCR}" in document.notices
    assert not choice.is_read_so(document, "auto") or not choice.is_installed()


def test_words_share_the_width_of_their_line() -> None:
    words = words_of([SeenLine("will win", 100, 50, 260, 80, 0.9)], 1000, 0.5)
    assert [word.text for word in words] == ["will", "win"]
    assert words[0].x0 == 50
    assert words[-1].x1 == pytest.approx(130)
    assert words[0].x1 < words[1].x0
    assert (words[0].low, words[0].high) == (460, 475)


def test_lines_of_one_type_make_one_paragraph_though_their_boxes_differ() -> None:
    full = "理事长为村民陆守田，住所为云岫县雾岭镇雾岭村"
    boxes = [
        (full, 100, 135),
        (full, 140, 171),
        (full, 180, 215),
        ("口十二号。", 221, 263),
        ("合同", 400, 480),
    ]
    dots = [26 * len(text) + 8 for text, _, _ in boxes[:4]] + [120]
    lines = [
        SeenLine(text, 100, top, 100 + wide, bottom, 0.9)
        for (text, top, bottom), wide in zip(boxes, dots, strict=True)
    ]
    words = words_of(lines, 1000, 0.36)
    assert len({word.size for word in words[:4]}) == 1
    assert words[4].size > 1.5 * words[0].size
    assert lay_out([layout_of(words).lines]).text == f"{full * 3}口十二号。\n\n合同"


def test_signs_between_chinese_characters_are_wide() -> None:
    assert chinese_signs("(四）乙方(承租人),应当:") == "（四）乙方（承租人），应当："
    assert chinese_signs("The tenant (the Lessee), pays:") == "The tenant (the Lessee), pays:"
    assert chinese_signs("价格为 12,480.00 元 (EUR)") == "价格为 12,480.00 元 (EUR)"


def read_before(notices: tuple[str, ...] = (), recognised: bool = False) -> Document:
    page = Page(1, "1", Span(0, 1), recognised=recognised)
    return Document("a", (page,), (), "a", "a.pdf", "0", notices=notices)


def test_what_was_read_otherwise_is_read_again() -> None:
    assert choice.is_read_so(read_before(), "auto")
    assert not choice.is_read_so(read_before(), "always")
    assert not choice.is_read_so(read_before(recognised=True), "never")
    told = read_before((f"no text on 1 page; {choice.GET_OCR}",))
    assert choice.is_read_so(told, "auto") is not choice.is_installed()


def test_the_choice_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(choice.VARIABLE, "never")
    assert choice.chosen() == "never"
    assert choice.chosen("always") == "always"
    monkeypatch.setenv(choice.VARIABLE, "sometimes")
    with pytest.raises(UsageError, match="sometimes"):
        choice.chosen()
