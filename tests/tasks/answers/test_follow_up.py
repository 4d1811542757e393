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
        ("When does it have to be paid?", "When does the notice period have to be paid?"),
        ("Does it cover loss that occurs abroad?", "Does the notice period cover loss that occurs abroad?"),
        ("Is it safe to drink?", "Is the notice period safe to drink?"),
        ("What does it cost to the tenant?", "What does the notice period cost to the tenant?"),
    ],
)
def test_a_question_without_a_subject_takes_the_last_topic(question, expected):
    assert resolve_follow_up(question, "the notice period") == expected
    assert resolve_follow_up(question, None) == question


@pytest.mark.parametrize(
    "question",
    [
        "How long does it take to get a refund?",
        "How much time does it take me to move in?",
        "How much does it cost to cancel?",
        "Is it permitted to keep pets?",
        "Is it legal for a tenant to sublet?",
        "Is it safe to drink the water?",
        "Is it possible to cancel?",
        "Is it stated whether the rent rises?",
        "Does it matter whether I pay?",
        "What happens if it rains?",
        "Who runs IT?",
    ],
)
def test_it_may_stand_for_what_follows(question):
    assert resolve_follow_up(question, "the notice period") == question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("那什么时候付？", "租金什么时候付？"),
        ("它由谁承担？", "租金由谁承担？"),
        ("违约金是多少？", "违约金是多少？"),
        ("其利率是多少？", "租金利率是多少？"),
        ("这个多少钱？", "租金多少钱？"),
        ("该由谁支付？", "租金由谁支付？"),
        ("而且什么时候付？", "租金什么时候付？"),
        ("能退吗？", "租金能退吗？"),
        ("付多少？", "租金付多少？"),
        ("多久？", "租金多久？"),
        ("怎么退？", "租金怎么退？"),
    ],
)
def test_so_in_chinese(question, expected):
    assert resolve_follow_up(question, "租金") == expected


@pytest.mark.parametrize(
    "question",
    [
        "其他费用有哪些？", "其中哪些可退？", "他人可以使用吗？", "该合同什么时候到期？", "该能源公司是谁？",
        "这家公司的地址在哪里？", "那家公司在哪里？", "这笔钱怎么退？", "租金多少？",
    ],
)  # fmt: skip
def test_a_chinese_question_with_a_noun_of_its_own_is_complete(question):
    assert resolve_follow_up(question, "押金") == question


def test_a_noun_with_a_question_word_is_a_chinese_topic():
    assert topic_of("租金多少？") == "租金"
