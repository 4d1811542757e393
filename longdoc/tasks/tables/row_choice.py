"""A row that a question may mean, and what kinds of wording and headers make rows comparable."""

from __future__ import annotations

from dataclasses import dataclass

from longdoc.tasks.tables.view import TableView

__all__ = ["ALMOST", "ORDERING", "RANKS", "RowChoice", "time_direction"]

ALMOST = 0.999  # absorbs rounding when weights are compared
ORDERING = frozenset({"highest", "lowest", "best", "worst", "fast", "first", "last", "after", "before"})
RANKS = frozenset({"rank", "pos", "position", "place", "posit", "#", "no", "ranking", "plac"})
# stems of headers of numbers that count rows in the order of time
_SERIAL = frozenset(
    {"#", "no", "number", "edit", "season", "week", "round", "game", "match", "episod", "year"}
)


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
        only: the one column whose cell in this row may answer; None if each may.
        otherwise: the rows whose cells count where that of this row is empty.
    """

    row: int
    evidence: dict[str, float]
    matched: frozenset[int]
    covered: frozenset[str]
    order: int | None = None
    anchor: frozenset[int] = frozenset()
    only: int | None = None
    otherwise: tuple[int, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """The row, and those whose cells count instead of empty ones."""
        return (self.row, *self.otherwise)


def time_direction(view: TableView) -> tuple[int, str]:
    """The leftmost column by which the rows are in the order of time, and whether they rise or fall by it.

    Returns:
        -1 and "unordered" if there is none.
    """
    for number, column in enumerate(view.columns):
        is_serial = column.kind == "number" and bool(column.core & _SERIAL or column.head.strip() == "#")
        if column.direction and (column.kind == "date" or is_serial):
            return number, "rising" if column.direction > 0 else "falling"
    return -1, "unordered"
