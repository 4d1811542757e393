"""DrawingML, shared by Word, Excel and PowerPoint: text of shapes, data of charts, diagrams."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import Any

from longdoc.documents.office.symbols import is_symbol_font, symbol
from longdoc.documents.structure.pieces import Grid, without_marks
from longdoc.documents.tables.number_formats import is_date_format, shown_number
from longdoc.documents.text.equation import equation
from longdoc.documents.text.raised import raised

__all__ = [
    "CHARTS", "EQUATION", "A", "C", "R", "chart_grid", "diagram_lines", "number_of", "text_of",
    "written_description",
]  # fmt: skip

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"  # waterfalls, funnels, trees
CHARTS = (f"{C}chart", f"{CX}chart")  # where a chart stands, with the relationship to its part
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
EQUATION = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
STRUCK = ("sngStrike", "dblStrike")
MOST_POINTS = 100_000
AXES = tuple(f"{C}{name}" for name in ("catAx", "dateAx", "valAx", "serAx"))
FIRST_DAY = datetime(1899, 12, 30)  # as which spreadsheet programs count day 0


def text_of(paragraph: Any, struck: list[str] | None = None) -> str:
    """The text of one paragraph of a shape; what is struck out is added to `struck` where this is given."""
    parts: list[str] = []
    for element in paragraph.iter(f"{A}t", f"{A}br", EQUATION):
        if element.tag == f"{A}br":
            parts.append("\n")
            continue
        if element.tag == EQUATION:
            parts.append(equation(element, "".join(parts[-1:])))
            continue
        properties = element.getparent().find(f"{A}rPr")
        if struck is not None and properties is not None and properties.get("strike") in STRUCK:
            struck.append(element.text or "")
            continue
        words = _in_its_font(without_marks(element.text or ""), properties)
        above = 0 if properties is None else number_of(properties.get("baseline"))
        parts.append(raised("".join(parts[-1:]), words) if above > 0 else words)
    return "".join(parts)


def _in_its_font(words: str, properties: Any | None) -> str:
    """The text of a run; signs of a symbol font are mapped to what they display.

    The font of a run counts for all its characters, the one for symbols only if there are no others: runs
    keep it after their symbols are gone.
    """
    fonts = {} if properties is None else {one.tag: one.get("typeface") or "" for one in properties}
    font = fonts.get(f"{A}latin", "")
    if not is_symbol_font(font):
        font = fonts.get(f"{A}sym", "")
        if not is_symbol_font(font) or any("!" <= char <= "~" for char in words):
            return words
    return "".join(char if char.isspace() else symbol(font, ord(char)) or char for char in words)


def written_description(picture: Any) -> str:
    """The description of a picture in its properties; "" if it has none."""
    properties = next(picture.iter("{*}cNvPr"), None)
    return "" if properties is None else properties.get("descr") or ""


def diagram_lines(data: Any | None) -> Iterator[str]:
    """The text of a diagram (SmartArt), one line per box."""
    for paragraph in () if data is None else data.iter(f"{A}p"):
        if text := text_of(paragraph).strip():
            yield text


def chart_grid(root: Any | None) -> Grid | None:
    """The data of a chart as a table: its categories, and one column per series."""
    if root is None:
        return None
    if root.tag == f"{CX}chartSpace":
        return _extended_grid(root)
    names: list[str] = []
    columns: list[list[str]] = []
    categories: list[str] = []
    for series in root.iter(f"{C}ser"):
        names.append(" ".join(_points(series.find(f"{C}tx"))))
        columns.append(_points(series.find(f"{C}val")) or _points(series.find(f"{C}yVal")))
        categories = categories or _categories(series.find(f"{C}cat")) or _points(series.find(f"{C}xVal"))
    caption = _caption(root)
    rows = [["", *names]] if any(names) else []
    for index in range(max(map(len, columns), default=0)):
        rows.append([_at(categories, index), *(_at(column, index) for column in columns)])
    return Grid(rows, int(any(names)), 1, caption) if rows or caption else None


def _extended_grid(root: Any) -> Grid | None:
    """The data of a chart of a newer kind: the names of its points in levels, and one column per series."""
    names: list[str] = []
    columns: list[list[str]] = []
    categories: list[str] = []
    for number, data in enumerate(root.iter(f"{CX}data")):
        texts, figures = (
            [_values(one) for one in data.iterchildren(f"{CX}{kind}Dim")] for kind in ("str", "num")
        )
        series = [one for one in root.iter(f"{CX}series") if _data_of(one) == (data.get("id") or str(number))]
        names += [(one.findtext(f"{CX}tx/{CX}txData/{CX}v") or "").strip() for one in series[:1]] or [""]
        columns += figures[:1] or [[]]
        categories = categories or (texts[0] if texts else [])
    caption = _title(root.find(f"{CX}chart/{CX}title"))
    rows = [["", *names]] if any(names) else []
    for index in range(max(map(len, [categories, *columns]), default=0)):
        rows.append([_at(categories, index), *(_at(column, index) for column in columns)])
    return Grid(rows, int(any(names)), 1, caption) if rows or caption else None


def _data_of(series: Any) -> str:
    found = series.find(f"{CX}dataId")
    return "" if found is None else found.get("val") or ""


def _values(dimension: Any) -> list[str]:
    """The values of one dimension; names in several levels begin with the outermost."""
    levels: list[list[str]] = []
    for level in dimension.iterchildren(f"{CX}lvl"):
        values = {
            index: point.text or ""
            for point in level.iterchildren(f"{CX}pt")
            if (index := number_of(point.get("idx"))) < MOST_POINTS
        }
        form = level.get("formatCode") or ""
        shown = [values.get(index, "") for index in range(max(values, default=-1) + 1)]
        is_number = dimension.tag == f"{CX}numDim"
        levels.append([_shown(value, form) if is_number else value for value in shown])
    return [" ".join(filter(None, reversed(parts))) for parts in zip_longest(*levels, fillvalue="")]


def _caption(root: Any) -> str:
    """The title of a chart, and in brackets those of its axes."""
    of_chart = _title(root.find(f"{C}chart/{C}title"))
    of_axes = [_title(axis.find(f"{C}title")) for axis in root.iter(*AXES)]
    axes = ", ".join(dict.fromkeys(title for title in of_axes if title and title != of_chart))
    return f"{of_chart} ({axes})" if of_chart and axes else of_chart or axes


def _title(element: Any | None) -> str:
    paragraphs = () if element is None else element.iter(f"{A}p")
    return " ".join(text_of(paragraph) for paragraph in paragraphs).strip()


def _categories(element: Any | None) -> list[str]:
    """The names along an axis; one in several levels begins with the outermost, which the file says once."""
    levels = [] if element is None else [_points(level) for level in element.iter(f"{C}lvl")]
    if len(levels) < 2:
        return _points(element)
    for outer in levels[1:]:
        for index in range(1, len(outer)):
            outer[index] = outer[index] or outer[index - 1]
        outer += outer[-1:] * (len(levels[0]) - len(outer))
    return [" ".join(filter(None, reversed(parts))) for parts in zip_longest(*levels, fillvalue="")]


def _points(element: Any | None) -> list[str]:
    """The cached values of a chart, in order, as it shows them."""
    if element is None:
        return []
    values: dict[int, str] = {}
    form = next(element.iter(f"{C}formatCode"), None)
    is_number = next(element.iter(f"{C}numCache", f"{C}numLit"), None) is not None
    for point in element.iter(f"{C}pt"):
        value = point.find(f"{C}v")
        index = number_of(point.get("idx"))
        if value is not None and index < MOST_POINTS:
            own = point.get("formatCode") or ("" if form is None else form.text or "")
            values[index] = _shown(value.text or "", own) if is_number else value.text or ""
    found = [values.get(index, "") for index in range(max(values, default=-1) + 1)]
    return found or [value.text or "" for value in element.iter(f"{C}v")]


def _shown(written: str, form: str) -> str:
    """A number in its format, a date as other dates of sheets are shown."""
    try:
        value = float(written)
    except ValueError:
        return written
    if not is_date_format(form):
        return shown_number(value, form)
    try:
        moment = FIRST_DAY + timedelta(minutes=round(value * 24 * 60))
    except OverflowError:
        return written
    return moment.date().isoformat() if value == int(value) else moment.strftime("%Y-%m-%d %H:%M")


def _at(values: list[str], index: int) -> str:
    return values[index] if index < len(values) else ""


def number_of(written: str | None) -> int:
    """A number in XML; 0 if it is invalid."""
    written = written or ""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 8 else 0
