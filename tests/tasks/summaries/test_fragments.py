"""Sentences without a main verb, and lines that are no sentences."""

from __future__ import annotations

import pytest

from longdoc.tasks.summaries.eligible_sentences import is_complete_sentence
from longdoc.tasks.summaries.fragments import is_fragment


@pytest.mark.parametrize(
    "text",
    [
        "To set the direction and strategic objectives of the humanitarian response.",
        "• To provide an analysis of need to underpin the plan.",
        "Supported by a sector coordination group at the national level.",
        "A parsed representation of the body structure information of\n   the message.",
        "The key section for an in-depth review of the key encryption.",
        "David Igler, “Commentary: Re-Orienting History through International Scales.”",
        "Week 3 - Empires and Oceans - Emma\nWeek 4 - Surgery Session - Emma\nWeek 5 - Global Cities - Emma",
        "START of the game\nIF it was opened\nREQUEST access to the account",
    ],
)
def test_what_has_no_main_verb_is_a_fragment(text: str) -> None:
    assert is_fragment(text)


@pytest.mark.parametrize(
    "text",
    [
        "To open the valve, turn the key to the left.",
        "To add files to the index use the command below.",
        "To date the board of the company has approved nothing.",
        "To be read is the aim of any report.",
        "Founded in 1990, the company makes boats.",
        "Located in the harbour is a small museum of rope.",
        "The data show a rise in the price of rope.",
        "A minority decide to leave the group every year.",
        "The driver spat out of the open window.",
        "The results of the first test appear very good.",
        "The board approved the budget of the harbour.",
        "Ropes hold ships\nin the harbour\nuntil they leave.",
        "The Board met on Monday.\nIt agreed the budget.\nThe chair thanked the staff.",
    ],
)
def test_what_has_a_main_verb_is_none(text: str) -> None:
    assert not is_fragment(text)


@pytest.mark.parametrize(
    "text",
    [
        "L. W. Brockliss, The Republic of Letters in France (Oxford: Oxford University Press, 2002).",
        "The British Journal for the History of Science 43, no. 2.",
    ],
)
def test_references_to_books_and_journals_are_in_no_summary(text: str) -> None:
    assert not is_complete_sentence(text)
