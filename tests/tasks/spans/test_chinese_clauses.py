"""Chinese clauses end at commas, but not at those within brackets and quotation marks."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from longdoc.documents.types import Span
from longdoc.tasks.spans.chinese_clauses import asks_for_one_phrase, clauses


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("经审查后，报主管部门审批。", ["经审查后", "报主管部门审批"]),
        ("张三（董事长，总经理）签字；李四见证", ["张三（董事长，总经理）签字", "李四见证"]),
        ("《甲，乙》一书，已出版", ["《甲，乙》一书", "已出版"]),
        ("共1,200元,含税", ["共1,200元", "含税"]),
        ("，", []),
    ],
)
def test_the_clauses_of_a_sentence(text: str, parts: list[str]) -> None:
    assert [text[one.start : one.end] for one in clauses(text, Span(0, len(text)))] == parts


@given(st.text("甲，。（）《》1, \n", max_size=30))
def test_clauses_are_in_order_and_within_the_text(text: str) -> None:
    found = clauses(text, Span(0, len(text)))
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("由谁审批？", True),
        ("由誰審批？", True),
        ("违约金是多少？", True),
        ("何时交货？", True),
        ("哪个部门负责？", True),
        ("有哪些部门负责？", False),
        ("为什么要由谁审批？", False),
        ("怎么审批？", False),
        ("可以审批吗？", False),
    ],
)
def test_questions_for_one_phrase(question: str, one: bool) -> None:
    assert asks_for_one_phrase(question) == one
