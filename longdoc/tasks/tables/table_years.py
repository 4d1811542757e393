"""Tells tables that are of another year than a question by their headings: "Budget 2024", "Budget 2025"."""

from __future__ import annotations

import re

from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.view import TableView

__all__ = ["is_of_another_year"]

_YEAR = re.compile(r"(?:19|20)\d\d")
_SHORT = re.compile(r"\d\d")


def is_of_another_year(question: TableQuestion, view: TableView) -> bool:
    """Whether a table's heading, caption or document names years, and none that the question names.

    What a table itself says counts first. The short year of "2024/25" counts, and so do years between two.
    """
    asked = {term for term in question.terms if _YEAR.fullmatch(term)}
    said = frozenset[str]().union(view.row_counts, *(column.stems for column in view.columns))
    if not asked or asked & said:
        return False
    years = {int(stem) for stem in view.context_stems if _YEAR.fullmatch(stem)}
    short = {int(stem) for stem in view.context_stems if _SHORT.fullmatch(stem)}
    if not years or any(int(year) % 100 in short for year in asked):
        return False
    return not any(min(years) <= int(year) <= max(years) for year in asked)
