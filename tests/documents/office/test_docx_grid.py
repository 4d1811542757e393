"""DOCX: cells that are merged in the older way, titles across tables, and rows of headers."""

from __future__ import annotations

import io
import zipfile

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
W = f'xmlns:w="{MAIN}"'


def package(body: str, header: str = "") -> dict[str, str]:
    relation = f'<Relationship Id="h" Type="{OFFICE}/header" Target="h.xml"/>' if header else ""
    return {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": f'<Relationships xmlns="r">{relation}</Relationships>',
        "word/h.xml": f"<w:hdr {W}>{header}</w:hdr>",
    }


def opened(members: dict[str, str]) -> Extract:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return read_source(Source(out.getvalue(), "x.docx"))


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(text))}</w:tc>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def row(*texts: str) -> str:
    return "".join(map(cell, texts))


def test_cells_merged_with_the_one_on_their_left_are_one() -> None:
    merged = cell("Beds", '<w:hMerge w:val="restart"/>') + cell("", "<w:hMerge/>")
    below = [row("", "2023", "2024"), row("North", "12", "14"), row("South", "9", "11")]
    read = opened(package(table(cell("Ward") + merged, *below))).tables[0]
    assert read.header_rows == 2
    assert [(one.column, one.columns) for one in read.cells if one.row == 0][1] == (1, 2)


def test_a_cell_alone_in_the_first_row_is_a_title_over_the_headers() -> None:
    wide = cell("Suppliers", '<w:gridSpan w:val="3"/>')
    for title in (cell("Suppliers"), wide):
        read = opened(package(table(title, row("Name", "Town", "Since"), row("Orr", "Hull", "1911"))))
        assert read.text == "Suppliers |  |\nName | Town | Since\nOrr | Hull | 1911"
        assert read.tables[0].header_rows == 2


def test_a_row_of_a_header_keeps_the_figures_in_its_cells() -> None:
    header = table(row("Document no.", "17")) + paragraph(run("Page "), run("3"))
    assert opened(package(paragraph(run("Body.")), header)).text == "Document no. | 17\n\nBody."


def test_a_break_of_column_or_page_parts_words() -> None:
    for kind in ("column", "page"):
        ended = run("The first") + f'<w:r><w:br w:type="{kind}"/></w:r>' + run("page.")
        assert opened(package(paragraph(ended))).text == "The first\npage."


def test_figures_of_a_fraction_are_no_power() -> None:
    half = run("1", '<w:vertAlign w:val="superscript"/>') + run("/")
    half += run("2", '<w:vertAlign w:val="subscript"/>')
    assert opened(package(paragraph(run("Add 3"), half, run(" cups.")))).text == "Add 3 1/2 cups."


def test_the_names_of_parts_may_have_backslashes_and_other_cases() -> None:
    members = package(paragraph(run("Body.")))
    backslashed = {name.replace("/", "\\"): content for name, content in members.items()}
    capital = {name.replace("word/document", "Word/Document"): content for name, content in members.items()}
    assert opened(backslashed).text == opened(capital).text == "Body."
