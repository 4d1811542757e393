"""A table prepared for questions: headers and types of its columns, stems and values of its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain, pairwise
from math import isclose

from longdoc.documents.structure.stacked_headers import YEAR, is_period
from longdoc.documents.text.number_words import CARDINALS
from longdoc.documents.types import Document, Span, Table
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.inflections import BASE_FORMS
from longdoc.tasks.months import ENGLISH_MONTHS
from longdoc.tasks.tables.conventions import can_be_year, conventions_of
from longdoc.tasks.tables.note_marks import names_without_marks, without_mark
from longdoc.tasks.tables.row_spans import rows_below_headers
from longdoc.tasks.tables.units import factors_of
from longdoc.tasks.tables.values import Value, value_of
from longdoc.tasks.terms import STOP_WORDS, lowered, stem
from longdoc.tasks.weekday_ranges import WEEKDAYS, days_in

__all__ = ["SMALL", "Column", "Entry", "TableView", "is_sum", "stems_of", "view_of"]

MOST_TURNED = 80  # rows or columns of a table whose columns may be items, or periods
MIXED = 0.8  # share of a column's values that are of one kind, below which the column is no list of them
# A last row holds sums if at least two of its numbers, and most of them, are sums of three or more above.
MIN_SUMS, MIN_SUMMED, SUM_TOLERANCE = 2, 3, 0.002
MIN_COMPARABLE = 0.6  # share of a column's cells with values of one type, from which on it can be ordered
# labels the row of a sum or mean, which is no row of the highest or the lowest value
_SUMMARY = re.compile(
    r"\W*(?:all|(?:grand |sub-?|overall )?totals?|(?:total )?sum|overall|average|mean|median"
    r"|total (?!s\.?[ae]\b).*|.* total|summe|gesamt(?:summe)?|total général|ensemble"
    r"|合计|总计|小计|总和|平均值?|合計|總計)\W*",
    re.IGNORECASE,
)
_UNIT = lazy_pattern(
    r"[(\[,] ?((?:k|c|m|µ|M|G)?(?:g|m|W|V|A|Hz|N|Pa|J|l|L|s|B|bit)(?:[²³23])?(?:/\w+)?|dB(?:\(A\))?|°[CF]"
    r"|bar|psi|rpm|kWh|h|min|days|hours|mm|inch(?:es)?|in|lbs?|oz|ft|mpg|hp|PS|%|€|\$|EUR|USD|GBP)[)\]]?$"
)
# text in brackets, and the currencies and units that headers have without them: "Price EUR", "Sales, $m"
_BRACKETED = re.compile(
    r"\([^()]*\)|\[[^\[\]]*\]|\b(?:EUR|USD|GBP|CHF|JPY|CNY|INR|AUD|CAD|SEK|NOK|DKK|PLN)\b|[$€£¥]\s?[mbk]?\b"
)
_PERSON = lazy_pattern(
    r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_a-z][\w.'’-]*|v[ao]n|d[eai]l?|der|bin|al)){1,3}(?: ?\([^()]{2,20}\))?"
    r"|[^\W\d_a-z][\w'’-]+, [^\W\d_a-z][\w. '’-]{0,20}"
)
_WORD = re.compile(r"\d[\d,]*(?:\.\d+)?|[^\W_]+")
_ADVERB = re.compile(r"[^\W\d_]{4,}ally").fullmatch  # "actually spent" is "Actual"
# how names of months and days and numbers are written in stems
_WRITTEN_OUT = {
    **{name[:3].lower(): name.lower() for name in ENGLISH_MONTHS.split("|")}, "sept": "september",
    **{day[:3]: day for day in WEEKDAYS}, "tues": "tuesday", "thurs": "thursday",
    **{word: str(number) for word, number in CARDINALS.items() if word != "one"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """A cell below the headers.

    Attributes:
        value: what it compares by; None for words, and in rows of totals and means.
        is_band: the cell is a range that contains an amount of the question.
    """

    span: Span
    text: str
    stems: frozenset[str]
    value: Value | None
    is_band: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes:
        head: text of its header.
        stems: stems of the header.
        core: stems of the header without bracketed text, such as a unit, and without stop words.
        kind: type of most values: "number", "date" or "time"; "words" if most cells have no value.
        distinct: share of cells whose text is unique in the column.
        mixed_units: the amounts are in several units ("6 weeks", "3 months"), and their values in one.
        direction: 1 if the values rise from row to row, -1 if they fall, 0 if they do neither.
        persons: share of cells that are written like the names of people.
        day: what a day is in its times: 1440 if these are written "9:15", which can be minutes and seconds.
        is_band: the header is a range that contains an amount of the question.
    """

    head: str
    stems: frozenset[str]
    core: frozenset[str]
    kind: str
    distinct: float
    mixed_units: bool = False
    direction: int = 0
    persons: float = 0.0
    day: float = 86_400.0
    is_band: bool = False

    def compares(self, value: Value) -> bool:
        """Whether a value can be compared with those of this column.

        Numbers among times are seconds, and numbers among dates can be years: "2003 season".
        """
        if self.kind == "date":
            return value.kind == "date" or can_be_year(value.amount)
        return value.kind != "date"


