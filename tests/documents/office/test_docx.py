"""DOCX and EPUB: what a reader of the document sees, in order; hostile archives refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import pytest

from longdoc.documents.limits import Limits
from longdoc.documents.office.docx import read_docx
from longdoc.documents.source import Source
from longdoc.documents.web.epub import read_epub
from longdoc.errors import DamagedDocument, DocumentLimit, EncryptedDocument

LIMITS = Limits()
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
STYLES = f"""<w:styles {W}>
<w:style w:type="paragraph" w:styleId="Normal" w:default="1"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/>
<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="clause"/><w:basedOn w:val="H1"/>
<w:pPr><w:outlineLvl w:val="1"/><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"""
NUMBERING = f"""<w:numbering {W}><w:abstractNum w:abstractNumId="0">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%3)"/></w:lvl>
</w:abstractNum><w:abstractNum w:abstractNumId="1">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1条"/></w:lvl>
</w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/>
<w:lvlOverride w:ilvl="0"><w:startOverride w:val="12"/></w:lvlOverride></w:num></w:numbering>"""


def paragraph(text: str, style: str = "", extra: str = "") -> str:
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    return f"<w:p><w:pPr>{styled}{extra}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(list_id: int, depth: int) -> str:
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def docx(body: str, **parts: str) -> bytes:
    members: dict[str, str | bytes] = {
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": STYLES,
        "word/numbering.xml": NUMBERING,
    }
    return zipped(members | {f"word/{name}.xml": content for name, content in parts.items()})


def test_headings_carry_the_numbers_that_word_shows() -> None:
    body = (
        paragraph("Services Agreement", "T")
        + paragraph("Definitions", "H1")
        + paragraph("Liability", "H1")
        + paragraph("Cap", "H2")
        + paragraph("No liability for loss", "", listed(1, 2))
        + paragraph("Exceptions", "H2")
        + paragraph("甲方应当付款。", "", listed(2, 0))
        + paragraph("乙方交货。", "", listed(2, 0))
    )
    extract = read_docx(Source(docx(body), limits=LIMITS))
    assert extract.text.split("\n\n") == [
        "Services Agreement",
        "I. Definitions",
        "II. Liability",
        "2.1 Cap",
        "(a) No liability for loss",
        "2.2 Exceptions",
        "第十二条 甲方应当付款。",
        "第十三条 乙方交货。",
    ]
    assert extract.title == "Services Agreement"
    assert [(section.level, section.title) for section in extract.sections] == [
        (1, "I. Definitions"),
        (1, "II. Liability"),
        (2, "2.1 Cap"),
        (2, "2.2 Exceptions"),
    ]


def test_a_list_that_names_a_style_is_numbered_as_the_style_says() -> None:
    numbering = (
        f"<w:numbering {W}>"
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="Clauses"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="Clauses"/><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%1)"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )
    body = paragraph("Rent", "", listed(1, 0)) + paragraph("Repairs", "", listed(1, 0))
    extract = read_docx(Source(docx(body, numbering=numbering), limits=LIMITS))
    assert extract.text.split("\n\n") == ["(a) Rent", "(b) Repairs"]


def test_empty_paragraphs_are_counted_unless_they_are_hidden_or_deleted() -> None:
    marks = [f"<w:rPr><w:{mark}/></w:rPr>" for mark in ("vanish", "del")]
    empty = [paragraph("", "", listed(1, 0) + mark) for mark in ("", *marks)]
    body = paragraph("Rent", "H1") + "".join(empty) + paragraph("Repairs", "H1")
    extract = read_docx(Source(docx(body), limits=LIMITS))
    assert extract.text.split("\n\n") == ["I. Rent", "III. Repairs"]


def test_cells_show_the_numbers_of_their_empty_paragraphs() -> None:
    def row(first: str, name: str, merged: str = "") -> str:
        return f"<w:tr><w:tc><w:tcPr>{merged}</w:tcPr>{first}</w:tc><w:tc>{paragraph(name)}</w:tc></w:tr>"

    number = paragraph("", "", listed(1, 0))
    rows = [
        row(paragraph("No."), "Item"),
        row(number, "Bolt", '<w:vMerge w:val="restart"/>'),
        row(number, "Nut", "<w:vMerge/>"),
        row(number, "Pump"),
    ]
    extract = read_docx(Source(docx(f"<w:tbl>{''.join(rows)}</w:tbl>"), limits=LIMITS))
    assert extract.text == "No. | Item\nI. | Bolt\nI. | Nut\nII. | Pump"


def test_equations_and_symbols_keep_their_figures_and_signs() -> None:
    m = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    one, two, ten, three = (f"<m:r><m:t>{figure}</m:t></m:r>" for figure in (1, 2, 10, 3))
    half = f"<m:oMath {m}><m:f><m:num>{one}</m:num><m:den>{two}</m:den></m:f></m:oMath>"
    thousand = f"<m:oMath {m}><m:sSup><m:e>{ten}</m:e><m:sup>{three}</m:sup></m:sSup></m:oMath>"
    said = [f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' for words in ("Share ", " of ", " units")]
    share = f"<w:p>{said[0]}{half}{said[1]}{thousand}{said[2]}</w:p>"
    lines = f"<w:p><m:oMathPara {m}>{thousand}{half}</m:oMathPara></w:p>"
    minus, less = (f'<w:r><w:sym w:font="Symbol" w:char="{code}"/></w:r>' for code in ("F02D", "F03C"))
    greek = '<w:r><w:rPr><w:rFonts w:ascii="Symbol"/></w:rPr><w:t xml:space="preserve">l = 2</w:t></w:r>'
    signs = f"<w:p>{minus}<w:r><w:t>5, p</w:t></w:r>{less}<w:r><w:t>1, </w:t></w:r>{greek}</w:p>"
    extract = read_docx(Source(docx(share + lines + signs), limits=LIMITS))
    assert extract.text.split("\n\n") == ["Share 1/2 of 10³ units", "10³\n1/2", "-5, p<1, λ = 2"]


def test_the_mark_of_a_linked_note_is_no_part_of_a_figure() -> None:
    mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>2</w:t></w:r>'
    body = f'<w:p><w:r><w:t>It is 45</w:t></w:r><w:hyperlink w:anchor="n">{mark}</w:hyperlink></w:p>'
    assert read_docx(Source(docx(body), limits=LIMITS)).text == "It is 45²"


def test_tables_are_rows_and_footnotes_stand_below_their_paragraph() -> None:
    cell = "<w:tc>{}</w:tc>"
    row = "<w:tr>" + cell + cell + "</w:tr>"
    body = (
        '<w:p><w:r><w:t>Paid late</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        '<w:r><w:t xml:space="preserve"> costs.</w:t></w:r></w:p>'
        + "<w:tbl>"
        + row.format(paragraph("Item"), paragraph("Price"))
        + row.format(paragraph("Bolt") + paragraph("M8"), paragraph("3"))
        + "</w:tbl>"
    )
    note = f'<w:footnote w:id="2">{paragraph("After 30 days.")}</w:footnote>'
    notes = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"/>{note}</w:footnotes>'
    extract = read_docx(Source(docx(body, footnotes=notes), limits=LIMITS))
    assert extract.text == "Paid late[1] costs.\n\n[1] After 30 days.\n\nItem | Price\nBolt M8 | 3"


def test_a_row_that_begins_further_right_has_empty_cells_before_it() -> None:
    def row(*words: str, before: str = "") -> str:
        cells = "".join(f"<w:tc>{paragraph(one)}</w:tc>" for one in words)
        return f"<w:tr><w:trPr>{before}</w:trPr>{cells}</w:tr>"

    rows = row("Item", "Place", "Price") + row("Valve", "Hull", "5")
    rows += row("York", "6", before='<w:gridBefore w:val="1"/>') + row(
        "7", before='<w:gridBefore w:val="2"/>'
    )
    extract = read_docx(Source(docx(f"<w:tbl>{rows}</w:tbl>"), limits=LIMITS))
    assert extract.text == "Item | Place | Price\nValve | Hull | 5\n| York | 6\n|  | 7"
    assert [cell.column for cell in extract.tables[0].cells if cell.row == 3] == [0, 1, 2]


def test_deleted_and_hidden_text_is_not_text() -> None:
    body = (
        "<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:tab/><w:t>x</w:t><w:br/><w:t>y</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r></w:p>"
        f"<w:sdt><w:sdtContent>{paragraph('in a control')}</w:sdtContent></w:sdt>"
    )
    extract = read_docx(Source(docx(body), limits=LIMITS))
    assert extract.text == "new x\ny\n\nin a control"
    assert extract.notices == (
        "text deleted by tracked changes was left out (3 characters)",
        "hidden text was left out (6 characters)",
    )


def test_python_docx_documents_are_read() -> None:
    writer = pytest.importorskip("docx", reason="python-docx is not installed")
    document = writer.Document()
    document.add_heading("Fees", 1)
    document.add_paragraph("First", style="List Number")
    document.add_paragraph("Second", style="List Number")
    document.core_properties.title = "The Title"
    buffer = io.BytesIO()
    document.save(buffer)
    extract = read_docx(Source(buffer.getvalue(), limits=LIMITS))
    assert extract.text == "Fees\n\n1. First\n\n2. Second"
    assert extract.title == "The Title"


REFERRED = (
    '<Relationship Id="{0}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{1}"'
    ' Target="{2}"/>'
)
DRAWING = """<w:p xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"
 xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"
 xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><w:r><w:drawing><wp:inline>
 <wp:docPr id="1" descr="{}"/><a:graphic><a:graphicData>{}</a:graphicData></a:graphic></wp:inline></w:drawing>
 </w:r></w:p>"""
CHART = """<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart><c:title><c:tx><c:rich><a:p><a:r>
 <a:t>Ferries</a:t></a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:barChart><c:ser>
 <c:tx><c:v>Trips</c:v></c:tx><c:cat><c:pt idx="0"><c:v>May</c:v></c:pt></c:cat>
 <c:val><c:pt idx="0"><c:v>412</c:v></c:pt></c:val></c:ser></c:barChart></c:plotArea></c:chart>
 </c:chartSpace>"""
DIAGRAM = """<d:dataModel xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/diagram"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:p><a:r>
 <a:t>First the pilot</a:t></a:r></a:p>
 </d:dataModel>"""


def test_pictures_charts_diagrams_and_embedded_files_are_read_or_told() -> None:
    body = (
        paragraph("The harbour.")
        + DRAWING.format("Map of the quay", "<pic:pic/>")
        + DRAWING.format("Picture 2", "<pic:pic/>")
        + DRAWING.format("", '<c:chart r:id="c"/>')
        + DRAWING.format("", '<d:relIds r:dm="d"/>')
    )
    related = [
        ("c", "chart", "charts/chart1.xml"),
        ("d", "diagramData", "diagrams/data1.xml"),
        ("e", "package", "embeddings/list.csv"),
        ("o", "oleObject", "embeddings/drawing.bin"),
        ("a", "aFChunk", "part.html"),
    ]
    data = docx(body, **{"charts/chart1": CHART, "diagrams/data1": DIAGRAM})
    members: dict[str, str | bytes] = {
        "word/_rels/document.xml.rels": '<Relationships xmlns="r">'
        + "".join(REFERRED.format(*one) for one in related)
        + "</Relationships>",
        "word/embeddings/list.csv": "Berth,Length\nA,12\nB,14\n",
        "word/embeddings/drawing.bin": b"\x00\x01\x02\x03" * 99,
        "word/part.html": "<p>A page put into it.</p>",
    }
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members |= {name: archive.read(name) for name in archive.namelist()}
    extract = read_docx(Source(zipped(members), limits=LIMITS))
    assert extract.text.split("\n\n") == [
        "The harbour.",
        "Map of the quay",
        "Ferries\n| Trips\nMay | 412",
        "- First the pilot",
        "Embedded: list.csv",
        "Berth | Length\nA | 12\nB | 14",
        "A page put into it.",
    ]
    assert extract.notices == (
        "1 picture has no description: what it shows is not in the text",
        "1 embedded file of another kind was not read: .bin (1)",
    )


def boxed(inner: str, alternative: str = "") -> str:
    """A paragraph with a text box, which older programs read from the alternative."""
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = "<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>"
    return (
        f"<w:p><w:r><mc:AlternateContent {mc}><mc:Choice>{box.format(inner)}</mc:Choice>"
        f"<mc:Fallback>{box.format(alternative)}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_text_boxes_within_text_boxes_are_read_once() -> None:
    body = paragraph("innermost") + DRAWING.format("", "<pic:pic/>")
    for depth in range(6):
        body = paragraph(f"depth {depth}") + boxed(body, body if depth < 2 else "")
    extract = read_docx(Source(docx(body), limits=LIMITS))
    assert extract.text.split("\n\n") == [*(f"depth {depth}" for depth in range(5, -1, -1)), "innermost"]
    assert extract.notices == ("1 picture has no description: what it shows is not in the text",)


def test_tables_in_text_boxes_and_text_boxes_in_tables_are_read_once() -> None:
    picture = DRAWING.format("", "<pic:pic/>")
    cells = (
        f"<w:tc>{paragraph('Berth')}</w:tc><w:tc>{boxed(paragraph('A1') + picture, paragraph('A1'))}</w:tc>"
    )
    table = f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
    once = "1 picture has no description: what it shows is not in the text"
    for body in (table, boxed(table), boxed(paragraph("") + boxed(table))):
        extract = read_docx(Source(docx(body), limits=LIMITS))
        assert " ".join(extract.text.split()) == "Berth | A1"
        assert extract.notices == (once,)


def test_comments_are_read_wherever_they_are_anchored() -> None:
    def commented(number: int) -> str:
        return (
            f'<w:p><w:r><w:t>Place {number}</w:t></w:r><w:r><w:commentReference w:id="{number}"/></w:r></w:p>'
        )

    body = (
        f"<w:tbl><w:tr><w:tc>{commented(1)}</w:tc><w:tc>{paragraph('x')}</w:tc></w:tr></w:tbl>" + commented(2)
    )
    comments = "".join(
        f'<w:comment w:id="{number}" w:author="Ann">{paragraph(f"Remark {number}")}</w:comment>'
        for number in (1, 2, 3)
    )
    extract = read_docx(
        Source(docx(body, comments=f"<w:comments {W}>{comments}</w:comments>"), limits=LIMITS)
    )
    assert extract.text.split("\n\n") == [
        "Place 1 | x",
        "Comment by Ann: Remark 1",
        "Place 2",
        "Comment by Ann: Remark 2",
        "Comment by Ann: Remark 3",
    ]


def test_a_drop_cap_begins_its_paragraph_and_readings_of_characters_are_left_out() -> None:
    body = (
        paragraph("O", extra='<w:framePr w:dropCap="drop"/>')
        + paragraph("nce upon a time.")
        + "<w:p><w:r><w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r>"
        "</w:rubyBase></w:ruby></w:r></w:p>"
    )
    assert read_docx(Source(docx(body), limits=LIMITS)).text == "Once upon a time.\n\n漢"


def test_entities_are_not_expanded() -> None:
    laughs = "".join(f'<!ENTITY l{i} "{f"&l{i - 1};" * 10}">' for i in range(1, 12))
    entities = f'<!ENTITY l0 "ha"><!ENTITY x SYSTEM "file:///etc/passwd">{laughs}'
    bomb = f"<!DOCTYPE w:document [{entities}]><w:document {W}><w:body>"
    bomb += "<w:p><w:r><w:t>a&l11;&x;b</w:t></w:r></w:p></w:body></w:document>"
    extract = read_docx(Source(zipped({"word/document.xml": bomb}), limits=LIMITS))
    assert "root:" not in extract.text
    assert len(extract.text) < 100


def test_a_zip_bomb_and_deep_nesting_are_refused() -> None:
    bomb = docx(paragraph("a" * 30_000_000))
    with pytest.raises(DocumentLimit, match="zip bomb"):
        read_docx(Source(bomb, limits=LIMITS))
    with pytest.raises(DocumentLimit, match="nested"):
        read_docx(Source(docx("<w:sdt>" * 300 + "</w:sdt>" * 300), limits=LIMITS))


def test_damaged_archives_are_told() -> None:
    whole = docx(paragraph("text"))
    with pytest.raises(DamagedDocument):
        read_docx(Source(whole[: len(whole) // 2], limits=LIMITS))
    with pytest.raises(DamagedDocument, match="not a complete Word document"):
        read_docx(Source(zipped({"word/other.xml": "<x/>"}), limits=LIMITS))


# ---- EPUB

CONTAINER = '<container xmlns="urn:x"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:title>The Island</dc:title></metadata><manifest>
<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="two.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/one%20x.xhtml" media-type="application/xhtml+xml"/>
<item id="c" href="gone.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/><itemref idref="c"/></spine></package>"""
LINKS = '<a href="text/one%20x.xhtml">The Storm</a><a href="two.xhtml#x">Home</a>'
NAV = f"<html><body><nav>{LINKS}</nav></body></html>"


