"""Tables of PDFs: written with reportlab, read back cell by cell, ruled and borderless, and no false ones."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence
from itertools import chain
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table
from reportlab.platypus.flowables import Flowable

from longdoc.documents.open import open_document
from longdoc.documents.types import Document, Kind
from longdoc.documents.types import Table as Read

STYLES = getSampleStyleSheet()
NORMAL = STYLES["Normal"]
PROSE = (
    "The harbour was rebuilt after the great storm, and the quay on its northern side was raised by a foot. "
    "Since then no ship has been lost at her moorings, though many a winter has tried the new walls. "
)
NAMES = ["Marlow", "Quist", "Adeyemi", "Ferrer", "Hobbs", "Lind", "Okafor", "Szabo", "Tanaka", "Virtanen"]
POSTS = ["Head gardener", "Archivist", "Tour guide", "Porter", "Night watchman", "Intern", "Cook", "Clerk"]
TOWNS = ["Hull", "York", "Leeds", "Whitby", "Scarborough", "Ripon", "Bath", "Stoke-on-Trent"]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
TOP = ("VALIGN", (0, 0), (-1, -1), "TOP")
BOLD_HEAD = ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold")


def made(flow: Sequence[Flowable]) -> bytes:
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(list(flow))
    return file.getvalue()


def opened(data: bytes) -> Document:
    return open_document(io.BytesIO(data), name="table.pdf")


def invented(rng: random.Random) -> list[list[str]]:
    """A header, and rows of names, words, towns and figures."""
    columns = rng.randint(2, 6)
    kinds = [rng.choice(NAMES)] and [
        "name",
        *rng.sample(["post", "town", "amount", "days", "share", "year"], columns - 1),
    ]
    if columns == 2:
        kinds[1] = rng.choice(["amount", "days", "share"])
    heads = {"name": "Payee", "post": "Position", "town": "Town", "amount": "Amount", "days": "Days",
             "share": "Share", "year": "Since"}  # fmt: skip

    def cell(kind: str, row: int) -> str:
        return {
            "name": f"{NAMES[row % 10]}, {'ABCDEFGH'[row % 8]}.",
            "post": rng.choice(POSTS),
            "town": rng.choice(TOWNS),
            "amount": f"{rng.randint(10, 90_000):,}.{rng.randint(0, 99):02}",
            "days": str(rng.randint(1, 365)),
            "share": f"{rng.randint(1, 99)}.{rng.randint(0, 9)}%",
            "year": str(rng.randint(1950, 2027)),
        }[kind]

    return [[heads[kind] for kind in kinds]] + [
        [cell(kind, row) for kind in kinds] for row in range(rng.randint(3, 14))
    ]


def read_cells(document: Document, table: Read) -> dict[tuple[int, int], str]:
    return {(cell.row, cell.column): document.quote(cell.span) for cell in table.cells}


def share_right(rows: list[list[str]], document: Document) -> float:
    """The share of cells that stand in the row and column in which they were written."""
    expected = {(r, c): text for r, row in enumerate(rows) for c, text in enumerate(row) if text}
    found = read_cells(document, document.tables[0]) if document.tables else {}
    return sum(found.get(place) == text for place, text in expected.items()) / len(expected)


@pytest.mark.parametrize(("ruled", "bar"), [(True, 0.95), (False, 0.85)])
def test_tables_come_back_cell_by_cell(ruled: bool, bar: float) -> None:
    rng = random.Random(20)
    rights, headed = [], 0
    for _ in range(12):
        rows = invented(rng)
        style = [BOLD_HEAD] * rng.randint(0, 1) + [("ALIGN", (1, 1), (-1, -1), rng.choice(["LEFT", "RIGHT"]))]
        table = Table(rows, style=[*style, GRID] if ruled else style, rowHeights=rng.choice([None, 16, 20]))
        flow = [Paragraph(PROSE * 2, NORMAL), Spacer(1, 12), table, Spacer(1, 12), Paragraph(PROSE, NORMAL)]
        document = opened(made(flow))
        rights.append(share_right(rows, document))
        headed += bool(document.tables) and document.tables[0].header_rows == 1
    assert sum(rights) / len(rights) >= bar, rights
    assert headed >= 11


def test_a_row_is_a_line_and_a_sentence_and_knows_its_headers() -> None:
    rows = [["Payee", "Position", "Amount"], ["Marlow, E.", "Head gardener", "37,499.96"],
            ["Quist, J.", "Archivist", "21,000.00"], ["Hobbs, N.", "Porter", "11,188.87"]]  # fmt: skip
    document = opened(
        made([Paragraph("Table 3. What was paid", NORMAL), Table(rows), Paragraph(PROSE, NORMAL)])
    )
    (table,) = document.tables
    assert document.quote(table.span).split("\n") == [" | ".join(row) for row in rows]
    assert [document.quote(span) for span in table.row_spans()] == [" | ".join(row) for row in rows]
    assert {document.quote(span) for span in document.sentences} >= {" | ".join(row) for row in rows}
    amount = next(cell for cell in table.cells if document.quote(cell.span) == "21,000.00")
    assert [document.quote(cell.span) for cell in table.headers_of(amount)] == ["Amount", "Quist, J."]
    assert table.caption is not None
    assert document.quote(table.caption) == "Table 3. What was paid"
    assert document.kind_at(table.span.start) is Kind.TABLE_ROW
    assert document.kind_at(table.caption.start) is Kind.CAPTION
    assert len(document.boxes(amount.span)[0][1]) == 1


def test_rows_that_are_drawn_column_by_column_are_rows() -> None:
    rows = [["37,499.96", "Marlow", "Head gardener"], ["21,000.00", "Quist", "Archivist"],
            ["446.87", "Ferrer", "Intern"], ["12.50", "Lind", "Cook"]]  # fmt: skip
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for column, x in ((0, 420), (2, 250), (1, 72)):
        for row, cells in enumerate(rows):
            canvas.drawString(x, 700 - 15 * row, cells[column])
    canvas.save()
    assert opened(file.getvalue()).text.split("\n") == [f"{n} | {p} | {a}" for a, n, p in rows]


def test_cells_of_several_lines_and_empty_ones() -> None:
    long = Paragraph("Grease that stands frost and the salt of the sea, two kilos a year", NORMAL)
    rows = [["Part", "Lubricant", "Interval"], ["Slewing ring", long, ""], ["", "Rope oil", "100 hours"]]
    document = opened(made([Table(rows, colWidths=[90, 120, 90], style=[GRID])]))
    (table,) = document.tables
    cells = read_cells(document, table)
    assert cells[1, 1] == "Grease that stands frost and the salt of the sea, two kilos a year"
    assert (1, 2) not in cells
    assert cells[2, 2] == "100 hours"
    assert document.text.split("\n")[2] == "| Rope oil | 100 hours"


def test_the_last_row_of_a_borderless_table_keeps_the_lines_of_its_cells() -> None:
    rows = [["Item", "Description", "Price"]]
    rows += [[f"A-{row}", f"Oak plank planed\non both sides, lot {row}", f"{row}.50"] for row in range(1, 6)]
    (table,) = (document := opened(made([Table(rows, [60, 160, 60], style=[TOP])]))).tables
    assert read_cells(document, table)[5, 1] == "Oak plank planed on both sides, lot 5"


def test_a_line_at_the_distance_of_the_rows_is_no_part_of_the_last_one() -> None:
    rows = [[(60.0, f"A-{row}"), (130.0, f"Plank {row}"), (260.0, f"{row}.50")] for row in range(1, 6)]
    document = opened(placed([*rows, [(130.0, "Count: 5")]]))
    assert document.text.endswith("\n\nCount: 5")


@pytest.mark.parametrize("turn", [90, -90])
def test_heads_on_their_side_head_their_columns(turn: int) -> None:
    heads = ["Moorings sold", "Berths let\nin winter", "Fees"]
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawString(60, 790, "Yards of the district")
    xs, ys = [60, 160, 200, 240, 280], [790, 700, 680, 660, 640]
    canvas.grid(xs, ys)
    canvas.drawString(63, 705, "Yard")
    for at, head in enumerate(heads):
        canvas.saveState()
        canvas.translate(*((175 + 40 * at, 705) if turn > 0 else (188 + 40 * at, 785)))
        canvas.rotate(turn)
        for line, text in enumerate(head.split("\n")):
            canvas.drawString(0, -12 * line, text)
        canvas.restoreState()
    for row, cells in enumerate(
        [("Kerr", "12", "7", "310"), ("Lind", "9", "4", "225"), ("Moss", "3", "1", "76")]
    ):
        for x, text in zip(xs, cells, strict=False):
            canvas.drawString(x + 5, 685 - 20 * row, text)
    canvas.save()
    (table,) = (document := opened(file.getvalue())).tables
    read = read_cells(document, table)
    assert [read[0, column] for column in range(4)] == ["Yard", *(head.replace("\n", " ") for head in heads)]
    assert table.header_rows == 1


def test_a_cell_over_two_columns_heads_both() -> None:
    rows = [["", "Paid in", ""], ["Payee", "2026", "2027"], ["Quist", "12", "13"], ["Lind", "8", "9"]]
    document = opened(made([Table(rows, style=[GRID, ("SPAN", (1, 0), (2, 0))])]))
    (table,) = document.tables
    over = next(cell for cell in table.cells if document.quote(cell.span) == "Paid in")
    assert (over.column, over.columns) == (1, 2)


def placed(rows: Sequence[Sequence[tuple[float, str]]]) -> bytes:
    """Cells without ruled lines at their places, a row below the other."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for number, row in enumerate(rows):
        for x, cell in row:
            canvas.drawString(x, 740 - 16 * number, cell)
    canvas.save()
    return file.getvalue()


