"""The notice on rows and columns of sheets that are hidden but read all the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

__all__ = ["column_letters", "hidden_places", "told_hidden_cells"]

MOST_RANGES = 10  # of one sheet that are named


def hidden_places(rows: Iterable[int], columns: Iterable[int]) -> str:
    """The rows and columns of a sheet, counted from 0 and in order, as the sheet names them.

    >>> hidden_places([2, 3, 4, 8], [2, 27])
    'rows 3-5, 9; columns C, AB'
    """
    parts = (_said("row", rows, lambda row: str(row + 1)), _said("column", columns, column_letters))
    return "; ".join(part for part in parts if part)


def told_hidden_cells(places: Mapping[str, str]) -> list[str]:
    """The notice on the hidden places of each sheet, by its name; none if there are none."""
    where = [f"{sheet} ({hidden})" for sheet, hidden in places.items() if hidden]
    return [f"hidden rows and columns were read like the others: {', '.join(where)}"] if where else []


def column_letters(index: int) -> str:
    """The letters of a column, counted from 0.

    >>> column_letters(0), column_letters(25), column_letters(26)
    ('A', 'Z', 'AA')
    """
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _said(noun: str, places: Iterable[int], name: Callable[[int], str]) -> str:
    ranges = list(_ranges(places))
    if not ranges:
        return ""
    shown = [name(first) if first == last else f"{name(first)}-{name(last)}" for first, last in ranges]
    more = ["…"] if len(shown) > MOST_RANGES else []
    is_one = len(ranges) == 1 and ranges[0][0] == ranges[0][1]
    return f"{noun}{'' if is_one else 's'} {', '.join([*shown[:MOST_RANGES], *more])}"


def _ranges(places: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Runs of consecutive numbers: the first and the last of each."""
    run: tuple[int, int] | None = None
    for place in places:
        if run is not None and place == run[1] + 1:
            run = (run[0], place)
            continue
        if run is not None:
            yield run
        run = (place, place)
    if run is not None:
        yield run
