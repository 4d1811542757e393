"""Weekday ranges: the days that "Monday to Friday" includes."""

from __future__ import annotations

import re

__all__ = ["WEEKDAYS", "days_in"]

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = rf"({'|'.join(day[:3] for day in WEEKDAYS)})(?:(?:s|nes|rs?|urs?)?(?:days?)?)\.?"
_RANGE = re.compile(rf"\b{_DAY}\s*(?:to|till|until|through|-|–|—)\s*{_DAY}(?![a-z])")


def days_in(text: str) -> list[str]:
    """Every day of each range in a lower-case text; "Sat - Mon" spans the end of the week.

    >>> days_in("open mon. to wed, closed sat - sun")
    ['monday', 'tuesday', 'wednesday', 'saturday', 'sunday']
    >>> days_in("send money to friends")
    []
    """
    days: list[str] = []
    for found in _RANGE.finditer(text):
        first, last = (
            next(n for n, day in enumerate(WEEKDAYS) if day.startswith(part)) for part in found.groups()
        )
        days += [WEEKDAYS[n % 7] for n in range(first, last + 1 + 7 * (last < first))]
    return days
