"""Parses the text of cells into comparable values: amounts, percentages, dates, ranks, durations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal, NamedTuple

__all__ = ["Value", "numbers_in", "value_of"]

Kind = Literal["number", "date", "time"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY} (?:of )?{_MONTH},? {_YEAR}\b",
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"\b{_YEAR}-(?P<number>[01]\d)-{_DAY}\b",
        rf"\b{_DAY}[./](?P<number>[01]?\d)[./]{_YEAR}\b",
        rf"\b{_MONTH} {_YEAR}\b",
        rf"^\W*{_DAY} {_MONTH}\W*$",
        rf"^\W*{_MONTH} {_DAY}\W*$",
        rf"^\W*{_YEAR}(?:\s*[-–/]\s*\d{{2,4}})?\W*$",
    )
)
_TIME = re.compile(r"^\W*(?:(\d+)[h:])?(\d{1,2})[m:](\d{2}(?:\.\d+)?)s?\W*$")
_NUMBER = re.compile(
    r"(?P<open>\()?(?P<sign>[-−–])?\s*(?:[A-Z]{3}|[$€£¥])?\s*(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)"
)
_BEFORE = re.compile(
    r"[^\w(]*(?:[A-Za-z]{1,3}\.? ?)?[^\w]*"
)  # signs, "c.", "No.", "EUR"; a cell with more before the number is a name
_SCALES = {"million": 1e6, "billion": 1e9, "thousand": 1e3}


class Value(NamedTuple):
    """The value of a cell; `amount` is in years for dates and in seconds for times."""

    kind: Kind
    amount: float


@lru_cache(maxsize=65_536)
def value_of(text: str) -> Value | None:
    """The value of a cell; None if it is text.

    >>> value_of("$1,452.4"), value_of("15 August 1987").kind, value_of("2:03.5").amount, value_of("Leeds")
    (Value(kind='number', amount=1452.4), 'date', 123.5, None)
    """
    text = text.strip()
    if not any(c.isdigit() for c in text):
        return None
    for pattern in _DATES:
        if found := pattern.search(text):
            return Value("date", _years(found.groupdict()))
    if found := _TIME.match(text):
        hours, minutes, seconds = found.groups()
        return Value("time", 3600 * float(hours or 0) + 60 * float(minutes) + float(seconds))
    found = _NUMBER.search(text)
    if found is None or not _BEFORE.fullmatch(text, 0, found.start("digits")):
        return None
    amount = float(found["digits"].replace(",", ""))
    rest = text[found.end() :].strip().casefold()
    amount *= next((scale for word, scale in _SCALES.items() if rest.startswith(word)), 1.0)
    return Value("number", -amount if found["sign"] or found["open"] else amount)


def numbers_in(text: str) -> list[float]:
    """All numbers in a text, in order."""
    return [float(found["digits"].replace(",", "")) for found in _NUMBER.finditer(text)]


def _years(parts: dict[str, str | None]) -> float:
    name = parts.get("month")
    month = _MONTHS.index(name.lower()) if name else int(parts.get("number") or 1) - 1
    return int(parts.get("year") or 0) + month / 12 + (int(parts.get("day") or 1) - 1) / 372
