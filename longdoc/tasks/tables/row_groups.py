"""Rows by what several of them share: the most frequent value of a column, and rows without what is excepted.

"Which make won most often?" counts cells; "which player other than Parry is from Wales?" leaves rows out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from math import log

from longdoc.tasks.tables.placeholders import says_nothing
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.row_choice import ALMOST, RowChoice
from longdoc.tasks.tables.row_matches import RowMatch
from longdoc.tasks.tables.view import TableView

__all__ = ["counted_rows", "excepting", "without_excepted"]

MAX_COUNTED = 12  # columns whose values are counted
MAX_ALIKE = 3  # rows or values of which each may answer
DISTINCT = 0.95  # share of distinct cells from which on a column has no frequent values


def counted_rows(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch], best: float
) -> Iterator[RowChoice]:
    """The rows of the most and the least frequent value of each column, and of values that recur."""
    alike = [one for one in matches if best and one.weight >= ALMOST * best]
    sets = {"all": list(matches)}
    if 2 < len(alike) < len(matches):
        sets["matched"] = alike
    counted = [n for n, column in enumerate(view.columns) if column.distinct < DISTINCT][:MAX_COUNTED]
    for name, rows in sets.items():
        covered = frozenset[str]() if name == "all" else rows[0].terms
        for number in counted:
            first: dict[str, int] = {}
            counts = Counter[str]()
            for one in rows:
                entry = view.rows[one.row][number]
                if entry is not None and not says_nothing(entry.text):
                    counts[entry.text] += 1
                    first.setdefault(entry.text, one.row)
            yield from _frequent(question, view, number, counts, first, name, covered)


def _frequent(
    question: TableQuestion, view: TableView, number: int, counts: Counter[str], first: dict[str, int],
    name: str, covered: frozenset[str],
) -> Iterator[RowChoice]:  # fmt: skip
    """The most and the least frequent value of a column; each of a few that are named as alternatives."""
    if len(counts) < 2 or max(counts.values()) < 2:
        return
    column = view.columns[number]
    named = {text: count for text, count in counts.items() if text.casefold() in question.alternatives}
    for among, values in (("all", dict(counts)), ("named", named)):
        if len(values) < 2:
            continue
        top, low = max(values.values()), min(values.values())
        for place, count in (("most", top), ("least", low)):
            texts = [text for text in values if values[text] == count]
            for text in texts if len(texts) <= MAX_ALIKE else ():
                evidence = {
                    "counted": 1.0, f"counted {place}": 1.0, f"counted among {name}": 1.0,
                    f"counted of {among}": 1.0, "counted tied": log(len(texts)),
                    "counted times": log(count), "counted share": count / sum(values.values()),
                    "counted asked": float(bool(column.stems & question.asked)),
                    "counted head": len(column.core & question.terms) / max(1, len(column.core)),
                    f"counted by {column.kind}": 1.0,
                }  # fmt: skip
                for flag in question.flags & _COUNTING:
                    evidence[f"counted {place} {flag}"] = 1.0
                terms = covered | (column.stems & question.terms)
                yield RowChoice(first[text], evidence, frozenset(), terms, number, only=number)


_COUNTING = frozenset({"highest", "lowest", "often", "same", "or", "other"})


def without_excepted(question: TableQuestion, view: TableView, matches: Sequence[RowMatch]) -> list[RowMatch]:
    """The rows in which nothing occurs that the question excepts."""
    return [
        one for one in matches
        if not any(
            entry and entry.text.strip() and _is_excepted(entry.stems, question.excepted)
            for entry in view.rows[one.row]
        )
    ]  # fmt: skip


def _is_excepted(stems: frozenset[str], excepted: frozenset[str]) -> bool:
    shared = stems & excepted
    return bool(shared) and (2 * len(shared) >= len(stems) or len(shared) == len(excepted))


def excepting(
    question: TableQuestion, kept: Sequence[RowMatch], matches: Sequence[RowMatch], total: float
) -> Iterator[RowChoice]:
    """The few rows that match the rest of the question best, if some rows are excepted."""
    if not 0 < len(kept) < len(matches):
        return
    best = max(one.weight for one in kept)
    alike = [one for one in kept if one.weight >= ALMOST * best]
    for one in alike[:MAX_ALIKE]:
        evidence = {
            "excepting": 1.0, "excepting share": one.weight / total,
            "excepting alone": float(len(alike) == 1),
            "excepting alike": log(len(alike)), "excepting rows": log(len(kept)),
            "excepting left": log(len(matches) - len(kept)), "excepting any": float(best > 0),
            "excepting other": float("other than" in question.flags),
        }  # fmt: skip
        yield RowChoice(one.row, evidence, one.columns, one.terms | (question.excepted & question.terms))
