"""Answers that only repeat the question: "two stones" to "Which stones are taken off the ice?"."""

from __future__ import annotations

import re

from longdoc.documents.text.number_words import CARDINALS
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.currencies import SIGNS
from longdoc.tasks.terms import lowered, question_terms, words_of

__all__ = ["only_repeats"]

# to which words of the question may be the answer
_OFFERS_ANSWERS = lazy_pattern(
    r"\b(?:or|whether|if)\b|\bhow\s(?:many|much|long|old|far|often|few)\b"
    r"|^\W*(?:is|am|are|was|were|do|does|did|has|have|had|can|could|may|might|must|shall|should|will|would)\b",
    re.IGNORECASE,
)
_SAYS_MORE = lazy_pattern(rf"[A-Z\d`_\"“*=%{SIGNS}]")  # names, numbers, code
_COUNTS = frozenset(word for word, number in CARDINALS.items() if number <= 10)


def only_repeats(question: str, answer: str) -> bool:
    """Whether an answer has no word, name or number that the question does not have.

    Of the 57,644 English answers of the training sets, 96 are such, a third of them "information" and the
    like to questions about privacy policies.

    >>> only_repeats("Which stones are taken off the ice?", "two stones")
    True
    >>> only_repeats("Which stones are taken off the ice?", "stones that roll over")
    False
    >>> only_repeats("Are stones or brooms taken off the ice?", "stones")
    False
    """
    if _OFFERS_ANSWERS.search(question) or _SAYS_MORE.search(answer):
        return False
    said = {term for _, term in words_of(lowered(answer))} - _COUNTS
    return bool(said) and said <= {term.text for term in question_terms(question)}