def page(body: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>'


def epub(**extra: str) -> bytes:
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": PACKAGE,
            "OPS/nav.xhtml": NAV,
            "OPS/two.xhtml": page("<h2>Chapter Two</h2><p>She came home.</p>"),
            "OPS/text/one x.xhtml": page("<p>It rained — all day.</p><p>Then not.</p>"),
        }
        | {name.replace("__", "/"): content for name, content in extra.items()}
    )


def test_chapters_come_in_the_order_of_the_spine() -> None:
    extract = read_epub(Source(epub(), limits=LIMITS))
    assert (
        extract.text
        == "Title: The Island\n\nIt rained — all day.\n\nThen not.\n\nChapter Two\n\nShe came home."
    )
    assert extract.title == "The Island"
    assert [section.title for section in extract.sections] == ["The Storm", "Chapter Two"]
    assert extract.notices == ("the chapter OPS/gone.xhtml is missing in the book",)


def test_the_contents_of_a_book_head_its_sections_where_no_heading_does() -> None:
    chapter = page(
        '<p>First words.</p><section id="calm"><p>It was calm.</p></section><p><a id="end"/>It ended.</p>'
    )
    nav = (
        '<nav epub:type="toc"><ol><li><a href="two.xhtml">The Harbour</a><ol>'
        '<li><a href="two.xhtml#calm">Calm</a></li>'
        '<li><a href="two.xhtml#end">An End</a></li></ol></li></ol></nav>'
        '<nav epub:type="page-list"><ol><li><a href="two.xhtml#end">7</a></li></ol></nav>'
    )
    extract = read_epub(Source(epub(**{"OPS__two.xhtml": chapter, "OPS__nav.xhtml": nav}), limits=LIMITS))
    assert [(one.level, one.title) for one in extract.sections] == [
        (1, "The Harbour"),
        (2, "Calm"),
        (2, "An End"),
    ]
    assert extract.text.endswith("First words.\n\nIt was calm.\n\nIt ended.")
    assert extract.text[extract.sections[1].span.start :].startswith("It was calm.")


