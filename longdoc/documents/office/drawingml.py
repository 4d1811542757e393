"""DrawingML, shared by Word, Excel and PowerPoint: text of shapes, data of charts, diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from longdoc.documents.structure.pieces import Grid, without_marks
from longdoc.documents.text.equation import equation
from longdoc.documents.text.raised import raised

__all__ = ["EQUATION", "A", "C", "R", "chart_grid", "diagram_lines", "number_of", "text_of"]

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EQUATION = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
MOST_POINTS = 100_000


def text_of(paragraph: Any) -> str:
    """The text of one paragraph of a shape."""
    parts: list[str] = []
    for element in paragraph.iter(f"{A}t", f"{A}br", EQUATION):
        if element.tag == f"{A}br":
            parts.append("\n")
            continue
        if element.tag == EQUATION:
            parts.append(equation(element, "".join(parts[-1:])))
            continue
        words = without_marks(element.text or "")
        properties = element.getparent().find(f"{A}rPr")
        above = 0 if properties is None else number_of(properties.get("baseline"))
        parts.append(raised("".join(parts[-1:]), words) if above > 0 else words)
    return "".join(parts)


def diagram_lines(data: Any | None) -> Iterator[str]:
    """The text of a diagram (SmartArt), one line per box."""
    for paragraph in () if data is None else data.iter(f"{A}p"):
        if text := text_of(paragraph).strip():
            yield text


def chart_grid(root: Any | None) -> Grid | None:
    """The data of a chart as a table: its categories, and one column per series."""
    if root is None:
        return None
    title = root.find(f"{C}chart/{C}title")
    names: list[str] = []
    columns: list[list[str]] = []
    categories: list[str] = []
    for series in root.iter(f"{C}ser"):
        names.append(" ".join(_points(series.find(f"{C}tx"))))
        columns.append(_points(series.find(f"{C}val")) or _points(series.find(f"{C}yVal")))
        categories = categories or _points(series.find(f"{C}cat")) or _points(series.find(f"{C}xVal"))
    caption = "" if title is None else " ".join(text_of(paragraph) for paragraph in title.iter(f"{A}p"))
    rows = [["", *names]] if any(names) else []
    for index in range(max(map(len, columns), default=0)):
        rows.append([_at(categories, index), *(_at(column, index) for column in columns)])
    return Grid(rows, int(any(names)), 1, caption) if rows or caption else None


def _points(element: Any | None) -> list[str]:
    """The cached values of a chart, in order."""
    if element is None:
        return []
    values: dict[int, str] = {}
    for point in element.iter(f"{C}pt"):
        value = point.find(f"{C}v")
        index = number_of(point.get("idx"))
        if value is not None and index < MOST_POINTS:
            values[index] = value.text or ""
    found = [values.get(index, "") for index in range(max(values, default=-1) + 1)]
    return found or [value.text or "" for value in element.iter(f"{C}v")]


def _at(values: list[str], index: int) -> str:
    return values[index] if index < len(values) else ""


def number_of(written: str | None) -> int:
    """A number in XML; 0 if it is invalid."""
    written = written or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0
