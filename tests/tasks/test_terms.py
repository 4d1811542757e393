"""Terms: stems are beginnings of words, Chinese goes by pairs, and offsets stay."""

from hypothesis import given
from hypothesis import strategies as st

from longdoc.tasks.terms import Term, lowered, question_terms, stem, word_count


def _texts(question: str) -> list[str]:
    return [term.text for term in question_terms(question)]


def test_stop_words_are_left_out_unless_there_is_nothing_else():
    assert _texts("What is the governing law?") == ["govern", "law"]
    assert _texts("who is it?") == ["who", "is", "it"]


def test_words_of_one_family_share_a_stem():
    assert len({stem(word) for word in ("terminate", "terminated", "terminating", "termination")}) == 1
    assert len({stem(word) for word in ("party", "parties")}) == 1


@given(st.from_regex(r"[a-z]{1,14}", fullmatch=True))
def test_a_stem_is_a_beginning_of_its_word(word: str):
    assert word.startswith(stem(word))
    assert stem(word)


def test_a_word_is_found_in_all_its_forms_and_only_at_its_beginning():
    text = "terminated; determination, TERMINATION terminology".lower()
    assert Term("termin", True).places(text).tolist() == [0, 27]


def test_chinese_questions_go_by_pairs_of_characters():
    assert "供水" in _texts("供水单位由谁主管？")
    assert "谁主" not in _texts("供水单位由谁主管？")
    assert Term("供水", False).places("本市供水，供水单位").tolist() == [2, 5]


def test_traditional_and_full_width_characters_are_found():
    text = lowered("總價款為新臺幣１２０萬元")
    assert [len(term.places(text)) for term in question_terms("总价款120万元") if term.weight >= 1] == [1] * 4


def test_a_word_beside_chinese_is_found():
    assert Term("tidb", True).places("使用tidb集群").tolist() == [2]


@given(st.text())
def test_lowering_keeps_every_offset(text: str):
    assert len(lowered(text)) == len(text)


def test_words_are_counted_and_chinese_characters_one_by_one():
    assert word_count("It's a well-known fact — indeed.") == 5
    assert word_count("第2条 供水") == 5
    assert word_count("——— † *** fee") == 1
