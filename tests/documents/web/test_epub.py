"""EPUB: who made a book in which role, when it appeared, and what of its reading order is no text."""

from __future__ import annotations

import io
import zipfile

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.source import Source
from longdoc.documents.web.epub import read_epub

CONTAINER = '<container><rootfiles><rootfile full-path="book.opf"/></rootfiles></container>'
NAMESPACES = (
    'xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"'
)


def read(metadata: str, text: str = "Text of", **kinds: str) -> Extract:
    """A book with a page of each kind, by its name with "_" for "."."""
    names = {name: name.replace("_", ".") for name in kinds}
    items = "".join(f'<item id="{n}" href="{names[n]}" media-type="{kind}"/>' for n, kind in kinds.items())
    spine = "".join(f'<itemref idref="{name}"/>' for name in kinds)
    listed = f"<manifest>{items}</manifest><spine>{spine}</spine>"
    book = f"<package {NAMESPACES}><metadata>{metadata}</metadata>{listed}</package>"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("book.opf", book)
        for name in names.values():
            archive.writestr(name, f"<html><body><p>{text} {name}.</p></body></html>")
    return read_epub(Source(out.getvalue(), limits=Limits()))


def test_people_have_their_roles_and_the_book_its_date() -> None:
    metadata = (
        '<dc:title>Salt</dc:title><dc:creator opf:role="aut">Ilse Marwick</dc:creator>'
        '<dc:creator opf:role="trl">Tom Hale</dc:creator><dc:creator id="c">Ann Ray</dc:creator>'
        '<meta refines="#c" property="role">ill</meta><dc:creator>Bo Lund</dc:creator>'
        '<dc:contributor opf:role="bkp">calibre</dc:contributor>'
        '<dc:contributor opf:role="edt">Ed Moor</dc:contributor>'
        '<dc:date opf:event="modification">2020-01-01</dc:date><dc:date>2011</dc:date>'
    )
    extract = read(metadata, a_xhtml="application/xhtml+xml")
    assert [(field.name, field.value) for field in extract.fields] == [
        ("Title", "Salt"),
        ("Authors", "Ilse Marwick, Bo Lund"),
        ("Editor", "Ed Moor"),
        ("Translator", "Tom Hale"),
        ("Illustrator", "Ann Ray"),
        ("Date", "2011"),
    ]


def test_a_date_of_the_file_is_better_than_none() -> None:
    extract = read('<dc:date opf:event="modification">2020</dc:date>', a_xhtml="application/xhtml+xml")
    assert [(field.name, field.value) for field in extract.fields] == [("Date", "2020")]


def test_pages_of_a_loose_kind_are_read_and_drawings_are_told() -> None:
    extract = read("", a_xhtml="application/xhtml+xml", b_xml="application/xml", c_svg="image/svg+xml")
    assert extract.text == "Text of a.xhtml.\n\nText of b.xml."
    assert extract.notices == ("1 part of its reading order is of another kind, so not read: c.svg",)


def test_struck_text_is_left_out_and_told() -> None:
    extract = read("", "A <del>b <s>c</s></del>d", a_xhtml="application/xhtml+xml")
    assert extract.text == "A d a.xhtml."
    assert extract.notices == ("text marked as deleted was left out (3 characters)",)


def test_a_page_that_the_reading_order_names_twice_is_read_once() -> None:
    book = (
        f'<package {NAMESPACES}><manifest><item id="a" href="a.xhtml#one" media-type="text/html"/>'
        '<item id="b" href="a.xhtml#two" media-type="text/html"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/></spine></package>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("book.opf", book)
        archive.writestr("a.xhtml", "<html><body><p>The only page.</p></body></html>")
    assert read_epub(Source(out.getvalue(), limits=Limits())).text == "The only page."