def test_a_head_over_groups_of_columns_leaves_them_apart() -> None:
    places = (60, 160, 230, 320, 390)
    body = ("Port Ships Tonnes Ships Tonnes", "Leith 210 4,100 215 4,400", "Visby 88 950 91 1,020",
            "Oban 47 310 44 290", "Lund 12 85 15 101")  # fmt: skip
    rows = [list(zip(places, row.split(), strict=True)) for row in body]
    document = opened(placed([[(180, "2025"), (340, "2026")], *rows]))
    assert document.text.split("\n")[2] == "Leith | 210 | 4,100 | 215 | 4,400"
    (table,) = document.tables
    cell = next(cell for cell in table.cells if document.quote(cell.span) == "1,020")
    assert [document.quote(head.span) for head in table.headers_of(cell)[:2]] == ["2026", "Tonnes"]


def test_two_lists_side_by_side_have_columns_of_their_own() -> None:
    rows = [
        [(60, "Employee: Tavish Orr"), (320, "Tax code: 1257L")], [(60, "Payments"), (320, "Deductions")],
        [(60, "Basic pay"), (230, "2,100.00"), (320, "Income tax"), (490, "310.20")],
        [(60, "Overtime"), (230, "240.50"), (320, "Insurance"), (490, "178.40")],
        [(60, "Bonus"), (230, "100.00"), (320, "Pension"), (490, "98.00")],
    ]  # fmt: skip
    assert opened(placed(rows)).text.split("\n") == [
        "Employee: Tavish Orr Tax code: 1257L",
        "",
        "Payments | Deductions",
        "Basic pay | 2,100.00 | Income tax | 310.20",
        "Overtime | 240.50 | Insurance | 178.40",
        "Bonus | 100.00 | Pension | 98.00",
    ]


