"""In lists of questions and answers, the answer stands under the heading."""

from __future__ import annotations

import io

import pytest

from longdoc.documents.open import open_document
from longdoc.documents.types import Span
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.contradictions import without_contradicted
from longdoc.tasks.spans.candidate import Candidate

FAQ = b"""# Boats for hire

### What happens if the boat gets damaged or stolen?

This one is down to you! Looking after the boat is your responsibility.

### Where do I return it?

At the jetty.

### Opening hours

Nine to five.
"""


@pytest.mark.parametrize(
    ("question", "part", "said"),
    [
        ("what happens if my boat is stolen?", "What happens if the boat gets damaged",
         "This one is down to you! Looking after the boat is your responsibility."),
        ("Where do I return the boat?", "Where do I return it", "At the jetty."),
        ("How old is the jetty master?", "Where do I return it", "Where do I return it"),  # lowered alone
        ("When is it open?", "Opening hours", "Opening hours"),
    ],
)  # fmt: skip
def test_the_heading_is_replaced_by_what_it_asks_for(question: str, part: str, said: str) -> None:
    document = open_document(io.BytesIO(FAQ), name="faq.md")
    start = document.text.index(part)
    found = CandidateSet((), (Candidate(2.0, Span(start, start + len(part)), 0),), (), (), 0.0)
    best = without_contradicted(question, found, document).candidates[0]
    assert document.quote(best.span) == said
    assert (best.margin < 0) is (said == "Where do I return it")
