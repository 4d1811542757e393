"""Languages that the model was not trained on, and questions in another language than their document."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.languages import asked_in_other_language, untrained_language

CHINESE = "合同总价款为人民币捌拾陆万元整。系统验收合格后十日内支付余款。"
ENGLISH = "The total price is 860,000 dollars. It is due ten days after acceptance."


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (ENGLISH, None), (CHINESE, None), ("", None), ("Invoice 12: 30 EUR", None),
        ("What do I do when the tool is not on the list?", None),
        ("what does glucagon do to blood sugar", None), ("By what kind of bond do they go?", None),
        ("a reporter emailed me, what do I do", None), ("Do you allow me to see my info?", None),
        ("Do kiedy obowiązuje umowa?", "Polish"), ("Wat is de prijs van het huis?", "Dutch"),
        ("Hvad er prisen for huset?", "Danish or Norwegian"),
        ("¿Cuál es el importe de la factura?", "Spanish"),
        ("Die Gewährleistung beträgt zwei Jahre ab der Abnahme.", "German"),
        ("Le loyer est payable le 5 de chaque mois.", "French"),
        ("契約期間は2024年4月1日からとする。", "Japanese"), ("계약일은 언제인가요?", "Korean"),
        ("Договор заключён на срок и вступает в силу", "Russian"),
    ],
)  # fmt: skip
def test_languages_of_texts(text: str, language: str | None) -> None:
    assert untrained_language(text) == language


@pytest.mark.parametrize(
    ("question", "text", "pair"),
    [
        ("What is the price?", CHINESE, ("English", "Chinese")),
        ("总价多少？", ENGLISH, ("Chinese", "English")),
        ("Who is 王明?", ENGLISH, None), ("Who is 王明?", CHINESE, ("English", "Chinese")),
        ("总价多少？", CHINESE, None), ("What is the price?", ENGLISH, None), ("860,000?", CHINESE, None),
    ],
)  # fmt: skip
def test_questions_in_the_other_language(question: str, text: str, pair: tuple[str, str] | None) -> None:
    assert asked_in_other_language(question, Document.from_text(text, "Title")) == pair
