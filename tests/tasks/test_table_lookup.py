"""Cells that a question describes in full, by row and header; nothing where it describes none."""

from __future__ import annotations

import pytest

from longdoc.documents.types import Cell, Document, Span, Table
from longdoc.tasks.table_lookup import surely_described

ROWS = (
    ("Item", "Warehouse", "Quantity", "Reorder level", "Payee"),
    ("Copper pipe 15 mm", "Leeds", "420", "200", "Marlow, Edith"),
    ("Gate valve DN50", "Hull", "18", "25", "Quist, Jan"),
    ("Ball valve DN25", "Leeds", "73", "40", "Hobbs, Noel"),
    ("Expansion tank 80 l", "York", "6", "4", "Lind, Signe"),
)


@pytest.fixture(scope="module")
def document() -> Document:
    text, cells = "", []
    for row, words in enumerate(ROWS):
        for column, word in enumerate(words):
            cells.append(Cell(Span(len(text), len(text) + len(word)), row, column))
            text += word + (" | " if column < len(words) - 1 else "\n")
    return Document(
        text, (), (), "Stock", "stock.csv", "0", tables=(Table(Span(0, len(text) - 1), tuple(cells)),)
    )


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is the reorder level of the ball valve DN25?", "40"),
        ("How many gate valves are in stock?", "18"),
        ("In which warehouse is the expansion tank?", "York"),
        ("Which item has a reorder level of 4?", "Expansion tank 80 l"),
        ("What is the weight of the ball valve DN25?", None),
        ("What is the reorder level of the valve?", None),
        ("Who is the king of Norway?", None),
    ],
)
def test_the_cell_where_row_and_header_meet(document: Document, question: str, answer: str | None) -> None:
    found = surely_described(question, document)
    assert (document.quote(found) if found else None) == answer


def test_a_text_without_tables_has_no_cells() -> None:
    assert surely_described("How many?", Document("One.", (), (), "", "a.txt", "0")) is None
