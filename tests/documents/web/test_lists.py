"""Ordered lists are numbered as browsers number them."""

from __future__ import annotations

import pytest
from lxml import html

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
