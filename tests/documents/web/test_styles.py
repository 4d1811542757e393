"""What style sheets hide, strike out or raise is read as a browser shows it."""

from __future__ import annotations

import io
import zipfile

import pytest

from longdoc.documents.extract import Extract
from longdoc.documents.limits import Limits
from longdoc.documents.open import open_document
from longdoc.documents.source import Source
from longdoc.documents.web.epub import read_epub
from longdoc.documents.web.html import read_html

PROSE = "The ferry leaves the northern quay at seven and reaches the island before the shops have opened. "


def read(sheet: str, body: str, more: str = "") -> Extract:
    page = f"<html><head><style>{sheet}</style>{more}</head><body><p>{PROSE}</p>{body}</body></html>"
    return read_html(Source(page.encode(), limits=Limits()))


def shown(sheet: str, body: str, more: str = "") -> str:
    return read(sheet, body, more).text.partition("\n\n")[2]


def test_struck_and_raised_text_by_class() -> None:
    sheet = (
        "@import url(a.css);/* x { } */ <!-- .c3 { color: red; TEXT-DECORATION : line-through } "
        "span.up, .c5 { vertical-align: super } .moved { position: relative; top: -0.33em } "
        ".lifted { vertical-align: 4pt } .c0 { vertical-align: baseline } -->"
    )
    body = (
        '<p>The fee is <span class="c0 c3">900 EUR</span> 950 EUR for 10<span class="c5">6</span> units, '
        '3 m<span class="moved">2</span>, 4 m<span class="lifted">3</span>, 5<span class="up">th</span> and '
        '10<span style="vertical-align: super">7</span> m<em class="c5">2</em>.</p>'
    )
    extract = read(sheet, body)
    assert extract.text.endswith("The fee is 950 EUR for 10⁶ units, 3 m², 4 m³, 5th and 10⁷ m².")
    assert "text marked as deleted was left out (7 characters)" in extract.notices


@pytest.mark.parametrize(
    ("sheet", "body", "expected"),
    [
        (".gone{display:none}", '<p class="gone">A</p><p>B</p>', "B"),
        ("p.gone{visibility:hidden}", '<div class="gone">A</div><p class="gone">B</p>', "A"),
        ("#x .gone{display:none}", '<p id="x"><b class="gone">A</b>B</p><b class="gone">C</b>', "B\n\nC"),
        (".gone{display:none}.gone.open{display:block}", '<p class="gone open">A</p>', "A"),
        (".gone{display:none!important}p{display:block}", '<p class="gone">A</p><p>B</p>', "B"),
        (".gone{display:none}", '<p class="gone" style="display:block">A</p>', "A"),
        ("@media print{.gone{display:none}}", '<p class="gone">A</p>', "A"),
        ("@media (max-width: 600px){.gone{display:none}}.x{}", '<p class="gone">A</p>', "A"),
        ("@media screen{.gone{display:none}}", '<p class="gone">A</p><p>B</p>', "B"),
        (".gone:hover{display:none}.gone::before{display:none}", '<p class="gone">A</p>', "A"),
        ("p+.gone{display:none}", '<p class="gone">A</p>', "A"),
    ],
)  # fmt: skip
def test_hidden_text_by_rule(sheet: str, body: str, expected: str) -> None:
    assert shown(sheet, body) == expected


def test_what_may_be_shown_is_kept() -> None:
    assert shown(".a{display:none}", '<p class="a">A</p>', more="<script>x</script>") == "A"
    checked = ".a{display:none} input:checked ~ .a{display:block}"
    assert shown(checked, '<p class="a">A</p>') == "A"


def test_letters_of_lists_by_class() -> None:
    body = '<ol class="n"><li>first</li><li>second</li></ol>'
    assert shown("ol.n{list-style:lower-alpha inside}", body) == "a. first\n\nb. second"


def test_a_book_is_styled_by_its_style_sheets() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" '
            'href="text/a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/>'
            "</spine></package>",
        )
        archive.writestr("OPS/css/s.css", ".old{text-decoration:line-through}.no{display:none}")
        archive.writestr(
            "OPS/text/a.xhtml",
            '<html><head><link rel="stylesheet" href="../css/s.css"/><link rel="stylesheet" href="gone.css"/>'
            '</head><body><p>Fee <span class="old">900</span> 950.</p><p class="no">Hidden</p></body></html>',
        )
    extract = read_epub(Source(out.getvalue(), limits=Limits()))
    assert extract.text == "Fee 950."
    assert extract.notices == (
        "text marked as deleted was left out (3 characters)",
        "hidden text was left out (6 characters)",
    )


def test_hidden_text_of_mails_is_left_out() -> None:
    page = '<div style="display:none">Preview</div><p>The term is 24 months.</p>'
    mail = f"From: a@b.c\nSubject: Term\nContent-Type: text/html\n\n<html><body>{page}</body></html>"
    document = open_document(io.BytesIO(mail.encode()), name="term.eml")
    assert document.text == "From: a@b.c\nSubject: Term\n\nThe term is 24 months."
    assert document.notices == ("hidden text was left out (7 characters)",)


def test_more_rules_than_a_page_can_bear_are_told() -> None:
    sheet = "".join(f".a .b{number} .c{{display:none}}" for number in range(2000))
    names = " ".join(f"b{number}" for number in range(2000))
    body = f'<div class="{names}">' + "<div>" * 20 + '<p class="c a">x</p>' * 300
    extract = read(sheet, body)
    assert extract.text.count("x") == 300
    assert "its style sheets are too large to be applied to all of it" in extract.notices
