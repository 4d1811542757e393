"""Values that a sentence gives for several years."""

from __future__ import annotations

from time import process_time

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.spans.phrasing import complete_span
from longdoc.tasks.spans.respective_values import respective_value

COSTS = "Costs for the years ended June 30, 2019, 2018 and 2017 were $278,057, $365,859, and $378,217."
SALES = "At 31 March 2020 and 2019, sales were 4.5 million and 3.9 million, respectively, in 12 shops."


@pytest.mark.parametrize(
    ("text", "question", "part", "value"),
    [
        (COSTS, "What are the costs for 2018?", "$278,057, $365,859, and $378,217", "$365,859"),
        (COSTS, "What are the costs for 2017?", "$278,057", "$378,217"),
        (COSTS, "What are the costs in June 2019?", "$278,057", "$278,057"),
        (SALES, "How high were sales in 2019?", "4.5 million and 3.9 million", "3.9 million"),
        (COSTS, "What are the costs?", "$278,057", None),
        (COSTS, "What are the costs for 2019 and 2018?", "$278,057, $365,859", None),
        (COSTS, "What ended in 2019?", "2018", None),
        (SALES, "How many shops were there in 2019?", "12 shops", None),
        ("In 2019 and 2018 rates were 4%, 5% and 6%.", "What were the rates in 2019?", "4%", None),
    ],
)
def test_the_value_of_the_year_asked_for(text: str, question: str, part: str, value: str | None) -> None:
    span = Span(text.index(part), text.index(part) + len(part))
    found = respective_value(question, text, span, Span(0, len(text)))
    assert (text[found.start : found.end] if found else None) == value


def test_a_long_row_of_digits_takes_linear_time() -> None:
    begun = process_time()
    for text in ("1" * 20_000, "111," * 20_000):
        assert respective_value("What was it in 2019?", text, Span(0, 3), Span(0, len(text))) is None
    assert process_time() - begun < 5  # linear: 0.1 s; quadratic: minutes


def test_an_answer_is_one_value_though_a_plural_asks() -> None:
    document = Document.from_text(f"Notes\n\n{COSTS}\n", "notes")
    start = document.text.index("$278")
    answer = complete_span("What are the costs for 2019?", document, Span(start, start + 8))
    assert document.quote(answer) == "$278,057"
