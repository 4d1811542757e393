"""Who signed for a party."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.signatures import signatory_asked

LEASE = """\
between OAK LIMITED (the "Landlord") and IVY LTD (the "Tenant").

Executed as a deed by OAK LIMITED acting by Jonathan P. Weir, a director, in the presence of:

Name: Priya Raman

Executed as a deed by IVY LTD acting by Thomas Okafor, a director
"""
COLUMNS = """\
between Helix, Inc., a company ("Helix"), and Norrsken AB, a company ("Norrsken").

HELIX, INC.                     NORRSKEN AB

By: /s/ Dana R. Whitfield       By: /s/ Lars-Erik Berg
Title: CFO                      Title: Managing Director
"""
STACKED = """\
The Lender
NORDIC BANK ASA
By: Henrik Solberg

The Borrower
CALDER LTD
By: ________
Name: Aoife Brennan
"""


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        ("Who signed for the landlord?", LEASE, "Jonathan P. Weir"),
        ("Who signed the lease on behalf of the Tenant?", LEASE, "Thomas Okafor"),
        ("Who signed for Norrsken?", COLUMNS, "Lars-Erik Berg"),
        ("who executed this agreement for Helix", COLUMNS, "Dana R. Whitfield"),
        ("Who signed for the lender?", STACKED, "Henrik Solberg"),
        ("Who signed for the borrower?", STACKED, "Aoife Brennan"),
        ("Who signed for the guarantor?", LEASE, None),
        ("Who signed the lease?", LEASE, None),
    ],
)
def test_the_signatory_is_in_the_block_of_the_party(question: str, text: str, said: str | None) -> None:
    document = Document(text, (), (), "", "a.txt", "0")
    found = signatory_asked(question, document)
    assert (document.quote(found) if found else None) == said


def test_a_party_named_over_and_over_in_one_line_takes_little_time() -> None:
    document = Document("Supplier: " * 6_000, (), (), "", "a.txt", "0")
    begun = process_time()
    assert signatory_asked("Who signed for the supplier?", document) is None
    assert process_time() - begun < 5  # linear: 0.2 s; quadratic: 20 s
