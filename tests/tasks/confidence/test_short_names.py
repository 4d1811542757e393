"""Names that a passage gives in short."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.confidence.short_names import shortened_words
from longdoc.tasks.confidence.wording import wording_of

TEXT = "Jimmy Carter met Peter Smith and Jane Smith.\n\nIn 1979, Carter signed it. Peter Smith left."


@pytest.mark.parametrize(
    ("question", "passage", "words"),
    [
        ("What did Jimmy Carter sign?", "In 1979, Carter signed it.", {"jimmy", "carter"}),
        ("What was Jimmy Carter's treaty?", "In 1979, Carter signed it.", {"jimmy", "carter"}),
        ("When did Jane Smith leave?", "Peter Smith left.", set()),
        ("When did Jane Smith leave?", "Ms. Smith left.", {"jane", "smith"}),
        ("When did Rosalynn Carter leave?", "In 1979, Carter signed it.", set()),
        ("What did Carter sign?", "In 1979, Carter signed it.", set()),
        ("Did Carter sign it?", "In 1979, Carter signed it.", set()),
    ],
)
def test_only_the_last_word_of_a_name(question: str, passage: str, words: set[str]) -> None:
    assert shortened_words(question, passage, Document.from_text(TEXT, "text")) == words


def test_a_shortened_name_is_not_missing() -> None:
    document = Document.from_text(TEXT, "text")
    passage = document.sentences[1]
    words = wording_of("What did Jimmy Carter sign?", document, passage, passage)
    assert words.missing_names == 0
    assert wording_of("What did Jane Carter sign?", document, passage, passage).missing_names == 1


def test_a_passage_without_blanks_takes_little_time() -> None:
    document = Document.from_text("违约金" * 6_000, "text")
    begun = process_time()
    assert not shortened_words("What did Jimmy Carter sign?", document.text, document)
    assert process_time() - begun < 3  # linear: 0.1 s; quadratic: a minute
