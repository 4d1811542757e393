"""One table written in every format that holds tables: what the readers must find again."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable
from html import escape

Rows = list[list[str]]


def as_csv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def as_tsv(rows: Rows) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter="\t").writerows(rows)
    return out.getvalue().encode()


def as_xlsx(rows: Rows) -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def as_xls(rows: Rows) -> bytes:
    from xlwt import Workbook

    book = Workbook()
    sheet = book.add_sheet("Sheet")
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            sheet.write(i, j, cell)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


def opendocument(kind: str, body: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" '
            f'xmlns:table="{OFFICE}:table:1.0" xmlns:draw="{OFFICE}:drawing:1.0" '
            f'xmlns:style="{OFFICE}:style:1.0" xmlns:form="{OFFICE}:form:1.0" '
            f'xmlns:presentation="{OFFICE}:presentation:1.0" '
            f'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"{body}</office:document-content>",
        )
    return out.getvalue()


def as_ods(rows: Rows) -> bytes:
    cells = "".join(
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{escape(cell)}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>"
        for row in rows
    )
    return opendocument(
        "spreadsheet",
        f'<office:body><office:spreadsheet><table:table table:name="S">{cells}</table:table>'
        "</office:spreadsheet></office:body>",
    )


def as_html(rows: Rows) -> bytes:
    head, *body = rows
    lines = ["<tr>" + "".join(f"<th>{escape(cell)}</th>" for cell in head) + "</tr>"]
    lines += ["<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in body]
    page = f"<html><meta charset=utf-8><body><p>Some words.</p><table>{''.join(lines)}</table></body></html>"
    return page.encode()


def as_markdown(rows: Rows) -> bytes:
    head, *body = rows

    def line(row: list[str]) -> str:
        return "| " + " | ".join(_escaped(cell) for cell in row) + " |"

    return "\n".join([line(head), "|" + "---|" * len(head), *map(line, body)]).encode()


def _escaped(cell: str) -> str:
    return "".join(f"\\{char}" if char in "\\`*_{}[]<>()#+-.!|~&\"'$%,/:;=?@^" else char for char in cell)


def as_docx(rows: Rows) -> bytes:
    from docx import Document

    document = Document()
    table = document.add_table(len(rows), len(rows[0]))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            table.cell(i, j).text = cell
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pptx(rows: Rows) -> bytes:
    from pptx import Presentation
    from pptx.util import Inches

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    shape = slide.shapes.add_table(len(rows), len(rows[0]), Inches(1), Inches(1), Inches(6), Inches(2))
    for i, row in enumerate(rows):
        for j, cell in enumerate(row):
            shape.table.cell(i, j).text = cell
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "t.csv": as_csv, "t.tsv": as_tsv, "t.xlsx": as_xlsx, "t.xls": as_xls, "t.ods": as_ods, "t.html": as_html,
    "t.md": as_markdown, "t.docx": as_docx, "t.pptx": as_pptx,
}  # fmt: skip
