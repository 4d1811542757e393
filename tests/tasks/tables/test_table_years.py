"""Of tables that are alike, the one under a heading with the year of the question answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from longdoc.documents.open import open_document
from longdoc.tasks.tables.lookup import probable_table_cells, table_views

BUDGETS = """\
# Parish council

## Budget 2024

| Heading | Budget | Spent |
|---|---|---|
| Grass cutting | 6,400 | 6,120 |
| Village hall | 4,000 | 3,275 |
| Clerk | 11,300 | 11,250 |

## Budget 2025/26

| Heading | Budget | Spent |
|---|---|---|
| Grass cutting | 6,900 | 5,010 |
| Village hall | 5,500 | 5,940 |
| Clerk | 11,800 | 8,850 |
"""


@pytest.mark.parametrize(
    ("year", "answer"), [("2024", "3,275"), ("2025", "5,940"), ("2026", "5,940"), ("2023", None)]
)
def test_the_table_of_the_year_answers(tmp_path: Path, year: str, answer: str | None) -> None:
    (tmp_path / "budgets.md").write_text(BUDGETS, "utf-8")
    document = open_document(tmp_path / "budgets.md")
    found = probable_table_cells(f"What was spent on the village hall in {year}?", table_views(document))
    assert (document.quote(found[0].span) if found else None) == answer