@dataclass(frozen=True, slots=True)
class TableView:
    """A table below its headers.

    Attributes:
        columns: its columns.
        rows: an entry for each column, or None if the table has no cell there.
        context_stems: stems of the caption, the section heading and the document's title.
        row_counts: the number of rows that contain each stem.
        turned: a table of figures by periods with its rows as columns, so that periods can be compared.
        sections: for each row, the stems of the line above it that stands alone, such as "Expenditure".
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Entry | None, ...], ...]
    context_stems: frozenset[str]
    row_counts: Counter[str]
    turned: TableView | None = None
    sections: tuple[frozenset[str], ...] = ()

    @staticmethod
    def of(
        columns: tuple[Column, ...],
        rows: tuple[tuple[Entry | None, ...], ...],
        context: frozenset[str],
        sections: Sequence[frozenset[str]] | None = None,
    ) -> TableView:
        """A view with its stems counted."""
        above = tuple(_sections(rows) if sections is None else sections)
        stems = (frozenset[str]().union(*(entry.stems for entry in row if entry)) for row in rows)
        counts = Counter(one for row in stems for one in row)
        return TableView(columns, rows, context, counts, sections=above)

    def of_columns(self, kept: Sequence[int]) -> TableView:
        """The same table with only some of its columns."""
        rows = tuple(tuple(row[n] for n in kept) for row in self.rows)
        return TableView.of(tuple(self.columns[n] for n in kept), rows, self.context_stems, self.sections)


def view_of(document: Document, table: Table) -> TableView:
    """The view of a table; without columns if it has no rows below its headers."""
    width = max((cell.column + cell.columns for cell in table.cells), default=0)
    heads: list[list[str]] = [[] for _ in range(width)]
    for cell in table.cells:
        if cell.row < table.header_rows:
            text = document.quote(cell.span)
            for column in range(cell.column, cell.column + cell.columns):
                if text not in heads[column]:
                    heads[column].append(text)
    spans = rows_below_headers(document, table, width)
    titles = names_without_marks([" ".join(head) for head in heads])
    entries = [_entries(document, [row[n] for row in spans], titles[n]) for n in range(width)]
    whole = [tuple(column[n] for column in entries) for n in range(len(spans))]
    rows = _without_last_sum([_without_sums(row) for row in whole])
    columns = tuple(_column(title, entries[n]) for n, title in enumerate(titles if rows else ()))
    caption = document.quote(table.caption) if table.caption is not None else ""
    heading = document.locate(table.span).section or ""
    context = stems_of(f"{document.title} {heading} {caption}")
    view = TableView.of(columns, rows, context)
    turned = _turned(document, table, context)
    if turned is not None and turned.columns[0].head in _PERIODS:
        return replace(view, turned=turned)
    return turned if turned is not None and _is_data_sheet(whole, turned) else view


_PERIODS = ("Year", "Period")  # names of the column of a table that is turned


def _turned(document: Document, table: Table, context: frozenset[str]) -> TableView | None:
    """The view with rows and columns exchanged; None if the headers do not name all columns."""
    cells = {(cell.row, cell.column): cell.span for cell in table.cells}
    height, width = (1 + max((at[n] for at in cells), default=0) for n in (0, 1))
    if table.header_rows != 1 or height < 3 or width < 3 or max(height, width) > MOST_TURNED:
        return None
    columns = _period_columns(document, cells, width) or range(1, width)
    heads = [cells.get((0, column)) for column in columns]
    periods = [document.quote(head).strip() if head else "" for head in heads]
    if not all(periods) or len(set(periods)) < len(periods):
        return None
    corner = document.quote(cells[0, 0]).strip() if (0, 0) in cells else ""
    are_periods = all(YEAR.fullmatch(period) or is_period(period) for period in periods)
    if are_periods:
        corner = _PERIODS[0] if all(map(YEAR.fullmatch, periods)) else _PERIODS[1]
    labels = [cells.get((row, 0)) for row in range(1, height)]
    names = [corner, *(document.quote(label) if label else "" for label in labels)]
    entries = [
        _entries(document, [cells.get((row, column)) for column in columns], names[row])
        for row in range(height)
    ]
    if not are_periods:  # the names of items, such as "K20", are no amounts
        entries[0] = [replace(entry, value=None) if entry else None for entry in entries[0]]
    rows = tuple(tuple(column[n] for column in entries) for n in range(len(columns)))
    return TableView.of(tuple(map(_column, names, entries)), rows, context)


def _period_columns(document: Document, cells: Mapping[tuple[int, int], Span], width: int) -> list[int]:
    """The columns of periods, if there are more than others beside the labels, such as that of notes."""
    heads = [
        (column, document.quote(cells[0, column]).strip())
        for column in range(1, width)
        if (0, column) in cells
    ]
    periods = [column for column, head in heads if YEAR.fullmatch(head) or is_period(head)]
    return periods if len(periods) >= 2 and 2 * len(periods) > width - 1 else []


def _is_data_sheet(rows: Sequence[Sequence[Entry | None]], turned: TableView) -> bool:
    """Whether a table has an item in each column, such as the weight and the power of several models.

    The values in a row are then of one kind, and those in a column of several, or in several units.
    """
    if len(rows) < 3 or not all(_purity(turned.rows, n) == 1 for n in range(1, len(turned.columns))):
        return False
    labels = (entry.text for row in rows if (entry := row[0]))
    units = {found[1] for text in labels for found in _UNIT.finditer(text)}
    mixed = [_purity(rows, n) < MIXED for n in range(1, len(rows[0]))]
    return len(units) > 1 or 2 * sum(mixed) > len(mixed)


def _purity(rows: Sequence[Sequence[Entry | None]], number: int) -> float:
    """The share of a column's values that are of its most frequent kind."""
    filled = [entry for row in rows if (entry := row[number]) and any(map(str.isalnum, entry.text))]
    kinds = Counter(entry.value.kind if entry.value else "words" for entry in filled)
    return max(kinds.values(), default=0) / max(1, len(filled))


