"""The length of a summary if none is given, and the place of its sentences."""

from __future__ import annotations

import random
from collections.abc import Callable

import numpy as np
import pytest

from longdoc.documents.types import Document
from longdoc.reading.types import Reading
from longdoc.tasks.summaries.selection import Budget
from longdoc.tasks.summaries.summarize import _budget, summarize
from longdoc.tasks.terms import word_count

Read = Callable[[str], tuple[Document, Reading]]
SYLLABLES = ("ba", "ri", "to", "len", "mus", "ka", "gol", "shi", "dan", "pel")


def english(words: int) -> str:
    """About so many words, ten a sentence, no two alike."""
    dice = random.Random(words)

    def word() -> str:
        return "".join(dice.choice(SYLLABLES) for _ in range(3))

    return " ".join(
        f"The {word()} was {' '.join(word() for _ in range(6))} again." for _ in range(words // 10)
    )


@pytest.mark.parametrize(("words", "most"), [(900, 80), (3_000, 150), (9_000, 250)])
def test_by_default_a_summary_has_a_twentieth_of_the_words_between_80_and_250(read: Read, model, words, most):
    document, reading = read(english(words))
    summary = summarize(document, reading, model)
    assert most - 10 < sum(word_count(one.text) for one in summary.sentences) <= most


@pytest.mark.parametrize(("characters", "most"), [(1_200, 128), (4_600, 230), (11_600, 400)])
def test_by_default_a_chinese_summary_has_128_to_400_characters(characters, most):
    sentences = ["供水管理条例供水管理条例供水管理条例供水"] * (characters // 20)
    counts = np.array([word_count(sentence) for sentence in sentences], np.float64)
    assert _budget(counts, sentences, None, None, None) == Budget(words=most)


def test_the_whole_text_is_a_summary_of_ratio_1(read: Read, model):
    document, reading = read(english(200))
    summary = summarize(document, reading, model, ratio=1.0)
    assert " ".join(one.text for one in summary.sentences) == document.text


def test_the_marker_of_a_list_item_is_no_part_of_the_sentence(read: Read, model):
    document, reading = read("- The old harbour was repaired by nineteen men in that year.\n")
    (only,) = summarize(document, reading, model, sentences=1).sentences
    assert only.text == "The old harbour was repaired by nineteen men in that year."
    assert (only.start, only.end) == (2, len(document.text) - 1)
