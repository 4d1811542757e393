"""Values of labelled lines in languages that the networks do not read."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document
from longdoc.tasks.rules.labelled_values import labelled_value

GERMAN = """Rechnungsnummer: RE-2024-1187
Ansprechpartner: Herr Weidner, Einkauf
Nettobetrag: 3.406,40 EUR
Umsatzsteuer 19 %: 647,22 EUR
Gesamtbetrag: 4.053,62 EUR

Wir bitten Sie, den Betrag auf das Konto der Bank zu überweisen. Die Gewährleistung beträgt zwei Jahre.
"""
FRENCH = """Le bailleur : Mme Fontanel, demeurant à Lyon
Dépôt de garantie : 1 150,00 €
Le loyer est payable le 5 de chaque mois par le locataire.
"""
JAPANESE = "契約日：2024年3月25日\n担当者：佐々木 美穂\n本契約の期間は、次のとおりとする。\n"
ENGLISH = "Total amount: 12 EUR\nThe buyer pays the total amount of the order within ten days.\n"


@pytest.mark.parametrize(
    ("text", "question", "value"),
    [
        (GERMAN, "Wie hoch ist der Gesamtbetrag?", "4.053,62 EUR"),
        (GERMAN, "Rechnungsnummer?", "RE-2024-1187"),
        (GERMAN, "Wie hoch ist die Umsatzsteuer?", "647,22 EUR"),
        (GERMAN, "Wer ist der Ansprechpartner?", "Herr Weidner"),
        (GERMAN, "Wie hoch ist der Gesamtbetrag der Mahnung?", None),
        (GERMAN, "Wie hoch ist der Rabatt?", None),
        (FRENCH, "Quel est le montant du dépôt de garantie ?", "1 150,00 €"),
        (FRENCH, "Qui est le bailleur ?", "Mme Fontanel"),
        (JAPANESE, "契約日はいつですか", "2024年3月25日"),
        (JAPANESE, "担当者は誰ですか？", "佐々木 美穂"),
        (JAPANESE, "契約日までに払うのは誰ですか", None),
        (GERMAN + "\nGesamtbetrag: 5,00 EUR\n", "Wie hoch ist der Gesamtbetrag?", None),
        (ENGLISH, "What is the total amount?", None),
    ],
)
def test_values_of_labels(text: str, question: str, value: str | None) -> None:
    document = Document.from_text(text, "Title")
    span = labelled_value(question, document)
    assert (document.quote(span) if span else None) == value
