"""Ordered lists are numbered as browsers number them."""

from __future__ import annotations

import pytest
from lxml import html

from longdoc.documents.source import Source
from longdoc.documents.web.html import read_html
from longdoc.documents.web.lists import OrderedList


@pytest.mark.parametrize(
    ("attributes", "marks"),
    [
        ("", ["1. ", "2. "]),
        ('type="1" start="0"', ["0. ", "1. "]),
        ('type="a"', ["a. ", "b. "]),
        ('type="A" start="26"', ["Z. ", "AA. "]),
        ('type="a" start="0"', ["0. ", "a. "]),
        ('type="i" start="3"', ["iii. ", "iv. "]),
        ('type="I" start="3999"', ["MMMCMXCIX. ", "4000. "]),
        ('style="margin: 0; list-style-type: lower-alpha"', ["a. ", "b. "]),
        ('style="list-style: upper-roman inside"', ["I. ", "II. "]),
        ('style="list-style-type: disc" type="a"', ["a. ", "b. "]),
        ('type="a" reversed', ["b. ", "a. "]),
    ],
)
def test_items_are_marked_as_the_list_says(attributes: str, marks: list[str]) -> None:
    ordered = OrderedList(html.fromstring(f"<ol {attributes}><li>one</li><li>two</li></ol>"))
    assert [ordered.mark(None), ordered.mark(None)] == marks


def test_an_item_may_set_its_number() -> None:
    ordered = OrderedList(html.fromstring('<ol type="a"><li>x</li></ol>'))
    assert [ordered.mark("5"), ordered.mark(None)] == ["e. ", "f. "]


def read(sheet: str, body: str) -> list[str]:
    page = f"<html><head><style>{sheet}</style></head><body>{body}</body></html>"
    return read_html(Source(page.encode(), "page.html")).text.split("\n\n")


def test_items_are_numbered_as_style_sheets_count_them() -> None:
    """As Google Docs exports them: each level is a list of its own, which goes on after other text."""
    sheet = """
    .k-0>li{counter-increment:n-0} ol.k-0.start{counter-reset:n-0 0} .k-1>li{counter-increment:n-1}
    ol.k-1.start{counter-reset:n-1 0} .k-0>li:before{content:"" counter(n-0,decimal) ". "}
    .k-1>li:before{content:"" counter(n-0,decimal) "." counter(n-1,lower-latin) ") "}
    ul.b-0{list-style-type:none} .b-0>li:before{content:"\\0025cf   "}"""
    body = """<ol class="c k-0 start"><li>Rent</li></ol>
    <ol class="k-1 start"><li>Monthly</li><li>Late</li></ol>
    <p>Note.</p><ol class="k-0" start="2"><li>Term</li></ol><ol class="k-1 start"><li>Two years</li></ol>
    <ul class="b-0"><li>Point</li></ul>"""
    assert read(sheet, body) == [
        "1. Rent", "1.a) Monthly", "1.b) Late", "Note.", "2. Term", "2.a) Two years", "- Point",
    ]  # fmt: skip


def test_counters_hold_within_what_resets_them() -> None:
    sheet = 'ol{counter-reset:i} li{counter-increment:i} li::before{content:counters(i,".") " "}'
    body = "<ol><li>A<ol><li>B</li><li>C</li></ol></li><li>D</li></ol><ol><li>E</li></ol>"
    assert read(sheet, body) == ["1 A", "1.1 B", "1.2 C", "2 D", "1 E"]


def test_headings_are_numbered_as_style_sheets_count_them() -> None:
    sheet = 'h2{counter-increment:s} h2:before{content:"Section " counter(s,upper-roman) ":"}'
    assert read(sheet, "<h2>Terms</h2><p>Ann.</p><h2>Parties</h2><p>Bob.</p>") == [
        "Section I: Terms", "Ann.", "Section II: Parties", "Bob.",
    ]  # fmt: skip