def test_pages_outside_the_reading_order_and_pictures_are_told() -> None:
    package = PACKAGE.replace(
        "</manifest>",
        '<item id="x" href="extra.xhtml" media-type="application/xhtml+xml"/></manifest>',
    )
    chapter = page('<p>She came home.</p><p><img src="a.png" alt="A gull"/><img src="map.png"/></p>')
    extract = read_epub(Source(epub(**{"OPS__book.opf": package, "OPS__two.xhtml": chapter}), limits=LIMITS))
    assert extract.text.endswith("She came home.\n\nA gull")
    assert extract.notices[1:] == (
        "1 page of the book is not in its reading order, so not read: OPS/extra.xhtml",
        "1 picture has no description: what it shows is not in the text",
    )


def test_locked_books_are_told_from_locked_fonts() -> None:
    lock = '<encryption xmlns:e="urn:e"><e:CipherReference URI="{}"/></encryption>'
    assert read_epub(
        Source(epub(**{"META-INF__encryption.xml": lock.format("OPS/font.otf")}), limits=LIMITS)
    ).text
    with pytest.raises(EncryptedDocument, match="rights management"):
        read_epub(Source(epub(**{"META-INF__encryption.xml": lock.format("OPS/two.xhtml")}), limits=LIMITS))


W14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'


