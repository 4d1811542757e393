"""Words of a question in each row of a table, and how well they match its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from longdoc.tasks.tables.question import TableQuestion, spaced
from longdoc.tasks.tables.view import SMALL, Entry, TableView

__all__ = ["RowMatch", "row_matches"]

MIN_NAMED_CELL = 0.5  # share of a cell's stems in the question, from which on the question names the cell


@dataclass(frozen=True, slots=True)
class RowMatch:
    """Words of the question in one row.

    Attributes:
        row: index of the row.
        weight: how specific the words are, in all.
        terms: their stems.
        columns: those whose cells contain words of the question …
        named: … and those whose cell the question names.
        whole: the share of the stems of the best matching cell that are in the question.
        verbatim: the share of the question that its longest part is which is a cell.
        label: the best matching cell is in the first column of words.
        headed: the question has a cell and its header, "incidents in week 18" …
        phrase: … together: "week 18".
        section: the share of the question's words that are in the line above this part of the table.
        band: one of its cells is a range that contains an amount of the question.
    """

    row: int
    weight: float
    terms: frozenset[str]
    columns: frozenset[int] = frozenset()
    named: frozenset[int] = frozenset()
    whole: float = 0.0
    verbatim: float = 0.0
    label: bool = False
    headed: bool = False
    phrase: bool = False
    section: float = 0.0
    band: bool = False


def row_matches(question: TableQuestion, view: TableView, weight: Mapping[str, float]) -> list[RowMatch]:
    """The match of every row.

    Args:
        weight: how specific each term of the question is, in 0..1.
    """
    label = next((n for n, column in enumerate(view.columns) if column.kind == "words"), -1)
    return [_match(question, view, weight, number, label) for number in range(len(view.rows))]


def _match(
    question: TableQuestion, view: TableView, weight: Mapping[str, float], number: int, label: int
) -> RowMatch:
    entries = {n: entry for n, entry in enumerate(view.rows[number]) if entry}
    inside = {n: stems for n, entry in entries.items() if (stems := entry.stems & question.terms)}
    above = view.sections[number] & question.terms
    section = len(above) / max(1, len(question.terms))
    if not inside:
        return RowMatch(number, sum(weight[term] for term in above), above, section=section)
    share = {n: len(stems) / max(1, len(entries[n].stems - SMALL)) for n, stems in inside.items()}
    named = frozenset(n for n in inside if share[n] >= MIN_NAMED_CELL)
    headed = [n for n in inside if share[n] == 1 and view.columns[n].core <= question.terms]
    headed = [n for n in headed if view.columns[n].core]
    terms = above.union(*inside.values(), *(view.columns[n].core for n in headed))
    best = max(inside, key=lambda n: (sum(weight[term] for term in inside[n]) * share[n], n))
    return RowMatch(
        number, sum(weight[term] for term in terms), terms, frozenset(inside), named, share[best],
        max((_verbatim(entries[n], question) for n in named), default=0.0), best == label, bool(headed),
        any(spaced(f"{view.columns[n].head} {entries[n].text}") in question.text for n in headed), section,
        any(entries[n].is_band for n in inside),
    )  # fmt: skip


def _verbatim(entry: Entry, question: TableQuestion) -> float:
    """The share of the question that a cell is; 0 if it is no part of it."""
    words = spaced(entry.text)
    return (len(words) - 1) / len(question.text) if len(words) > 2 and words in question.text else 0.0
