"""Each sentence of a summary with its salience, its topic, and what it stands for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from longdoc.tasks.summaries.explain import explained
from longdoc.tasks.summaries.summarize import summarize


@pytest.fixture
def explained_summary(read, english, model):
    document, reading = read(english)
    return document, reading, explained(summarize(document, reading, model, sentences=3), document, reading)


def test_every_sentence_has_its_salience_and_rank(explained_summary):
    _, reading, summary = explained_summary
    assert len(summary.sentences) == 3
    for sentence in summary.sentences:
        why = sentence.explanation
        above = int((reading.salience_M > why.salience + 1e-4).sum())
        assert why.rank >= above + 1 - 1e-9
        assert why.salience == pytest.approx(sentence.score, abs=1e-3)


def test_no_sentence_is_stood_for_twice(explained_summary):
    document, reading, summary = explained_summary
    stood_for = sum(sentence.explanation.stands_for for sentence in summary.sentences)
    assert stood_for <= len(reading.sentence_spans_M2) - len(summary.sentences)
    own = {sentence.text for sentence in summary.sentences}
    for sentence in summary.sentences:
        why = sentence.explanation
        assert (why.likest is None) == (why.stands_for == 0)
        if why.likest:
            assert why.likest == document.text[why.likest_start : why.likest_end]
            assert why.likest not in own


def test_the_topic_is_made_of_words_of_the_sentence(explained_summary):
    _, _, summary = explained_summary
    assert summary.sentences
    for sentence in summary.sentences:
        assert sentence.explanation.topic
        assert all(word in sentence.text.lower() for word in sentence.explanation.topic)


def test_chinese_has_topics_too(read, chinese, model):
    document, reading = read(chinese)
    summary = explained(summarize(document, reading, model, sentences=1), document, reading)
    assert all(len(word) == 2 for word in summary.sentences[0].explanation.topic)
    assert "explain" in summary.to_json()["sentences"][0]


def test_a_sentence_of_the_summary_stands_for_those_that_are_most_like_it(read, model):
    document, reading = read(
        " ".join(f"The {word} was sold in May." for word in ("mill", "barn", "pier", "boat", "inn", "farm"))
    )
    vectors = [(1, 0), (0.6, 0.8), (0, 1), (0.875, 0.484), (-1, 0), (0.5, -0.866)]
    reading = replace(
        reading,
        sentence_vectors_ME=np.array(vectors, np.float16),
        salience_M=np.array([0.90006, 0.3, 0.9, 0.2, 0.95, 0.1], np.float32),
    )
    summary = summarize(document, reading, model, sentences=6)
    chosen = replace(summary, sentences=(summary.sentences[0], summary.sentences[2]))
    one, other = (sentence.explanation for sentence in explained(chosen, document, reading).sentences)
    assert (one.salience, one.rank, other.salience, other.rank) == (0.9001, 2, 0.9, 3)
    assert (one.stands_for, other.stands_for) == (2, 1)  # 3 and 5; 1 is more like the other; 4 is like none
    assert (one.likest, other.likest) == ("The boat was sold in May.", "The barn was sold in May.")
    assert (one.likest_start, one.likest_end) == tuple(reading.sentence_spans_M2[3])
    alone = replace(summary, sentences=(summary.sentences[4],))
    [why] = (sentence.explanation for sentence in explained(alone, document, reading).sentences)
    assert (why.rank, why.stands_for) == (1, 0)
    assert why.likest is why.likest_start is why.likest_end is None


def test_the_topic_is_the_three_most_frequent_words_of_the_document(read, model):
    document, reading = read(
        "Boats and a boat of the old pier go. The boat left a pier with seven lamps. A lamp is on."
    )
    summary = explained(summarize(document, reading, model, sentences=2), document, reading)
    assert [sentence.explanation.topic for sentence in summary.sentences] == [
        ("boats", "pier", "old"), ("boat", "lamps", "pier"),
    ]  # fmt: skip


def test_nothing_to_summarize_is_nothing_to_explain(read, model):
    document, reading = read("")
    assert explained(summarize(document, reading, model), document, reading).sentences == ()


def test_frequent_words_of_other_languages_are_no_topic(read, model):
    document, reading = read(
        "Die Miete ist am ersten Tag des Monats fällig. Die Miete wird auf ein Konto gezahlt."
    )
    summary = explained(summarize(document, reading, model, sentences=2), document, reading)
    assert len(summary.sentences) == 2
    for sentence in summary.sentences:
        assert sentence.explanation.topic[0] == "miete"
        assert not {"die", "ist", "des", "wird", "auf", "ein"} & set(sentence.explanation.topic)
