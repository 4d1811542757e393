"""Any table and any question: cells that stand in the text, or none."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from longdoc.documents.structure.pieces import Grid, Piece, assemble
from longdoc.documents.types import Document
from longdoc.tasks.tables.lookup import probable_table_cells, table_views

WORDS = [
    "first",
    "last",
    "second",
    "third",
    "fifth",
    "3rd",
    "12th",
    "most",
    "least",
    "highest",
    "latest",
    "fastest",
    "best",
    "worst",
    "after",
    "before",
    "next",
    "previous",
    "above",
    "below",
    "more",
    "than",
    "less",
    "at",
    "between",
    "same",
    "as",
    "or",
    "only",
    "other",
    "list",
    "name",
    "all",
    "which",
    "what",
    "who",
    "when",
    "where",
    "how",
    "many",
    "much",
    "total",
    "number",
    "of",
    "the",
    "fee",
    "date",
    "year",
    "place",
    "rank",
    "5",
    "1,200",
    "2031",
    "-3",
    "0",
    "12:30",
    "1e9",
    "²",
    "٣",
]
CELLS = st.one_of(
    st.sampled_from(
        ["", "-", "Fee", "Oban", "5", "1,200", "3 May 1998", "2031", "12:30", "4-2", "5 %", "1st", "9" * 5000]
    ),
    st.text(max_size=12),
    st.sampled_from(WORDS),
)
TABLES = st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=6)
QUESTIONS = st.one_of(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(" ".join), st.text(max_size=60)
)


@settings(deadline=None)
@example([["Fee", "Who"]], 1, 0, "what was the last fee?")
@given(TABLES, st.integers(0, 6), st.integers(0, 2), QUESTIONS)
def test_any_question_to_any_table(rows, header_rows, header_columns, question) -> None:
    extract = assemble([Piece("", grid=Grid(rows, header_rows, header_columns))])
    document = Document(extract.text, (), (), "", "a.csv", "0", tables=extract.tables)
    cells = probable_table_cells(question, table_views(document))
    known = {cell.span for table in document.tables for cell in table.cells}
    assert {cell.span for cell in cells} <= known
    assert all(0 <= cell.probability <= 1 for cell in cells)
