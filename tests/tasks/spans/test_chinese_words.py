"""Answers begin and end between Chinese words."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Span
from longdoc.tasks.spans.chinese_words import with_whole_words


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("招生时只能进行健康检查，不得考试。", "健康检", "健康检查"),
        ("本园为外籍人员子女学校。", "籍人员子女学校", "外籍人员子女学校"),
        ("執行居民類價格標準。", "民類價格標", "居民類價格標準"),  # traditional characters
        ("他把鞋甩到桥下。", "鞋", "鞋"),
        ("乙方应在三十日内付款。", "三十日", "三十日"),
        ("Price: 25 yuan", "Price", "Price"),
    ],
)
def test_words_are_not_cut(text: str, part: str, whole: str) -> None:
    start = text.index(part)
    span = with_whole_words(text, Span(start, start + len(part)))
    assert text[span.start : span.end] == whole
