"""The rows of a table that a question may mean, with features of each choice.

A row is chosen because it contains words of the question; or because, as the wording suggests, it is the
first, last, highest or lowest of some rows, is next to one that the question names, has the same value as
one, has a given rank, or is above or below a number.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from math import log

from longdoc.tasks.tables.conditions import Condition
from longdoc.tasks.tables.conventions import can_be_year
from longdoc.tasks.tables.periods import Period, covering_rows, lasting_rows, periods_of
from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.row_across import times_across
from longdoc.tasks.tables.row_choice import ALMOST, ORDERING, RANKS, RowChoice, time_direction
from longdoc.tasks.tables.row_groups import counted_rows, excepting, without_excepted
from longdoc.tasks.tables.row_matches import RowMatch, row_matches
from longdoc.tasks.tables.row_relations import MAX_ANCHORS, related_rows
from longdoc.tasks.tables.view import TableView

__all__ = ["choose_rows"]

MAX_MATCHED = 8  # rows chosen because they contain words of the question
MAX_NAMED = 6  # rows that a question names as alternatives
MAX_EMPTY = 3  # rows at one end of a table whose cells may be empty
MIN_DISTINCT_RANKS = 0.9  # share of distinct numbers in a column of ranks
MAX_COLUMNS_HELD, MAX_READINGS = 4, 9  # columns to which one condition may refer, and readings of all


def choose_rows(question: TableQuestion, view: TableView, weight: dict[str, float]) -> Iterator[RowChoice]:
    """All rows that the question may mean.

    Args:
        weight: how specific each term of the question is, in 0..1.
    """
    matches = row_matches(question, view, weight)
    if not matches:  # a table without rows below its headers
        return
    total = sum(weight.values()) or 1.0
    best = max((one.weight for one in matches), default=0.0)
    ranked = sorted((one for one in matches if one.weight > 0), key=lambda one: -one.weight)
    yield from _matching(ranked[:MAX_MATCHED], best, total, question)
    years = any(map(can_be_year, question.numbers))
    periods = periods_of(view) if years or question.flags & _EXTREME else {}
    yield from _in_order(question, view, matches, best, periods)
    yield from covering_rows(question, periods, matches, total)
    yield from times_across(question, view, matches, best, total)
    yield from related_rows(question, view, matches, total)
    if question.flags & _COUNTING:
        yield from counted_rows(question, view, matches, best)
    if question.excepted:
        yield from excepting(question, without_excepted(question, view, matches), matches, total)
    if question.ordinals:
        yield from _by_rank(question, view, matches, best, total)
    if question.conditions:
        yield from _held(question, view, matches, total)


def _in_order(
    question: TableQuestion, view: TableView, matches: list[RowMatch], best: float,
    periods: Mapping[int, Period],
) -> Iterator[RowChoice]:  # fmt: skip
    """The first and the last row, or those with the highest and the lowest value, of several sets of rows."""
    flags, (_, direction) = question.flags, time_direction(view)
    for name, rows in _subsets(matches, best, question, view).items():
        shared = {f"among {name}": 1.0, "rows": log(1 + len(rows)) / 5}
        covered = frozenset[str]() if name == "all" else rows[0].terms
        matched = frozenset[int]() if name == "all" else rows[0].columns
        if name == "named":
            matched = frozenset[int]()
            covered = frozenset().union(*(one.terms for one in rows))
        if flags & _PLACED and name != "named":
            yield from _by_place(rows, shared, matched, covered, flags, direction)
        if flags & ORDERING:
            yield from _by_order(question, view, rows, shared, matched, covered)
        if periods and flags & _EXTREME:
            yield from lasting_rows(question, periods, rows, shared, covered)


def _matching(
    ranked: Sequence[RowMatch], best: float, total: float, question: TableQuestion
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
            "match whole": one.whole, "match wholly": float(one.whole == 1), "match label": float(one.label),
            "match headed": float(one.headed), "match phrase": float(one.phrase),
            "match section": one.section, "match band": float(one.band),
            "match verbatim": one.verbatim, "match verbatim any": float(one.verbatim > 0),
        }  # fmt: skip
        yield RowChoice(one.row, evidence, one.columns, one.terms)


def _subsets(
    matches: list[RowMatch], best: float, question: TableQuestion, view: TableView
) -> dict[str, list[RowMatch]]:
    """Sets of rows to choose from: all, those with the most words of the question, and named alternatives.

    If the question leaves something out, also the rows without it.
    """
    sets = {"all": matches}
    alike = [one for one in matches if best and one.weight >= ALMOST * best]
    if 1 < len(alike) < len(matches):
        sets["matched"] = alike
    if "or" in question.flags:
        named = [one for one in matches if one.named]
        if 1 < len(named) <= MAX_NAMED:
            sets["named"] = named
    if question.excepted:
        kept = without_excepted(question, view, matches)
        if 1 < len(kept) < len(matches):
            most = max(one.weight for one in kept)
            sets["kept"] = [one for one in kept if one.weight >= ALMOST * most]
    return sets


def _by_place(
    rows: Sequence[RowMatch], shared: dict[str, float], matched: frozenset[int], covered: frozenset[str],
    flags: frozenset[str], order: str,
) -> Iterator[RowChoice]:  # fmt: skip
    """The first, the last or the n-th row in the order of the table."""
    for name, place in (("first", 0), ("last", -1), ("nth2", 1), ("nth3", 2), ("nth4", 3), ("nth5", 4)):
        if name in flags and place < len(rows):
            kind = "nth" if name.startswith("nth") else name
            evidence = {"place": 1.0, f"place {kind}": 1.0, f"place {kind} {order}": 1.0, **shared}
            later = rows[1 : 1 + MAX_EMPTY] if place == 0 else rows[-2 : -2 - MAX_EMPTY : -1]
            otherwise = tuple(one.row for one in later) if place in (0, -1) else ()
            yield RowChoice(rows[place].row, evidence, matched, covered, otherwise=otherwise)


def _by_order(
    question: TableQuestion, view: TableView, rows: Sequence[RowMatch], shared: dict[str, float],
    matched: frozenset[int], covered: frozenset[str],
) -> Iterator[RowChoice]:  # fmt: skip
    """The rows with the highest and the lowest value in each column of comparable values."""
    flags, seen, leading = question.flags, 0, time_direction(view)[0]
    meant = [any(head.search(one.head.casefold()) for head in question.orders) for one in view.columns]
    for number, column in enumerate(view.columns):
        if column.kind == "words":
            continue
        elsewhere = any(meant) and not meant[number]
        if elsewhere and "quality" in flags:
            continue
        amounts = [
            (entry.value.amount, one.row)
            for one in rows
            if (entry := view.rows[one.row][number]) and entry.value and column.compares(entry.value)
        ]  # fmt: skip
        if len(amounts) < 2:
            continue
        seen += 1
        ranks = bool(column.stems & RANKS)
        for name, place, chosen in _extremes(amounts, flags):
            ties = sum(1 for amount, _ in amounts if amount == chosen[0])
            evidence = {
                "order": 1.0, f"order {name}": 1.0, f"order {place}": 1.0, **shared,
                "order head": len(column.stems & question.terms) / max(1, len(column.stems)),
                "order head any": float(bool(column.stems & question.terms)),
                "order head asked": float(bool(column.stems & question.asked)),
                "order meant": float(meant[number]),
                "order meant elsewhere": float(elsewhere),
                "order leading": float(number == leading), f"order leading {name}": float(number == leading),
                f"order {_DIRECTIONS[column.direction]}": 1.0, f"order of {column.kind}": 1.0,
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


def _extremes(
    amounts: Sequence[tuple[float, int]], flags: frozenset[str]
) -> Iterator[tuple[str, str, tuple[float, int]]]:
    """The highest and the lowest amount, and the second or third of each if the question has such a word."""
    places = [0] + [n + 1 for n in range(4) if f"nth{n + 2}" in flags]
    high = sorted(amounts, key=lambda pair: (-pair[0], pair[1]))
    low = sorted(amounts)
    for place in places:
        if place < len(amounts):
            yield "high", "nth" if place else "top", high[place]
            yield "low", "nth" if place else "top", low[place]


def _by_rank(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch], best: float, total: float
) -> Iterator[RowChoice]:
    """The rows whose rank is an ordinal in the question."""
    for number, column in enumerate(view.columns):
        if column.kind != "number" or (column.distinct < MIN_DISTINCT_RANKS and not column.stems & RANKS):
            continue
        for one in matches:
            entry = view.rows[one.row][number]
            if entry is None or entry.value is None or entry.value.amount not in question.ordinals:
                continue
            evidence = {
                "ranked": 1.0, "ranked head": float(bool(column.stems & RANKS)),
                "ranked named": float(bool(column.stems & question.terms)),
                "ranked share": one.weight / total, "ranked behind": (best - one.weight) / total,
            }  # fmt: skip
            yield RowChoice(one.row, evidence, one.columns, one.terms, number)


def _held(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch], total: float
) -> Iterator[RowChoice]:
    """Rows that satisfy the conditions of the question: few, those with most of its words, or an extreme."""
    for rows, columns, shared in _holding(question, view, matches):
        bounds = frozenset[str]().union(*(one.stems for one in question.conditions))
        named = frozenset[str]().union(*(view.columns[n].stems for n in columns)) & question.terms
        covered = named | (bounds & question.terms)
        best = max(one.weight for one in rows)
        alike = [one for one in rows if one.weight >= ALMOST * best]
        for one in alike if len(alike) <= MAX_ANCHORS else ():
            evidence = {
                **shared, "held alone": float(len(rows) == 1), "held match": one.weight / total,
                "held match alone": float(len(alike) == 1),
            }  # fmt: skip
            yield RowChoice(one.row, evidence, one.columns | columns, covered | one.terms)
        for name, some in (("held", rows), ("held alike", alike if best else [])):
            among = {**shared, f"among {name}": 1.0, "rows": log(1 + len(some)) / 5}
            more = covered | (some[0].terms if some and name != "held" else frozenset())
            if len(some) > 1 and question.flags & _PLACED:
                yield from _by_place(some, among, columns, more, question.flags, time_direction(view)[1])
            if len(some) > 1 and question.flags & ORDERING:
                yield from _by_order(question, view, some, among, columns, more)


def _holding(
    question: TableQuestion, view: TableView, matches: Sequence[RowMatch]
) -> Iterator[tuple[list[RowMatch], frozenset[int], dict[str, float]]]:
    """The rows that satisfy all conditions, by the columns to which these may refer."""
    fitting = [_columns_for(one, question, view) for one in question.conditions]
    if not all(fitting):
        return
    for columns in list(product(*fitting))[:MAX_READINGS]:
        pairs = list(zip(question.conditions, columns, strict=True))
        rows = _satisfying(pairs, view, matches, unscaled=False)
        if not 0 < len(rows) < len(matches):
            rows = _satisfying(pairs, view, matches, unscaled=True)
        if not 0 < len(rows) < len(matches):
            continue
        heads = [view.columns[n] for n in columns]
        named = [len(head.core & question.terms) / max(1, len(head.core)) for head in heads]
        yield rows, frozenset(columns), {
            "held": 1.0, "held head": sum(named) / len(named), "held head any": float(all(named)),
            "held by date": float(all(head.kind == "date" for head in heads)),
            "held readings": log(max(map(len, fitting))), "held rows": log(len(rows)),
        }  # fmt: skip


def _satisfying(
    pairs: Sequence[tuple[Condition, int]], view: TableView, matches: Sequence[RowMatch], *, unscaled: bool
) -> list[RowMatch]:
    """The rows whose values in these columns satisfy the conditions."""
    return [
        match for match in matches
        if all(
            (entry := view.rows[match.row][n]) and entry.value
            and one.holds(entry.value, view.columns[n], unscaled=unscaled)
            for one, n in pairs
        )
    ]  # fmt: skip


def _columns_for(condition: Condition, question: TableQuestion, view: TableView) -> list[int]:
    """The columns to which a condition may refer, those that the question names first."""
    fitting = [n for n, column in enumerate(view.columns) if condition.fits(column)]
    named = {n: len(view.columns[n].core & question.terms) for n in fitting}
    return sorted(fitting, key=lambda n: -named[n])[:MAX_COLUMNS_HELD]


_DIRECTIONS = {1: "rising", -1: "falling", 0: "unordered"}
_PLACED = frozenset({"first", "last", "nth2", "nth3", "nth4", "nth5"})
_EXTREME = frozenset({"highest", "lowest"})
_COUNTING = _EXTREME | {"often", "same"}
