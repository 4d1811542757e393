"""Reads dates and bare years in the text of cells, as years with a fraction."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.currencies import SIGNS

__all__ = ["date_of", "month_first_vote", "must_be_month", "year_of"]

_MONTHS = (  # English, German, French, Spanish, Italian, Portuguese, Dutch
    "jan(?:uary|uar|vier|uari|eiro)?|enero|gennaio",
    "feb(?:ruary|ruar|ruari|rero|braio)?|f[ée]v(?:r|rier|ereiro)?",
    "mar(?:ch|s|zo|ço)?|märz?|mrz|maart",
    "apr(?:il|ile)?|a[bv]r(?:il)?",
    "may|mayo|ma[ij]|mei|maggio|maio",
    "june?|juni|juin|junio|giugno|junho",
    "july?|juli|juil(?:let)?|julio|luglio|julho",
    "aug(?:ust|ustus)?|ao[uû]t|agosto",
    "sep(?:t|tember|tembre|tiembre)?|settembre|setembro",
    "o[ck]t(?:ober|obre|ubre)?|ottobre|outubro",
    "nov(?:ember|embre|iembre|embro)?",
    "de[cz](?:ember|embro)?|déc(?:embre)?|decembre|dic(?:embre|iembre)?",
)
_MONTH_FORMS = tuple(lazy_pattern(forms, re.IGNORECASE) for forms in _MONTHS)
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})(?![^\W\d_])\.?"
_YEAR = r"(?P<year>1\d{3}|20\d{2})"
_LATE_YEAR = r"(?P<year>19\d{2}|20\d{2})"
_SHORT_YEAR = r"'?(?P<short>\d{2})(?![\d:])"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_DATES = tuple(
    lazy_pattern(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b{_DAY}(?:er|\.)? (?:of |de )?{_MONTH},?(?: de)? {_YEAR}\b",
        rf"\b{_DAY}[-/.]{_MONTH}[-/]?{_YEAR}\b",
        rf"\b{_DAY}[-/]{_MONTH}[-/]{_SHORT_YEAR}",
        rf"\b{_MONTH} {_DAY},? {_YEAR}\b",
        rf"\b{_MONTH}[-/]{_DAY}[-/]{_YEAR}\b",
        rf"\b{_YEAR}(?P<mark>[-/.])(?P<number>0?[1-9]|1[0-2])(?P=mark){_DAY}(?:\b|(?=T\d))",
        rf"\b{_MONTH}[ -]{_YEAR}\b",
        rf"(?<!\d){_YEAR}\s?年\s?(?P<number>0?[1-9]|1[0-2])\s?月(?:\s?(?P<day>[0-3]?\d)\s?[日号])?",
        r"^\W*(?P<number>0?[1-9]|1[0-2])\s?月\s?(?P<day>[0-3]?\d)\s?[日号]\W*$",
        rf"^\W*{_DAY}(?:er|\.)?[ -]{_MONTH}\W*$",
        rf"^\W*{_MONTH} {_DAY}\W*$",
        rf"^\W*{_MONTH}-{_SHORT_YEAR}\W*$",
        rf"^\W*(?P<number>0?[1-9]|1[0-2])/{_LATE_YEAR}\W*$",
        rf"^\W*(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))"
        rf"(?:[ /-]?(?:FY ?)?{_LATE_YEAR}|(?:[ /-]|(?=')){_SHORT_YEAR})\W*$",
        rf"^\W*(?:(?P<quarter>[1-4])Q|(?P<half>[12])(?-i:H))[ /-]?(?:{_LATE_YEAR}|{_SHORT_YEAR})\W*$",
        rf"^\W*(?:FY ?)?{_LATE_YEAR}[ /-]?(?:Q(?P<quarter>[1-4])|H(?P<half>[12]))\W*$",
    )
)
_NUMERIC_DATES = (
    lazy_pattern(rf"\b(?P<first>\d{{1,2}})(?P<mark>[-/.])(?P<second>\d{{1,2}})(?P=mark){_YEAR}\b"),
    lazy_pattern(rf"^\W*(?P<first>\d{{1,2}})/(?P<second>\d{{1,2}})/{_SHORT_YEAR}\W*$"),
    lazy_pattern(rf"^\W*(?P<first>\d{{2}})\.(?P<second>\d{{2}})\.{_SHORT_YEAR}\W*$"),
)
_YEAR_AND_MONTH = lazy_pattern(rf"^\W*{_YEAR}[-/](?P<number>0[1-9]|1[0-2])\W*$")
_BARE_YEAR = lazy_pattern(rf"^[^\w{SIGNS}+−–-]*{_YEAR}(?:\s*[-–/]\s*\d{{2,4}})?[^\w{SIGNS}%]*$")
# the first year that can be written with two digits: people are born before 1969, debts fall due in the 2030s
SHORT_YEARS_FROM = 1940
_BEFORE_CHRIST = lazy_pattern(
    r"^\W*(?:c(?:a|irca)?\.? )?(\d{1,4})(?:\s*[-–]\s*\d{1,4})?\s?(?:BCE?|B\.C\.)\W*$"
)


def date_of(text: str, month_first: bool = False, year_and_month: bool = False) -> float | None:
    """The date in a cell, in years; None if there is none, or only a year.

    Args:
        month_first: whether 01/11/2024 is 11 January; dates that are possible in one order only ignore it.
        year_and_month: whether 2007-09 is September, rather than three years.

    >>> date_of("1-Jul-2024") == date_of("2024/07/01") == date_of("7/1/2024", month_first=True) == 2024.5
    True
    """
    for pattern in _DATES:
        if found := pattern.search(text):
            return _years(found.groupdict())
    for pattern in _NUMERIC_DATES:
        if found := pattern.search(text):
            day, month = int(found["first"]), int(found["second"])
            if month > 12 or (month_first and day <= 12):
                day, month = month, day
            if 1 <= month <= 12 and day <= 31:
                return _years({**found.groupdict(), "day": str(day), "number": str(month)})
    if (found := _YEAR_AND_MONTH.match(text)) and (year_and_month or _ends_before(found)):
        return _years(found.groupdict())
    return None


def year_of(text: str) -> float | None:
    """The year, or the first of a range of years, that a cell consists of; None if there is more in it.

    >>> year_of("1987"), year_of("1987–88"), year_of("$1987"), year_of("-1987")
    (1987.0, 1987.0, None, None)
    >>> year_of("325 BC")
    -325.0
    """
    if found := _BEFORE_CHRIST.match(text):
        return -float(found[1])
    found = _BARE_YEAR.match(text)
    return float(found["year"]) if found else None


def month_first_vote(text: str) -> int:
    """1 if a date in the text can only have its month first, -1 if only its day, else 0.

    >>> month_first_vote("03/25/2024"), month_first_vote("25.3.2024"), month_first_vote("01/11/2024")
    (1, -1, 0)
    """
    found = next(filter(None, (pattern.search(text) for pattern in _NUMERIC_DATES)), None)
    if found is None:
        return 0
    first, second = int(found["first"]), int(found["second"])
    return (first <= 12 < second <= 31) - (second <= 12 < first <= 31)


def must_be_month(text: str) -> bool:
    """Whether a cell such as "2024-03" is a month, as no range of years ends before it begins.

    >>> must_be_month("2024-03"), must_be_month("2007-09"), must_be_month("2023-24")
    (True, False, False)
    """
    found = _YEAR_AND_MONTH.match(text)
    return found is not None and _ends_before(found)


def _ends_before(found: re.Match[str]) -> bool:
    return int(found["number"]) <= int(found["year"]) % 100


def _years(parts: dict[str, str | None]) -> float:
    name = parts.get("month")
    month = _month_of(name) if name else int(parts.get("number") or 1) - 1
    month += 3 * (int(parts.get("quarter") or 1) - 1) + 6 * (int(parts.get("half") or 1) - 1)
    return _year(parts) + month / 12 + (int(parts.get("day") or 1) - 1) / 372


def _month_of(name: str) -> int:
    return next(month for month, forms in enumerate(_MONTH_FORMS) if forms.fullmatch(name))


def _year(parts: dict[str, str | None]) -> int:
    if short := parts.get("short"):
        return SHORT_YEARS_FROM + (int(short) - SHORT_YEARS_FROM) % 100
    return int(parts.get("year") or 0)