def test_a_table_that_goes_on_keeps_its_header() -> None:
    rows = [["Payee", "Position", "Amount"]] + [
        [f"Person {n:03}", POSTS[n % 8], f"{n * 17}.50"] for n in range(1, 90)
    ]
    document = opened(made([Table(rows, repeatRows=1, style=[BOLD_HEAD])]))
    (table,) = document.tables
    assert len(document.pages) > 1
    assert len(table.row_spans()) == 90
    last = table.cells[-1]
    assert document.quote(last.span) == f"{89 * 17}.50"
    assert document.quote(table.headers_of(last)[0].span) == "Amount"
    assert document.text.count("Payee | Position | Amount") == 1


@pytest.mark.parametrize("turn", [90, 270])
def test_a_table_on_its_side(turn: int) -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.rotate(turn)
    canvas.drawString(
        150 if turn == 90 else -650, -80 if turn == 90 else 320, "Table 4. Intervals of the hoist"
    )
    for row, cells in enumerate([("Part", "Interval"), ("Ring", "250"), ("Brake", "500"), ("Rope", "100")]):
        for x, cell in zip((150, 300), cells, strict=True):
            canvas.drawString(x if turn == 90 else x - 800, (-100 if turn == 90 else 300) - 16 * row, cell)
    canvas.save()
    assert opened(file.getvalue()).text.split("\n") == [
        "Table 4. Intervals of the hoist",
        "",
        "Part | Interval",
        "Ring | 250",
        "Brake | 500",
        "Rope | 100",
    ]


def test_the_heading_above_a_table_on_its_side_comes_first() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.drawString(60, 780, "Annex B")
    canvas.rotate(90)
    for row, cells in enumerate([("Part", "Interval"), ("Ring", "250"), ("Brake", "500"), ("Rope", "100")]):
        for x, cell in zip((150, 300), cells, strict=True):
            canvas.drawString(x, -100 - 16 * row, cell)
    canvas.rotate(-90)
    canvas.drawString(60, 60, "Printed in May.")
    canvas.save()
    assert [line for line in opened(file.getvalue()).text.split("\n") if line] == [
        "Annex B", "Part | Interval", "Ring | 250", "Brake | 500", "Rope | 100", "Printed in May.",
    ]  # fmt: skip


def columns_of_prose() -> bytes:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    words = (PROSE * 12).split()
    for x in (60, 310):
        for row in range(40):
            canvas.setFont("Times-Roman", 10)
            canvas.drawString(x, 780 - 12 * row, " ".join(words[row * 7 : row * 7 + 8])[:52])
    canvas.save()
    return file.getvalue()


