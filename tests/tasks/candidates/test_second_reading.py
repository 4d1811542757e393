"""Candidates in Chinese passages are read twice, and ranked by the mean of both readings."""

from __future__ import annotations

import re

import pytest

from longdoc.documents.types import Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.second_reading import CANDIDATES, read_again
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.types import Passage

CHINESE = "".join(
    f"第{n}条规定市水务局主管供水工作。供水单位应当在三月提交第{n}号报告，逾期的处罚款。" for n in range(40)
)
ENGLISH = "The Supplier pays item 7. Nothing else is known about the zebra. " * 20


def candidates(text: str, reading, *spans: tuple[int, int]) -> CandidateSet:
    """Spans in one passage, each less likely than the one before."""
    passage = Passage(Span(0, len(text)), (0, len(reading.token_ids_T)), 1.0)
    found = tuple(Candidate(5.0 - n, Span(*span), 0) for n, span in enumerate(spans))
    return CandidateSet((passage,), found, found, (), 0.0)


def test_the_span_that_both_readings_prefer_is_first(read, pointing):
    document, reading = read(CHINESE)
    second = CHINESE.index("第7号报告")
    found = candidates(CHINESE, reading, (0, 3), (second, second + 5))
    (ranked,) = read_again(["提交什么？"], [found], document, reading, pointing("第7号报告"))
    assert document.quote(ranked.candidates[0].span) == "第7号报告"
    assert ranked.candidates[1].margin < 5.0


def test_ends_are_where_both_readings_put_them(read, pointing):
    document, reading = read(CHINESE)
    start = CHINESE.index("第7号报告")
    found = candidates(CHINESE, reading, (start + 1, start + 4))
    (ranked,) = read_again(["提交什么？"], [found], document, reading, pointing("第7号报告"))
    assert document.quote(ranked.candidates[0].span) == "第7号报告"


def test_the_sentence_with_the_words_of_the_question_is_first(read, pointing):
    document, reading = read(CHINESE)
    here, there = CHINESE.index("市水务局主管供水工作"), CHINESE.index("第3号报告，逾期的处罚款")
    found = candidates(CHINESE, reading, (there, there + 5), (here, here + 4))
    (ranked,) = read_again(["谁主管供水工作？"], [found], document, reading, pointing("三月"))
    assert "市水务局" in document.quote(ranked.candidates[0].span)


def test_english_is_not_read_again(read, pointing):
    document, reading = read(ENGLISH)
    found = candidates(ENGLISH, reading, (0, 12), (18, 24))
    assert read_again(["Who pays?"], [found], document, reading, pointing("item 7")) == [found]


@pytest.mark.parametrize("length", [1, 3 * CANDIDATES])
def test_no_candidate_is_lost(length, read, pointing):
    document, reading = read(CHINESE)
    fines = [found.span() for found in re.finditer("罚款", CHINESE)]  # one in every other sentence
    found = candidates(CHINESE, reading, *fines[:length])
    (ranked,) = read_again(["何时提交？"], [found], document, reading, pointing("三月"))
    for one in found.candidates:
        assert any(c.span.overlaps(one.span) for c in ranked.candidates)
    assert [c.margin for c in ranked.candidates] == sorted(
        (c.margin for c in ranked.candidates), reverse=True
    )


def test_a_clause_without_tokens_is_left_out(read, pointing):
    text = "供水单位应当在三月报告，\ufe0f，9人负责管理。" * 8
    document, reading = read(text)
    start = text.index("报告")
    found = candidates(text, reading, (start, start + 4))
    (ranked,) = read_again(["谁负责管理？"], [found], document, reading, pointing("，9"))
    assert document.quote(ranked.candidates[0].span).startswith("报告")
