"""Rows in relation to one that the question names: beside it, next by some value, equal to it, above it.

"Which ship was built after the Clansman?" means the next row or, in a table in another order, the next date.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import log

from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.row_choice import ORDERING, RANKS, RowChoice, time_direction
from longdoc.tasks.tables.row_matches import RowMatch
from longdoc.tasks.tables.view import Column, TableView

__all__ = ["MAX_ANCHORS", "related_rows"]

MAX_ANCHORS = 3  # rows whose neighbours are chosen
MAX_COMPARED = 8  # columns by which rows are compared with an anchor


def related_rows(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch], total: float
) -> Iterator[RowChoice]:
    """Rows that stand in a relation to another one.

    Args:
        total: of the weights of the question's words.
    """
    ranked = sorted((one for one in matches if one.weight > 0), key=lambda one: -one.weight)
    anchors, best = ranked[:MAX_ANCHORS], ranked[0].weight if ranked else 0.0
    if question.flags & {"after", "before"}:
        yield from _neighbouring(anchors, best, total, view, question.flags)
        yield from _stepping(anchors, best, total, view, question)
    if "same" in question.flags:
        yield from _same(question, view, anchors, total)
    if question.compared:
        yield from _compared(question, view, matches, total)


def _neighbouring(
    anchors: Sequence[RowMatch], best: float, total: float, view: TableView, flags: frozenset[str]
) -> Iterator[RowChoice]:
    """The rows before and after one that the question names."""
    _, order = time_direction(view)
    for one in anchors:
        for name, row in (("next", one.row + 1), ("before", one.row - 1)):
            if not 0 <= row < len(view.rows):
                continue
            evidence = {
                "beside": 1.0, "beside share": one.weight / total,
                "beside behind": (best - one.weight) / total,
                "beside named": float(bool(one.named)), "beside whole": one.whole,
                "beside verbatim": one.verbatim, f"beside {order}": 1.0,
            }  # fmt: skip
            for flag in ("after", "before"):
                if flag in flags:
                    turned = " turned" if "turned" in flags else ""
                    evidence[f"beside {name} {flag}{turned}"] = 1.0
                    evidence[f"beside {name} {flag} {order}"] = 1.0
            yield RowChoice(row, evidence, frozenset(), one.terms, anchor=one.columns)


def _stepping(
    anchors: Sequence[RowMatch], best: float, total: float, view: TableView, question: TableQuestion
) -> Iterator[RowChoice]:
    """The rows with the next higher and the next lower value in each column, from a row that is named."""
    leading, _ = time_direction(view)
    for number, column in _compared_columns(question, view):
        amounts = _amounts(view, number)
        for one in anchors:
            if one.row not in amounts:
                continue
            higher = [pair for pair in amounts.items() if pair[1] > amounts[one.row]]
            lower = [pair for pair in amounts.items() if pair[1] < amounts[one.row]]
            for name, others in (("up", higher), ("down", lower)):
                if not others:
                    continue
                row, amount = min(others, key=lambda pair: abs(pair[1] - amounts[one.row]))
                evidence = {
                    "step": 1.0, "step share": one.weight / total, "step behind": (best - one.weight) / total,
                    "step named": float(bool(one.named)), "step whole": one.whole,
                    "step verbatim": one.verbatim, "step leading": float(number == leading),
                    "step tied": log(sum(1 for _, other in others if other == amount)),
                    "step beside": float(abs(row - one.row) == 1),
                    "step anchor held": float(number in one.columns),
                    **_column_evidence("step", name, column, question),
                }  # fmt: skip
                yield RowChoice(row, evidence, frozenset(), one.terms, number, one.columns)


def _compared(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch], total: float
) -> Iterator[RowChoice]:
    """The few rows whose value lies above or below that of the row that is named behind "than"."""
    found = [one for one in matches if one.terms & question.compared and one.named]
    best = max((len(one.terms & question.compared) for one in found), default=0)
    anchors = [one for one in found if len(one.terms & question.compared) == best][: MAX_ANCHORS - 1]
    for number, column in _compared_columns(question, view) if anchors else ():
        amounts = _amounts(view, number)
        for one in anchors:
            if one.row not in amounts:
                continue
            for name, sign in (("up", 1), ("down", -1)):
                beyond = [
                    other for other in matches
                    if sign * (amounts.get(other.row, amounts[one.row]) - amounts[one.row]) > 0
                ]  # fmt: skip
                rest = {other.row: len(other.terms - one.terms) for other in beyond}
                most = max(rest.values(), default=0)
                alike = [other for other in beyond if rest[other.row] == most]
                for other in alike if len(alike) <= MAX_ANCHORS else ():
                    evidence = {
                        "beyond": 1.0, "beyond whole": one.whole, "beyond verbatim": one.verbatim,
                        "beyond rows": log(len(beyond)), "beyond alone": float(len(alike) == 1),
                        "beyond match": other.weight / total,
                        **_column_evidence("beyond", name, column, question),
                    }  # fmt: skip
                    terms = one.terms | other.terms | (column.stems & question.terms)
                    yield RowChoice(other.row, evidence, other.columns, terms, number, one.columns)


def _compared_columns(question: TableQuestion, view: TableView) -> list[tuple[int, Column]]:
    """Columns of comparable values, those that the question names first."""
    columns = [(n, column) for n, column in enumerate(view.columns) if column.kind != "words"]
    return sorted(columns, key=lambda pair: -len(pair[1].core & question.terms))[:MAX_COMPARED]


def _amounts(view: TableView, number: int) -> dict[int, float]:
    """The amounts of a column by row."""
    return {
        n: entry.value.amount
        for n, row in enumerate(view.rows)
        if (entry := row[number]) and entry.value and view.columns[number].compares(entry.value)
    }


def _column_evidence(kind: str, name: str, column: Column, question: TableQuestion) -> dict[str, float]:
    """Features of the column by which rows are compared, and of the words that compare them."""
    flags = question.flags
    meant = any(head.search(column.head.casefold()) for head in question.orders)
    evidence = {
        f"{kind} {name}": 1.0, f"{kind} by {column.kind}": 1.0, f"{kind} meant": float(meant),
        f"{kind} head": len(column.core & question.terms) / max(1, len(column.core)),
        f"{kind} rank": float(bool(column.stems & RANKS)), f"{kind} {name} else": float(not flags & ORDERING),
    }  # fmt: skip
    for flag in flags & _COMPARING:
        evidence[f"{kind} {name} {flag}"] = 1.0
        if column.kind == "date":
            evidence[f"{kind} {name} {flag} by date"] = 1.0
        if column.stems & RANKS:
            evidence[f"{kind} {name} {flag} by rank"] = 1.0
    return evidence


_COMPARING = frozenset({"after", "before", "highest", "lowest", "best", "worst", "fast"})


def _same(
    question: TableQuestion, view: TableView, anchors: Sequence[RowMatch], total: float
) -> Iterator[RowChoice]:
    """The rows with the same value in some column as one that the question names."""
    for one in anchors:
        for number, column in enumerate(view.columns):
            here = view.rows[one.row][number]
            if here is None or not here.text.strip() or number in one.columns:
                continue
            alike = [
                n for n, row in enumerate(view.rows)
                if n != one.row and (entry := row[number]) and entry.text.strip() == here.text.strip()
            ]  # fmt: skip
            if len(alike) > MAX_ANCHORS:
                continue
            evidence = {
                "same": 1.0, "same alone": float(len(alike) == 1), "same share": one.weight / total,
                "same head": float(bool(column.stems & question.terms)),
            }  # fmt: skip
            covered = one.terms | (column.stems & question.terms)
            yield from (RowChoice(n, evidence, frozenset(), covered, number, one.columns) for n in alike)
