"""PPTX, ODT and RTF: headings, lists, notes and tables; hidden and deleted text is told."""

from __future__ import annotations

import importlib.util
import io
import zipfile
from pathlib import Path

from lxml import etree

from longdoc.documents.extract import Extract
from longdoc.documents.open import open_document
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Kind

_spec = importlib.util.spec_from_file_location("grids", Path(__file__).parents[1] / "tables" / "grids.py")
assert _spec is not None
assert _spec.loader is not None
grids = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(grids)


def read(data: bytes, name: str) -> Extract:
    return read_source(Source(data, name))


def kinds(extract: Extract) -> dict[str, Kind]:
    return {extract.text[block.span.start : block.span.end]: block.kind for block in extract.blocks}


def test_slides_are_pages_with_titles_lists_notes_and_charts() -> None:
    from pptx import Presentation
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE
    from pptx.util import Inches

    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Results of 2027"
    slide.placeholders[1].text = "Sales rose.\nCosts fell."
    slide.notes_slide.notes_text_frame.text = "Thank the team."
    chart = CategoryChartData()
    chart.categories = ["May", "June"]
    chart.add_series("Sales", (12, 15.5))
    second = deck.slides.add_slide(deck.slide_layouts[6])
    second.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, 0, 0, Inches(4), Inches(3), chart)
    second.shapes.add_textbox(0, 0, Inches(4), Inches(1)).text_frame.text = "More next year."
    hidden = deck.slides.add_slide(deck.slide_layouts[6])
    hidden._element.set("show", "0")
    out = io.BytesIO()
    deck.save(out)
    document = open_document(io.BytesIO(out.getvalue()), name="x.pptx")
    assert document.text.startswith("Results of 2027\n\n- Sales rose.\n- Costs fell.\n\nThank the team.\n\n")
    assert "| Sales\nMay | 12\nJune | 15.5" in document.text
    assert document.locate(document.sentences[-1]).page == "2"
    assert document.kind_at(document.text.index("Thank")) is Kind.NOTE
    assert (document.title, document.notices) == ("Results of 2027", ("1 hidden slide was not read: 3",))


def test_equations_of_slides_are_read() -> None:
    from longdoc.documents.office.drawingml import text_of

    shape = etree.fromstring(
        '<a:p xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><a:r><a:t>Share </a:t></a:r>'
        "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "</m:oMath><a:r><a:t> of it</a:t></a:r></a:p>"
    )
    assert text_of(shape) == "Share 1/2 of it"


def test_notes_pages_keep_their_tables_headers_and_footers() -> None:
    from pptx import Presentation
    from pptx.enum.shapes import PP_PLACEHOLDER
    from pptx.util import Inches

    deck = Presentation()
    for _ in range(2):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = "Results"
        notes = slide.notes_slide
        notes.notes_text_frame.text = "Thank the team."
        tree = notes.shapes._spTree
        box = tree.add_textbox(9, "box", 0, 0, Inches(2), Inches(1))
        box.get_or_add_txBody().p_lst[0].add_r("Not for the press.")
        holder = notes.shapes._spTree.add_placeholder(
            10, "Header", PP_PLACEHOLDER.HEADER, "horz", "quarter", 1
        )
        holder.get_or_add_txBody().p_lst[0].add_r("Board only")
    table = slide.shapes.add_table(2, 2, 0, 0, Inches(4), Inches(1))
    for cell, words in zip(table.table.iter_cells(), ("Who", "Fee", "Ann", "500"), strict=True):
        cell.text = words
    notes.shapes._spTree.append(table._element)
    out = io.BytesIO()
    deck.save(out)
    extract = read(out.getvalue(), "x.pptx")
    assert extract.text.count("Not for the press.") == 2
    assert extract.text.count("Board only") == 1
    assert "Who | Fee\nAnn | 500" in extract.text
    assert kinds(extract)["Board only"] is Kind.HEADER_FOOTER
    assert kinds(extract)["Not for the press."] is Kind.NOTE


