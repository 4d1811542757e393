"""XML: tables hold all that their records do, and damaged places are told."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source
from longdoc.documents.types import Kind


def read(text: str) -> Extract:
    return read_source(Source(text.encode(), "x.xml"))


@pytest.mark.parametrize(
    ("record", "row"),
    [
        ('<text start="0" dur="1.5">Hello all</text>', "0 | 1.5 | Hello all"),
        ('<r a="1" b="2"/>', "1 | 2"),
        ('<i><n>Tea</n><price currency="EUR">12</price></i>', "Tea | 12 | EUR"),
        ("<i><n>Tea</n><!-- a remark --><q>12</q></i>", "Tea | 12"),
    ],
)
def test_records_of_xml_are_rows_with_all_they_hold(record: str, row: str) -> None:
    assert read(f"<all>{record * 3}</all>").text.split("\n")[2:] == [row] * 3


@pytest.mark.parametrize(
    ("record", "text"),
    [
        ("<e><b>Ox</b> a large animal <i>see Cow</i></e>", "Ox a large animal see Cow"),
        ('<p n="1">They left.</p>', "They left."),
        (f'<note n="1">{"They left. " * 30}</note>', ("They left. " * 30).strip()),
        ('<i n="1"><n>Tea</n></i>', "i: n: 1\nn: Tea"),
    ],
)
def test_elements_of_xml_that_fit_into_no_table_keep_their_words(record: str, text: str) -> None:
    extract = read(f"<all>{record * 3}</all>")
    assert extract.tables == ()
    assert extract.text == "\n\n".join([text] * 3)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"<a>\n<b>x < 6</b></a>", "the XML is damaged in line 2 (StartTag: invalid element name): "),
        (b"<a>one</a>\n\n<a>two</a>", "the XML is damaged in line 3 (Extra content at the end"),
        ("<a>Müller</a>".encode("latin-1"), "the XML is damaged in line 1 (Invalid bytes"),
        (b"<a>\n<b>1 < 2</b>\n<b>1 < 2</b></a>", "(StartTag: invalid element name) and 1 more line: text"),
    ],
)
def test_damaged_xml_is_told(raw: bytes, told: str) -> None:
    (notice,) = read_source(Source(raw, "x.xml")).notices
    assert told in notice


@pytest.mark.parametrize(
    "text",
    ["<a>1&nbsp;2</a>", "\n<?xml version='1.0'?><a>b</a>", "<a><x:b>c</x:b></a>", '<a xmlns="u">b</a>'],
)
def test_xml_that_loses_nothing_is_read_in_silence(text: str) -> None:
    assert read(text).notices == ()


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"<a><b>R & D at 5 < 6</b><c>Fish &amp; chips</c></a>", "b: R & D at 5 < 6\nc: Fish & chips"),
        ("<a>Müller</a>".encode("latin-1"), "a: Müller"),
        ("<?xml version='1.0' encoding='UTF-8'?><a>Müller – ja</a>".encode("cp1252"), "a: Müller - ja"),
        ("<?xml version='1.0' encoding='utf-16'?><a>Müller</a>".encode(), "a: Müller"),
        (b"<a><![CDATA[x & y]]> & z</a>", "a: x & y & z"),
    ],
)
def test_damaged_xml_is_mended_where_nothing_is_lost(raw: bytes, text: str) -> None:
    extract = read_source(Source(raw, "x.xml"))
    assert extract.text == text
    (notice,) = extract.notices
    assert notice.endswith(": text was mended there")


def test_entities_are_read_as_their_text() -> None:
    declared = '<!DOCTYPE a [<!ENTITY co "Northbank Estates"><!ENTITY evil "&co;&co;">]>'
    assert read(f"{declared}<a>By &co;, caf&eacute;&nbsp;5</a>").text == "a: By Northbank Estates, café 5"
    assert "&evil;" in read(f"{declared}<a>By &evil;</a>").text


def test_tables_of_docbook_and_tei_are_tables() -> None:
    docbook = (
        "<table xmlns='http://docbook.org/ns/docbook'><title>Stock</title><tgroup cols='3'>"
        "<colspec colname='a'/><colspec colname='b'/><colspec colname='c'/><thead><row><entry>Item</entry>"
        "<entry namest='b' nameend='c'>Qty</entry></row></thead><tbody><row><entry morerows='1'>Pipe</entry>"
        "<entry>4</entry><entry>5</entry></row><row><entry>6</entry><entry>7</entry></row></tbody></tgroup></table>"
    )
    extract = read(f"<doc>{docbook}</doc>")
    assert extract.text == "Stock\nItem | Qty |\nPipe | 4 | 5\nPipe | 6 | 7"
    tei = "<table><head>Ages</head><row role='label'><cell>Who</cell><cell>Age</cell></row>{}</table>"
    rows = "<row><cell>Ada</cell><cell>41</cell></row>"
    (table,) = read(f"<doc>{tei.format(rows)}</doc>").tables
    assert (table.header_rows, len(table.cells)) == (1, 4)


def test_rows_that_are_records_keep_their_names() -> None:
    row = "<row><name>Ada</name><age>41</age></row>"
    assert read(f"<table>{row}</table>").text == "name: Ada\nage: 41"


def test_items_of_feeds_are_fields_and_the_pages_in_them_text() -> None:
    page = "&lt;p&gt;It is &lt;b&gt;closed&lt;/b&gt;.&lt;/p&gt;"
    item = f"<item><title>Bridge</title><description>{page}</description><day>5 May</day></item>"
    assert read(f"<rss><channel>{item}</channel></rss>").text == "Bridge\n\nIt is closed.\n\nday: 5 May"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("<note>Pay<br/>soon</note>", "Pay soon"),
        (
            "<list><item><p>One.</p><p>Two.</p></item><item><b>Three</b></item></list>",
            "One.\n\nTwo.\n\nThree",
        ),
        ("<list><item>One <b>bold</b> word</item><item>Two</item></list>", "One bold word\n\nTwo"),
    ],
)
def test_paragraphs_and_lines_in_elements_are_apart(written: str, text: str) -> None:
    assert read(f"<doc>{written}</doc>").text == text


ARTICLE = "<article><p>{}</p></article>"


def test_superscripts_struck_words_and_formulas_of_running_text() -> None:
    half = "<mfrac><mn>1</mn><mn>2</mn></mfrac>"
    formula = f"<alternatives><tex-math>1/2</tex-math><math>{half}</math></alternatives>"
    extract = read(ARTICLE.format(f"10<sup>6</sup> <strike>old</strike> cells, {formula} of them"))
    assert extract.text == "10⁶ cells, 1/2 of them"
    assert extract.notices == ("text marked as deleted was left out (3 characters)",)
    extract = read(
        ARTICLE.format('10<hi rend="superscript">6</hi> <hi rendition="strikethrough">old</hi> cells')
    )
    assert extract.text == "10⁶ cells"


@pytest.mark.parametrize("tag", ["note", "footnote"])
def test_notes_within_a_paragraph_stand_after_it(tag: str) -> None:
    extract = read(ARTICLE.format(f"It ends<{tag}><p>Unless renewed.</p></{tag}> in May."))
    assert extract.text == "It ends[1] in May.\n\n[1] Unless renewed."
    assert extract.blocks[-1].kind is Kind.NOTE


def test_footnotes_at_the_end_of_a_jats_article_have_the_mark_of_their_reference() -> None:
    note = "<fn-group><fn><label>1</label><p>Or not.</p></fn></fn-group>"
    extract = read(f'<article><p>It ends<xref ref-type="fn">1</xref>.</p>{note}</article>')
    assert extract.text == "It ends[1].\n\n[1] Or not."


@pytest.mark.parametrize(
    ("begin", "item", "marks"),
    [
        ("orderedlist", "listitem", ["1. ", "2. "]),
        ('orderedlist numeration="loweralpha" startingnumber="3"', "listitem", ["c. ", "d. "]),
        ("itemizedlist", "listitem", ["- ", "- "]),
        ('list list-type="roman-lower"', "list-item", ["i. ", "ii. "]),
        ('list type="ordered:arabic"', "item", ["1. ", "2. "]),
    ],
)
def test_items_of_lists_are_numbered_as_their_list_says(begin: str, item: str, marks: list[str]) -> None:
    items = "".join(f"<{item}><p>{words}</p></{item}>" for words in ("one", "two"))
    extract = read(f"<article><p>Read:</p><{begin}>{items}</{begin.split()[0]}></article>")
    assert extract.text == f"Read:\n\n{marks[0]}one\n\n{marks[1]}two"
    assert extract.blocks[-1].kind is Kind.LIST_ITEM


def test_an_item_with_a_label_of_its_own_keeps_it() -> None:
    item = "<list-item><label>(a)</label><p>one</p></list-item>"
    extract = read(f'<article><p>Read:</p><list list-type="order">{item}</list></article>')
    assert extract.text == "Read:\n\n(a) one"


def test_files_within_elements_are_no_text() -> None:
    code = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhg"
    book = (
        "<FictionBook><body><section><title><p>One</p></title><p>It rained all day.</p><poem><stanza>"
        "<v>A line</v><v>Another</v></stanza></poem></section></body>"
        f"<binary id='a'>{code}\n{code}\nAWjR==</binary></FictionBook>"
    )
    extract = read(book)
    assert extract.text == "One\n\nIt rained all day.\n\nA line\n\nAnother"
    assert extract.notices == ("1 file in it was not read: base64 in an element",)
    word = "Donaudampfschiffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
    assert word in read(f"<a><b>{word}</b></a>").text


def test_values_that_only_elements_part_are_apart() -> None:
    data = b"<r>Order <item><product>Pump</product><price>10</price></item></r>"
    assert read_source(Source(data, "x.xml")).text == "Order Pump 10"


def test_a_lowered_sign_within_other_elements_stays_with_its_word() -> None:
    data = b"<r><p><t>an N</t><h><sb><t>1</t></sb></h><t>xN</t><h><sb><t>2</t></sb></h><t> array</t></p></r>"
    assert read_source(Source(data, "x.xml")).text == "an N1xN2 array"


def test_a_property_list_is_its_keys_with_their_values() -> None:
    data = (
        b"<plist><dict><key>Name</key><string>Ada</string><key>Age</key><integer>36</integer></dict></plist>"
    )
    assert read_source(Source(data, "x.xml")).text == "Name: Ada\nAge: 36"
