"""The lexicon adds what passages say to what a question asks, and is written and read unchanged."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.errors import ModelError
from longdoc.paths import model_folder
from longdoc.tasks.search.lexicon import FILE, Lexicon, lexicon_of
from longdoc.tasks.terms import Term, question_terms

LEXICON = Lexicon({"liabl": "indemnif .59 damag .3", "los": "damag .25 insur .1", "罚": "罚款 .9"})


def test_related_terms_add_up_and_follow_the_question_s_own() -> None:
    expanded = LEXICON.expanded(question_terms("Who is liable for a loss?"))
    assert expanded == [
        Term("liabl", True), Term("los", True),
        Term("indemnif", True, 0.59 / 2), Term("damag", True, 0.55 / 2), Term("insur", True, 0.1 / 2),
    ]  # fmt: skip


def test_a_word_of_the_question_is_not_added_again() -> None:
    assert [t.text for t in LEXICON.expanded(question_terms("liable for damages"))] == [
        "liabl", "damag", "indemnif",
    ]  # fmt: skip


def test_chinese_terms_stay_characters() -> None:
    assert LEXICON.expanded([Term("罚", False)])[1] == Term("罚款", False, 0.45)


def test_only_so_many_are_added() -> None:
    many = " ".join(f"term{n} .{n + 10}" for n in range(48))
    added = Lexicon({"ask": many}).expanded([Term("ask", True)])[1:]
    assert len(added) == 24
    assert [t.weight for t in added] == sorted((t.weight for t in added), reverse=True)


def test_terms_of_the_same_weight_come_in_the_order_of_the_alphabet() -> None:
    added = Lexicon({"ask": "c .5 a .5 b .6"}).expanded([Term("ask", True)])[1:]
    assert [term.text for term in added] == ["b", "a", "c"]


def test_the_file_is_a_sorted_line_for_each_stem(tmp_path: Path) -> None:
    Lexicon({"罚": "罚款 .9", "los": "damag .25", "liabl": "indemnif .59"}).save(tmp_path)
    assert (tmp_path / FILE).read_text("utf-8").split("\n") == [
        "{", '"related":{', '"liabl":"indemnif .59",', '"los":"damag .25",', '"罚":"罚款 .9"', "}", "}", "",
    ]  # fmt: skip


def test_saved_and_loaded_it_is_the_same(tmp_path: Path) -> None:
    LEXICON.save(tmp_path)
    assert Lexicon.load(tmp_path) == LEXICON


def test_a_folder_without_one_takes_the_shipped_one(tmp_path: Path) -> None:
    assert Lexicon.load(tmp_path) == Lexicon()
    shipped = Lexicon.load(model_folder())
    assert lexicon_of(tmp_path) == lexicon_of(None) == lexicon_of(model_folder()) == shipped != Lexicon()


def test_a_folder_with_one_takes_its_own(tmp_path: Path) -> None:
    LEXICON.save(tmp_path)
    assert lexicon_of(tmp_path) == LEXICON


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"related": 3}', '{"related": {"liabl": 3}}', "\xff"])
def test_what_is_no_lexicon_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "latin-1")
    with pytest.raises(ModelError, match=FILE):
        Lexicon.load(tmp_path)


@pytest.mark.parametrize("written", ["indemnif", "indemnif much", "indemnif .5 damag"])
def test_a_word_without_a_weight_is_named(written: str) -> None:
    with pytest.raises(ModelError, match="liabl"):
        Lexicon({"liabl": written}).expanded([Term("liabl", True)])


def test_the_shipped_one_knows_what_lawyers_ask() -> None:
    lexicon = Lexicon.load(model_folder())
    added = {term.text for term in lexicon.expanded(question_terms("who is liable?"))}
    assert {"indemnif", "harmles", "damag"} <= added
    assert (model_folder() / FILE).stat().st_size <= 1_000_000