def _sections(rows: Sequence[Sequence[Entry | None]]) -> list[frozenset[str]]:
    """For each row, the stems of the last row above whose first cell stands alone."""
    above, here = list[frozenset[str]](), frozenset[str]()
    for row in rows:
        filled = [entry is not None and bool(entry.text.strip()) for entry in row]
        if len(row) > 2 and filled[0] and sum(filled) == 1:
            entry = row[0]
            here = entry.stems if entry else here
            above.append(frozenset())
        else:
            above.append(here)
    return above


@lru_cache(maxsize=65_536)
def stems_of(text: str) -> frozenset[str]:
    """Stems of the words in a text, the days in weekday ranges included.

    Short names of months and days are written out, numbers are digits without thousands separators.

    >>> sorted(stems_of("spent on Mon – Wed"))
    ['monday', 'on', 'spend', 'tuesday', 'wednesday']
    >>> stems_of("round nine, 3 Sept") == stems_of("Round 9, 3 September")
    True
    """
    low = lowered(text)
    words = [word.replace(",", "") for word in _WORD.findall(low)]
    words = [_WRITTEN_OUT.get(word, word.removesuffix("ly") if _ADVERB(word) else word) for word in words]
    return frozenset(stem(BASE_FORMS.get(word, word)) for word in chain(words, days_in(low)))


SMALL = stems_of(" ".join(STOP_WORDS))