def test_headers_and_footers_of_opendocument_slides_are_read_once() -> None:
    slides = "".join(
        f'<draw:page presentation:use-footer-name="f1" presentation:use-date-time-name="f1"><draw:frame>'
        f"<draw:text-box><text:p>Slide {number}</text:p></draw:text-box></draw:frame></draw:page>"
        for number in (1, 2)
    )
    body = (
        '<office:body><office:presentation><presentation:footer-decl presentation:name="f1">Draft, not for'
        ' release</presentation:footer-decl><presentation:date-time-decl presentation:name="f1" '
        'presentation:source="fixed">May 2031</presentation:date-time-decl><presentation:footer-decl '
        f'presentation:name="f2">Nobody uses this</presentation:footer-decl>{slides}'
        "</office:presentation></office:body>"
    )
    extract = read(grids.opendocument("presentation", body), "x.odp")
    assert extract.text == "Draft, not for release\n\nMay 2031\n\nSlide 1\n\nSlide 2"
    assert kinds(extract)["Draft, not for release"] is Kind.HEADER_FOOTER


def test_an_opendocument_text() -> None:
    body = (
        "<office:body><office:text><text:tracked-changes><text:changed-region><text:deletion>"
        "<text:p>gone</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:h text:outline-level="2">Terms</text:h>'
        "<text:p>The rent<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>In pounds.</text:p></text:note-body></text:note> is<text:s/>900."
        "<office:annotation><dc:creator>Ada</dc:creator><text:p>Too much</text:p></office:annotation>"
        ' See <text:a xlink:href="http://x.y">here</text:a>.'
        "</text:p><text:list><text:list-item><text:p>one</text:p></text:list-item></text:list>"
        "</office:text></office:body>"
    )
    extract = read(grids.opendocument("text", body), "x.odt")
    assert extract.text == "\n\n".join(
        ["Terms", "The rent[1] is 900. See here.", "[1] In pounds.", "Comment by Ada: Too much", "- one"]
    )
    assert kinds(extract)["Comment by Ada: Too much"] is Kind.NOTE
    assert [link.target for link in extract.links] == ["http://x.y"]
    assert extract.sections[0].level == 2
    assert extract.notices == ("text deleted by tracked changes was left out (4 characters)",)


def test_text_boxes_within_text_boxes_of_opendocument_are_read_once() -> None:
    picture = '<draw:frame><draw:image xlink:href="a.png"/></draw:frame>'
    box = "<draw:frame><draw:text-box>{}</draw:text-box></draw:frame>"
    inner = f"<text:p>innermost{picture}</text:p>{picture}"
    for depth in range(6):
        around = "{}" if depth == 3 else "<text:p>{}</text:p>"  # a frame that is anchored to a frame
        inner = f"<text:p>depth {depth}</text:p>" + around.format(box.format(inner))
    note = f"<text:p>As of May.{picture}{box.format('<text:p>In a note.</text:p>')}</text:p>"
    fares = f"<text:p>Fares<text:note><text:note-body>{note}</text:note-body></text:note></text:p>"
    body = f"<office:body><office:text>{inner}{fares}</office:text></office:body>"
    extract = read(grids.opendocument("text", body), "x.odt")
    depths = [f"depth {depth}" for depth in range(5, -1, -1)]
    assert extract.text.split("\n\n") == [*depths, "innermost", "Fares[1]", "[1] As of May. In a note."]
    assert extract.notices == ("3 pictures have no description: what they show is not in the text",)


def test_forms_notes_of_cells_charts_and_pictures_of_opendocument() -> None:
    body = (
        "<office:body><office:text><office:forms><form:form>"
        '<form:text form:name="vessel" form:label="Vessel" form:current-value="Grey Heron"/>'
        '<form:checkbox form:name="Insured" form:current-state="checked"/><form:button form:label="Send"/>'
        '<form:listbox form:name="Port"><form:option form:label="York"/>'
        '<form:option form:label="Hull" form:current-selected="true"/></form:listbox>'
        "</form:form></office:forms>"
        "<table:table><table:table-row><table:table-cell><text:p>Berth<text:note>"
        "<text:note-body><text:p>As of May.</text:p></text:note-body></text:note></text:p>"
        "</table:table-cell><table:table-cell><text:p>A1</text:p>"
        "<office:annotation><text:p>too short</text:p></office:annotation></table:table-cell>"
        "</table:table-row>"
        '</table:table><text:p><draw:frame><draw:object xlink:href="./Object 1"/></draw:frame>'
        '<draw:frame><draw:image xlink:href="a.png"/></draw:frame></text:p></office:text></office:body>'
    )
    chart = (
        "<office:body><office:chart><table:table><table:table-row><table:table-cell><text:p>May</text:p>"
        "</table:table-cell><table:table-cell><text:p>412</text:p></table:table-cell></table:table-row>"
        "</table:table></office:chart></office:body>"
    )
    within = zipfile.ZipFile(io.BytesIO(grids.opendocument("chart", chart))).read("content.xml")
    out = io.BytesIO(grids.opendocument("text", body))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("Object 1/content.xml", within)
    extract = read(out.getvalue(), "x.odt")
    assert extract.text.split("\n\n") == [
        "Berth[1] | A1",
        "[1] As of May.",
        "Comment: too short",
        "May | 412",
        "Vessel: Grey Heron\nInsured: yes\nPort: Hull",
    ]
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_symbols_and_characters_in_two_halves_of_rtf() -> None:
    data = rb"""{\rtf1{\fonttbl{\f0 Arial;}{\f1\fcharset2 Wingdings;}}{\f1\'fe} insured {\f1\u-3928?} not
 \u-10179?\u-8704?\par}"""
    assert read(data, "x.rtf").text == "☒ insured ☐ not \U0001f600"


