"""XML: tables hold all that their records do, and damaged places are told."""

from __future__ import annotations

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.read import read_source
from longdoc.documents.source import Source


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
