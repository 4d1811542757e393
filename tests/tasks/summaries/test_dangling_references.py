"""Sentences that lean on the one before bring it along or give way."""

from __future__ import annotations

import numpy as np
import pytest

from longdoc.documents.sentences.languages import language_of
from longdoc.tasks.summaries.abridge import has_many_personal_pronouns
from longdoc.tasks.summaries.dangling_references import dangling_references, refers_back
from longdoc.tasks.summaries.eligible_sentences import is_complete_sentence, list_marker_chars
from longdoc.tasks.summaries.selection import Budget, Sentences, Weights, select


@pytest.mark.parametrize(
    "text",
    ["He left.", "This was denied.", "However, rent is due.", "These results hold.", "But no.",
     "Such notice is void.", "In addition, it rains.", "“They are late,” she said.",
     "该条例自公布之日起施行。", "然而租金未付。", "(The program can also unpack.)",
     "（例如，租金未付。）", "Which meant learning Lisp.", "Now they wanted a Lisp hacker.",
     "The hives are works of genius.”", "(Most programs read it so.", "...on a podcast.",
     "MM: It is not our syntax."],
)  # fmt: skip
def test_what_begins_with_a_dangling_reference_leans(text):
    assert refers_back(text)


@pytest.mark.parametrize(
    "text",
    ["The rent is due.", "This Agreement ends in May.", "This paper counts swifts.", "Both parties agree.",
     "It is clear that rent is due.", "Andrew left.", "其中三家公司已经停产。", "Itemised bills follow.",
     "(a) The rent (in pounds) is due.", "Which law governs the agreement?", "Now the rent is due.",
     "“The hives are works of genius.”", "MM: The syntax is not ours.", "Note: This lease ends."],
)  # fmt: skip
def test_what_stands_alone_does_not(text):
    assert not refers_back(text)


LONG = {
    "de": "Die Garantie gilt für das Gerät und ist nicht auf einen Ort beschränkt.",
    "fr": "La garantie est valable pour les appareils et dans tous les pays.",
    "es": "La garantía vale para el aparato en todos los países y no se limita.",
    "it": "La garanzia vale per il prodotto e non è limitata alla zona della vendita.",
    "nl": "De garantie geldt voor het apparaat en is niet beperkt tot een land.",
}


@pytest.mark.parametrize(
    ("code", "leaning", "alone"),
    [
        ("de", "Sie gilt nicht für Schäden durch Kalk.", "Sie dürfen das Gerät nicht öffnen."),
        ("de", "Dazu zählt auch Kalk.", "Dieser Vertrag endet im Mai."),
        ("fr", "Elle ne couvre pas le calcaire.", "Il est interdit de fumer."),
        ("es", "Sin embargo, no cubre la cal.", "Este contrato termina en mayo."),
        ("it", "Tuttavia non copre il calcare.", "Il contratto termina a maggio."),
        ("nl", "Daarom is kalk uitgesloten.", "De huur eindigt in mei."),
    ],
)
def test_other_languages_refer_back_with_words_of_their_own(code: str, leaning: str, alone: str) -> None:
    language = language_of(LONG[code])
    assert language is not None
    assert language.code == code
    assert refers_back(leaning, language)
    assert not refers_back(alone, language)


def test_a_paragraph_that_begins_so_has_nothing_to_lean_on():
    texts = ["The owner left.", "He took the keys.", "They are lost.", "It is late."]
    text = "The owner left. He took the keys.\n\nThey are lost. It is late."
    spans = np.array([(text.index(t), text.index(t) + len(t)) for t in texts])
    assert dangling_references(text, spans, texts).tolist() == [0, 1, 2, 1]
    assert dangling_references("He left.", np.array([[0, 8]]), ["He left."]).tolist() == [2]


def sentences(worth: list[float], dangling_M: list[int]) -> Sentences:
    """Sentences of ten words each that share no term."""
    count = len(worth)
    return Sentences(
        utility_M=np.array(worth),
        words_M=np.full(count, 10.0),
        vectors_ME=np.eye(count, dtype=np.float32),
        section_M=np.zeros(count, int),
        terms=np.arange(count),
        bounds_M1=np.arange(count + 1),
        weights_G=np.zeros(count),
        dangling_M=np.array(dangling_M, np.int8),
    )


