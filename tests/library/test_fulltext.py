"""Chinese is indexed in pairs."""

from __future__ import annotations

from longdoc.library.fulltext import index_words, match_expression
from longdoc.tasks.search.lexicon import Lexicon


def test_chinese_becomes_pairs_and_the_rest_stays():
    assert index_words("the 违约责任 of A").split() == ["the", "违约", "约责", "责任", "of", "A"]
    assert index_words("甲, 乙方").split() == ["甲", ",", "乙方"]
    assert index_words("違約責任").split() == index_words("违约责任").split()


def test_the_query_leaves_out_what_every_question_holds():
    assert match_expression("Who is the Supplier?") == '"supplier"'
    assert match_expression("什么是违约责任？") == '"违约" OR "约责" OR "责任"'
    assert match_expression("who is it?") == '"who" OR "is" OR "it"'
    assert match_expression("?!") == ""


def test_with_a_lexicon_the_query_matches_forms_and_related_words_by_their_weight():
    lexicon = Lexicon({"liabl": "indemnif .9 damag .3 fee .1", "违约": "赔偿 .5"})
    own = ['"liabl"*'] * 4
    assert match_expression("Who is liable?", lexicon).split(" OR ") == [
        *own,
        *['"indemnif"*'] * 2,
        '"damag"*',
    ]
    assert match_expression("违约", lexicon).split(" OR ") == [*['"违约"'] * 4, '"赔偿"']
    assert match_expression("Who pays in May?", Lexicon()).split(" OR ").count('"may"') == 4
    assert match_expression("?!", lexicon) == ""
