"""Cells that stand for what a table does not give."""

from __future__ import annotations

from longdoc.documents.types import Span
from longdoc.evaluation.table_text import table_document
from longdoc.tasks.candidates.candidate_set import CandidateSet
from longdoc.tasks.candidates.table_cells import merge_cells
from longdoc.tasks.spans.candidate import Candidate
from longdoc.tasks.tables.lookup import probable_table_cells, table_views
from longdoc.tasks.tables.placeholders import says_nothing
from longdoc.tasks.types import Passage

STAFF = [["Name", "Manager"], ["Ann Lee", "Paul Stern"], ["Bo Ray", "N/A"], ["Cy Poe", "Lea Brandt"]]


def test_none_says_nothing_and_nothing_more() -> None:
    assert says_nothing("None")
    assert says_nothing("not applicable")
    assert not says_nothing("None of the above")


def test_not_applicable_is_no_answer() -> None:
    document = table_document(STAFF)
    cells = probable_table_cells("Who is the manager of Bo Ray?", table_views(document))
    assert document.quote(cells[0].span) == "N/A"
    passage = Passage(Span(0, len(document.text)), (0, 1), 1.0)
    found = CandidateSet((passage,), (Candidate(5.0, cells[0].span, 0),), (), (), 0.0)
    assert "N/A" not in {document.quote(one.span) for one in merge_cells(found, cells, document).candidates}
