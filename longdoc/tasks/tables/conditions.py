"""Conditions on values in a question: "more than 30,000", "before 6 July 2004", "between 5 and 10 kg"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.months import ANY_MONTH
from longdoc.tasks.tables.conventions import can_be_year
from longdoc.tasks.tables.dates import date_of
from longdoc.tasks.tables.numerals import numbers_in
from longdoc.tasks.tables.units import factor_at
from longdoc.tasks.tables.values import Value, value_of
from longdoc.tasks.tables.view import Column, stems_of

__all__ = ["Condition", "conditions_in"]

_COMPARED = (
    "more|greater|higher|larger|bigger|longer|taller|heavier|wider|deeper|faster|hotter|later|newer|older"
)
_COMPARED_DOWN = (
    "less|fewer|lower|smaller|shorter|lighter|cheaper|narrower|slower|colder|earlier|younger|closer"
)
_OVER = lazy_pattern(
    rf"\b(?<!no )(?<!not )(?:(?P<least>at least|no (?:less|fewer|earlier) than|not before|since|from"
    rf"|starting in|minimum of|(?:{_COMPARED}) than or equal to)|(?:{_COMPARED}) than|over|above"
    rf"|exceed(?:s|ed|ing)?|after|beyond|past)\s+(?:the |a |an |year )?"
)
_UNDER = lazy_pattern(
    rf"\b(?<!no )(?<!not )(?:(?P<most>at most|no (?:more|later|longer) than|not (?:over|after|above)|up to"
    rf"|until|maximum of|within|(?:{_COMPARED_DOWN}) than or equal to)|(?:{_COMPARED_DOWN}) than|under"
    rf"|below|before|prior to|previous to|by the end of)\s+(?:the |a |an |year )?"
)
_BETWEEN = lazy_pattern(r"\bbetween\s+(?:the years )?(?P<low>.{1,24}?)\s+(?:and|to)\s+(?P<high>.{1,24})")
_TIME = lazy_pattern(r"(?:not )?(?:after|since|before|prior to|until|previous to|by the end of|from)\b")
_DAY = lazy_pattern(
    rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{ANY_MONTH},? \d{{4}}"
    rf"|{ANY_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    r"|\d{4}-\d\d-\d\d)\b"
)
_MONTH = lazy_pattern(rf"\b{ANY_MONTH} \d{{4}}\b")
# a month or a currency may precede; a month, a year or a scale may follow
_AMOUNT = lazy_pattern(
    rf"(?:{ANY_MONTH} )?[^\w\s]{{0,2}}(?:[a-z]{{1,3}} ?)?[-+]?[.]?\d(?:[\w.:/%-]|,(?=\d))*"
    rf"(?: (?:{ANY_MONTH}|trillion|billion|million|thousand|[ap]m)\b)?(?:,? \d{{4}}\b)?"
)
DAY = 1 / 400  # of a year, below which dates are the same


@dataclass(frozen=True, slots=True)
class Condition:
    """A range that a value must lie in.

    Attributes:
        low: the lower bound; None if there is none. A year is a number.
        high: the upper bound.
        inclusive: the bounds themselves count too.
        by_time: the wording is one of time: "before".
        start: where it begins in the question …
        end: … and ends.
        stems: of the bounds as written.
        scale: how many times larger the bounds are than as written, for columns headed "in millions".
        unit: how many of the base unit the unit behind the bound is; None without a unit.
    """

    low: Value | None
    high: Value | None
    inclusive: bool
    by_time: bool
    start: int
    end: int
    stems: frozenset[str]
    scale: float = 1.0
    unit: float | None = None

    @property
    def bound(self) -> Value:
        """One of the bounds."""
        bound = self.high if self.low is None else self.low
        assert bound is not None
        return bound

    def holds(self, value: Value, column: Column, *, unscaled: bool = False) -> bool:
        """Whether a value of this column lies in the range; "after 1990" begins in 1991."""
        scale = self.scale if unscaled else 1.0
        if column.mixed_units:
            scale /= self.unit or 1.0
        years = column.kind == "date" and self.bound.kind == "number"
        low = None if self.low is None else self._on_clock(self.low, column) / scale
        high = None if self.high is None else self._on_clock(self.high, column) / scale
        if low is not None and not self.inclusive and years:
            low += 1 - DAY
        if high is not None and self.inclusive and years:
            high += 1 - DAY
        above = low is None or (value.amount >= low - DAY / 2 if self.inclusive else value.amount > low)
        below = high is None or (value.amount <= high + DAY / 2 if self.inclusive else value.amount < high)
        return above and below

    def _on_clock(self, bound: Value, column: Column) -> float:
        """The amount of a bound as the times of a column are counted: "after 9" is 9:00."""
        if column.kind != "time":
            return bound.amount
        if bound.kind == "number":
            if self.unit is not None:
                return bound.amount * self.unit
            return bound.amount * column.day / 24 if self.by_time and bound.amount <= 24 else bound.amount
        written = 1440.0 if bound.amount < 1440 else 86_400.0
        return bound.amount * column.day / written

    def fits(self, column: Column) -> bool:
        """Whether the values of a column can be compared with the bounds."""
        if column.kind == "words" or (column.mixed_units and self.unit is None):
            return False
        if self.by_time and self.bound.kind == "number" and can_be_year(self.bound.amount):
            return column.kind == "date"
        return column.compares(self.bound) and (column.kind == "date" or self.bound.kind != "date")


def conditions_in(text: str) -> tuple[Condition, ...]:
    """The conditions of a question in lower case, in order."""
    taken: list[Condition] = []
    for one in chain(_between(text), _bounds(text), _dates(text)):
        if all(one.end <= other.start or one.start >= other.end for other in taken):
            taken.append(one)
    return tuple(sorted(taken, key=lambda one: one.start))


def _bounds(text: str) -> Iterator[Condition]:
    for pattern, over, group in ((_OVER, True, "least"), (_UNDER, False, "most")):
        for found in pattern.finditer(text):
            value, end = _value_at(text, found.end())
            if value is None:
                continue
            said = text[found.end() : end]
            amounts = numbers_in(said)
            scaled = value.kind == "number" and len(amounts) > 1 and amounts[1]
            by_time = _TIME.match(found[0]) is not None
            unit = factor_at(text, end)
            yield Condition(
                value if over else None, None if over else value, found[group] is not None, by_time,
                found.start(), end, stems_of(said), amounts[0] / amounts[1] if scaled else 1.0,
                unit[1] if unit else None,
            )  # fmt: skip


def _between(text: str) -> Iterator[Condition]:
    for found in _BETWEEN.finditer(text):
        low, _ = _value_at(text, found.start("low"), found.end("low"))
        high, end = _value_at(text, found.start("high"))
        if low is not None and high is not None:
            years = all(can_be_year(value.amount) for value in (low, high))
            stems = stems_of(text[found.start("low") : end])
            yield Condition(low, high, True, years, found.start(), end, stems)


def _dates(text: str) -> Iterator[Condition]:
    """Days and months with their year: "on 3 May 2025", "in August 2025"."""
    for found in _DAY.finditer(text):
        if (day := date_of(found[0])) is not None:
            stems, value = stems_of(found[0]), Value("date", day)
            yield Condition(value, value, True, True, found.start(), found.end(), stems)
    for found in _MONTH.finditer(text):
        if (first := date_of(found[0])) is not None:
            last = Value("date", first + 30 / 372)
            stems = stems_of(found[0])
            yield Condition(Value("date", first), last, True, True, found.start(), found.end(), stems)


def _value_at(text: str, start: int, end: int | None = None) -> tuple[Value | None, int]:
    """The amount or date that begins at a place, and where it ends."""
    found = _AMOUNT.match(text, start, len(text) if end is None else end)
    if found is None:
        return None, start
    value = value_of(found[0])
    if value and value.kind == "date" and can_be_year(value.amount):
        value = Value("number", value.amount)
    return value, found.end()
