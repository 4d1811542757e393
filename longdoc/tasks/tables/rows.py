"""The rows of a table that a question may mean, with features of each choice.

A row is chosen because it contains words of the question; or because, as the wording suggests, it is the
first, last, highest or lowest of some rows, is next to one that the question names, has the same value as
one, has a given rank, or is above or below a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.view import TableView

__all__ = ["RowChoice", "choose_rows"]

MAX_MATCHED = 8  # rows chosen because they contain words of the question
MAX_ANCHORS = 3  # rows whose neighbours are chosen
MAX_NAMED = 6  # rows that a question names as alternatives
MIN_DISTINCT_RANKS = 0.9  # share of distinct numbers in a column of ranks
ALMOST = 0.999  # absorbs rounding when weights are compared
MIN_NAMED_CELL = 0.5  # share of a cell's stems in the question, from which on the question names the cell


@dataclass(frozen=True, slots=True)
class RowChoice:
    """One row, and the features of its choice.

    Attributes:
        row: index of the row.
        evidence: features by name.
        matched: columns whose cells contain words of the question.
        covered: these words, as stems.
        order: the column by which rows were compared.
        anchor: columns by which the question names the neighbouring row.
    """

    row: int
    evidence: dict[str, float]
    matched: frozenset[int]
    covered: frozenset[str]
    order: int | None = None
    anchor: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _RowMatch:
    """Words of the question in one row: their weight, and the columns that contain them."""

    row: int
    weight: float
    terms: frozenset[str]
    columns: frozenset[int]
    named: frozenset[int]  # columns whose cell the question names


def choose_rows(question: TableQuestion, view: TableView, weight: dict[str, float]) -> Iterator[RowChoice]:
    """All rows that the question may mean.

    Args:
        weight: how specific each term of the question is, in 0..1.
    """
    matches = _row_matches(question, view, weight)
    if not matches:  # a table without rows below its headers
        return
    total = sum(weight.values()) or 1.0
    best = max((one.weight for one in matches), default=0.0)
    ranked = sorted((one for one in matches if one.weight > 0), key=lambda one: -one.weight)
    yield from _matching(ranked[:MAX_MATCHED], best, total, question)
    flags = question.flags
    for name, rows in _subsets(matches, best, question).items():
        shared = {f"among {name}": 1.0, "rows": log(1 + len(rows)) / 5}
        covered = frozenset[str]() if name == "all" else rows[0].terms
        matched = frozenset[int]() if name == "all" else rows[0].columns
        if name == "named":
            matched = frozenset[int]()
            covered = frozenset().union(*(one.terms for one in rows))
        if flags & {"first", "last", "nth2", "nth3", "nth4", "nth5"} and name != "named":
            yield from _by_place(rows, shared, matched, covered, flags)
        if flags & {"highest", "lowest", "best", "worst", "fast", "first", "last", "after", "before"}:
            yield from _by_order(question, view, rows, shared, matched, covered)
    if flags & {"after", "before"}:
        yield from _neighbouring(ranked[:MAX_ANCHORS], best, total, len(view.rows), flags)
    if "same" in flags:
        yield from _same(question, view, ranked[:MAX_ANCHORS], total)
    if question.ordinals:
        yield from _by_rank(question, view, matches, best, total)
    if flags & {"over", "under"} and question.numbers:
        yield from _beyond(question, view)


def _row_matches(question: TableQuestion, view: TableView, weight: dict[str, float]) -> list[_RowMatch]:
    found = []
    for number, row in enumerate(view.rows):
        inside = {n: entry.stems & question.terms for n, entry in enumerate(row) if entry}
        columns = frozenset(n for n, stems in inside.items() if stems)
        terms = frozenset[str]().union(*inside.values())
        named = frozenset(
            n for n in columns if (entry := row[n]) and len(inside[n]) >= MIN_NAMED_CELL * len(entry.stems)
        )
        found.append(_RowMatch(number, sum(weight[term] for term in terms), terms, columns, named))
    return found


def _matching(
    ranked: Sequence[_RowMatch], best: float, total: float, question: TableQuestion
) -> Iterator[RowChoice]:
    like = sum(1 for one in ranked if one.weight >= ALMOST * best)
    other = question.flags & {"highest", "lowest", "first", "last", "after", "before"}
    for one in ranked:
        evidence = {
            "match": 1.0, "match share": one.weight / total, "match behind": (best - one.weight) / total,
            "match alike": log(like) if one.weight >= ALMOST * best else 0.0,
            "match named": float(bool(one.named)), "match against wording": float(bool(other)),
            "match only": float("only" in question.flags and like == 1),
            "match other": float("other" in question.flags),
        }  # fmt: skip
        yield RowChoice(one.row, evidence, one.columns, one.terms)


def _subsets(matches: list[_RowMatch], best: float, question: TableQuestion) -> dict[str, list[_RowMatch]]:
    """Sets of rows to choose from: all, those with the most words of the question, and named alternatives."""
    sets = {"all": matches}
    alike = [one for one in matches if best and one.weight >= ALMOST * best]
    if 1 < len(alike) < len(matches):
        sets["matched"] = alike
    if "or" in question.flags:
        named = [one for one in matches if one.named]
        if 1 < len(named) <= MAX_NAMED:
            sets["named"] = named
    return sets


def _by_place(
    rows: Sequence[_RowMatch], shared: dict[str, float], matched: frozenset[int], covered: frozenset[str],
    flags: frozenset[str],
) -> Iterator[RowChoice]:  # fmt: skip
    """The first, the last or the n-th row in the order of the table."""
    for name, place in (("first", 0), ("last", -1), ("nth2", 1), ("nth3", 2), ("nth4", 3), ("nth5", 4)):
        if name in flags and place < len(rows):
            kind = "nth" if name.startswith("nth") else name
            evidence = {"place": 1.0, f"place {kind}": 1.0, **shared}
            yield RowChoice(rows[place].row, evidence, matched, covered)


def _by_order(
    question: TableQuestion, view: TableView, rows: Sequence[_RowMatch], shared: dict[str, float],
    matched: frozenset[int], covered: frozenset[str],
) -> Iterator[RowChoice]:  # fmt: skip
    """The rows with the highest and the lowest value in each column of comparable values."""
    flags, seen = question.flags, 0
    for number, column in enumerate(view.columns):
        if column.kind == "words":
            continue
        amounts = [
            (entry.value.amount, one.row)
            for one in rows
            if (entry := view.rows[one.row][number]) and entry.value and column.compares(entry.value)
        ]  # fmt: skip
        if len(amounts) < 2:
            continue
        seen += 1
        ranks = bool(column.stems & _RANKS)
        for name, chosen in (("high", max(amounts, key=lambda a: a[0])), ("low", min(amounts))):
            ties = sum(1 for amount, _ in amounts if amount == chosen[0])
            evidence = {
                "order": 1.0, f"order {name}": 1.0, **shared,
                "order head": len(column.stems & question.terms) / max(1, len(column.stems)),
                "order head any": float(bool(column.stems & question.terms)),
                "order head asked": float(bool(column.stems & question.asked)),
                "order meant": float(any(head.search(column.head.casefold()) for head in question.orders)),
                "order first": float(seen == 1), "order tied": log(ties),
                "order rank": float(ranks),
                "order date by time": float(column.kind == "date" and "time" in flags),
                "order date else": float(column.kind == "date" and "time" not in flags),
                "order else by time": float(column.kind != "date" and "time" in flags),
                "order time by speed": float(column.kind == "time" and "fast" in flags),
            }  # fmt: skip
            for flag in ("highest", "lowest", "best", "worst", "fast", "first", "last"):
                if flag in flags:
                    evidence[f"order {name} {flag}"] = 1.0
            if ranks and flags & {"highest", "best", "lowest", "worst"}:
                evidence[f"order {name} rank {'up' if flags & {'highest', 'best'} else 'down'}"] = 1.0
            yield RowChoice(chosen[1], evidence, matched, covered | (column.stems & question.terms), number)


def _neighbouring(
    ranked: Sequence[_RowMatch], best: float, total: float, count: int, flags: frozenset[str]
) -> Iterator[RowChoice]:
    """The rows before and after one that the question names."""
    for one in ranked:
        for name, row in (("next", one.row + 1), ("before", one.row - 1)):
            if not 0 <= row < count:
                continue
            evidence = {
                "beside": 1.0, "beside share": one.weight / total,
                "beside behind": (best - one.weight) / total,
                "beside named": float(bool(one.named)),
            }  # fmt: skip
            for flag in ("after", "before"):
                if flag in flags:
                    turned = " turned" if "turned" in flags else ""
                    evidence[f"beside {name} {flag}{turned}"] = 1.0
            yield RowChoice(row, evidence, frozenset(), one.terms, anchor=one.columns)


def _same(
    question: TableQuestion, view: TableView, ranked: Sequence[_RowMatch], total: float
) -> Iterator[RowChoice]:
    """The rows with the same value in some column as one that the question names."""
    for one in ranked:
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


def _by_rank(
    question: TableQuestion, view: TableView, matches: Sequence[_RowMatch], best: float, total: float
) -> Iterator[RowChoice]:
    """The rows whose rank is an ordinal in the question."""
    for number, column in enumerate(view.columns):
        if column.kind != "number" or (column.distinct < MIN_DISTINCT_RANKS and not column.stems & _RANKS):
            continue
        for one in matches:
            entry = view.rows[one.row][number]
            if entry is None or entry.value is None or entry.value.amount not in question.ordinals:
                continue
            evidence = {
                "ranked": 1.0, "ranked head": float(bool(column.stems & _RANKS)),
                "ranked named": float(bool(column.stems & question.terms)),
                "ranked share": one.weight / total, "ranked behind": (best - one.weight) / total,
            }  # fmt: skip
            yield RowChoice(one.row, evidence, one.columns, one.terms, number)


def _beyond(question: TableQuestion, view: TableView) -> Iterator[RowChoice]:
    """The rows whose value is above or below a number in the question, if there are few."""
    for number, column in enumerate(view.columns):
        if column.kind == "words":
            continue
        valued = [(n, row[number]) for n, row in enumerate(view.rows)]
        amounts = [(n, entry.value.amount) for n, entry in valued if entry and entry.value]
        for limit in question.numbers:
            for name in ("over", "under"):
                over = name == "over"
                rows = [n for n, amount in amounts if (amount > limit if over else amount < limit)]
                if name not in question.flags or not 0 < len(rows) <= MAX_ANCHORS:
                    continue
                evidence = {
                    "beyond": 1.0, "beyond alone": float(len(rows) == 1),
                    "beyond head": float(bool(column.stems & question.terms)),
                }  # fmt: skip
                covered = column.stems & question.terms
                yield from (RowChoice(row, evidence, frozenset(), covered, number) for row in rows)


_RANKS = frozenset({"rank", "pos", "position", "place", "posit", "#", "no", "ranking", "plac"})
