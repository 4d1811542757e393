"""Typesets a text as the pages of a PDF, with a running header and page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

__all__ = ["write_pages"]

LATIN, CHINESE = "Helvetica", "STSong-Light"
LINES, SIZE, LEADING, WIDTH = 46, 10.5, 14.5, 440.0
_PIECE = re.compile(r"[\u2e80-\u9fff\uff00-\uffef]|[^\s\u2e80-\u9fff\uff00-\uffef]+|\s+")
_NEVER_FIRST = frozenset("，。；：、）”？！")


def write_pages(path: Path, text: str) -> None:
    """Write the text as a PDF; paragraphs are separated by blank lines. Needs reportlab."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    canvas = Canvas(str(path), invariant=True)
    lines = [line for paragraph in text.split("\n\n") for line in (*_wrapped(paragraph), [])]
    for number, first in enumerate(range(0, len(lines), LINES), 1):
        canvas.setFont(LATIN, 8)
        canvas.drawString(72, 800, "An Agreement of Many Pages")
        canvas.drawCentredString(297, 40, f"- {number} -")
        for n, line in enumerate(lines[first : first + LINES]):
            drawn = canvas.beginText(72, 770 - n * LEADING)
            for piece in line:
                drawn.setFont(_font(piece), SIZE)
                drawn.textOut(piece)
            canvas.drawText(drawn)
        canvas.showPage()
    canvas.save()


def _wrapped(paragraph: str) -> Iterator[list[str]]:
    """The lines of a paragraph, each as a list of pieces in one font."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    line: list[str] = []
    width = 0.0
    for piece in _PIECE.findall(" ".join(paragraph.split())):
        wide = stringWidth(piece, _font(piece), SIZE)
        if width + wide > WIDTH and line and piece not in _NEVER_FIRST and not piece.isspace():
            yield line
            line, width = [], 0.0
        line.append(piece)
        width += wide
    yield line


def _font(piece: str) -> str:
    return CHINESE if piece[0] >= "\u2e80" else LATIN
