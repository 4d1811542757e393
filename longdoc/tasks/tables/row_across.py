"""Cells within a row of times: the first bus from a stop, or the next one after nine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.row_choice import ALMOST, RowChoice
from longdoc.tasks.tables.row_matches import RowMatch
from longdoc.tasks.tables.values import Value
from longdoc.tasks.tables.view import TableView

__all__ = ["times_across"]

MIN_TIMES = 3  # in a row of a timetable
MAX_ROWS = 2  # that match the question equally well


def times_across(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch], best: float, total: float
) -> Iterator[RowChoice]:
    """The earliest and the latest time in the best matching row that satisfies the conditions."""
    alike = [one for one in matches if best and one.weight >= ALMOST * best]
    if len(alike) > MAX_ROWS:
        return
    bounds = frozenset[str]().union(*(condition.stems for condition in question.conditions))
    for one in alike:
        times = _times(view, one.row)
        held = {
            n: value.amount for n, value in times.items()
            if all(c.fits(view.columns[n]) and c.holds(value, view.columns[n]) for c in question.conditions)
        }  # fmt: skip
        if len(times) < MIN_TIMES or not held:
            continue
        ends = {"early": min(held, key=held.__getitem__), "late": max(held, key=held.__getitem__)}
        for name, number in ends.items():
            evidence = {
                "across": 1.0, f"across {name}": 1.0, "across share": one.weight / total,
                "across whole": one.whole, "across held": float(len(held) < len(times)),
                "across alone": float(len(held) == 1), "across times": log(len(times)),
            }  # fmt: skip
            for flag in question.flags & _PLACING:
                evidence[f"across {name} {flag}"] = 1.0
            covered = one.terms | (bounds & question.terms)
            yield RowChoice(one.row, evidence, one.columns, covered, number, only=number)


def _times(view: TableView, row: int) -> dict[int, Value]:
    """The times in a row by column, in columns of times."""
    return {
        n: entry.value
        for n, column in enumerate(view.columns)
        if column.kind == "time"
        and (entry := view.rows[row][n])
        and entry.value
        and entry.value.kind == "time"
    }


_PLACING = frozenset({"first", "last", "after", "before", "lowest", "highest"})
