"""Clauses of German contracts, found by the words that they are always written in."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Document, Span
from longdoc.tasks.confidence.wording import wording_of
from longdoc.tasks.rules.german_clauses import german_clause

LEASE = (
    "§ 1 Mietzeit\n\nDas Mietverhältnis beginnt am 1. Mai 2025 und endet am 30. April 2030. Es kann von "
    "beiden Parteien mit einer Frist von\nsechs Monaten gekündigt werden. Es gilt das Recht auf Minderung."
    "\n\n§ 2 Zahlung\n\nDie Miete ist bis zum dritten Werktag zu zahlen. Wer in Verzug ist, wird "
    "gemahnt. Bei Verzug sind Zinsen von neun "
    "Prozentpunkten zu entrichten.\n\n§ 3 Haftung\n\nDie Haftung der Vermieterin ist auf 50.000 Euro je "
    "Fall begrenzt. Dies gilt nicht bei Vorsatz.\n\n§ 4 Schluss\n\nGerichtsstand ist Leipzig. Es gilt "
    "deutsches Recht.\n"
)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Welches Gericht ist zuständig?", "Gerichtsstand ist Leipzig"),
        ("Welches Recht gilt?", "Es gilt deutsches Recht"),
        ("Welche Kündigungsfrist gilt?",
         "Es kann von beiden Parteien mit einer Frist von\nsechs Monaten gekündigt werden"),
        ("Wie hoch ist die Haftung begrenzt?",
         "Die Haftung der Vermieterin ist auf 50.000 Euro je Fall begrenzt"),
        ("Was passiert bei verspäteter Zahlung?",
         "Bei Verzug sind Zinsen von neun Prozentpunkten zu entrichten"),
        ("Wann endet der Vertrag?", "Das Mietverhältnis beginnt am 1. Mai 2025 und endet am 30. April 2030"),
        ("Darf ich untervermieten?", None),
        ("Wie hoch ist die Kaution?", None),
        ("Verlängert sich der Vertrag automatisch?", None),
        ("Gibt es eine Verlängerungsoption?", None),
        ("Wie hoch ist die Vertragsstrafe?", None),
        ("which court?", None),
    ],
)  # fmt: skip
def test_a_short_question_is_answered_by_the_sentence_of_its_clause(question: str, said: str | None) -> None:
    document = Document(LEASE, (), (), "", "a.txt", "0")
    found = german_clause(question, document)
    assert (document.quote(found) if found else None) == said


def test_the_nouns_of_a_german_question_about_a_clause_are_no_names() -> None:
    document = Document(LEASE, (), (), "", "a.txt", "0")
    at = LEASE.index("Gerichtsstand")
    court, other = Span(at, at + len("Gerichtsstand ist Leipzig")), Span(0, 5)
    whole = Span(0, len(LEASE))
    assert wording_of("Welches Gericht ist zuständig?", document, whole, court).missing_names == 0
    assert wording_of("Welches Gericht ist zuständig?", document, whole, other).missing_names == 1