def test_check_boxes_symbols_fields_comments_headers_and_nested_tables() -> None:
    def run(inner: str) -> str:
        return f"<w:r>{inner}</w:r>"

    box = '<w:sym w:font="Wingdings" w:char="{}"/>'
    control = (
        '<w:sdt><w:sdtPr><w:alias w:val="Vessel"/></w:sdtPr><w:sdtContent><w:r><w:t>Grey Heron</w:t></w:r>'
        "</w:sdtContent></w:sdt>"
    )
    tick = f'<w:sdt><w:sdtPr><w14:checkbox {W14}><w14:checked w14:val="1"/></w14:checkbox></w:sdtPr></w:sdt>'
    legacy = (
        '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:checkBox>'
        '<w:default w:val="0"/></w:checkBox></w:ffData></w:fldChar></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    cited = run('<w:commentReference w:id="4"/>')
    power = run('<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>3</w:t>')
    inner = f"<w:tbl><w:tr><w:tc>{paragraph('Part')}</w:tc><w:tc>{paragraph('36')}</w:tc></w:tr></w:tbl>"
    body = (
        f"<w:p>{run('<w:t>Insured: </w:t>')}{run(box.format('F0FE'))}{run('<w:t> yes </w:t>')}"
        f"{run(box.format('F0A8'))}{run('<w:t> no</w:t>')}</w:p>"
        f"<w:p>{control}{cited}</w:p>"
        f"<w:p>{tick}{run('<w:t> paid </w:t>')}{legacy}{run('<w:t> due</w:t>')}</w:p>"
        f"<w:p>{run('<w:t>10</w:t>')}{power}</w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('Item')}</w:tc><w:tc>{paragraph('Detail')}</w:tc></w:tr>"
        f"<w:tr><w:tc>{paragraph('Warranty')}</w:tc><w:tc>{inner}</w:tc></w:tr></w:tbl>"
    )
    relations = (
        '<Relationships><Relationship Id="r1" Type="x/header" Target="header1.xml"/>'
        '<Relationship Id="r2" Type="x/header" Target="header2.xml"/></Relationships>'
    )
    header = f"<w:hdr {W}>{paragraph('Contract HD-2291')}{paragraph('Page 1 of 3')}</w:hdr>"
    asked = f'<w:comment w:id="4" w:author="Ada">{paragraph("Which one?")}</w:comment>'
    comments = f"<w:comments {W}>{asked}</w:comments>"
    data = docx(
        body, comments=comments, header1=header, header2=header, **{"_rels/document.xml.rels": relations}
    )
    data = zipped(_renamed(data))
    extract = read_docx(Source(data, limits=LIMITS))
    assert extract.text == "\n\n".join(
        [
            "Contract HD-2291", "Insured: ☒ yes ☐ no", "Grey Heron", "Vessel: Grey Heron",
            "Comment by Ada: Which one?", "☒ paid ☐ due", "10³", "Item | Detail\nWarranty |", "Part | 36",
        ]
    )  # fmt: skip
    assert [(field.name, field.value) for field in extract.fields] == [
        ("Vessel", "Grey Heron"),
        ("Comment by Ada", "Which one?"),
    ]


def _renamed(data: bytes) -> dict[str, str | bytes]:
    """The members, those with a second suffix by their right names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name.replace(".rels.xml", ".rels"): archive.read(name) for name in archive.namelist()}


def test_every_body_of_a_document_is_read() -> None:
    data = docx(paragraph("First.") + "</w:body><w:body>" + paragraph("Second."))
    assert read_docx(Source(data)).text == "First.\n\nSecond."


def test_a_note_that_is_referred_to_twice_is_read_once() -> None:
    cite = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = "".join(f"<w:p><w:r><w:t>{words}</w:t></w:r>{cite}</w:p>" for words in ("Paid late", "Paid never"))
    notes = f'<w:footnotes {W}><w:footnote w:id="2">{paragraph("After 30 days.")}</w:footnote></w:footnotes>'
    text = read_docx(Source(docx(body, footnotes=notes), limits=LIMITS)).text
    assert text == "Paid late[1]\n\n[1] After 30 days.\n\nPaid never[1]"
