"""Stories made short: whole passages, spread over the chapters; recognised, or wanted."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from longdoc.tasks.summaries.abridge import has_many_personal_pronouns, is_narrative, select_passages
from longdoc.tasks.summaries.selection import Budget, Sentences
from longdoc.tasks.summaries.summarize import summarize
from longdoc.tasks.terms import word_count

CHAPTERS = 6


def story(sentences: int) -> str:
    """Chapters of paragraphs in which people talk."""
    chance = random.Random(1)
    names, verbs = ["Ada", "Bert", "Cora"], ["carried", "mended", "sold", "hid"]
    parts = []
    for c in range(1, CHAPTERS + 1):
        lines = []
        for n in range(sentences):
            name = chance.choice(names)
            lines.append(
                f"In month {n} {name} {chance.choice(verbs)} the lamp {c}{n} and said that she was tired."
            )
        paragraphs = [" ".join(lines[at : at + 4]) for at in range(0, len(lines), 4)]
        parts.append(f"Chapter {c}\n\n" + "\n\n".join(paragraphs))
    return "\n\n".join(parts)


def numbers(summary, reading) -> list[int]:
    starts = reading.sentence_spans_M2[:, 0]
    return [int(np.searchsorted(starts, sentence.start)) for sentence in summary.sentences]


def test_an_abridgement_is_made_of_passages_of_every_chapter(read, model):
    document, reading = read(story(16))
    summary = summarize(document, reading, model, words=75 * CHAPTERS, abridge=True)
    assert {sentence.section for sentence in summary.sentences} == {
        f"Chapter {n}" for n in range(1, CHAPTERS + 1)
    }
    assert sum(word_count(sentence.text) for sentence in summary.sentences) <= 75 * CHAPTERS
    chosen = numbers(summary, reading)
    breaks = sum(b - a != 1 for a, b in pairwise(chosen))
    assert breaks <= CHAPTERS - 1


def test_so_many_sentences_in_passages(read, model):
    document, reading = read(story(16))
    chosen = numbers(summarize(document, reading, model, sentences=6, abridge=True), reading)
    assert len(chosen) == 6
    assert sum(b - a != 1 for a, b in pairwise(chosen)) == 1


def test_stories_in_chapters_are_recognised_and_nothing_else(read, model, english):
    text = story(80)
    words = float(word_count(text))
    assert is_narrative(text, words, CHAPTERS)
    assert not is_narrative(text, words, 1)
    assert not is_narrative(english * 50, 8_000.0, 10)
    document, reading = read(text)
    by_itself = summarize(document, reading, model, words=300)
    assert by_itself.sentences == summarize(document, reading, model, words=300, abridge=True).sentences
    assert by_itself.sentences != summarize(document, reading, model, words=300, abridge=False).sentences


@pytest.mark.parametrize(
    ("verbs", "pronouns", "words", "chapters", "told"),
    [
        (15, 150, 6000, 3, True),
        (14, 150, 6000, 3, False),  # 2.5 verbs of speech in a thousand words
        (15, 149, 6000, 3, False),  # 25 pronouns
        (15, 150, 5999, 3, False),
        (15, 150, 6000, 2, False),
    ],
)
def test_a_story_has_chapters_speech_and_persons(
    verbs: int, pronouns: int, words: int, chapters: int, told: bool
) -> None:
    assert is_narrative("said " * verbs + "he " * pronouns, words, chapters) is told
    assert is_narrative("说：“好。”" * verbs + "他" * pronouns, words, chapters) is told


@pytest.mark.parametrize(("text", "many"), [("he " * 12, True), ("they " * 11, False)])
def test_twelve_pronouns_in_a_thousand_words_are_many(text: str, many: bool) -> None:
    assert has_many_personal_pronouns(text, 1000) is many
    assert not has_many_personal_pronouns("", 0)


def passages(
    utility: list[float], budget: Budget, parts: str | None = None, shut: str = "", begins: str = "",
    dangling: str | None = None, words: list[float] | None = None,
) -> list[int]:  # fmt: skip
    """The sentences chosen from some of ten words each, in chapters named by letters; x marks a sentence."""
    count = len(utility)

    def marked(marks: str) -> np.ndarray:
        return np.array([mark == "x" for mark in marks.ljust(count)], bool)

    given = Sentences(
        utility_M=np.array(utility),
        words_M=np.array(words or [10.0] * count),
        vectors_ME=np.eye(count),
        section_M=np.zeros(count, int),
        terms=np.arange(count),
        bounds_M1=np.arange(count + 1),
        weights_G=np.zeros(count),
        dangling_M=None if dangling is None else marked(dangling).astype(np.int8),
    )
    parts_M = np.array([ord(part) for part in parts or "a" * count])
    return select_passages(given, budget, parts_M, ~marked(shut), marked(begins))


def test_each_chapter_has_a_passage_and_what_one_leaves_the_others_share() -> None:
    nothing = [0.0] * 14
    assert passages(nothing, Budget(words=140), "aaaaaaaaabbbbb") == [0, 1, 2, 3, 4, 5, 6, 9, 10, 11, 12, 13]
    assert passages(nothing, Budget(words=140), "aaabbbbbbbbbbb") == [0, 1, 2, *range(3, 14)]
    assert passages(nothing, Budget(sentences=6), "aaaaaaaaabbbbb") == [0, 1, 2, 9, 10, 11]
    assert passages(nothing, Budget(sentences=8), "aaaaaaaaabbbbb") == [0, 1, 2, 3, 9, 10, 11, 12]
    assert passages(nothing, Budget(sentences=8), "aaabbbbbbbbbbb") == [0, 1, 2, *range(3, 8)]
    assert passages(nothing, Budget(sentences=7), "aaaaaaaaabbbbb") == [0, 1, 2, 3, 9, 10, 11]


def test_chapters_share_a_passage_where_there_are_too_many() -> None:
    utility = [0.0] * 6 + [1.0, 1.0] + [0.0] * 4
    assert passages(utility, Budget(sentences=2), "aaabbbcccddd") == [6, 7]
    # two passages of seventy words: one of the first two chapters, one of the others
    assert passages(utility, Budget(words=140), "aaabbbcccddd") == [0, 1, 2, 3, 4, 5, *range(6, 12)]
    assert passages([0.0] * 12, Budget(sentences=6), "aaabbbcccddd") == [0, 1, 2, 6, 7, 8]
    assert passages([0.0] * 9, Budget(sentences=6), "aaabbbccc") == [0, 1, 2, 3, 4, 5]  # a, then b and c


def test_a_chapter_without_an_eligible_sentence_has_no_passage() -> None:
    assert passages([0.0] * 9, Budget(sentences=6), "aaabbbccc", shut="   xxx") == [0, 1, 2, 6, 7, 8]
    assert passages([0.0] * 9, Budget(sentences=6), "aaabbbccc", shut=" xx  xxxx") == [0, 3, 4]


def test_the_budget_is_shared_by_chapters_with_an_eligible_sentence() -> None:
    chosen = passages([0.0] * 15, Budget(sentences=9), "aaaaaabbbcccccc", shut="      xxx")
    assert chosen == [0, 1, 2, 3, 4, 9, 10, 11, 12]
    assert passages([0.0] * 6, Budget(words=20), "aaabbb") == [0, 1]  # too little for two passages
    assert passages([0.0] * 20, Budget(words=140)) == list(range(14))  # one chapter, one passage


def test_a_passage_ends_before_what_does_not_fit_or_is_not_eligible() -> None:
    assert passages([0.0] * 6, Budget(words=30), shut=" x") == [2, 3, 4]
    assert passages([5.0, 5.0, 0.0], Budget(words=30), shut=" x") == [0]
    assert passages([0.0] * 4, Budget(words=30), words=[5.0, 10.0, 15.0, 15.0]) == [0, 1, 2]
    assert passages([0.0] * 4, Budget(words=29), words=[5.0, 10.0, 15.0, 15.0]) == [1, 2]
    assert passages([0.0] * 2, Budget(words=9)) == []


# One sentence apart from seven that fill the budget of seventy words: 10 / 70 of it are worth 0.286, all of
# it is worth 2, the beginning of a paragraph 0.5, and a reference to the sentence before costs 1.
@pytest.mark.parametrize(
    ("marks", "worth"),
    [
        ({}, 1.714),
        ({"begins": "x"}, 1.214),
        ({"begins": "x x"}, 1.714),
        ({"dangling": "x"}, 2.714),
        ({"dangling": "  xxxxxxx"}, 0.714),
        ({"dangling": "  x"}, 1.429),  # the last six, which fill 60 / 70
    ],
)
def test_a_passage_that_fills_its_share_counts_against_a_good_sentence(
    marks: dict[str, Any], worth: float
) -> None:
    more, less = ([worth + by, *[0.0] * 8] for by in (0.002, -0.002))
    assert passages(more, Budget(words=70), shut=" x", **marks) == [0]
    assert len(passages(less, Budget(words=70), shut=" x", **marks)) >= 6
