"""Cells and headers are found, and answer, without the marks that refer to notes below their table."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.tables import note_marks
from longdoc.tasks.tables.lookup import probable_table_cells, table_views

TARIFF = """\
Area,Water1,Sewerage2,Standing charge (£/year)
North3,162.4,198.0*,41.20
Central,158.9,185.5,39.75
Coastal,171.2^4,n/a^5,43.10
"""


def test_the_examples() -> None:
    assert doctest.testmod(note_marks).failed == 0


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the water charge in the Coastal area?", "171.2"),
        ("What is the sewerage charge in the North?", "198.0"),
        ("What is the sewerage charge in the Central area?", "185.5"),
    ],
)
def test_marks_of_notes_are_no_part_of_names_and_answers(tmp_path: Path, question: str, answer: str) -> None:
    (tmp_path / "tariff.csv").write_text(TARIFF, "utf-8")
    document = open_document(tmp_path / "tariff.csv")
    best = probable_table_cells(question, table_views(document))[0]
    assert document.quote(best.span) == answer
