"""Points that sentences count are one answer: "First, … Second, … Third, …"."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.spans.ordinal_sentences import ordinal_sentences
from longdoc.tasks.spans.phrasing import complete_span

POINTS = (
    "First, we collected sound and true numbers of pairs for 41 colonies. Second, we show that quantities "
    "of two kinds carry much of what the rate lacks. They are new. Finally, we try the method elsewhere."
)
PAPER = (
    f"Swifts are loud.\n\nThis paper makes three contributions. {POINTS} The rest is older.\n\nThird, a walk."
)


def _within(part: str, text: str = PAPER) -> Span:
    start = text.index(part)
    return Span(start, start + len(part))


@pytest.mark.parametrize("part", ["sound and true numbers", "of two kinds", "new", "three contributions"])
def test_all_points_are_the_answer(part: str) -> None:
    document = Document.from_text(PAPER)
    found = ordinal_sentences("What are the contributions of this paper?", document, _within(part))
    assert found is not None
    assert document.quote(found) == POINTS


def test_a_question_for_several_things_gets_all_points() -> None:
    document = Document.from_text(PAPER)
    span = complete_span("What are the contributions of this paper?", document, _within("of two kinds"))
    assert document.quote(span) == POINTS


@pytest.mark.parametrize(
    ("question", "text", "part"),
    [
        ("Which quantities carry much of what the rate lacks?", PAPER, "of two kinds"),  # in one point only
        ("What are the contributions?", PAPER, "a walk"),  # another paragraph
        ("What are the contributions?", PAPER, "The rest"),
        ("Which towns are there?", PAPER, "method"),  # what the points are is another thing
        ("What are the visits?", "First, he went home. Then he slept. Third, he ate.", "home"),
    ],
)
def test_other_sentences_stay_alone(question: str, text: str, part: str) -> None:
    assert ordinal_sentences(question, Document.from_text(text), _within(part, text)) is None
