"""Reads headers that count periods, shorten their names or compare them: "Third", "H1 2024", "2019 vs. 2018".

Elsewhere, "third" asks for a row; below such headers, it names a column. And a question about 2018 does not
ask for the change from that year to the next.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from longdoc.tasks.parts_of_year import PARTS_OF_YEAR
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.view import TableView, stems_of
from longdoc.tasks.terms import lowered

__all__ = ["with_counted_periods", "with_named_periods", "with_years_as_asked"]

_COUNTED = re.compile(
    r"\b(?:(?P<first>first|1st|q1|1q)|(?P<second>second|2nd|q2|2q)|(?P<third>third|3rd|q3|3q)"
    r"|(?P<fourth>fourth|4th|q4|4q))\b"
)
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
FEWEST = 3  # headers that count, one after another, from the first on
_PLACING = frozenset({"first", "time", "nth2", "nth3", "nth4"})
_YEAR = r"(?:19|20)\d\d"
_COMPARES = re.compile(rf"\b{_YEAR}\b.{{0,3}}(?:vs?\b|versus|compared|over|to\b|against).{{0,10}}\b{_YEAR}\b")
_ASKS_CHANGE = re.compile(
    r"chang|increases?|increasing|decreases?|decreasing|differ|grow|ros[ei]|fell|fall|declin|compar|versus|\bvs?\b"
)


def with_counted_periods(question: TableQuestion, view: TableView) -> TableQuestion:
    """The question with the words of the only column that its "third" or "Q3" names, if headers count."""
    columns = _counted(view)
    asked = {_NUMBERS[found.lastgroup or ""] for found in _COUNTED.finditer(question.text)}
    if len(asked) != 1 or not asked <= columns.keys() or not {*range(1, FEWEST + 1)} <= columns.keys():
        return question
    return replace(
        question, terms=question.terms | columns[asked.pop()], flags=question.flags - _PLACING, ordinals=()
    )


def with_named_periods(question: TableQuestion, view: TableView) -> TableQuestion:
    """The question with the words by which the headers call the part of a year that it names.

    "The first half of 2024" is "H1 2024" then, and "first" asks for no row.
    """
    for names in PARTS_OF_YEAR:
        asked = names.search(question.text)
        heads = [found.group() for one in view.columns if (found := names.search(lowered(one.head)))]
        if asked is None or not heads or asked.group() in heads:
            continue
        terms = (question.terms - stems_of(asked.group())) | stems_of(heads[0])
        return replace(question, terms=terms, flags=question.flags - _PLACING, ordinals=())
    return question


def with_years_as_asked(question: TableQuestion, view: TableView) -> TableView:
    """The table with no year in headers that compare two; if the question asks for a change, only there."""
    compares = [bool(_COMPARES.search(lowered(column.head))) for column in view.columns]
    if not any(compares):
        return view
    asks_change = bool(_ASKS_CHANGE.search(question.text))
    columns = []
    for column, compared in zip(view.columns, compares, strict=True):
        years = stems_of(" ".join(re.findall(_YEAR, column.head)))
        plain = replace(column, stems=column.stems - years, core=column.core - years)
        columns.append(column if compared == asks_change else plain)
    return replace(view, columns=tuple(columns))


def _counted(view: TableView) -> Mapping[int, frozenset[str]]:
    """The words that count the columns, by number; none if two columns have the same number."""
    found: dict[int, frozenset[str]] = {}
    for column in view.columns:
        if counted := _COUNTED.search(lowered(column.head)):
            number = _NUMBERS[counted.lastgroup or ""]
            if number in found:
                return {}
            found[number] = stems_of(counted.group())
    return found