def contents() -> bytes:
    entries = [["1.", "Definitions", "3"], ["2.", "Term and termination", "5"], ["3.", "Liability", "9"]]
    rows = [[number, f"{title} {'.' * (60 - len(title))}", page] for number, title, page in entries]
    return made([Table(rows)])


def bullets() -> bytes:
    return made(
        [
            Table(
                [["•", Paragraph(PROSE[at : at + 90], NORMAL)] for at in (0, 40, 80, 20)], colWidths=[20, 400]
            )
        ]
    )


def signatures() -> bytes:
    rows = [["ACME LTD", "QUILLMOOR LTD"], ["By: /s/ Ann Lee", "By: /s/ Jan Quist"],
            ["Name: Ann Lee", "Name: Jan Quist"], ["Title: Director", "Title: Secretary"]]  # fmt: skip
    return made([Table(rows, colWidths=[220, 220])])


def prose() -> bytes:
    return made([Paragraph(PROSE * 8, STYLES["BodyText"])] * 3)


@pytest.mark.parametrize("make", [columns_of_prose, contents, bullets, signatures, prose])
def test_what_is_no_table_is_none(make: object) -> None:
    assert opened(make()).tables == ()  # type: ignore[operator]


def test_a_column_of_prose_beside_a_table_is_none_of_its_cells():
    document = open_document(str(Path(__file__).parents[3] / "examples/documents/paper.pdf"))
    assert "The window of 1.2 seconds was taken because a scream rarely lasts longer." in document.text
    quoted = [document.quote(cell.span) for table in document.tables for cell in table.cells]
    assert "Dusk rate" in quoted
    assert not any("scream rarely" in text for text in quoted)


def test_the_words_of_a_table_in_a_frame_are_read_once() -> None:
    """The page's frame and the line under its title form a grid of their own around the table."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    rows = [["District", "Total", "Rural"], ["Ripon", "87.1", "86.3"], ["Whitby", "88.8", "88.6"]]
    canvas.rect(40, 500, 500, 300)
    canvas.line(400, 500, 400, 800)
    canvas.line(400, 760, 540, 760)
    canvas.drawString(420, 775, "YORKSHIRE")
    canvas.drawString(420, 600, "Source: annual report")
    table = Table(rows, colWidths=90, rowHeights=20, style=[GRID])
    table.wrapOn(canvas, 300, 200)
    table.drawOn(canvas, 80, 600)
    canvas.save()
    document = opened(file.getvalue())
    words = [word for word in document.text.replace("|", " ").split() if word]
    assert sorted(words) == sorted([*chain(*rows), "YORKSHIRE", "Source:", "annual", "report"])
    assert "Ripon | 87.1 | 86.3" in document.text


@pytest.mark.parametrize("clipped", [False, True])
def test_cells_between_filled_frames_are_those_of_a_table(clipped: bool) -> None:
    """As WeasyPrint draws borders: the frame of each cell, cut to one side of it after the other."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    rows = [["Question", "Answer"], ["Is the yard fenced?", "X Yes  No"], ["Is there a well?", "Yes  X No"]]
    for number, row in enumerate(rows):
        y = 700 - 20 * number
        for x, width, text in ((72, 100, row[0]), (172, 60, row[1])):
            canvas.drawString(x + 3, y + 6, text)
            sides = [(x, y, width, 1), (x, y + 19, width, 1), (x, y, 1, 20), (x + width - 1, y, 1, 20)]
            for side in sides if clipped else [None]:
                canvas.saveState()
                if side:
                    clip = canvas.beginPath()
                    clip.rect(*side)
                    canvas.clipPath(clip, stroke=0, fill=0)
                frame = canvas.beginPath()
                frame.rect(x + 1, y + 1, width - 2, 18)
                frame.rect(x, y, width, 20)
                canvas.drawPath(frame, stroke=0, fill=1, fillMode=0)
                canvas.restoreState()
    canvas.save()
    lines = opened(file.getvalue()).text.split("\n")
    assert [line.split(" | ")[0] for line in lines] == [row[0] for row in rows]
    assert all(" | " in line for line in lines)


def test_a_cell_with_a_digit_that_is_no_number_stops_no_table() -> None:
    rows = [
        ["Intern", "42"],
        ["Cook", "49"],
        ["Clerk", "56"],
        ["Driver", "²"],
        ["Baker", "70"],
        ["Smith", "80"],
    ]
    document = opened(made([Paragraph(PROSE, NORMAL), Spacer(1, 12), Table(rows), Paragraph(PROSE, NORMAL)]))
    (table,) = document.tables
    assert "²" in read_cells(document, table).values()
