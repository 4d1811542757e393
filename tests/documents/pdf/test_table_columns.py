"""Rows and columns that neither lines nor the first row of a table tell are told by where its words stand."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table

from longdoc.documents.open import open_document
from longdoc.documents.pdf.table_wrapped import wrapped_rows
from longdoc.documents.pdf.words import Word
from longdoc.documents.types import Document

GRID = ("GRID", (0, 0), (-1, -1), 0.5, colors.black)
PLACES = (60, 200, 280, 360)


def drawn(cells: Iterable[tuple[float, float, str]]) -> Document:
    """The document of one page with these words at their places."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for x, y, cell in cells:
        canvas.drawString(x, y, cell)
    canvas.save()
    return open_document(io.BytesIO(file.getvalue()), name="drawn.pdf")


def placed(
    rows: Sequence[Sequence[str]], places: Sequence[float] = PLACES, top: float = 700, pitch: float = 16
) -> list[tuple[float, float, str]]:
    return [
        (x, top - pitch * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip(places, row, strict=True)
        if cell
    ]


def framed(rows: list[list[str]]) -> Document:
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(
        [Table(rows, style=[GRID, ("VALIGN", (0, 0), (-1, -1), "TOP")])]
    )
    return open_document(io.BytesIO(file.getvalue()), name="framed.pdf")


def rows_of(document: Document, number: int = 0) -> list[str]:
    return document.quote(document.tables[number].span).split("\n")


def test_a_table_below_addresses_side_by_side_has_its_own_columns() -> None:
    addresses = [["Bill to:", "Ship to:"], ["Inga Moberg", "Moberg Timber"],
                 ["12 Quay Street", "3 Mill Lane"], ["Visby", "Lund"]]  # fmt: skip
    items = [["Qty", "Article", "Price", "Amount"]] + [
        [str(n), f"Board {40 + n} mm", f"{n}.50", f"{n * n}.25"] for n in range(2, 10)
    ]
    document = drawn(placed(addresses, (60, 230), 764) + placed(items, (60, 90, 300, 380)))
    assert rows_of(document, -1) == [" | ".join(row) for row in items]


def test_columns_that_no_row_fills_at_once_are_two() -> None:
    lines = [("SALARY", "", "1,187.50", "5,742.90"), ("RENT", "49.50", "", "5,693.40"),
             ("GROCER", "50.50", "", "5,642.90"), ("SALARY", "", "1,343.75", "6,882.65"),
             ("WATER", "51.50", "", "6,831.15")]  # fmt: skip
    assert rows_of(drawn(placed(lines))) == [" | ".join(line) for line in lines]


def test_numbers_of_notes_beside_the_names_of_rows_are_a_column() -> None:
    lines = [("", "Note", "2023", "2022"), ("Tangible assets", "8", "1,204", "1,311"),
             ("Investments", "", "40", "40"), ("Stocks", "", "212", "198"), ("Debtors", "10", "455", "501"),
             ("Cash at bank", "", "96", "22"), ("Creditors", "11", "388", "402")]  # fmt: skip
    document = drawn(placed(lines))
    (table,) = document.tables
    cell = next(cell for cell in table.cells if document.quote(cell.span) == "455")
    assert [document.quote(head.span) for head in table.headers_of(cell)] == ["2023", "Debtors"]


def test_a_table_within_a_column_of_prose_is_found() -> None:
    prose = [
        "The harbour was rebuilt after the storm, and",
        "the quay on its northern side was raised by a",
        "foot, so that no ship has been lost since at",
        "her moorings, though many a gale has tried",
    ]
    cells = [("Depth", "Lag", "Error"), ("5", "12.1", "0.3"), ("10", "48.7", "0.9"), ("20", "195.2", "2.2")]
    left = [(60, 704 - 12 * at, line) for at, line in enumerate(prose * 6) if not 12 <= at < 18]
    right = [(310, 698 - 11 * at, line) for at, line in enumerate(prose * 5)]
    document = drawn(left + placed(cells, (90, 150, 210), 548, 12) + right)
    assert rows_of(document) == [" | ".join(row) for row in cells]


def test_rows_that_only_the_frame_parts_are_rows() -> None:
    columns = ["Clay\nLabour\nSheet piling", "12,400\n21,000\n7,800", "3,150\n9,800\n-"]
    assert rows_of(framed([["Item", "1953", "1954"], columns]))[1:] == [
        "Clay | 12,400 | 3,150",
        "Labour | 21,000 | 9,800",
        "Sheet piling | 7,800 | -",
    ]


def test_lines_of_a_cell_that_is_wrapped_stay_in_their_row() -> None:
    rows = [["No.", "Firm", "Telephone"], ["7", "Vala Infotech,\nnow Fiberpipe\nLimited", "261\n345"]]
    assert rows_of(framed(rows))[1:] == ["7 | Vala Infotech, now Fiberpipe Limited | 261 345"]


def right_aligned(rows: Sequence[Sequence[str]], rights: Sequence[float]) -> list[tuple[float, float, str]]:
    """Figures that end at these places, as spreadsheets print them; words begin where the column does."""
    return [
        (
            right - stringWidth(cell, "Helvetica", 10) if cell[:1].isdigit() and right > rights[0] else left,
            700 - 16 * number,
            cell,
        )
        for number, row in enumerate(rows)
        for left, right, cell in zip((60, *(right + 2 for right in rights)), rights, row, strict=False)
        if cell
    ]


def test_figures_on_the_right_stand_close_to_words_on_the_left_of_the_next_column() -> None:
    rows = [["Room", "Weekday", "Weekend", "Breakfast"], ["Single", "84", "96", "12"],
            ["Double", "120", "142", "12"], ["Suite", "210", "245", "included"],
            ["Loft", "265", "310", "included"]]  # fmt: skip
    document = drawn(right_aligned(rows, (120, 180, 232, 290)))
    assert rows_of(document) == [" | ".join(row) for row in rows]


def test_a_line_between_the_names_of_columns_and_the_first_row_names_its_rows() -> None:
    rows = [["Room", "Weekday", "Weekend"], ["Seaview Hotel and Spa", "", ""], ["Single", "84", "96"],
            ["Double", "120", "142"], ["Suite", "210", "245"]]  # fmt: skip
    document = drawn(right_aligned(rows, (120, 180, 230)))
    assert rows_of(document)[:3] == ["Room | Weekday | Weekend", "Seaview Hotel and Spa", "Single | 84 | 96"]
    assert document.tables[0].header_rows == 1


def test_whole_figures_are_cells_however_near_they_are() -> None:
    rows = [["Age", "Male", "Female"], ["1-2", "2,586,688", "2,568,738"], ["3-5", "13,867,692", "13,576,723"],
            ["6-9", "7,808,033", "7,401,349"]]  # fmt: skip
    document = drawn(right_aligned(rows, (120, 170, 224)))
    assert rows_of(document)[1:] == [" | ".join(row) for row in rows[1:]]


RIGHTS = [["Role", "May read", "May change"],
          ["Tutor", "Records of students in\nthe own tutor group", "Remarks"],
          ["Finance\nofficer", "Fee accounts and\npayment history", "Fee accounts"],
          ["External\nexaminer", "Marks and scripts of\nthe module, with a\nsecond examiner",
           "Nothing"]]  # fmt: skip


@pytest.mark.parametrize("centred", [False, True])
def test_rows_of_several_lines_are_told_by_the_space_between_them(centred: bool) -> None:
    cells, top = [], 700
    for row in RIGHTS:
        lines = [cell.split("\n") for cell in row]
        most = max(map(len, lines))
        cells += [
            (x, top - 12 * at - 6 * centred * (most - len(of_cell)), text)
            for x, of_cell in zip((60, 112, 240), lines, strict=True)
            for at, text in enumerate(of_cell)
        ]
        top -= 12 * most + 6
    assert rows_of(drawn(cells)) == [" | ".join(row).replace("\n", " ") for row in RIGHTS]


def test_rows_in_groups_stay_rows() -> None:
    rows = [["Town", "Mayor", "Party"], ["Hull", "Lind", "Blue"], ["York", "Quist", "Green"],
            ["Leeds", "Hobbs", "Blue"], ["Bath", "Okafor", "Red"], ["Ripon", "Szabo", "Green"]]  # fmt: skip
    tops = (700, 682, 670, 652, 640, 622)
    cells = [
        (x, y, text) for y, row in zip(tops, rows, strict=True) for x, text in zip(PLACES, row, strict=False)
    ]
    assert rows_of(drawn(cells)) == [" | ".join(row) for row in rows]


def test_a_unit_or_a_code_below_the_head_is_a_header() -> None:
    rows = [["", "2025", "2024"], ["", "£000", "£000"], ["Turnover", "18,442", "17,206"],
            ["Costs", "14,910", "13,877"], ["Surplus", "3,532", "3,329"]]  # fmt: skip
    buses = [["Stop", "Dep.", "Dep."], ["", "14A", "14B"], ["Mill Lane", "06:10", "07:25"],
             ["Quay", "06:18", "07:33"], ["Hospital", "06:31", "07:49"]]  # fmt: skip
    for table in (rows, buses):
        assert drawn(placed(table, PLACES[:3])).tables[0].header_rows == 2


def ruled(
    cells: Iterable[tuple[float, float, str]], across: Sequence[float], upright: Sequence[tuple[float, float]]
) -> Document:
    """Words with lines from 50 to 450 across, and lines down from 720 to a height."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for x, y, cell in cells:
        canvas.drawString(x, y, cell)
    for y in across:
        canvas.line(50, y, 450, y)
    for x, foot in upright:
        canvas.line(x, 720, x, foot)
    canvas.save()
    return open_document(io.BytesIO(file.getvalue()), name="ruled.pdf")


SHARES = [["Country", "Domestic", "Imported", "Total"], ["Austria", "86.2", "13.8", "3,375"],
          ["Cyprus", "81.0", "3.8", "158"], ["Estonia", "94.2", "5.8", "430"],
          ["Finland", "13.6", "83.0", "2,737"]]  # fmt: skip
LEVELS = [720, 694, 678, 662, 646, 630]


def test_rows_below_a_head_that_uprights_part_have_its_columns() -> None:
    uprights = [(50, 630), (450, 630), *((x, 694) for x in (190, 270, 350))]
    document = ruled(placed(SHARES), LEVELS, uprights)
    assert rows_of(document) == [" | ".join(row) for row in SHARES]


def test_figures_beside_an_upright_that_parts_them_from_the_names_have_columns() -> None:
    document = ruled(placed(SHARES), LEVELS, [(50, 630), (190, 630), (450, 630)])
    assert rows_of(document) == [" | ".join(row) for row in SHARES]


def test_names_that_no_line_parts_beside_figures_that_lines_part_are_rows() -> None:
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    canvas.setFont("Helvetica", 10)
    for x, y, cell in placed(SHARES):
        canvas.drawString(x, y, cell)
    for y in LEVELS:
        canvas.line(50 if y in (720, 694, 630) else 190, y, 450, y)
    for x in (50, 190, 270, 350, 450):
        canvas.line(x, 720, x, 630)
    canvas.save()
    document = open_document(io.BytesIO(file.getvalue()), name="names.pdf")
    assert rows_of(document) == [" | ".join(row) for row in SHARES]


def test_rows_beside_a_merged_cell_that_only_the_frame_parts_are_rows() -> None:
    rows = [["", "Routes", "Passengers"], ["Group", "Europe\nKorea\nChina", "42,097\n47,126\n97,180"]]
    rows += [["", "Total", "186,403"]]
    file = io.BytesIO()
    style = [GRID, ("VALIGN", (0, 0), (-1, -1), "TOP"), ("SPAN", (0, 1), (0, 2))]
    SimpleDocTemplate(file, pagesize=A4).build([Table(rows, style=style)])
    document = open_document(io.BytesIO(file.getvalue()), name="merged.pdf")
    assert rows_of(document)[1:] == [
        "Group | Europe | 42,097", "| Korea | 47,126", "| China | 97,180", "| Total | 186,403",
    ]  # fmt: skip
    group = next(cell for cell in document.tables[0].cells if document.quote(cell.span) == "Group")
    assert group.rows == 4


def test_a_word_that_a_hyphen_parts_in_a_cell_is_whole() -> None:
    rows = [["Use", "Price"], ["Places for chil-\ndren", "12"], ["A non-\nexclusive licence", "3"]]
    assert rows_of(framed(rows))[1:] == ["Places for children | 12", "A non-exclusive licence | 3"]


def test_the_columns_of_a_sheet_are_told_though_its_words_nearly_touch() -> None:
    rows = [["Stall", "Trader", "Goods", "Rent", "Takings"], ["A1", "Dev Harvey", "Spices", "42", "1310"],
            ["A2", "Ruth Ottley", "Cheese", "55", "2045"], ["B1", "Mei Tan", "Dumplings", "61", "2790"],
            ["B2", "Ola Dahl", "Knitwear", "44", "905"], ["Total", "", "", "202", "7050"]]  # fmt: skip
    document = drawn(right_aligned(rows, (90, 150, 200, 240, 290)))
    assert rows_of(document) == [*(" | ".join(row) for row in rows[:-1]), "Total |  |  | 202 | 7050"]


def test_stars_at_figures_leave_them_figures() -> None:
    columns = ["Baseline\nTransformer\nCRF", "0.612\n0.782\n0.779", "0.574\n0.763*\n0.773**"]
    assert rows_of(framed([["Method", "Precision", "F1"], columns]))[1:] == [
        "Baseline | 0.612 | 0.574", "Transformer | 0.782 | 0.763*", "CRF | 0.779 | 0.773**",
    ]  # fmt: skip


@pytest.mark.parametrize(("chars", "starts"), [(40, [0, 2, 4]), (80, [])])
def test_lines_as_long_as_those_of_text_are_no_cells(chars: int, starts: list[int]) -> None:
    def word(x: float, y: float, length: int) -> Word:
        return Word("m" * length, x, x + 5 * length, y, 10, False, 0, y, y + 10, [])

    heights = [700.0, 688, 670, 658, 640, 628]
    lines = [{0: [word(60, y, chars)], 1: [word(480, y, 4)]} for y in heights]
    assert wrapped_rows(lines, heights) == starts


def test_a_line_in_larger_type_between_tables_is_a_heading() -> None:
    rows = [["Gallery", "Adults", "Children"], ["Roman", "18,220", "9,140"], ["Railway", "22,905", "15,330"],
            ["Costume", "7,410", "1,220"]]  # fmt: skip
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4)
    for title, top in (("Visitors in 2022", 740), ("2023", 640)):
        canvas.setFont("Helvetica", 14)
        canvas.drawString(60, top, title)
        canvas.setFont("Helvetica", 10)
        for x, y, cell in placed(rows, PLACES[:3], top - 22):
            canvas.drawString(x, y, cell)
    canvas.save()
    document = open_document(io.BytesIO(file.getvalue()), name="years.pdf")
    assert [rows_of(document, number)[0] for number in (0, 1)] == ["Gallery | Adults | Children"] * 2
