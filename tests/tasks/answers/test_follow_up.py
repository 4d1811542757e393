"""What a question is about, and what it leans on where it has no subject of its own."""

from __future__ import annotations

import pytest

from longdoc.tasks.answers.follow_up import resolve_follow_up, topic_of


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("How long is the notice period?", "the notice period"),
        ("When does the Supplier deliver the equipment?", "the Supplier"),
        ("When does the initial term of the agreement end?", "the initial term of the agreement"),
        ("How many concerts shall the artist give?", "the artist"),
        ("When is the fee due?", "the fee"),
        ("Who is liable for lost data?", "lost data"),
        ("Is Quillmoor insured?", "Quillmoor"),
        ("租金是多少？", "租金"),
        ("why?", None),
        ("多久？", None),
    ],
)
def test_the_topic_of_a_question(question, topic):
    assert topic_of(question) == topic


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("and when does it end?", "When does the notice period end?"),
        ("who pays it?", "Who pays the notice period?"),
        ("Does it apply to the Customer?", "Does the notice period apply to the Customer?"),
        ("What is its length?", "What is the notice period's length?"),
        ("why?", "why (the notice period)?"),
        ("and in winter?", "in winter (the notice period)?"),
        ("When is the fee due?", "When is the fee due?"),
        ("Who signed this agreement?", "Who signed this agreement?"),
        ("If the Supplier is late, must it pay?", "If the Supplier is late, must it pay?"),
    ],
)
def test_a_question_without_a_subject_takes_the_last_topic(question, expected):
    assert resolve_follow_up(question, "the notice period") == expected
    assert resolve_follow_up(question, None) == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("那什么时候付？", "租金什么时候付？"),
        ("它由谁承担？", "租金由谁承担？"),
        ("违约金是多少？", "违约金是多少？"),
    ],
)
def test_so_in_chinese(question, expected):
    assert resolve_follow_up(question, "租金") == expected
