"""The other ways to summarize choose sentences of the document, in order, up to the length asked for."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.evaluation.metrics import rouge_words
from longdoc.evaluation.optional import BaselineMissing, optional_library
from longdoc.evaluation.summary_baselines import METHODS, chosen_by

TEXT = """The ferry company signed a contract with the harbour. The contract lasts for ten years.
Gulls were seen near the pier in the morning. The harbour pays the ferry company every month.
A clerk lost an umbrella on Tuesday. If the ferry company stops, the harbour may end the contract.
The weather was mild for the season. The ferry company and the harbour share the cost of repairs.
"""


@pytest.mark.parametrize("method", METHODS)
def test_a_summary_is_sentences_in_order_and_long_enough(method: str) -> None:
    document = Document.from_text(TEXT, "ferry")
    sentences = [document.text[s.start : s.end] for s in document.sentences]
    longest = max(len(rouge_words(one)) for one in sentences)
    for words in (5, 20, 40):
        made = chosen_by(method, document, words)
        chosen = [one for one in sentences if one in made]
        assert made == " ".join(chosen)
        assert words <= len(rouge_words(made)) < words + longest


def test_the_lead_is_the_beginning() -> None:
    assert chosen_by("lead", Document.from_text(TEXT, "ferry"), 5).startswith("The ferry company signed")


def test_lines_of_two_words_are_no_sentences_to_choose_from() -> None:
    document = Document.from_text("Page nine.\n\nThe harbour pays.\n\nThe ferry company stops.", "ferry")
    assert chosen_by("lead", document, 1) == "The harbour pays."
    assert chosen_by("lead", document, 3) == "The harbour pays."
    assert chosen_by("lead", document, 4) == "The harbour pays. The ferry company stops."
    assert chosen_by("lead", document, 0) == ""


def test_a_missing_library_is_told_with_what_to_install() -> None:
    with pytest.raises(BaselineMissing, match=r"No module named 'no_such_library'.*longdoc\[bench\]"):
        optional_library("no_such_library")
    assert optional_library("json").loads("[1]") == [1]


def test_what_the_text_is_about_comes_before_gulls_and_umbrellas() -> None:
    made = chosen_by("LexRank", Document.from_text(TEXT, "ferry"), 30)
    assert "contract" in made
    assert "umbrella" not in made


def test_function_words_link_no_sentences() -> None:
    text = (
        "Oil fed lamps. Then she was there for all of them. Lamps of brass burned. "
        "They were there for him and for her. He was there for them all and for her."
    )
    assert "amps" in chosen_by("TextRank", Document.from_text(text, "lamps"), 3)
