"""Candidates in Chinese passages are read twice, and ranked by the mean of both readings."""

from __future__ import annotations

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


def test_english_is_not_read_again(read, pointing):
    document, reading = read(ENGLISH)
    found = candidates(ENGLISH, reading, (0, 12), (18, 24))
    assert read_again(["Who pays?"], [found], document, reading, pointing("item 7")) == [found]


@pytest.mark.parametrize("length", [1, 3 * CANDIDATES])
def test_no_candidate_is_lost(length, read, pointing):
    document, reading = read(CHINESE)
    found = candidates(CHINESE, reading, *((9 * n, 9 * n + 4) for n in range(length)))
    (ranked,) = read_again(["何时提交？"], [found], document, reading, pointing("三月"))
    assert {c.span for c in ranked.candidates} == {c.span for c in found.candidates}
    assert [c.margin for c in ranked.candidates] == sorted(
        (c.margin for c in ranked.candidates), reverse=True
    )
