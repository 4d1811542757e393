"""Which passages are read for a question, by which network, and when the reader stops."""

from __future__ import annotations

import numpy as np
import pytest

from longdoc.network.reader.config import ReaderConfig
from longdoc.network.reader.types import ReaderScores
from longdoc.tasks.candidates.find import PASSAGES, PASSAGES_FOR_READER, find_candidates, passages_for

TEXT = "".join(
    f"Section {n} is about apples, pears and the weather of week {n}. The Supplier pays item {n}. "
    for n in range(60)
)
QUESTION = "Which item is it that the Supplier pays?"


class PointingReader:
    """A reader that answers like the network it stands beside, with logits of its own; it counts its rows."""

    config = ReaderConfig()

    def __init__(self, network, logit=10.0):
        self.network, self.logit, self.rows = network, logit, []

    def read(self, questions, contexts, passages, progress=None):
        plain = self.network.read_spans(questions, passages)
        self.rows.append(len(passages))
        starts, ends = (
            np.where(x > 0, self.logit, x).astype(np.float32) for x in (plain.start_PL, plain.end_PL)
        )
        verified = np.zeros(len(passages), np.float32)
        return ReaderScores(starts, ends, plain.absent_P, np.zeros((len(passages), 2), np.int64), verified)


@pytest.fixture
def both(pointing):
    """A network and a reader that both find a phrase."""

    def networks(phrase, logit=10.0):
        network = pointing(phrase)
        network.reader_choice = "auto"
        network.reader = PointingReader(network, logit)
        return network

    return networks


def test_the_reader_stops_where_nothing_else_comes_near(read, both):
    document, reading = read(TEXT + "Nothing else is known about the zebra. ")
    question = "What is known about the zebra?"
    network = both("the zebra")
    (found,) = find_candidates([question], document, reading, network, settling=True)
    assert len(found.passages) == PASSAGES  # the long-context network reads all of them
    assert document.quote(found.candidates[0].span) == "the zebra"
    assert sum(network.reader.rows) < PASSAGES_FOR_READER
    without = both("the zebra")
    (whole,) = find_candidates([question], document, reading, without)
    assert without.reader.rows == [PASSAGES_FOR_READER]
    assert whole.candidates[0].span == found.candidates[0].span


def test_the_reader_goes_on_while_another_passage_comes_near(read, both):
    document, reading = read(TEXT)
    network = both("Supplier pays")  # in every passage
    find_candidates([QUESTION], document, reading, network, settling=True)
    assert network.reader.rows[:PASSAGES_FOR_READER] == [1] * PASSAGES_FOR_READER
    doubtful = both("Supplier pays", logit=2.0)  # what it has read falls below what it has not
    find_candidates([QUESTION], document, reading, doubtful, settling=True)
    assert sum(doubtful.reader.rows) == PASSAGES_FOR_READER


def test_questions_share_the_rounds_of_the_reader(read, both):
    document, reading = read(TEXT + "Nothing else is known about the zebra. ")
    questions = ["What is known about the zebra?", QUESTION, "What about week 7?"]
    network = both("the zebra")
    together = find_candidates(questions, document, reading, network, settling=True)
    assert network.reader.rows[0] == len(questions)
    alone = [
        find_candidates([question], document, reading, both("the zebra"), settling=True)[0]
        for question in questions
    ]
    assert together == alone


def test_without_a_reader_all_proposed_passages_are_read(read, pointing):
    document, reading = read(TEXT)
    for settling in (True, False):
        (found,) = find_candidates(
            [QUESTION], document, reading, pointing("Supplier pays"), settling=settling
        )
        assert len(found.passages) == PASSAGES
        assert document.quote(found.candidates[0].span) == "Supplier pays"


def test_search_and_networks_get_the_words_of_the_document(read, pointing, monkeypatch):
    document, reading = read(TEXT + "The lessee returns the key on the last day. ")
    network, asked, searched = pointing("returns the key"), [], []
    plain, embed = network.read_spans, network.embed_query

    def reading_spans(questions, passages):
        asked.extend(questions)
        return plain(questions, passages)

    def embedding(text):
        searched.append(text)
        return embed(text)

    monkeypatch.setattr(network, "read_spans", reading_spans)
    monkeypatch.setattr(network, "embed_query", embedding)
    (found,) = find_candidates(["What does the tenant do?"], document, reading, network)
    assert document.quote(found.candidates[0].span) == "returns the key"
    assert searched == ["What does the lessee do?"]
    assert asked[0] == network.tokenizer.encode("What does the lessee do?").ids.tolist()


def test_exhaustive_reading_never_ends_early(read, both):
    document, reading = read(TEXT)
    network = both("the zebra")
    (found,) = find_candidates([QUESTION], document, reading, network, exhaustive=True, settling=True)
    assert len(found.passages) > PASSAGES
    assert sum(network.reader.rows) == len(found.passages)


def test_how_many_passages_are_read_is_bounded():
    assert [passages_for(k) for k in (0, 3, 9, 10, 19, 30, 500)] == [12, 12, 12, 24, 24, 30, 48]
    assert passages_for(3, all_spans=True) == 48
