"""Highlight annotations as PDFium reads them: their quads cover the characters of the quote, no others."""

from __future__ import annotations

import ctypes
import re
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject
from reportlab.pdfgen.canvas import Canvas

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Span
from longdoc.report.highlight import highlight
from longdoc.report.marks import Mark

LEFT = (
    "The tenant pays the rent on the first day",
    "of each month. The landlord keeps the roof",
    "and the walls in repair, and insures them",
    "against fire. Nobody may smoke on the stairs.",
)
RIGHT = (
    "Either side may end the lease by notice of",
    "three months. The deposit is two rents, and",
    "is paid back within four weeks of the end,",
    "less what the repair of damage has cost.",
)
QUOTES = ("rent on", "The landlord keeps the roof and the walls in repair", "is paid back within four weeks")
SHOWN = (520, 400)
SLACK_PT = 0.75


def write_columns(path: Path, rotation: int, cropped: bool) -> Path:
    """Two columns, upright as shown, on a page whose media box does not begin at zero."""
    width, height = SHOWN if rotation % 180 == 0 else SHOWN[::-1]
    canvas = Canvas(str(path), pagesize=(width, height), invariant=True)
    canvas.translate(*{0: (0, 0), 90: (width, 0), 180: (width, height), 270: (0, height)}[rotation])
    canvas.rotate(rotation)
    canvas.setFont("Helvetica", 10)
    for x, lines in ((40, LEFT), (285, RIGHT)):
        for i, line in enumerate(lines):
            canvas.drawString(x, 300 - 15 * i, line)
    canvas.showPage()
    canvas.save()
    writer = PdfWriter(clone_from=PdfReader(path))
    page = writer.pages[0]
    page.mediabox = RectangleObject((-30, -20, width, height))
    if cropped:
        page.cropbox = RectangleObject((5, 10, width - 8, height - 6))
    page.rotate(rotation)
    writer.write(path)
    return path


def quads_of(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right and top of each quad of the page's Highlight annotations."""
    quads = []
    for n in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, n)
        assert raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_HIGHLIGHT
        for k in range(raw.FPDFAnnot_CountAttachmentPoints(annotation)):
            points = raw.FS_QUADPOINTSF()
            assert raw.FPDFAnnot_GetAttachmentPoints(annotation, k, ctypes.byref(points))
            xs = (points.x1, points.x2, points.x3, points.x4)
            ys = (points.y1, points.y2, points.y3, points.y4)
            quads.append((min(xs), min(ys), max(xs), max(ys)))
        raw.FPDFPage_CloseAnnot(annotation)
    return quads


def characters(page: pdfium.PdfPage) -> list[tuple[str, tuple[float, float, float, float]]]:
    """Each character that PDFium finds on the page, with its box."""
    text = page.get_textpage()
    signs = text.get_text_range()
    assert len(signs) == text.count_chars()
    return [(sign, text.get_charbox(n)) for n, sign in enumerate(signs) if not sign.isspace()]


@pytest.mark.parametrize(
    ("rotation", "cropped"), [(0, False), (0, True), (90, True), (180, False), (270, True)]
)
def test_the_quads_cover_exactly_the_characters_of_the_quotes(tmp_path, rotation, cropped):
    document = open_document(str(write_columns(tmp_path / "lease.pdf", rotation, cropped)))
    spans = [span_of(document, words) for words in QUOTES]
    out = tmp_path / "marked.pdf"
    marks = [Mark(document.source, span, span, "What?", 0.9) for span in spans]
    assert highlight(document, marks, out) == []
    pdf = pdfium.PdfDocument(out)
    page = pdf[0]
    quads, signs = quads_of(page), characters(page)
    pdf.close()
    covered = []
    for sign, (left, bottom, right, top) in signs:
        x, y = (left + right) / 2, (bottom + top) / 2
        around = [quad for quad in quads if quad[0] <= x <= quad[2] and quad[1] <= y <= quad[3]]
        if around:
            covered.append(sign)
            (quad,) = around  # no character is marked twice
            assert quad[0] - SLACK_PT <= left
            assert right <= quad[2] + SLACK_PT
            assert quad[1] - SLACK_PT <= bottom
            assert top <= quad[3] + SLACK_PT
    assert "".join(covered) == "".join("".join(words.split()) for words in QUOTES)


def span_of(document: Document, words: str) -> Span:
    """Where these words are, over the ends of lines."""
    found = re.search(r"\s+".join(map(re.escape, words.split())), document.text)
    assert found
    return Span(*found.span())
