"""The charts over the sheets of an XLS workbook → tables of their figures. [MS-XLS] names the records."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

from longdoc.documents.structure.pieces import Grid, Piece
from longdoc.documents.tables.number_formats import shown_number

__all__ = ["XlsCharts"]

BEGIN, SERIES, NAME, TEXT, OF_OBJECT, PART = 0x809, 0x1003, 0x100D, 0x1025, 0x1027, 0x1065
NUMBER, LABEL = 0x203, 0x204
VALUES, CATEGORIES = 1, 2  # parts
OF_CHART = 1  # the object whose title a text is; others are axes
OF_AXES = (2, 3, 7)
MOST_POINTS = 100_000
MOST_SERIES = 256

TextAt = Callable[[int, int], str]  # of a text that begins and ends at these bytes


class XlsCharts:
    """Takes the records of the charts of one sheet; `short_text` reads a text with a length of one byte."""

    def __init__(self, stream: bytes, text: TextAt, short_text: TextAt) -> None:
        self._stream = stream
        self._text = text
        self._short_text = short_text
        self._charts: list[_Chart] = []

    def take(self, kind: int, at: int, end: int) -> None:
        """Take one record within a chart."""
        if kind == BEGIN:
            self._charts.append(_Chart())
            return
        if not self._charts:
            return
        chart = self._charts[-1]
        if kind == SERIES:
            chart.names.append("")
            chart.is_in_series = True
        elif kind == TEXT:
            chart.is_in_series = False
            chart.words = ""
        elif kind == NAME and end - at >= 4:
            chart.take_words(self._short_text(at + 2, end))
        elif kind == OF_OBJECT and end - at >= 2:
            chart.take_title(*struct.unpack_from("<H", self._stream, at))
        elif kind == PART and end - at >= 2:
            (chart.part,) = struct.unpack_from("<H", self._stream, at)
        elif kind in (NUMBER, LABEL) and end - at >= 8:
            point, series, _ = struct.unpack_from("<HHH", self._stream, at)
            if kind == NUMBER:
                words = shown_number(struct.unpack_from("<d", self._stream, at + 6)[0], "")
            else:
                words = self._text(at + 6, end)
            chart.take_point(point, series, words)

    def pieces(self) -> Iterator[Piece]:
        """A table for each chart that has figures or titles."""
        for chart in self._charts:
            if (grid := chart.grid()) is not None:
                yield Piece("", grid=grid)


class _Chart:
    """A chart while its records are read."""

    def __init__(self) -> None:
        self.names: list[str] = []  # of the series
        self.is_in_series = False
        self.words = ""  # that wait for the object that they belong to
        self.part = 0
        self._title = ""
        self._axes: list[str] = []
        self._points: dict[int, dict[tuple[int, int], str]] = {VALUES: {}, CATEGORIES: {}}

    def take_words(self, words: str) -> None:
        if self.is_in_series:
            self.names[-1] = self.names[-1] or words
        else:
            self.words = words

    def take_title(self, kind: int) -> None:
        if kind == OF_CHART:
            self._title = self.words
        elif kind in OF_AXES and self.words:
            self._axes.append(self.words)

    def take_point(self, point: int, series: int, words: str) -> None:
        known = self._points.get(self.part)
        if known is not None and len(known) < MOST_POINTS and series < MOST_SERIES:
            known[point, series] = words

    def grid(self) -> Grid | None:
        """The figures: categories, and one column per series."""
        values, categories = self._points[VALUES], self._points[CATEGORIES]
        axes = ", ".join(self._axes)
        caption = f"{self._title} ({axes})" if self._title and axes else self._title or axes
        if not values and not caption:
            return None
        columns = sorted({series for _, series in values})
        first = min((series for _, series in categories), default=0)
        names = [self.names[series] if series < len(self.names) else "" for series in columns]
        rows = [
            [categories.get((point, first), ""), *(values.get((point, series), "") for series in columns)]
            for point in sorted({point for point, _ in values})
        ]
        headed = bool(rows) and any(names)
        return Grid([["", *names], *rows] if headed else rows, int(headed), 1, caption)
