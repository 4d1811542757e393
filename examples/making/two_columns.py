"""Blocks → a research paper in two columns, with hyphens at line ends and no outline, as papers come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    FrameBreak,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

from making.source import Block, Heading, Item, Paragraph, Table, plain

__all__ = ["break_points", "to_paper"]

LEFT, RIGHT, BOTTOM, TOP, GAP = 20 * mm, 20 * mm, 25 * mm, 26 * mm, 7 * mm
TITLE_HEIGHT = 52 * mm
COLUMN = (A4[0] - LEFT - RIGHT - GAP) / 2


def to_paper(blocks: Sequence[Block], *, running: tuple[str, str]) -> bytes:
    """The paper as a PDF; what stands before the abstract goes across both columns.

    `running` is the header of odd and of even pages after the first.
    """
    out = BytesIO()
    split = next(i for i, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 2)
    title, *authors = (block.text for block in blocks[:split] if isinstance(block, Heading | Paragraph))
    layout = _layout(out, title, authors[0], running)
    head: list[Flowable] = [Lines(escape(title), _style(16, "Times-Bold", alignment=TA_CENTER, spaceAfter=8))]
    head += [Lines(escape(line), _style(10.5, alignment=TA_CENTER, spaceAfter=4)) for line in authors]
    layout.build([*head, NextPageTemplate("later"), FrameBreak(), *_columns(blocks[split:])])
    return out.getvalue()


def _layout(out: BytesIO, title: str, author: str, running: tuple[str, str]) -> BaseDocTemplate:
    def headers_footers(canvas: Any, document: Any) -> None:
        canvas.saveState()
        canvas.setFont("Times-Italic", 8.5)
        canvas.drawCentredString(A4[0] / 2, 12 * mm, str(document.page))
        if document.page > 1:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 16 * mm, running[(document.page + 1) % 2])
        canvas.restoreState()

    layout = BaseDocTemplate(out, pagesize=A4, invariant=1, title=title, author=author, lang="en")
    height = A4[1] - TOP - BOTTOM
    across = Frame(LEFT, A4[1] - TOP - TITLE_HEIGHT, A4[0] - LEFT - RIGHT, TITLE_HEIGHT, 0, 0, 0, 0)
    first = PageTemplate("first", [across, *_frames(height - TITLE_HEIGHT)], onPage=headers_footers)
    layout.addPageTemplates([first, PageTemplate("later", _frames(height), onPage=headers_footers)])
    return layout


def _frames(height: float) -> list[Frame]:
    return [Frame(x, BOTTOM, COLUMN, height, 0, 0, 0, 0) for x in (LEFT, LEFT + COLUMN + GAP)]


def _columns(blocks: Sequence[Block]) -> list[Flowable]:
    """Headings, paragraphs and tables, each table kept with the caption before it."""
    flowables: list[Flowable] = []
    caption: Flowable | None = None
    for block in blocks:
        match block:
            case Heading(level, text):
                style = _style(
                    {2: 11.5, 3: 10}[level], "Times-Bold", spaceBefore=9, spaceAfter=4, keepWithNext=1
                )
                flowables.append(Lines(escape(text), style))
            case Paragraph(text) if text.startswith("Table ") and text.split()[1].rstrip(".").isdigit():
                if re.match(r"Table \d+\. ", text):
                    caption = Lines(escape(text), _style(8.5, spaceBefore=6, spaceAfter=4))
                else:
                    flowables.append(_paragraph(text))
            case Paragraph(text):
                flowables.append(_paragraph(text))
            case Item(mark, text):
                flowables.append(_paragraph(f"{mark} {text}"))
            case Table(rows):
                flowables.append(KeepTogether([*([caption] if caption else []), _grid(rows), Spacer(1, 9)]))
                caption = None
    return flowables


def _paragraph(text: str) -> Flowable:
    return Lines(
        escape(plain(text)), _style(10.3, alignment=TA_JUSTIFY, spaceAfter=4.5, hyphenationLang=break_points)
    )


def _grid(rows: tuple[tuple[str, ...], ...]) -> Flowable:
    weights = [max(6, *(len(row[i]) for row in rows)) + 2 for i in range(len(rows[0]))]
    cells = [
        [
            Lines(escape(cell), _style(8.2, "Times-Bold" if n == 0 else "Times-Roman", splitLongWords=0))
            for cell in row
        ]
        for n, row in enumerate(rows)
    ]
    lines = [
        ("LINEABOVE", (0, 0), (-1, 0), 0.8, "black"),
        ("LINEBELOW", (0, 0), (-1, 0), 0.4, "black"),
        ("LINEBELOW", (0, -1), (-1, -1), 0.8, "black"),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 1.5),
        ("RIGHTPADDING", (0, 0), (-1, -1), 1.5),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    return Grid(cells, [COLUMN * w / sum(weights) for w in weights], style=lines)


def _style(size: float, font: str = "Times-Roman", **more: Any) -> ParagraphStyle:
    return ParagraphStyle("", fontName=font, fontSize=size, leading=size * 1.22, **more)


def break_points(word: str) -> Iterator[tuple[str, str]]:
    """Where a word may be cut at a line's end, last place first: between the consonants of vowel-cc-vowel.

    A rule of thumb, not a dictionary: "con-sonant", "micro-phone" stays whole.
    """
    for match in reversed(
        list(re.finditer(r"(?<=[aeiou][bcdfglmnprst])(?=[bcdfgjlmnpqrstvz][aeiou])", word))
    ):
        if 2 <= match.start() <= len(word) - 4:
            yield word[: match.start()], word[match.start() :]
