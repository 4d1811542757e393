"""Passages cover the text; Chinese is indexed in pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from longdoc.library.fulltext import cut_passages, index_words, match_expression


@given(st.text(st.sampled_from("ab \n责任"), max_size=400), st.integers(2, 60))
def test_passages_follow_each_other_without_gap_or_overlap(text, size_chars):
    spans = list(cut_passages(text, size_chars))
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(0 < len(span) <= size_chars for span in spans)


def test_chinese_becomes_pairs_and_the_rest_stays():
    assert index_words("the 违约责任 of A").split() == ["the", "违约", "约责", "责任", "of", "A"]
    assert index_words("甲, 乙方").split() == ["甲", ",", "乙方"]


def test_the_query_leaves_out_what_every_question_holds():
    assert match_expression("Who is the Supplier?") == '"supplier"'
    assert match_expression("什么是违约责任？") == '"违约" OR "约责" OR "责任"'
    assert match_expression("who is it?") == '"who" OR "is" OR "it"'
    assert match_expression("?!") == ""
