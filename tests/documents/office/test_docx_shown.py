"""DOCX shows what Word shows: results of fields, parts under any name, list numbers, and nothing hidden."""

from __future__ import annotations

import io
import zipfile

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.office.docx import read_docx
from longdoc.documents.office.number_forms import written_number
from longdoc.documents.source import Source

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
NAMESPACES = f'xmlns:w="{MAIN}" xmlns:r="{OFFICE}/relationships" xmlns:m="{OFFICE}/math"'
VML = 'xmlns:v="urn:schemas-microsoft-com:vml"'


def read(
    body: str, parts: dict[str, str] | None = None, related: tuple[tuple[str, str], ...] = (), main: str = ""
) -> Extract:
    """Read a document with further parts; `related` has type and target of relationships r0, r1 …"""
    main = main or "word/document.xml"
    folder, _, name = main.rpartition("/")
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(related)
    )
    of_package = f'<Relationship Type="{OFFICE}/relationships/officeDocument" Target="{main}"/>'
    members = {
        "_rels/.rels": f'<Relationships xmlns="r">{of_package}</Relationships>',
        main: f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="r">{relations}</Relationships>',
        **{f"{folder}/{part}": text for part, text in (parts or {}).items()},
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, content in members.items():
            archive.writestr(path, content)
    return read_docx(Source(out.getvalue(), limits=Limits()))


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(text: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{run(text)}</w:p>"


def field(instruction: str, result: str) -> str:
    """A field; its instruction may have other fields between its words."""
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return begin + instruction + separate + run(result) + end


def words(text: str) -> str:
    return f"<w:r><w:instrText>{text}</w:instrText></w:r>"


def test_of_a_field_only_its_result_is_shown() -> None:
    city, other = field(words("MERGEFIELD City"), "Paris"), field(words("MERGEFIELD Other"), "Lyon")
    chosen = field(
        words("IF ") + city + words(' = "Paris" "the main one" "') + other + words('"'), "the main one"
    )
    assert (
        read(f"<w:p>{run('Your branch is ')}{chosen}{run('.')}</w:p>").text == "Your branch is the main one."
    )


def test_text_hidden_by_a_style_is_left_out_and_told() -> None:
    hiding = "<w:name w:val='x'/><w:rPr><w:vanish/></w:rPr>"
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="character" w:styleId="C">{hiding}</w:style>'
        f'<w:style w:type="paragraph" w:styleId="P">{hiding}</w:style>'
        '<w:style w:type="paragraph" w:styleId="Q"><w:basedOn w:val="P"/></w:style></w:styles>'
    )
    fee = run("The fee is 300 euros.") + run("SECRET", '<w:rStyle w:val="C"/>')
    note = run("DELETE THIS") + run("Shown.", '<w:vanish w:val="0"/>')
    body = f'<w:p>{fee}</w:p><w:p><w:pPr><w:pStyle w:val="Q"/></w:pPr>{note}</w:p>'
    extract = read(body, {"styles.xml": styles})
    assert extract.text == "The fee is 300 euros.\n\nShown."
    assert extract.notices == ("hidden text was left out (17 characters)",)


def test_parts_are_found_by_their_relationships() -> None:
    parts = {
        "styles2.xml": f'<w:styles {NAMESPACES}><w:style w:type="paragraph" w:styleId="H">'
        '<w:name w:val="heading 1"/></w:style></w:styles>',
        "footnotes2.xml": f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{paragraph("Without tax.")}'
        "</w:footnote></w:footnotes>",
        "numbering2.xml": f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0">'
        '<w:lvlText w:val="%1)"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>',
    }
    related = tuple((part.removesuffix("2.xml"), part) for part in parts)
    note = '<w:p><w:r><w:t>40 euros</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    listed = paragraph("Rent", '<w:numPr><w:numId w:val="1"/></w:numPr>')
    extract = read(
        paragraph("Payment", '<w:pStyle w:val="H"/>') + note + listed, parts, related, "word/document2.xml"
    )
    assert extract.text.split("\n\n") == ["Payment", "40 euros[1]", "[1] Without tax.", "1) Rent"]
    assert [section.title for section in extract.sections] == ["Payment"]


def test_a_paragraph_whose_end_was_deleted_continues_with_the_next() -> None:
    deleted = "<w:rPr><w:del w:id='1' w:author='A'/></w:rPr>"
    body = paragraph("The fee is ", deleted) + paragraph("300 ", deleted) + paragraph("euros.")
    assert read(body).text == "The fee is 300 euros."
    table = f"<w:tbl><w:tr><w:tc>{paragraph('x')}</w:tc><w:tc>{paragraph('y')}</w:tc></w:tr></w:tbl>"
    assert read(paragraph("Before", deleted) + table).text == "Before\n\nx | y"
    assert read(paragraph("At the end", deleted)).text == "At the end"
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In a box', deleted)}</w:txbxContent></w:pict></w:r>"
    assert read(f"<w:p>{box}</w:p>" + paragraph("After")).text == "In a box\n\nAfter"


def test_text_in_another_format_stands_where_it_was_put() -> None:
    parts = {"one.html": "<h2>Delivery</h2><p>By ship.</p>", "two.txt": "Plain."}
    related = (("aFChunk", "one.html"), ("aFChunk", "two.txt"))
    body = (
        paragraph("Before.") + '<w:altChunk r:id="r0"/>' + paragraph("Between.") + '<w:altChunk r:id="r1"/>'
    )
    extract = read(body + paragraph("After."), parts, related)
    assert extract.text.split("\n\n") == ["Before.", "Delivery", "By ship.", "Between.", "Plain.", "After."]
    assert [section.title for section in extract.sections] == ["Delivery"]


def test_word_art_and_watermarks_are_read() -> None:
    art = "<w:p><w:r><w:pict><v:shape {}><v:textpath string='{}'/></v:shape></w:pict></w:r></w:p>"
    header = f"<w:hdr {NAMESPACES}>{art.format(VML, 'DRAFT')}</w:hdr>"
    extract = read(
        paragraph("The lease.") + art.format(VML, "Opening"), {"h.xml": header}, (("header", "h.xml"),)
    )
    assert extract.text.split("\n\n") == ["DRAFT", "The lease.", "Opening"]


def test_equations_of_the_strict_form_are_read() -> None:
    strict = (
        "<w:p xmlns:w='http://purl.oclc.org/ooxml/wordprocessingml/main'><w:r><w:t>x = </w:t></w:r>{}</w:p>"
    )
    equation = (
        "<m:oMath xmlns:m='http://purl.oclc.org/ooxml/officeDocument/math'><m:r><m:t>2</m:t></m:r></m:oMath>"
    )
    assert read(strict.format(equation)).text == "x = 2"


def level(depth: int, form: str, pattern: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def listed(list_id: int, depth: int) -> str:
    return paragraph("x", f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_levels_restart_as_they_say_and_lists_may_have_their_own() -> None:
    levels = (
        level(0, "upperRoman", "Art. %1")
        + level(1, "decimal", "Sec. %2", '<w:lvlRestart w:val="0"/>')
        + level(2, "lowerLetter", "(%3)", '<w:lvlRestart w:val="1"/>')
    )
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "lowerLetter", "%1.")}</w:lvlOverride>'
    numbering = (
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="1"/>{own}</w:num></w:numbering>'
    )
    body = "".join(listed(1, depth) for depth in (0, 1, 2, 1, 2, 0, 1, 2)) + listed(2, 0) + listed(2, 0)
    extract = read(body, {"numbering.xml": numbering})
    labels = [line.removesuffix(" x") for line in extract.text.split("\n\n")]
    assert labels == [
        "Art. I", "Sec. 1", "(a)", "Sec. 2", "(b)", "Art. II", "Sec. 3", "(a)", "a.", "b.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("russianLower", ["а", "б", "аа"]),
        ("ideographTraditional", ["甲", "乙", "癸癸癸"]),
        ("chineseLegalSimplified", ["壹", "贰", "叁拾"]),
        ("decimalEnclosedCircle", ["①", "②", "30"]),
        ("ordinal", ["1st", "2nd", "30th"]),
        ("ordinalText", ["First", "Second", "30"]),
        ("ganada", ["가", "나", "나나나"]),
        ("upperLetter", ["A", "B", "DD"]),
        ("hebrewOfSomeKind", ["1", "2", "30"]),
    ],
)
def test_numbers_are_written_in_the_form_of_their_list(form: str, written: list[str]) -> None:
    assert [written_number(value, form) for value in (1, 2, 30)] == written