def test_an_rtf_document() -> None:
    data = rb"""{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}{\f1\fcharset204 Arial;}}
{\stylesheet{\s1 heading 1;}}{\info{\title The Lease}}{\header Contract HD-1\par}
\pard\s1 First\par\pard Caf\'e9, \u8364? 10{\super 3} and {\v hidden}{\deleted gone}.{\footnote In May.}\par
{\f1\'cf\'f0\'e8}\par
\trowd\trhdr\pard\intbl Item\cell Price\cell\row
\trowd\pard\intbl Valve\cell 12\cell\row
\pard{\field{\*\fldinst{HYPERLINK "http://a.b"}}{\fldrslt{here}}}.\par
{\*\shpinst{\shptxt In a box\par}}\par}"""
    extract = read(data, "x.rtf")
    assert extract.text == "\n\n".join(
        [
            "Contract HD-1", "First", "Café, € 10³ and .[1]", "[1] In May.", "При",
            "Item | Price\nValve | 12", "here.", "In a box",
        ]
    )  # fmt: skip
    assert extract.title == "The Lease"
    assert kinds(extract)["Contract HD-1"] is Kind.HEADER_FOOTER
    assert extract.tables[0].header_rows == 1
    assert extract.links[0].target == "http://a.b"
    assert extract.notices == (
        "deleted text was left out (4 characters)",
        "hidden text was left out (6 characters)",
    )


def test_struck_text_of_rtf_is_left_out_and_told() -> None:
    extract = read(
        rb"{\rtf1 Fee {\strike 300 }\striked1 350 \strike0 400 {\strike x}\plain euros.\par}", "x.rtf"
    )
    assert extract.text == "Fee 400 euros."
    assert extract.notices == ("text marked as deleted was left out (9 characters)",)


def test_struck_text_of_slides_is_left_out_and_told() -> None:
    from pptx import Presentation

    presentation = Presentation()
    slide = presentation.slides.add_slide(presentation.slide_layouts[5])
    slide.shapes.title.text = "Fees"
    paragraph = slide.shapes.add_textbox(0, 0, 9, 9).text_frame.paragraphs[0]
    for text, strike in (("Fee ", "noStrike"), ("300 ", "sngStrike"), ("400 euros.", "noStrike")):
        run = paragraph.add_run()
        run.text = text
        run.font._element.set("strike", strike)
    out = io.BytesIO()
    presentation.save(out)
    extract = read(out.getvalue(), "x.pptx")
    assert extract.text == "Fees\n\nFee 400 euros."
    assert extract.notices == ("text marked as deleted was left out (4 characters)",)


def test_a_picture_without_properties_is_told_like_others() -> None:
    spaces = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    slide = f'<Relationship Id="r1" Type="{relations}/slide" Target="slides/a.xml"/>'
    related = f"<Relationships>{slide}</Relationships>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "ppt/presentation.xml",
            f'<p:presentation {spaces} xmlns:r="{relations}"><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst>'
            "</p:presentation>",
        )
        archive.writestr("ppt/_rels/presentation.xml.rels", related)
        archive.writestr(
            "ppt/slides/a.xml", f"<p:sld {spaces}><p:cSld><p:spTree><p:pic/></p:spTree></p:cSld></p:sld>"
        )
    assert read(out.getvalue(), "a.pptx").notices == (
        "1 picture has no description: what it shows is not in the text",
    )
