"""Short questions on topics of contracts: what they are searched for and read as."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Section, Span
from longdoc.tasks.search.clause_topics import (
    TOPICS,
    ClauseTopic,
    clause_around,
    clause_topic,
    is_agreement,
    wording_for_reading,
    wording_for_search,
)

LEASE = (
    "This Lease is made between the Landlord and the Tenant. The Tenant shall pay the rent when due. The "
    "parties hereto agree that this Agreement shall be governed by the laws of Kent. "
)
STORY = "The boat came in late, and nobody on the quay had thought of bread. Ann laughed at the gulls. " * 5


def _document(text: str) -> Document:
    return Document(text, (), (), "A text", "a.txt", "0")


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("who is liable?", "indemn"),
        ("who owns the IP?", "intellectual property"),
        ("can they walk away early?", "convenience"),
        ("what happens on breach?", "default"),
        ("any non-compete?", "compet"),
        ("auto renewal?", "extend"),
        ("governing law", "construed"),
        ("payment terms", "invoice"),
        ("who bears the cost of shipping?", "shipping"),
        ("subcontractors allowed?", "consent"),
        ("is there a liability cap?", "aggregate"),
        ("royalties?", "net sales"),
        ("which law applies?", "governed"),
        ("how long does it last?", "expire"),
        ("any penalties?", "liquidated"),
    ],
)
def test_short_questions_are_searched_for_with_the_words_of_such_clauses(question: str, word: str) -> None:
    topic = clause_topic(question, _document(LEASE))
    assert topic is not None
    assert wording_for_search(question, topic).startswith(question + " ")
    assert word in wording_for_search(question, topic)


def test_short_questions_are_read_in_full() -> None:
    topic = clause_topic("auto renewal?", _document(LEASE))
    assert wording_for_reading("auto renewal?", topic).startswith("Does the contract renew automatically")


def test_a_sentence_deals_with_a_topic_by_its_words_or_its_heading() -> None:
    text = "12. Indemnification\nThe Supplier pays all of it.\nThe Buyer collects the goods."
    sections = (Section("12. Indemnification", 1, Span(0, text.index("The Buyer"))),)
    document = Document(text, (), sections, "A text", "a.txt", "0")
    topic = next(topic for topic in TOPICS if topic.is_asked("who is liable?"))
    paid, collected = (Span(at := text.index(part), at + len(part)) for part in ("pays", "collects"))
    assert topic.is_dealt_with(clause_around(document, paid))
    assert not topic.is_dealt_with(clause_around(document, collected))


@pytest.mark.parametrize(
    "question",
    [
        "When does the concert end?",
        "Is Acme liable?",
        "Can the tenant terminate early?",
        "who is liable under section 4?",
        "What colour is the door?",
    ],
)
def test_a_question_that_says_more_stays_as_it_is(question: str) -> None:
    topic = clause_topic(question, _document(LEASE))
    assert topic is None
    assert wording_for_reading(question, topic) == wording_for_search(question, topic) == question


def test_in_a_story_nobody_asks_for_clauses() -> None:
    assert is_agreement(LEASE)
    assert not is_agreement(STORY)
    assert clause_topic("when does it end?", _document(STORY)) is None


@pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.question)
def test_the_full_question_of_a_topic_is_on_a_topic(topic: ClauseTopic) -> None:
    assert any(other.is_asked(topic.question) for other in TOPICS)
