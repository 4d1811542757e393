"""Parts columns of a borderless table that its rows do not tell.

No row fills both of two columns, such as sums paid out and paid in, or the first row lacks the name beside a
narrow column, such as that of the numbers of notes in a balance sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from longdoc.documents.pdf.grid import is_numeric
from longdoc.documents.pdf.words import Word

__all__ = ["with_columns_parted"]

APART = 1.4  # of the type size: so far apart are the figures of two columns
NEARER = 0.8  # … and those of a column of words and one of figures alone
LEAST_NAMES = 2  # of rows beside a column of figures
LEAST_FIGURES = 2  # of a column
MOSTLY = 0.8  # of the cells

Cells = dict[int, list[Word]]  # of a row, by column


def with_columns_parted(rows: list[Cells], columns: int) -> tuple[list[Cells], int]:
    """The rows with such columns parted, and the number of columns then."""
    for column in reversed(range(columns)):
        while (middle := _middle([row[column] for row in rows if column in row])) is not None:
            rows = [_with_parted(row, column, middle) for row in rows]
            columns += 1
    return rows, columns


def _middle(cells: Sequence[list[Word]]) -> float | None:
    middle = _middle_between(cells)
    return _middle_before_figures(cells) if middle is None else middle


def _middle_between(cells: Sequence[list[Word]]) -> float | None:
    """Where a column of figures parts in two or more, none of which stands below figures of another."""
    numeric = sum(is_numeric(" ".join(word.text for word in cell)) for cell in cells)
    words = sorted((word for cell in cells for word in cell if _has_figure(word)), key=lambda word: word.x0)
    if len(words) < 2 * LEAST_FIGURES or numeric < MOSTLY * len(cells):
        return None
    groups, reach = [0], words[0].x1
    middle = 0.0
    for at, word in enumerate(words):
        if word.x0 - reach > APART * word.size:
            middle = (reach + word.x0) / 2
            groups.append(at)
        reach = max(reach, word.x1)
    sizes = [end - start for start, end in pairwise([*groups, len(words)])]
    return middle if len(sizes) > 1 and min(sizes) >= LEAST_FIGURES else None


def _middle_before_figures(cells: Sequence[list[Word]]) -> float | None:
    """Where a column of words ends and, in every row apart from these, one of figures begins."""
    words = sorted((word for cell in cells for word in cell), key=lambda word: word.x0)
    reach, start, middle = words[0].x1, 0, 0.0
    for at, word in enumerate(words):
        if word.x0 - reach > NEARER * word.size:
            start, middle = at, (reach + word.x0) / 2
        reach = max(reach, word.x1)
    figures = sum(is_numeric(word.text) for word in words[start:])
    named = sum(cell[0].x1 < middle and any(map(str.isalpha, cell[0].text)) for cell in cells)
    are_figures = figures > LEAST_FIGURES and figures >= MOSTLY * (len(words) - start - 1)
    return middle if named >= LEAST_NAMES and are_figures else None


def _has_figure(word: Word) -> bool:
    return any(map(str.isdigit, word.text))


def _with_parted(row: Cells, column: int, middle: float) -> Cells:
    parted: Cells = {}
    for at, words in row.items():
        if at != column:
            parted[at + (at > column)] = words
            continue
        for word in words:
            parted.setdefault(at + (word.x0 + word.x1 > 2 * middle), []).append(word)
    return dict(sorted(parted.items()))
