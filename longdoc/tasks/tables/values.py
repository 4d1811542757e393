"""Parses the text of cells into comparable values: amounts, percentages, dates, ranks, durations."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from longdoc.tasks.tables.dates import date_of, year_of
from longdoc.tasks.tables.numerals import number_of

__all__ = ["DEFAULT_CONVENTIONS", "Conventions", "Value", "value_of"]

Kind = Literal["number", "date", "time"]

_TIME = re.compile(r"^\W*(?:(\d+)[h:])?(\d{1,2})[m:](\d{2}(?:\.\d+)?)s?\W*$")
_HOURS = re.compile(
    r"^\W*(\d{1,4})\s?(?:h|hrs?|hours?)\.?,?\s?(?:and )?(\d{1,2})\s?(?:m|mins?|minutes?)?\W*$", re.IGNORECASE
)  # "2h30", "2 hrs 30 min"
_FEET = re.compile(
    r"""^\W*(\d{1,2})\s?(?:['’′]|ft\.?|feet|foot)\s?-?\s?(\d{1,2}(?:\.\d+)?|)\s?(?:"|”|″|''|’’|in(?:ch(?:es)?)?\.?)?(?![\w'’])""",
    re.IGNORECASE,
)  # 6'5", 6 ft 5 in
_CLOCK = re.compile(r"^\W*(\d{1,2})(?:[:.](\d{2}))?\s?([ap])\.?\s?m\b", re.IGNORECASE)


class Value(NamedTuple):
    """The value of a cell; `amount` is in years for dates and in seconds for times."""

    kind: Kind
    amount: float


@dataclass(frozen=True, slots=True)
class Conventions:
    """How a column writes what can be read in two ways.

    Attributes:
        month_first: 01/11/2024 is 11 January.
        decimal_comma: "1,200" is 1.2.
        year_and_month: "2007-09" is September, not three years.
        bare_years: "1500" is a year, not an amount.
    """

    month_first: bool = False
    decimal_comma: bool = False
    year_and_month: bool = False
    bare_years: bool = True


DEFAULT_CONVENTIONS = Conventions()


@lru_cache(maxsize=65_536)
def value_of(text: str, conventions: Conventions = DEFAULT_CONVENTIONS) -> Value | None:
    """The value of a cell; None if it is text.

    >>> value_of("$1,452.4"), value_of("15 August 1987").kind, value_of("2:03.5").amount, value_of("Leeds")
    (Value(kind='number', amount=1452.4), 'date', 123.5, None)
    """
    text = text.strip()
    if not any(c.isdigit() for c in text):
        return None
    date = date_of(text, conventions.month_first, conventions.year_and_month)
    if date is None and conventions.bare_years:
        date = year_of(text)
    if date is not None:
        return Value("date", date)
    if (seconds := _seconds(text)) is not None:
        return Value("time", seconds)
    if (found := _FEET.match(text)) is not None and found[2]:
        return Value("number", float(found[1]) + float(found[2]) / 12)
    number = number_of(text, conventions.decimal_comma)
    return None if number is None else Value("number", number)


def _seconds(text: str) -> float | None:
    """A duration, or the time since midnight of a time with "am" or "pm"."""
    if found := _TIME.match(text):
        hours, minutes, seconds = found.groups()
        return 3600 * float(hours or 0) + 60 * float(minutes) + float(seconds)
    if found := _HOURS.match(text):
        hours, minutes = found.groups()
        return 3600 * float(hours) + 60 * float(minutes)
    if found := _CLOCK.match(text):
        hours, minutes, half = found.groups()
        return 3600 * (float(hours) % 12 + 12 * (half in "pP")) + 60 * float(minutes or 0)
    return None
