"""OpenDocument: drawings, merged and hidden cells, hidden slides, numbers of lists and headings."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.office import opendocument_tables
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Kind
from longdoc.errors import EncryptedDocument

_spec = importlib.util.spec_from_file_location("grids", Path(__file__).parents[1] / "tables" / "grids.py")
assert _spec is not None
assert _spec.loader is not None
grids = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(grids)

SVG = 'xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0"'
CHART = "<office:body><office:chart><table:table>{}</table:table></office:chart></office:body>"
CHARTS = "urn:oasis:names:tc:opendocument:xmlns:chart:1.0"
MATHML = "http://www.w3.org/1998/Math/MathML"
STRUCK = 'table:style-name="ce1"'
PICTURE = '<draw:frame><draw:image xlink:href="a.png"/></draw:frame>'
OBJECT = '<draw:frame><draw:object xlink:href="./Object 1"/><draw:image xlink:href="b.png"/></draw:frame>'


def paragraph(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def cell(words: str, attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{paragraph(words) if words else ''}</table:table-cell>"


def row(*cells: str, attributes: str = "") -> str:
    return f"<table:table-row {attributes}>{''.join(cells)}</table:table-row>"


def file(kind: str, content: str, styles: str = "") -> bytes:
    body = f"<office:body><office:{kind}>{content}</office:{kind}></office:body>"
    styled = f"<office:automatic-styles>{styles}</office:automatic-styles>"
    data: bytes = grids.opendocument(kind, styled + body)
    return data


def with_chart(data: bytes) -> bytes:
    table = row(cell("May"), cell("412"))
    within = zipfile.ZipFile(io.BytesIO(grids.opendocument("chart", CHART.format(table)))).read("content.xml")
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Object 1/content.xml", within)
    return out.getvalue()


def read(data: bytes, name: str = "x.odt") -> Extract:
    return read_source(Source(data, name))


def kind_of(extract: Extract, words: str) -> Kind | None:
    spans = {extract.text[one.span.start : one.span.end]: one.kind for one in extract.blocks}
    return spans.get(words)


@pytest.mark.parametrize(
    "shape",
    [
        "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "regular-polygon", "path",
        "connector", "caption", "measure",
    ],
)  # fmt: skip
def test_the_text_of_a_shape_is_a_paragraph_of_its_own(shape: str) -> None:
    drawn = f"<draw:{shape}><text:p>Keep out</text:p></draw:{shape}>"
    extract = read(file("text", f"{drawn}<text:p>The tenant {drawn}pays.</text:p>"))
    assert extract.text == "Keep out\n\nThe tenant pays.\n\nKeep out"


def test_a_box_within_a_link_or_group_is_read() -> None:
    box = "<draw:frame><draw:text-box><text:p>Keep out</text:p></draw:text-box></draw:frame>"
    for around in ("a", "g"):
        drawn = f"<draw:{around}>{box}</draw:{around}>"
        assert read(file("text", drawn + paragraph(f"A{drawn}"))).text == "Keep out\n\nA\n\nKeep out"


def test_a_table_in_a_frame_is_read_once_and_the_picture_of_it_is_no_picture() -> None:
    table = f"<table:table>{row(cell('May'), cell('412'))}</table:table>"
    frame = f'<draw:frame>{table}<draw:image xlink:href="a.png"/></draw:frame>'
    extract = read(file("presentation", f"<draw:page>{frame}</draw:page>"), "x.odp")
    assert (extract.text, extract.notices) == ("May | 412", ())


@pytest.mark.parametrize(("kind", "around"), [("text", "{}"), ("text", "<text:p>{}</text:p>"),
                                              ("presentation", "<draw:page>{}</draw:page>")])  # fmt: skip
def test_charts_descriptions_and_pictures_in_frames_are_read_or_told(kind: str, around: str) -> None:
    seal = f"<draw:frame><svg:desc {SVG}>A seal on the quay</svg:desc><draw:image/></draw:frame>"
    extract = read(with_chart(file(kind, around.format(OBJECT + seal + PICTURE))), f"x.{kind[:2]}")
    assert extract.text == "May | 412\n\nA seal on the quay"
    assert kind_of(extract, "A seal on the quay") is Kind.CAPTION
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_pictures_in_the_notes_of_cells_are_counted_once() -> None:
    note = f"<text:note><text:note-body>{paragraph('As of May.' + PICTURE)}</text:note-body></text:note>"
    table = f"<table:table>{row(cell('Berth' + note), cell('A1'))}</table:table>"
    extract = read(file("text", table))
    assert extract.text == "Berth[1] | A1\n\n[1] As of May."
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_the_data_of_a_picture_in_a_flat_file_are_no_text() -> None:
    data = "<office:binary-data>iVBORw0KGgo=</office:binary-data>"
    picture = f"<draw:frame><draw:image>{data}</draw:image></draw:frame>"
    packed = file("text", f"{paragraph(f'The quay{picture}.')}<text:section>{data}</text:section>")
    flat = zipfile.ZipFile(io.BytesIO(packed)).read("content.xml").replace(b"document-content", b"document")
    extract = read(flat, "x.fodt")
    assert extract.text == "The quay."
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_hidden_slides_are_left_out_and_told() -> None:
    style = (
        '<style:style style:name="dp2" style:family="drawing-page"><style:drawing-page-properties '
        'presentation:visibility="{}"/></style:style>'
    )
    box = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
    slide = f'<draw:page draw:style-name="dp2">{box}</draw:page>'
    slides = slide.format(paragraph("Draft")) + slide.replace("dp2", "dp1").format(paragraph("Final"))
    extract = read(file("presentation", slides, style.format("hidden")), "x.odp")
    assert extract.text == "Final"
    assert [page.label for page in extract.pages] == ["2"]
    assert extract.notices == ("1 hidden slide was not read: 1",)
    shown = read(file("presentation", slides, style.format("visible")), "x.odp")
    assert (shown.text, shown.notices) == ("Draft\n\nFinal", ())


@pytest.mark.parametrize(
    "covered",
    [
        row("<table:covered-table-cell/>", cell("Bo"), cell("6")),
        row("<table:covered-table-cell/>", cell("Bo"), cell("6"), "<table:table-cell/>"),
        row(f"<table:covered-table-cell>{paragraph('x')}</table:covered-table-cell>", cell("Bo"), cell("6")),
    ],
)
@pytest.mark.parametrize("kind", ["text", "spreadsheet"])
def test_a_cell_over_several_rows_is_repeated_in_each(kind: str, covered: str) -> None:
    head = row(cell("Region"), cell("Name"), cell("Boats"))
    first = row(cell("East", 'table:number-rows-spanned="2"'), cell("Ada"), cell("5"))
    rows = head + first + covered + row(cell(""), cell("Cy"), cell("7"))
    extract = read(file(kind, f'<table:table table:name="S">{rows}</table:table>'), f"x.od{kind[0]}")
    assert extract.text.endswith("Region | Name | Boats\nEast | Ada | 5\nEast | Bo | 6\n| Cy | 7")


def test_adjacent_cells_over_several_rows_share_the_covered_cells_below() -> None:
    down = 'table:number-rows-spanned="3"'
    wide = f'{down} table:number-columns-spanned="2"'
    covered = '<table:covered-table-cell table:number-columns-repeated="{}"/>'
    rows = (
        row(cell("East", down), cell("A", wide), covered.format(1), cell("1"))
        + row(covered.format(3), cell("2"), attributes='table:number-rows-repeated="2"')
        + row(cell("West"), cell("B"), cell("C"), cell("3"))
    )
    extract = read(file("text", f"<table:table>{rows}</table:table>"))
    assert extract.text == "East | A |  | 1\nEast | A |  | 2\nEast | A |  | 2\nWest | B | C | 3"


def test_the_text_boxes_of_a_sheet_are_read_beside_its_cells() -> None:
    box = "<draw:frame><draw:text-box><text:p>Without the night ferry.</text:p></draw:text-box></draw:frame>"
    sheet = '<table:table table:name="Trips"><table:shapes>{}</table:shapes>{}</table:table>'
    rows = row(cell("Month"), cell("Trips")) + row(cell("May"), cell("412"))
    extract = read(with_chart(file("spreadsheet", sheet.format(box + OBJECT + PICTURE, rows))), "x.ods")
    assert extract.text == "Trips\n\nMonth | Trips\nMay | 412\n\nWithout the night ferry.\n\nMay | 412"
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_an_object_in_a_note_is_read_once_with_the_notes_before_it() -> None:
    note = f"<text:note><text:note-body>{paragraph('As of {}.')}</text:note-body></text:note>"
    inner = note.format("June").replace("June.", f"June.{OBJECT}")
    extract = read(with_chart(file("text", paragraph(f"Fares{note.format('May')} and tides{inner}"))))
    assert extract.text == "Fares[1] and tides[2]\n\n[1] As of May.\n\n[2] As of June.\n\nMay | 412"


def test_hidden_rows_and_columns_of_a_sheet_are_read_and_told() -> None:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/><table:table-column/>'
    rows = (
        row(cell("Item"), cell("Cost"), cell("Price"))
        + row(cell(""), attributes='table:number-rows-repeated="3"')
        + row(cell("Valve"), cell("5"), cell("9"), attributes='table:visibility="filter"')
        + row(cell("Pump"), cell("6"), cell("8"))
        + row(cell(""), attributes='table:visibility="collapse"')
    )
    sheet = '<table:table table:name="Stock">{}{}</table:table>'
    extract = read(file("spreadsheet", sheet.format(columns, rows)), "x.ods")
    assert "Valve | 5 | 9\nPump | 6 | 8" in extract.text
    assert extract.notices == ("hidden rows and columns were read like the others: Stock (row 5; column B)",)


def test_repeated_cells_beyond_the_limit_are_told_before_they_are_made(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(opendocument_tables, "MOST_CELLS", 100)
    rows = row(cell("Item"), cell("Price"))
    rows += row(
        cell("Valve", 'table:number-columns-repeated="50"'), attributes='table:number-rows-repeated="50"'
    )
    extract = read(file("spreadsheet", f'<table:table table:name="S">{rows}</table:table>'), "x.ods")
    assert extract.text.endswith("Item | Price")
    assert extract.notices == ("a sheet with too many cells was not read to its end",)


def test_a_table_in_a_cell_is_read_once_after_the_table_around_it() -> None:
    inner = f"<table:table>{row(cell('1'), cell('2'))}{row(cell('3'), cell('4'))}</table:table>"
    around = row(cell("Part"), cell("Detail")) + row(
        cell("Pump"), f"<table:table-cell>{paragraph('see')}{inner}</table:table-cell>"
    )
    extract = read(file("text", f"<table:table>{around}</table:table>"))
    assert extract.text.split("\n\n") == ["Part | Detail\nPump | see", "1 | 2\n3 | 4"]
    only = row(f"<table:table-cell>{paragraph('see')}{inner}</table:table-cell>")
    layout = f"<table:table>{only}</table:table>"
    assert read(file("text", layout)).text.split("\n\n") == ["see", "1 | 2\n3 | 4"]


def test_hidden_spans_paragraphs_and_sections_are_left_out_and_told() -> None:
    hiding = '<style:text-properties text:display="none"/></style:style>'
    styles = (
        f'<style:style style:name="T1" style:family="text">{hiding}'
        f'<style:style style:name="P1" style:family="paragraph">{hiding}'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="P1"/>'
        f'<style:style style:name="P3" style:family="graphic">{hiding}'
    )
    content = (
        paragraph('Fee 300<text:span text:style-name="T1"> or 200</text:span> euros.')
        + '<text:p text:style-name="P2">Secret</text:p><text:p text:style-name="P3">Shown</text:p>'
        + f'<text:section text:display="none">{paragraph("Draft")}</text:section>'
        + paragraph('<text:hidden-text text:is-hidden="true">x</text:hidden-text>End')
    )
    extract = read(file("text", content, styles))
    assert extract.text.split("\n\n") == ["Fee 300 euros.", "Shown", "End"]
    assert extract.notices == ("hidden text was left out (18 characters)",)


def test_readings_of_characters_and_uncounted_pages_are_no_text() -> None:
    ruby = (
        "<text:ruby><text:ruby-base>漢字</text:ruby-base><text:ruby-text>かんじ</text:ruby-text></text:ruby>"
    )
    page = "<text:page-number>{}</text:page-number>"
    content = (
        paragraph(f"{ruby}です") + paragraph(page.format("&lt;number&gt;")) + paragraph(page.format("7"))
    )
    assert read(file("text", content)).text.split("\n\n") == ["漢字です", "7"]


def test_every_index_is_read() -> None:
    index = "<text:{0}><text:index-body>{1}</text:index-body></text:{0}>"
    title = f"<text:index-title>{paragraph('Sources')}</text:index-title>"
    content = (
        index.format("table-index", paragraph("Table 1, 4"))
        + index.format("user-index", paragraph("Maps, 5"))
        + index.format("bibliography", title + paragraph("Ortiz 2019."))
    )
    assert read(file("text", content)).text.split("\n") == [
        "Table 1, 4", "Maps, 5", "", "Sources", "", "Ortiz 2019.",
    ]  # fmt: skip


def test_headers_of_left_and_first_pages_are_read() -> None:
    out = io.BytesIO(file("text", paragraph("The lease.")))
    names = ("header", "header-left", "header-first", "footer-left")
    running = "".join(f"<style:{name}>{paragraph(f'A {name}')}</style:{name}>" for name in names)
    with zipfile.ZipFile(out, "a") as archive:
        content = archive.read("content.xml").decode()
        begin = content[: content.index(">") + 1]
        archive.writestr("styles.xml", f"{begin}{running}</office:document-content>")
    assert read(out.getvalue()).text.split("\n\n") == [
        "A header", "A header-left", "A header-first", "The lease.", "A footer-left",
    ]  # fmt: skip


def test_values_without_their_text_are_shown() -> None:
    values = [
        ('office:value-type="string" office:string-value="Pump"', "Pump"),
        ('office:value-type="date" office:date-value="2027-03-01T00:00:00"', "2027-03-01"),
        ('office:value-type="date" office:date-value="2027-03-01T08:30:00"', "2027-03-01 08:30:00"),
        ('office:value-type="time" office:time-value="PT08H30M00S"', "08:30"),
        ('office:value-type="boolean" office:boolean-value="true"', "TRUE"),
        ('office:value-type="percentage" office:value="0.19"', "19%"),
        ('office:value-type="currency" office:currency="EUR" office:value="30"', "30 EUR"),
        ('office:value-type="float" office:value="7"', "7"),
    ]
    cells = row(*(cell("", attributes) for attributes, _ in values))
    extract = read(file("spreadsheet", f'<table:table table:name="S">{cells}</table:table>'), "x.ods")
    assert extract.text.split("\n\n")[1] == " | ".join(shown for _, shown in values)


def test_a_wholly_encrypted_file_is_told_so() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("encrypted-package", b"\x01\x02")
        archive.writestr("META-INF/manifest.xml", "<m><encryption-data/></m>")
    with pytest.raises(EncryptedDocument):
        read(out.getvalue())


def test_struck_text_is_left_out_and_told() -> None:
    styles = (
        '<style:style style:name="T1" style:family="text">'
        '<style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T2" style:family="text">'
        '<style:text-properties style:text-line-through-style="none"/></style:style>'
    )
    old, new = (
        f'<text:span text:style-name="T{n}">{fee}</text:span>' for n, fee in ((1, "300 "), (2, "400"))
    )
    extract = read(file("text", paragraph(f"Fee {old}{new} euros."), styles))
    assert extract.text == "Fee 400 euros."
    assert extract.notices == ("text marked as deleted was left out (3 characters)",)


def test_headers_and_footers_of_sheets_are_read_without_what_is_filled_in() -> None:
    header = "<style:header><text:p><text:sheet-name>???</text:sheet-name></text:p></style:header>"
    hidden = f'<style:header-left style:display="false">{paragraph("Old")}</style:header-left>'
    pages = "Page <text:page-number>1</text:page-number> / <text:page-count>99</text:page-count>"
    shown = f"<style:region-left>{paragraph('R&amp;D only')}</style:region-left>"
    footer = (
        f"<style:footer>{shown}<style:region-right>{paragraph(pages)}</style:region-right></style:footer>"
    )
    out = io.BytesIO(file("spreadsheet", f'<table:table table:name="Stock">{row(cell("5"))}</table:table>'))
    with zipfile.ZipFile(out) as archive:
        content = archive.read("content.xml").decode()
    start = content[: content.index("<office:automatic-styles")]
    styles = f"{start}{header}{hidden}{footer}</{start.rpartition('<')[2].split()[0]}>"
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("styles.xml", styles)
    assert read(out.getvalue(), "x.ods").text == "Stock\n\n5\n\nR&D only"


def style(name: str, family: str, properties: str) -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {properties}/>'
        "</style:style>"
    )


def test_superscripts_are_no_part_of_the_number_before_them() -> None:
    styles = style("up", "text", 'style:text-position="super 58%"')
    styles += style("down", "text", 'style:text-position="sub 58%"')
    raised, lowered = (
        f'<text:span text:style-name="{name}">{words}</text:span>' for name, words in (("up", 6), ("down", 2))
    )
    extract = read(file("text", paragraph(f"10{raised} cells in H{lowered}O"), styles))
    assert extract.text == "10⁶ cells in H2O"


def test_a_formula_in_a_line_is_read_there() -> None:
    formula = (
        f'<math:math xmlns:math="{MATHML}"><math:mi>E</math:mi><math:mo>=</math:mo><math:mfrac>'
        "<math:mn>1</math:mn><math:mn>2</math:mn></math:mfrac></math:math>"
    )
    frame = f'<draw:frame text:anchor-type="as-char"><draw:object>{formula}</draw:object></draw:frame>'
    assert read(file("text", paragraph(f"The rate {frame} holds."))).text == "The rate E = 1/2 holds."


def test_deletions_that_stand_in_their_old_place_are_left_out_and_told() -> None:
    regions = "".join(
        f'<text:changed-region text:id="{name}"><text:{kind}><office:change-info>'
        f"<dc:creator>Ada</dc:creator></office:change-info></text:{kind}></text:changed-region>"
        for name, kind in (("c1", "deletion"), ("c2", "insertion"))
    )
    old, new = (
        f'<text:change-start text:change-id="c{n}"/>{days}<text:change-end text:change-id="c{n}"/>'
        for n, days in ((1, "sixty"), (2, "thirty"))
    )
    body = f"<text:tracked-changes>{regions}</text:tracked-changes>{paragraph(f'Within {old}{new} days.')}"
    extract = read(file("text", body))
    assert extract.text == "Within thirty days."
    assert extract.notices == ("text deleted by tracked changes was left out (5 characters)",)


def test_struck_cells_are_left_out_and_told_and_a_row_of_them_ends_no_table() -> None:
    rows = row(cell("Item"), cell("Price")) + row(*(cell(one, STRUCK) for one in ("Pump", "6")))
    rows += row(cell("Valve"), cell("9")) + row(cell("Pipe"), cell("4", STRUCK))
    styles = style("ce1", "table-cell", 'style:text-line-through-style="solid"')
    extract = read(file("spreadsheet", f'<table:table table:name="Stock">{rows}</table:table>', styles))
    assert extract.text == "Stock\n\nItem | Price\nValve | 9\nPipe |"
    assert extract.notices == ("text marked as deleted was left out (6 characters)",)


def test_the_figures_of_a_chart_have_its_titles_and_not_the_names_of_their_cells() -> None:
    name = f"<draw:g><svg:desc {SVG}>Trips.A1:Trips.A9</svg:desc></draw:g>"
    table = row(cell(""), cell("Trips")) + row(
        cell("May").replace("</text:p>", f"</text:p>{name}"), cell("412")
    )
    titles = (
        "<chart:title><text:p>Ferry</text:p></chart:title><chart:axis><chart:title><text:p>Boats</text:p>"
    )
    chart = (
        f'<office:document><office:body><office:chart><chart:chart xmlns:chart="{CHARTS}">{titles}'
        f"</chart:title></chart:axis><table:table>{table}</table:table></chart:chart></office:chart>"
        "</office:body></office:document>"
    )
    frame = f"<draw:frame><draw:object>{chart}</draw:object></draw:frame>"
    rows = row(cell("Month"), cell("Fare")) + row(
        cell("June"), f"<table:table-cell>{frame}</table:table-cell>"
    )
    rows += row(cell("July"), cell("3"))
    extract = read(file("spreadsheet", f'<table:table table:name="Fares">{rows}</table:table>'), "x.ods")
    month = "Fares\n\nMonth | Fare\nJune |\nJuly | 3\n\n"
    assert extract.text == f"{month}Ferry (Boats)\n| Trips\nMay | 412"


def test_a_note_on_a_cell_says_on_which() -> None:
    note = f"<office:annotation><dc:creator>Ada</dc:creator>{paragraph('As agreed.')}</office:annotation>"
    rows = (
        row(cell("Item"), cell("Price"))
        + row(cell(""))
        + row(cell("Valve"), cell("9").replace("<text:p>", note + "<text:p>"))
    )
    extract = read(file("spreadsheet", f'<table:table table:name="Stock">{rows}</table:table>'), "x.ods")
    assert extract.text.endswith("Valve | 9\n\nNote on B3 by Ada: As agreed.")


def test_a_title_that_covers_more_columns_than_the_table_has_is_read() -> None:
    wide = row(cell("Berths", 'table:number-columns-spanned="3"'), cell("Fee"))
    extract = read(file("text", f"<table:table>{wide}{row(cell('East'), cell('5'))}</table:table>"))
    assert "Berths" in extract.text
    assert "East | 5" in extract.text
