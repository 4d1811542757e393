"""Renders a page of a PDF → its words by OCR."""

from __future__ import annotations

from statistics import mean
from typing import Any

from longdoc.documents.ocr.engine import DOTS_PER_INCH, LONGEST_SIDE, lines_of_picture
from longdoc.documents.ocr.words import words_of
from longdoc.documents.pdf.pdfium import Frame, PageContent

__all__ = ["recognised"]


def recognised(page: Any) -> tuple[PageContent, float]:
    """The words that OCR reads on a rendered PDFium page, and its confidence (0 to 1)."""
    width, height = page.get_size()
    scale = min(DOTS_PER_INCH / 72, LONGEST_SIDE / max(width, height, 1.0))
    bitmap = page.render(scale=scale, grayscale=False, may_draw_forms=True)
    lines = lines_of_picture(bitmap.to_numpy()[:, :, :3].copy())
    words = words_of(lines, bitmap.height, 1 / scale)
    frame = Frame(0.0, 0.0, width, height, 0)
    return PageContent(words, [], frame, 0.0, 0), mean(line.confidence for line in lines) if lines else 0.0
