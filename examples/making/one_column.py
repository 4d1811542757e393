"""Blocks → a PDF in one column: outline, page labels, running header and footer.

The title page is labelled i, the body 1, 2, 3 …, and the schedules S-1, S-2 …, as in bound contracts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import Color
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)
from reportlab.platypus import Paragraph as Lines
from reportlab.platypus import Table as Grid

from making.source import Block, Break, Heading, Item, Paragraph, Table, plain

__all__ = ["Fonts", "to_pdf"]

GREY = Color(0.35, 0.35, 0.35)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Type for text and headings, and whether lines may break between any two characters."""

    text: str = "Times-Roman"
    bold: str = "Times-Bold"
    chinese: bool = False

    @classmethod
    def song(cls) -> Fonts:
        """The Song type that every PDF viewer has for Chinese; nothing is embedded."""
        pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
        return cls("STSong-Light", "STSong-Light", chinese=True)

    def style(self, size: float, *, bold: bool = False, **more: Any) -> ParagraphStyle:
        """A paragraph style in this type; `more` as ParagraphStyle takes it."""
        wrap = {"wordWrap": "CJK"} if self.chinese else {}
        leading = size * (1.65 if self.chinese else 1.32)
        name = self.bold if bold else self.text
        return ParagraphStyle("", fontName=name, fontSize=size, leading=leading, **wrap, **more)


def to_pdf(
    blocks: Sequence[Block], *, title: str, author: str, header: str, footer: str, fonts: Fonts | None = None
) -> bytes:
    """The document as a PDF whose bytes are the same on every run."""
    out = BytesIO()
    layout = _Layout(out, title, author, header, footer, fonts or Fonts())
    layout.build(layout.flow(blocks))
    return out.getvalue()


class _Mark(Flowable):  # type: ignore[misc]
    """Takes no room; puts an entry into the outline where it stands."""

    def __init__(self, heading: Heading, key: str) -> None:
        super().__init__()
        self.heading, self.key = heading, key
        self.width = self.height = 0
        self.keepWithNext = 1

    def draw(self) -> None:
        self.canv.bookmarkPage(self.key)
        self.canv.addOutlineEntry(self.heading.text, self.key, self.heading.level - 2, closed=1)


class _Layout(BaseDocTemplate):  # type: ignore[misc]
    def __init__(self, out: BytesIO, title: str, author: str, header: str, footer: str, fonts: Fonts) -> None:
        super().__init__(
            out, pagesize=A4, invariant=1, title=title, author=author, lang="zh" if fonts.chinese else "en"
        )
        self.running_header, self.running_footer, self.fonts = header, footer, fonts
        self._first_of: dict[str, int] = {}
        frame = Frame(27 * mm, 24 * mm, A4[0] - 54 * mm, A4[1] - 50 * mm, id="body")
        self._templates = {
            "title": PageTemplate("title", [frame], onPage=self._label),
            "body": PageTemplate("body", [frame], onPage=self._furniture),
            "schedules": PageTemplate("schedules", [frame], onPage=self._furniture),
        }

    def flow(self, blocks: Sequence[Block]) -> list[Flowable]:
        """The blocks as reportlab takes them."""
        flowables: list[Flowable] = []
        in_title = Break() in blocks
        parts = ["title", "body", "schedules"] if in_title else ["body", "schedules"]
        self.addPageTemplates([self._templates[part] for part in parts])
        for i, block in enumerate(blocks):
            match block:
                case Break():
                    flowables += [NextPageTemplate("body"), PageBreak()]
                    in_title = False
                case Heading(level, text) if level > 1:
                    if text.startswith(("Schedule 1 ", "附件一")):
                        flowables += [NextPageTemplate("schedules"), PageBreak()]
                    elif text.startswith("Schedule "):
                        flowables.append(PageBreak())
                    flowables += [_Mark(block, f"h{i}"), self._heading(level, text)]
                case _:
                    flowables += self._title(block) if in_title else self._body(block)
        return flowables

    def _title(self, block: Block) -> list[Flowable]:
        match block:
            case Heading(_, text):
                return [Spacer(1, 60 * mm), Lines(text, self.fonts.style(24, bold=True, alignment=TA_CENTER))]
            case Paragraph(text):
                return [Lines(escape(text), self.fonts.style(12, alignment=TA_CENTER, spaceBefore=8 * mm))]
        raise ValueError(f"not for a title page: {block}")

    def _heading(self, level: int, text: str) -> Flowable:
        size, before = {2: (13, 13), 3: (10.5, 7)}[level]
        style = self.fonts.style(size, bold=True, spaceBefore=before, spaceAfter=3, keepWithNext=1)
        return Lines(escape(text), style)

    def _body(self, block: Block) -> list[Flowable]:
        align = TA_LEFT if self.fonts.chinese else TA_JUSTIFY
        match block:
            case Heading(1, text):
                style = self.fonts.style(18, bold=True, alignment=TA_CENTER, spaceAfter=5 * mm)
                return [Lines(escape(text), style)]
            case Paragraph(text):
                return [Lines(escape(plain(text)), self.fonts.style(10.5, alignment=align, spaceAfter=5.5))]
            case Item(mark, text):
                style = self.fonts.style(10.5, alignment=align, spaceAfter=4, leftIndent=22)
                return [Lines(f"{escape(mark)} {escape(text)}", style)]
            case Table(rows):
                return [KeepTogether(self._grid(rows)), Spacer(1, 7)]
        raise ValueError(f"not for a page: {block}")

    def _grid(self, rows: tuple[tuple[str, ...], ...]) -> Flowable:
        longest = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
        weights = [min(max(n, 6), 40) for n in longest]
        width = A4[0] - 58 * mm
        cells = [
            [Lines(escape(cell), self.fonts.style(9.5, bold=n == 0)) for cell in row]
            for n, row in enumerate(rows)
        ]
        lines = [("GRID", (0, 0), (-1, -1), 0.4, GREY), ("VALIGN", (0, 0), (-1, -1), "TOP")]
        return Grid(cells, [width * w / sum(weights) for w in weights], style=lines, repeatRows=1)

    def _label(self, canvas: Any, document: Any) -> str:
        """Number this page within its part, and say so in the PDF where a part begins."""
        part = self.pageTemplate.id
        first = self._first_of.setdefault(part, document.page)
        style, prefix = {"title": ("ROMAN_LOWER", None), "body": ("ARABIC", None)}.get(part, ("ARABIC", "S-"))
        if first == document.page:
            canvas.addPageLabel(document.page - 1, style=style, start=1, prefix=prefix)
        return f"{prefix or ''}{document.page - first + 1}"

    def _furniture(self, canvas: Any, document: Any) -> None:
        label = self._label(canvas, document)
        canvas.saveState()
        canvas.setFont(self.fonts.text, 8.5)
        canvas.setFillColor(GREY)
        canvas.drawString(27 * mm, A4[1] - 17 * mm, self.running_header)
        canvas.line(27 * mm, A4[1] - 19 * mm, A4[0] - 27 * mm, A4[1] - 19 * mm)
        canvas.drawString(27 * mm, 14 * mm, self.running_footer)
        page = f"第 {label} 页" if self.fonts.chinese else f"Page {label}"
        canvas.drawRightString(A4[0] - 27 * mm, 14 * mm, page)
        canvas.restoreState()
