"""Chinese is indexed in pairs."""

from __future__ import annotations

from longdoc.library.fulltext import index_words, match_expression


def test_chinese_becomes_pairs_and_the_rest_stays():
    assert index_words("the 违约责任 of A").split() == ["the", "违约", "约责", "责任", "of", "A"]
    assert index_words("甲, 乙方").split() == ["甲", ",", "乙方"]


def test_the_query_leaves_out_what_every_question_holds():
    assert match_expression("Who is the Supplier?") == '"supplier"'
    assert match_expression("什么是违约责任？") == '"违约" OR "约责" OR "责任"'
    assert match_expression("who is it?") == '"who" OR "is" OR "it"'
    assert match_expression("?!") == ""
