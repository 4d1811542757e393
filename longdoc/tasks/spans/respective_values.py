"""Finds the value of the year that a question names among values that a sentence gives for several years.

"Costs for the years 2019, 2018 and 2017 were $278, $365 and $378": the answer for 2018 is "$365",
neither the series nor its first member.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Span
from longdoc.tasks.currencies import CODES, DOLLAR_OF, SIGN, SIGNS

__all__ = ["respective_value"]

_YEAR = rf"(?<![\d,.{SIGNS}])(?:19|20)\d\d(?![\d%]|[,.]\d)"
_VALUE = (
    rf"(?<![\d,.])\(?(?:(?:{DOLLAR_OF}?{SIGN}|{CODES}|Rs\.?)\s?)?(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?\)?"
    r"(?:\s?(?:%|per ?cent|(?:thousand|million|billion)\b)|(?: basis)? points\b)?"
)
_JOINT = r"(?:,? and |,? or |, )"


def _series(member: str) -> re.Pattern[str]:
    return re.compile(rf"{member}(?:{_JOINT}{member})+")


_YEARS, _VALUES = _series(_YEAR), _series(_VALUE)
_ONE_YEAR, _ONE_VALUE = re.compile(_YEAR), re.compile(_VALUE)


def respective_value(question: str, text: str, span: Span, unit: Span) -> Span | None:
    """The value of the only year of a series that a question names, if the span touches the values.

    Args:
        span: one of the values, or several.
        unit: the sentence around it.
    """
    asked = set(_ONE_YEAR.findall(question))
    if not asked:
        return None
    values = next((s for s in _found(_VALUES, _ONE_VALUE, text, unit) if _touches(s, span)), [])
    for years in _found(_YEARS, _ONE_YEAR, text, unit):
        named = [n for n, year in enumerate(years) if text[year.start : year.end] in asked]
        if len(years) == len(values) and len(named) == 1 and not _touches(years, span):
            return values[named[0]]
    return None


def _found(series: re.Pattern[str], one: re.Pattern[str], text: str, unit: Span) -> Iterator[list[Span]]:
    """The series in a sentence, each as its members; a series of years is none of values."""
    for match in series.finditer(text, unit.start, unit.end):
        if series is _VALUES and _YEARS.fullmatch(match.group()):
            continue
        yield [Span(m.start(), m.end()) for m in one.finditer(text, match.start(), match.end())]


def _touches(members: list[Span], span: Span) -> bool:
    return span.start < members[-1].end and members[0].start < span.end
