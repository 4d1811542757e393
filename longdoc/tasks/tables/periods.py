"""Rows that last: the longest and the shortest period, and those that a year falls into.

A period is in one cell ("1951–1957") or in two ("Took office", "Left office").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from math import inf, log

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.conventions import can_be_year
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.row_choice import ALMOST, RowChoice
from longdoc.tasks.tables.row_matches import RowMatch
from longdoc.tasks.tables.view import TableView

__all__ = ["Period", "covering_rows", "lasting_rows", "periods_of"]

_YEAR = r"(1\d{3}|20\d{2})"
_RANGE = lazy_pattern(
    rf"\W*(?:[^\W\d]+\.? )?(?:\d{{1,2}},? )?{_YEAR}\s*(?:[-–—−]|to|until)\s*"
    rf"(?:(?:[^\W\d]+\.? )?(?:\d{{1,2}},? )?{_YEAR}|(\d\d)(?!\d)|(present|current|now|today|date|))\W*",
    re.IGNORECASE,
)
_START = lazy_pattern(
    r"\b(?:from|start\w*|beg[ai]n\w*|took office|entered|assumed|opened|opening|since|appointed|commissioned"
    r"|took|joined|debut|born)\b"
)
_END = lazy_pattern(
    r"\b(?:to|till|until|end\w*|left office|left|retired|closed|closing|decommissioned|departed|died"
    r"|through)\b"
)
_LASTING = lazy_pattern(
    r"\b(?:long|short)\w*\b"
    r"|\b(?:most|more|least|fewest|less|fewer) (?:amount of )?(?:years?|time|days|months)\b"
)
MIN_PERIODS = 0.5  # share of a column's cells that are periods
MAX_COVERING = 3  # rows into whose period a year falls

Period = tuple[float, float]


def periods_of(view: TableView) -> dict[int, Period]:
    """The period of each row, in years; empty if the table has none, or several columns of them."""
    found = [one for one in (_ranges(view, n) for n in range(len(view.columns))) if one]
    if found:
        return found[0] if len(found) == 1 else {}
    dates = [n for n, column in enumerate(view.columns) if column.kind in ("date", "time")]
    starts = [n for n in dates if _START.search(view.columns[n].head.casefold())]
    ends = [n for n in dates if _END.search(view.columns[n].head.casefold()) and n not in starts]
    if len(starts) != 1 or len(ends) != 1 or view.columns[starts[0]].kind != view.columns[ends[0]].kind:
        return {}
    return {
        number: (start.value.amount, end.value.amount)
        for number, row in enumerate(view.rows)
        if (start := row[starts[0]]) and start.value and (end := row[ends[0]]) and end.value
        and start.value.kind == end.value.kind and start.value.amount <= end.value.amount
    }  # fmt: skip


def _ranges(view: TableView, number: int) -> dict[int, Period]:
    """The periods in the cells of a column; empty if few are periods."""
    texts = {
        n: entry.text for n, row in enumerate(view.rows) if (entry := row[number]) and entry.text.strip()
    }
    found = {n: _period(match) for n, text in texts.items() if (match := _RANGE.fullmatch(text))}
    return found if len(found) >= MIN_PERIODS * max(2, len(texts)) else {}


def _period(found: re.Match[str]) -> Period:
    start = float(found[1])
    if found[2]:
        return start, float(found[2])
    if found[3]:
        return start, start // 100 * 100 + float(found[3])
    return start, inf


def lasting_rows(
    question: TableQuestion, periods: Mapping[int, Period], rows: Sequence[RowMatch],
    shared: Mapping[str, float], covered: frozenset[str],
) -> Iterator[RowChoice]:  # fmt: skip
    """The rows with the longest and the shortest of the periods that have ended."""
    if not _LASTING.search(question.text):
        return
    spans = {one.row: periods[one.row][1] - periods[one.row][0] for one in rows if one.row in periods}
    spans = {row: length for row, length in spans.items() if length < inf}
    if len(spans) < 2:
        return
    for name, length in (("longest", max(spans.values())), ("shortest", min(spans.values()))):
        tied = [row for row, other in spans.items() if other == length]
        evidence = {"lasting": 1.0, f"lasting {name}": 1.0, "lasting tied": log(len(tied)), **shared}
        for flag in question.flags & {"highest", "lowest"}:
            evidence[f"lasting {name} {flag}"] = 1.0
        yield RowChoice(tied[0], evidence, frozenset(), covered)


def covering_rows(
    question: TableQuestion, periods: Mapping[int, Period], matches: Sequence[RowMatch], total: float
) -> Iterator[RowChoice]:
    """The rows into whose period a year of the question falls, those with most of its words."""
    for year in (number for number in question.numbers if can_be_year(number)):
        inside = [
            one for one in matches
            if one.row in periods and periods[one.row][0] <= year < periods[one.row][1] + 1
        ]  # fmt: skip
        best = max((one.weight for one in inside), default=0.0)
        alike = [one for one in inside if one.weight >= ALMOST * best]
        for one in alike if len(alike) <= MAX_COVERING else ():
            evidence = {
                "covering": 1.0, "covering alone": float(len(alike) == 1), "covering rows": log(len(inside)),
                "covering match": one.weight / total,
            }  # fmt: skip
            yield RowChoice(one.row, evidence, one.columns, one.terms | {f"{year:.0f}"} & question.terms)
