"""Questions in everyday words, put into the words of their document."""

from __future__ import annotations

import pytest

from longdoc.tasks.search.everyday_pairs import PAIRS
from longdoc.tasks.search.everyday_words import in_words_of


@pytest.mark.parametrize(
    ("question", "text", "worded"),
    [
        ("How much vacation do I have?", "Annual leave: 28 days", "How much annual leave do I have?"),
        ("Is PTO paid?", "Twenty days of paid leave.", "Is paid leave paid?"),
        ("Who are the bosses?", "the line managers", "Who are the line managers?"),
        ("What is my boss’s name?", "ask your manager", "What is my manager's name?"),
        ("Who's the tenant?", "the LESSEE", "Who's the lessee?"),
        ("Which wages?", "his remuneration", "Which remuneration?"),  # no plural of a word that has none here
        ("How long to fix a breach?", "ten days to remedy it", "How long to remedy a breach?"),
        ("Are the pets of children allowed?", "animals of minors", "Are the animals of minors allowed?"),
        ("Who bought my car?", "caring for a motor vehicle", "Who bought my motor vehicle?"),
        ("Who pays the bill?", "the invoice of a billion", "Who pays the invoice?"),
        ("Who taught the intern?", "the trainee's internal", "Who taught the trainee?"),
        ("When do I need a doctor's note?", "a medical certificate", "When do I need a medical certificate?"),
        ("When did it finish?", "The meeting was adjourned at nine.", "When did it adjourn?"),
        ("How fast does the British economy grow?", "in the UK by 2%", "How fast does the UK economy grow?"),
        ("How many Dutch cities?", "in The Netherlands", "How many Netherlands cities?"),
        ("Is birth control needed?", "Use contraception.", "Is contraception needed?"),
        ("房租多少钱？", "月租金为人民币肆仟元整", "月租金多少钱？"),
        ("120天后怎么办", "期限为一百二十天。", "一百二十天后怎么办"),
        ("2024年的预算", "二〇二四年度预算", "二〇二四年的预算"),
        ("一百二十天后怎么办", "期限为120天。", "120天后怎么办"),
        ("20天内", "一百二十天内", "20天内"),  # the end of another number
        ("实控人是谁", "实际控制人为宋国栋", "实际控制人是谁"),
        ("保修期多长？", "質量保證期為二十四個月", "质量保证期多长？"),
        ("卖方的地址？", "乙方（卖方）住所地：深圳", "卖方的住所地？"),
    ],
)
def test_words_that_the_document_lacks_are_replaced_by_its_own(question: str, text: str, worded: str) -> None:
    assert in_words_of(question, text) == worded


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many holidays?", "A holiday is a day of annual leave."),  # the document has the word
        ("How many holidays?", "Nothing is said of days off work."),  # … or no other word for it
        ("How do I get a refund?", "Tickets are refunded. Apply for reimbursement."),  # … or a form of it
        ("Can I cancel it?", "It may be cancelled; we may terminate it."),
        ("When did she buy it?", "She bought what others acquire."),
        ("May we call off the event?", "It was called off. We may terminate it."),
        ("May I sublet?", "Subletting is a sublease."),
        ("May I bid?", "A tender is a bidding."),
        ("What of the debts?", "A debt is one of the liabilities."),
        ("When did she buy it?", "in order to live there"),
        ("What is said in France?", "what is said in French"),  # the country is not its language
        ("How many leaves?", "annual leave"),  # the question has no everyday word
        ("Who is the bosun?", "the manager"),  # a word that only begins like one
        ("", "annual leave"),
    ],
)
def test_other_questions_stay_as_they_are(question: str, text: str) -> None:
    assert in_words_of(question, text) == question


def test_the_longest_words_count_and_the_first_of_the_document_s_words() -> None:
    assert (
        in_words_of("Is a trial period agreed?", "probationary period") == "Is a probationary period agreed?"
    )
    text = "The manager, or the line manager."
    assert in_words_of("Who is my boss?", text) == "Who is my line manager?"


def test_a_chinese_word_is_replaced_wherever_it_stands() -> None:
    asked = "押金什么时候退？押金多少？"
    assert in_words_of(asked, "保证金为三千元") == "保证金什么时候退？保证金多少？"


def test_every_line_has_two_sides_without_stray_blanks() -> None:
    for line in PAIRS.strip().splitlines():
        asked, written = line.split(": ")
        for side in (asked, written):
            words = side.split(", ")
            assert all(word == word.strip().lower() and word for word in words), line
            assert len(set(words)) == len(words), line


def test_no_word_is_asked_in_two_lines() -> None:
    asked = [word for line in PAIRS.strip().splitlines() for word in line.split(": ")[0].split(", ")]
    assert len(set(asked)) == len(asked)
