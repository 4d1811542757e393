"""Which rows of a table a question may mean, and the evidence for each choice.

A row is meant because it holds the words of the question, or because it is the first, the last, the highest
or the lowest of some rows, stands beside one that is named, or lies above or below a number. A choice is made
only where the wording has a sign of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from longdoc.tasks.tables.question import TableQuestion
from longdoc.tasks.tables.view import TableView

__all__ = ["Choice", "choices"]

MOST_MATCHED = 8  # rows that hold words of the question
MOST_ANCHORS = 3  # rows beside which another is looked for
MOST_MENTIONED = 6  # rows that a question names one after the other
DISTINCT_RANKS = 0.9  # share of a column's numbers that differ, where it may be one of ranks
NEARLY = 0.999
NAMED_CELL = 0.5  # share of a cell's stems in the question, from which on it is mentioned


@dataclass(frozen=True, slots=True)
class Choice:
    """One row, and named evidence for it.

    `matched` are the columns in which words of the question stand, `covered` these words, `order` the column
    that rows were compared by, and `anchor` the columns that name the row beside.
    """

    row: int
    evidence: dict[str, float]
    matched: frozenset[int]
    covered: frozenset[str]
    order: int | None = None
    anchor: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Held:
    """Words of the question in one row: their weight, and the columns they stand in."""

    row: int
    weight: float
    terms: frozenset[str]
    columns: frozenset[int]
    named: frozenset[int]  # columns whose cell is named by most of its words


def choices(question: TableQuestion, view: TableView, weight: dict[str, float]) -> Iterator[Choice]:
    """All choices of one row that the wording allows; `weight` says how much each term tells."""
    held = _held(question, view, weight)
    if not held:  # a table of nothing but headers
        return
    whole = sum(weight.values()) or 1.0
    best = max((one.weight for one in held), default=0.0)
    ranked = sorted((one for one in held if one.weight > 0), key=lambda one: -one.weight)
    yield from _matching(ranked[:MOST_MATCHED], best, whole, question)
    flags = question.flags
    for name, rows in _subsets(held, best, question).items():
        told = {f"among {name}": 1.0, "rows": log(1 + len(rows)) / 5}
        covered = frozenset[str]() if name == "all" else rows[0].terms
        matched = frozenset[int]() if name == "all" else rows[0].columns
        if name == "named":
            matched = frozenset[int]()
            covered = frozenset().union(*(one.terms for one in rows))
        if flags & {"first", "last", "nth2", "nth3", "nth4", "nth5"} and name != "named":
            yield from _by_place(rows, told, matched, covered, flags)
        if flags & {"highest", "lowest", "best", "worst", "fast", "first", "last", "after", "before"}:
            yield from _by_order(question, view, rows, told, matched, covered)
    if flags & {"after", "before"}:
        yield from _beside(ranked[:MOST_ANCHORS], best, whole, len(view.rows), flags)
    if "same" in flags:
        yield from _same(question, view, ranked[:MOST_ANCHORS], whole)
    if question.ordinals:
        yield from _by_rank(question, view, held, best, whole)
    if flags & {"over", "under"} and question.numbers:
        yield from _beyond(question, view)


def _held(question: TableQuestion, view: TableView, weight: dict[str, float]) -> list[_Held]:
    found = []
    for number, row in enumerate(view.rows):
        inside = {n: entry.stems & question.terms for n, entry in enumerate(row) if entry}
        columns = frozenset(n for n, stems in inside.items() if stems)
        terms = frozenset[str]().union(*inside.values())
        named = frozenset(
            n for n in columns if (entry := row[n]) and len(inside[n]) >= NAMED_CELL * len(entry.stems)
        )
        found.append(_Held(number, sum(weight[term] for term in terms), terms, columns, named))
    return found


def _matching(
    ranked: Sequence[_Held], best: float, whole: float, question: TableQuestion
) -> Iterator[Choice]:
    like = sum(1 for one in ranked if one.weight >= NEARLY * best)
    other = question.flags & {"highest", "lowest", "first", "last", "after", "before"}
    for one in ranked:
        evidence = {
            "match": 1.0, "match share": one.weight / whole, "match behind": (best - one.weight) / whole,
            "match alike": log(like) if one.weight >= NEARLY * best else 0.0,
            "match named": float(bool(one.named)), "match against wording": float(bool(other)),
            "match only": float("only" in question.flags and like == 1),
            "match other": float("other" in question.flags),
        }  # fmt: skip
        yield Choice(one.row, evidence, one.columns, one.terms)


def _subsets(held: list[_Held], best: float, question: TableQuestion) -> dict[str, list[_Held]]:
    """All rows, those that hold the most words of the question, and those named beside each other."""
    sets = {"all": held}
    alike = [one for one in held if best and one.weight >= NEARLY * best]
    if 1 < len(alike) < len(held):
        sets["matched"] = alike
    if "or" in question.flags:
        named = [one for one in held if one.named]
        if 1 < len(named) <= MOST_MENTIONED:
            sets["named"] = named
    return sets


def _by_place(
    rows: Sequence[_Held], told: dict[str, float], matched: frozenset[int], covered: frozenset[str],
    flags: frozenset[str],
) -> Iterator[Choice]:  # fmt: skip
    """The first, the last or the n-th row of a table, as it is printed."""
    for name, place in (("first", 0), ("last", -1), ("nth2", 1), ("nth3", 2), ("nth4", 3), ("nth5", 4)):
        if name in flags and place < len(rows):
            kind = "nth" if name.startswith("nth") else name
            evidence = {"place": 1.0, f"place {kind}": 1.0, **told}
            yield Choice(rows[place].row, evidence, matched, covered)


def _by_order(
    question: TableQuestion, view: TableView, rows: Sequence[_Held], told: dict[str, float],
    matched: frozenset[int], covered: frozenset[str],
) -> Iterator[Choice]:  # fmt: skip
    """The row with the most or the least in a column whose cells compare."""
    flags, seen = question.flags, 0
    for number, column in enumerate(view.columns):
        if column.kind == "words":
            continue
        amounts = [
            (entry.value.amount, one.row)
            for one in rows if (entry := view.rows[one.row][number]) and entry.value
        ]  # fmt: skip
        if len(amounts) < 2:
            continue
        seen += 1
        ranks = bool(column.stems & _RANKS)
        for name, chosen in (("high", max(amounts, key=lambda a: a[0])), ("low", min(amounts))):
            ties = sum(1 for amount, _ in amounts if amount == chosen[0])
            evidence = {
                "order": 1.0, f"order {name}": 1.0, **told,
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
            yield Choice(chosen[1], evidence, matched, covered | (column.stems & question.terms), number)


def _beside(
    ranked: Sequence[_Held], best: float, whole: float, count: int, flags: frozenset[str]
) -> Iterator[Choice]:
    """The rows before and after one that is named."""
    for one in ranked:
        for name, row in (("next", one.row + 1), ("before", one.row - 1)):
            if not 0 <= row < count:
                continue
            evidence = {
                "beside": 1.0, "beside share": one.weight / whole,
                "beside behind": (best - one.weight) / whole,
                "beside named": float(bool(one.named)),
            }  # fmt: skip
            for flag in ("after", "before"):
                if flag in flags:
                    turned = " turned" if "turned" in flags else ""
                    evidence[f"beside {name} {flag}{turned}"] = 1.0
            yield Choice(row, evidence, frozenset(), one.terms, anchor=one.columns)


def _same(
    question: TableQuestion, view: TableView, ranked: Sequence[_Held], whole: float
) -> Iterator[Choice]:
    """The rows that say the same in some column as one that is named."""
    for one in ranked:
        for number, column in enumerate(view.columns):
            here = view.rows[one.row][number]
            if here is None or not here.text.strip() or number in one.columns:
                continue
            alike = [
                n for n, row in enumerate(view.rows)
                if n != one.row and (entry := row[number]) and entry.text.strip() == here.text.strip()
            ]  # fmt: skip
            if len(alike) > MOST_ANCHORS:
                continue
            evidence = {
                "same": 1.0, "same alone": float(len(alike) == 1), "same share": one.weight / whole,
                "same head": float(bool(column.stems & question.terms)),
            }  # fmt: skip
            told = one.terms | (column.stems & question.terms)
            yield from (Choice(n, evidence, frozenset(), told, number, one.columns) for n in alike)


def _by_rank(
    question: TableQuestion, view: TableView, held: Sequence[_Held], best: float, whole: float
) -> Iterator[Choice]:
    """The rows whose rank is an ordinal of the question, those that hold most of its words before others."""
    for number, column in enumerate(view.columns):
        if column.kind != "number" or (column.distinct < DISTINCT_RANKS and not column.stems & _RANKS):
            continue
        for one in held:
            entry = view.rows[one.row][number]
            if entry is None or entry.value is None or entry.value.amount not in question.ordinals:
                continue
            evidence = {
                "ranked": 1.0, "ranked head": float(bool(column.stems & _RANKS)),
                "ranked named": float(bool(column.stems & question.terms)),
                "ranked share": one.weight / whole, "ranked behind": (best - one.weight) / whole,
            }  # fmt: skip
            yield Choice(one.row, evidence, one.columns, one.terms, number)


def _beyond(question: TableQuestion, view: TableView) -> Iterator[Choice]:
    """The rows whose value lies above or below a number of the question, where there are few."""
    for number, column in enumerate(view.columns):
        if column.kind == "words":
            continue
        valued = [(n, row[number]) for n, row in enumerate(view.rows)]
        amounts = [(n, entry.value.amount) for n, entry in valued if entry and entry.value]
        for limit in question.numbers:
            for name in ("over", "under"):
                over = name == "over"
                rows = [n for n, amount in amounts if (amount > limit if over else amount < limit)]
                if name not in question.flags or not 0 < len(rows) <= MOST_ANCHORS:
                    continue
                evidence = {
                    "beyond": 1.0, "beyond alone": float(len(rows) == 1),
                    "beyond head": float(bool(column.stems & question.terms)),
                }  # fmt: skip
                told = column.stems & question.terms
                yield from (Choice(row, evidence, frozenset(), told, number) for row in rows)


_RANKS = frozenset({"rank", "pos", "position", "place", "posit", "#", "no", "ranking", "plac"})
