"""Each sentence of a summary with its salience, its topic, and what it stands for."""

from __future__ import annotations

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
    for sentence in summary.sentences:
        assert sentence.explanation.topic
        assert all(word in sentence.text.lower() for word in sentence.explanation.topic)


def test_chinese_has_topics_too(read, chinese, model):
    document, reading = read(chinese)
    summary = explained(summarize(document, reading, model, sentences=1), document, reading)
    assert all(len(word) == 2 for word in summary.sentences[0].explanation.topic)
    assert "explain" in summary.to_json()["sentences"][0]


def test_nothing_to_summarize_is_nothing_to_explain(read, model):
    document, reading = read("")
    assert explained(summarize(document, reading, model), document, reading).sentences == ()
