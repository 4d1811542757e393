"""Decides for a whole column how cells are read that alone could mean two things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.tasks.tables.dates import month_first_vote, must_be_month, year_of
from longdoc.tasks.tables.numerals import decimal_mark_in
from longdoc.tasks.tables.values import Conventions, Value, value_of

__all__ = ["can_be_year", "conventions_of"]

FIRST_YEAR, LAST_YEAR = 1000, 2099
# headers of columns in which 1904 is an amount
_AMOUNTS = re.compile(
    r"^(?!.*\b(?:year|date|since|founded|built|opened|season)).*\b(?:number of|count|quantity|qty|amount"
    r"|population|employees|staff|headcount|price|cost|weight|length|height|area|distance|capacity|attendance|revenue|sales"
    r"|passengers|votes|residents|inhabitants|visitors|members|students|units)\b",
    re.IGNORECASE | re.DOTALL,
)
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3},\d{3}(?![\d.,])")
_SHORT_DECIMALS = re.compile(r"(?<![\d.,])\d{1,9},\d{1,2}(?!\d)")


def conventions_of(texts: Sequence[str], head: str = "") -> Conventions:
    """The conventions of a column, by its header and the cells that can be read in one way only.

    >>> conventions_of(["03/25/2024", "01/11/2024"])
    Conventions(month_first=True, decimal_comma=False, year_and_month=False, bare_years=True)
    """
    values = [(text, value) for text in texts if (value := value_of(text))]
    numbers = [text for text, value in values if value.kind == "number"]
    return Conventions(
        month_first=sum(month_first_vote(text) for text, value in values if value.kind == "date") > 0,
        decimal_comma=_has_decimal_comma(numbers),
        year_and_month=any(must_be_month(text) for text in texts),
        bare_years=_has_bare_years(values) and not _AMOUNTS.search(head),
    )


def can_be_year(amount: float) -> bool:
    """Whether a number can be a year with four digits."""
    return FIRST_YEAR <= amount <= LAST_YEAR and amount == int(amount)


def _has_decimal_comma(texts: Sequence[str]) -> bool:
    """Whether commas are decimal marks; "10,12" alone among cells such as "63,500" is a slip."""
    marks = [(decimal_mark_in(text), text) for text in texts]
    commas = [text for mark, text in marks if mark == ","]
    thousands = sum(1 for mark, text in marks if mark is None and _THOUSANDS.search(text))
    is_sure = not all(_SHORT_DECIMALS.search(text) for text in commas)
    return len(commas) > sum(1 for mark, _ in marks if mark == ".") and (is_sure or len(commas) >= thousands)


def _has_bare_years(values: Sequence[tuple[str, Value]]) -> bool:
    """False if the column is one of numbers, in which cells such as "1500" are numbers too."""
    numbers = [value.amount for _, value in values if value.kind == "number"]
    dates = [text for text, value in values if value.kind == "date"]
    full = sum(1 for text in dates if year_of(text) is None)
    plain = sum(1 for amount in numbers if not can_be_year(amount))
    return full == len(dates) or (plain <= full and len(numbers) < len(dates))