def test_struck_text_is_left_out_and_told() -> None:
    styles = (
        f'<w:styles {NAMESPACES}><w:style w:type="character" w:styleId="C"><w:rPr><w:dstrike/></w:rPr>'
        "</w:style></w:styles>"
    )
    rent = run("The rent is ") + run("900 ", "<w:strike/>") + run("950", '<w:strike w:val="0"/>')
    term = run("Five", '<w:rStyle w:val="C"/>') + run("Six years.")
    extract = read(f"<w:p>{rent}</w:p><w:p>{term}</w:p>", {"styles.xml": styles})
    assert extract.text == "The rent is 950\n\nSix years."
    assert extract.notices == ("text marked as deleted was left out (8 characters)",)


@pytest.mark.parametrize(
    ("own", "text"), [("", "10⁶ cells"), ('<w:vertAlign w:val="baseline"/>', "106 cells")]
)
def test_a_superscript_by_its_character_style_is_no_part_of_a_number(own: str, text: str) -> None:
    style = (
        '<w:style w:type="character" w:styleId="Up"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        "</w:style>"
        '<w:style w:type="character" w:styleId="Power"><w:basedOn w:val="Up"/></w:style>'
    )
    raised = f'<w:r><w:rPr><w:rStyle w:val="Power"/>{own}</w:rPr><w:t>6</w:t></w:r>'
    body = f'<w:p><w:r><w:t>10</w:t></w:r>{raised}<w:r><w:t xml:space="preserve"> cells</w:t></w:r></w:p>'
    styles = {"styles.xml": f"<w:styles {NAMESPACES}>{style}</w:styles>"}
    assert read(body, styles, (("styles", "styles.xml"),)).text == text


def test_a_letter_is_not_written_without_end() -> None:
    assert written_number(53, "lowerLetter") == "aaa"
    assert written_number(900_000, "lowerLetter") == "900000"
