"""An answer about another party than the one asked about."""

from __future__ import annotations

import pytest

from longdoc.tasks.candidates.other_party import is_of_other_party

BUYER = '(1) OAK LIMITED, whose office is at 3 Mill Row (the "Buyer");'
SELLER = '(2) IVY PLC (the "Seller").'


@pytest.mark.parametrize(
    ("question", "sentence", "is_other"),
    [
        ("What is the seller's office?", BUYER, True),
        ("What is the buyer's office?", BUYER, False),
        ("What is the seller's office?", f"{BUYER} {SELLER}", False),
        ("What is the lessee's office?", BUYER, False),
        ("What is the seller's office?", "Notices go to 5 Ash Lane.", False),
    ],
)
def test_a_sentence_that_introduces_another_party_only(question: str, sentence: str, is_other: bool) -> None:
    assert is_of_other_party(question, sentence, f"{BUYER}\n\n{SELLER}") is is_other
