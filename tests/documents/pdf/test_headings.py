"""Sections of PDFs without an outline: told by type where the text does not tell them, and only there."""

from __future__ import annotations

import io

from reportlab.lib.styles import ParagraphStyle, getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

from longdoc.documents.pdf.reader import read_pdf

PROSE = (
    "The kite is a delta of ripstop nylon with spars of carbon fibre, and it lifts off in light winds. "
    "It carries the station up to five hundred metres and brings it back to the person at the winch. "
)
STYLES = getSampleStyleSheet()
TEXT, LARGE, SMALLER = STYLES["Normal"], STYLES["Heading1"], STYLES["Heading2"]
BOLD = ParagraphStyle("bold", TEXT, fontName="Helvetica-Bold")


def printed(*parts: tuple[str, ParagraphStyle] | Table) -> bytes:
    file = io.BytesIO()
    flow = [part if isinstance(part, Table) else Paragraph(*part) for part in parts]
    SimpleDocTemplate(file).build(flow)
    return file.getvalue()


def told(data: bytes) -> list[tuple[int, str]]:
    return [(section.level, section.title) for section in read_pdf(data).sections]


def test_larger_type_makes_sections_and_sizes_their_levels() -> None:
    body = (PROSE * 3, TEXT)
    data = printed(
        ("The Kestrel", LARGE), ("How it flies", SMALLER), body, ("Building one", SMALLER), body, body,
        ("The Harrier", LARGE), body, ("How it lands", SMALLER), body,
    )  # fmt: skip
    assert told(data) == [
        (1, "The Kestrel"), (2, "How it flies"), (2, "Building one"), (1, "The Harrier"), (2, "How it lands"),
    ]  # fmt: skip
    extract = read_pdf(data)
    for section in extract.sections:
        assert extract.text.startswith(section.title, section.span.start)


def test_bold_type_makes_sections_where_little_else_is_bold() -> None:
    parts = [("What it measures", BOLD), (PROSE, TEXT), ("Who uses it", BOLD), (PROSE, TEXT)]
    parts += [("Rules of the air", BOLD), (PROSE * 2, TEXT)]
    names = ["What it measures", "Who uses it", "Rules of the air"]
    assert told(printed(*parts)) == [(1, name) for name in names]
    shouted = [(PROSE * 3, BOLD) for _ in range(3)]
    assert told(printed(*parts, *shouted)) == []


def test_the_head_of_a_table_is_no_section() -> None:
    rows = [[Paragraph("Quantity", BOLD), Paragraph("Range", BOLD)], ["Humidity", "5 to 98"], ["Dust", "0"]]
    parts = [("What it measures", BOLD), (PROSE, TEXT), ("Who uses it", BOLD), (PROSE * 3, TEXT)]
    data = printed(*parts, Table(rows), ("Rules of the air", BOLD), (PROSE * 2, TEXT))
    assert [title for _, title in told(data)] == [
        "What it measures",
        "Who uses it",
        "Rules of the air",
    ]


def test_a_text_that_numbers_its_headings_needs_no_type() -> None:
    parts = []
    for number, name in enumerate(("Definitions", "Term", "Liability", "Notices"), 1):
        parts += [(f"{number}. {name}", LARGE), (PROSE * 2, TEXT), ("In short", SMALLER), (PROSE, TEXT)]
    assert told(printed(*parts)) == []  # the numbers are found in the text, by whoever opens it