@pytest.mark.parametrize(
    ("budget", "chosen"),
    [
        (Budget(words=20), [0, 1]),  # it brings what it refers to
        (Budget(words=10), [2]),  # it gives way where both do not fit
        (Budget(sentences=1), [2]),
        (Budget(sentences=2), [0, 1]),
        (Budget(sentences=4), [0, 1, 2, 3]),  # at last even what nothing explains
    ],
)
def test_it_brings_what_it_refers_to_or_gives_way(budget, chosen):
    given = sentences([1.85, 2.0, 1.9, 1.7], [0, 1, 0, 2])
    assert sorted(select(given, budget, Weights(section=0, dangling=0.3), np.ones(4, bool))) == chosen


def test_one_that_says_far_more_stands_even_alone():
    given = sentences([0.1, 4.0, 1.0], [0, 1, 0])
    assert select(given, Budget(words=10), Weights(), np.ones(3, bool)) == [1]


def test_stories_and_dialogue_differ_from_papers():
    assert has_many_personal_pronouns("He said that she was late. I told him so. They left with my lamp.", 16)
    assert not has_many_personal_pronouns(
        "The method reads the document once and the results hold for all lengths.", 13
    )


def test_what_was_almost_said_comes_last():
    given = Sentences(
        utility_M=np.array([2.0, 1.9, 0.5]),
        words_M=np.full(3, 10.0),
        vectors_ME=np.zeros((3, 3), dtype=np.float32),
        section_M=np.zeros(3, int),
        terms=np.array([*range(10), *range(1, 11), *range(20, 30)]),
        bounds_M1=np.array([0, 10, 20, 30]),
        weights_G=np.zeros(40),
    )
    assert select(given, Budget(sentences=2), Weights(), np.ones(3, bool)) == [0, 2]
    assert select(given, Budget(sentences=3), Weights(), np.ones(3, bool)) == [0, 2, 1]


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("(f) a description of the lighting that section 34 requires in each of the harbours.", False),
        ("Unauthorized release of sensitive information about the members of the club;", False),
        ("（一）设立由国务院规定的机构和人员配备的要求；", False),
        ("(a) The Supplier shall deliver the goods to the Customer.", True),
        ("The model (a) reads the document once and (b) answers all questions.", True),
    ],
)
def test_an_item_of_a_list_that_hangs_on_its_lead_is_no_sentence(text, whole):
    assert is_complete_sentence(text) is whole


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("- Pay the rent.", "Pay the rent."), ("2. Annotate it.", "Annotate it."),
        ("7.2 The rent", "The rent"), ("3.3 V may be applied.", "3.3 V may be applied."),
        ("1.5 TB of disk space", "1.5 TB of disk space"), ("2.4 Million people", "2.4 Million people"),
        ('23. "OFAC" is an office.', '"OFAC" is an office.'),
        ("(a) Pay it.", "Pay it."), ("1、甲方付款。", "甲方付款。"), ("（二）甲方付款。", "甲方付款。"),
        ("2.5 million people", "2.5 million people"), ("K. Rowling wrote", "K. Rowling wrote"),
        ("A lease ends.", "A lease ends."), ("-5 degrees", "-5 degrees"),
        ("- £60 in cash", "£60 in cash"), ("• 41,300 trips", "41,300 trips"),
        ("On Tue, 14 May 2024 at 11:05, Sue <sue@orlo.example> wrote: Two lack.", "Two lack."),
        ("Am 3. Mai 2024 um 9:12 schrieb Ann Lee: 38 sind da.", "38 sind da."),
        ("On Monday the poet wrote a letter: long.", "On Monday the poet wrote a letter: long."),
    ],
)  # fmt: skip
def test_the_mark_of_a_list_is_no_part_of_the_sentence(text, shown):
    assert text[list_marker_chars(text) :] == shown