def _entries(document: Document, spans: Sequence[Span | None], head: str) -> list[Entry | None]:
    """The cells of a column below its header, without marks of notes."""
    texts = [without_mark(document.quote(span)) if span is not None else "" for span in spans]
    names = names_without_marks(texts)
    conventions = conventions_of(texts, head)
    values = [value_of(text, conventions) for text in texts]
    costs = _are_costs(texts, values)
    factors = [-factor if costs else factor for factor in factors_of(texts) or [1.0] * len(texts)]
    return [
        Entry(
            Span(span.start, span.start + len(text)), text, stems_of(text) | stems_of(name),
            _scaled(value, factor),
        ) if span is not None else None
        for span, text, name, value, factor in zip(spans, texts, names, values, factors, strict=True)
    ]  # fmt: skip


def _are_costs(texts: Sequence[str], values: Sequence[Value | None]) -> bool:
    """Whether all figures are in brackets, as costs are, of which the highest is the one that costs most."""
    figures = [(text, value) for text, value in zip(texts, values, strict=True) if value and value.amount]
    return len(figures) > 1 and all(
        value.kind == "number" and value.amount < 0 and text.lstrip("$€£ ").startswith("(")
        for text, value in figures
    )


def _scaled(value: Value | None, factor: float) -> Value | None:
    if factor == 1 or value is None or value.kind != "number":
        return value
    return value._replace(amount=value.amount * factor)


def is_sum(row: Sequence[Entry | None]) -> bool:
    """Whether a row is labelled as a total or a mean."""
    label = next((entry.text for entry in row if entry and entry.text.strip()), "")
    return bool(_SUMMARY.fullmatch(label))


def _without_sums(row: Sequence[Entry | None]) -> tuple[Entry | None, ...]:
    """The row, without values to compare if it holds a total or a mean of others."""
    if not is_sum(row):
        return tuple(row)
    return tuple(replace(entry, value=None) if entry else None for entry in row)


def _without_last_sum(rows: Sequence[tuple[Entry | None, ...]]) -> tuple[tuple[Entry | None, ...], ...]:
    """The rows, the last one without values to compare if most of its numbers are sums of those above."""
    if len(rows) < MIN_SUMMED + 1:
        return tuple(rows)
    *above, last = rows
    summed = total = 0
    for number, entry in enumerate(last):
        if entry is None or entry.value is None or entry.value.kind != "number":
            continue
        parts = [one.value.amount for row in above if (one := row[number]) and one.value]
        is_sum_of_parts = isclose(sum(parts), entry.value.amount, rel_tol=SUM_TOLERANCE)
        total += 1
        summed += is_sum_of_parts and len(parts) >= MIN_SUMMED and sum(map(bool, parts)) > 1
    is_last_sum = summed >= MIN_SUMS and 2 * summed > total
    stripped = tuple(replace(entry, value=None) if entry else None for entry in last)
    return (*above, stripped if is_last_sum else last)


def _column(head: str, entries: Sequence[Entry | None]) -> Column:
    filled = [entry for entry in entries if entry and any(c.isalnum() for c in entry.text)]
    kinds = Counter(entry.value.kind for entry in filled if entry.value)
    kind, count = kinds.most_common(1)[0] if kinds else ("words", 0)
    said = Counter(entry.text for entry in filled)
    distinct = sum(1 for entry in filled if said[entry.text] == 1) / max(1, len(filled))
    core = stems_of(_BRACKETED.sub(" ", head)) - SMALL
    amounts = [entry.value.amount for entry in filled if entry.value and entry.value.kind == kind]
    return Column(
        head,
        stems_of(head),
        core or stems_of(head),
        kind if count >= MIN_COMPARABLE * max(1, len(filled)) else "words",
        distinct,
        factors_of([entry.text for entry in filled]) is not None,
        _direction(amounts),
        sum(1 for entry in filled if _PERSON.fullmatch(entry.text)) / max(1, len(filled)),
        86_400.0 if max(amounts, default=0.0) >= 1440 else 1440.0,
    )


def _direction(amounts: Sequence[float]) -> int:
    """1 if amounts rise, -1 if they fall, 0 if there are few or they do neither; a slip is allowed in ten."""
    steps = [(later > earlier) - (later < earlier) for earlier, later in pairwise(amounts)]
    moving = [step for step in steps if step]
    if len(moving) < 2 or 2 * len(moving) < len(steps):
        return 0
    against = min(moving.count(1), moving.count(-1))
    return 0 if 10 * against > len(moving) else 1 if sum(moving) > 0 else -1
