"""Days and months without a year, as numbers: "15 May" is 5.47, so that a season contains them."""

from __future__ import annotations

import re
from typing import NamedTuple

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.months import ENGLISH_MONTHS, SHORT_MONTHS

__all__ = ["CalendarDays", "days_asked", "season_of"]

_MONTH = rf"(?a:{ENGLISH_MONTHS}|(?:{SHORT_MONTHS})\b\.?)"  # "ſ" equals "s" where case is ignored
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
# "May" alone is a verb, too
_ASKED = lazy_pattern(
    rf"(?:\b(?P<day>{_DAY})(?: of)? |\b(?:in|on|during|for|by|since|mid|early|late|of)[ -])"
    rf"(?P<month>{_MONTH})(?: (?P<later>{_DAY})\b)?(?!,? ?\d{{4}})",
    re.IGNORECASE,
)
_SEASON = lazy_pattern(
    rf"(?:from )?(?:(?P<low_day>{_DAY}) )?(?P<low>{_MONTH})(?: (?P<low_later>{_DAY}))?"
    r" ?(?:to|[-–—]|until|till|through|and) ?"
    rf"(?:(?P<high_day>{_DAY}) )?(?P<high>{_MONTH})(?: (?P<high_later>{_DAY}))?(?: inclusive)?",
    re.IGNORECASE,
)
_ORDER = tuple(month[:3].lower() for month in ENGLISH_MONTHS.split("|"))
DAYS = 32  # in which a month is counted


class CalendarDays(NamedTuple):
    """Days of a year, from the first to the last, in months from 1 on; the last may be in the next year."""

    first: float
    last: float


def days_asked(question: str) -> list[tuple[CalendarDays, str]]:
    """The days and months that a question names, with their words.

    >>> days_asked("What does a cabin cost in July?")
    [(CalendarDays(first=7.03125, last=7.96875), 'July')]
    """
    found = []
    for one in _ASKED.finditer(question):
        day = one["day"] or one["later"]
        start = one.start("day") if one["day"] else one.start("month")
        days = CalendarDays(_place(one["month"], day, 1), _place(one["month"], day, DAYS - 1))
        found.append((days, question[start : one.end()]))
    return found


def season_of(text: str) -> CalendarDays | None:
    """The days that a cell or a header such as "1 June to 31 August" or "Nov–Mar" names; None for others."""
    found = _SEASON.fullmatch(" ".join(text.split()))
    if found is None:
        return None
    return CalendarDays(
        _place(found["low"], found["low_day"] or found["low_later"], 1),
        _place(found["high"], found["high_day"] or found["high_later"], DAYS - 1),
    )


def _place(month: str, day: str | None, otherwise: int) -> float:
    number = int(re.sub(r"\D", "", day)) if day else otherwise
    return 1 + _ORDER.index(month.lower()[:3]) + number / DAYS
