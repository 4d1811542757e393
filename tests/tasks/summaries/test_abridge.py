"""Stories made short: whole passages, spread over the chapters; recognised, or wanted."""

from __future__ import annotations

import random
from itertools import pairwise

import numpy as np

from longdoc.tasks.summaries.abridge import is_narrative
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
