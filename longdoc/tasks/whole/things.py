"""Dates, sums, percentages, durations, addresses and references in a text, English and Chinese, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from longdoc.documents.types import Span
from longdoc.tasks.rules.parties import parties
from longdoc.tasks.whole.dates import DATE, DATE_IN_POINTS, DURATION, SHORT_DATE
from longdoc.tasks.whole.deadlines import deadlines
from longdoc.tasks.whole.names import defined_terms
from longdoc.tasks.whole.overlaps import overlaps_any
from longdoc.tasks.whole.references import REFERENCE
from longdoc.tasks.whole.sums import PERCENTAGE, SUM
from longdoc.tasks.whole.types import Thing

__all__ = ["find_things"]

EMAIL = re.compile(
    r"(?<![A-Za-z0-9_.+-])[A-Za-z0-9][A-Za-z0-9_.+'’-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}(?![A-Za-z0-9])"
)
_PATTERNS = {
    Thing.DATES: DATE, Thing.SUMS: SUM, Thing.PERCENTAGES: PERCENTAGE, Thing.DURATIONS: DURATION,
    Thing.EMAILS: EMAIL, Thing.REFERENCES: REFERENCE,
}  # fmt: skip


def _found(text: str, thing: Thing) -> Iterable[re.Match[str]]:
    """The matches of a pattern; short dates such as 6.5.24 only in a text with dates in points."""
    found = _PATTERNS[thing].finditer(text)
    if thing is not Thing.DATES or not DATE_IN_POINTS.search(text):
        return found
    known = list(found)
    taken = {at for one in known for at in range(*one.span())}
    short = [one for one in SHORT_DATE.finditer(text) if one.start() not in taken]
    return sorted([*known, *short], key=lambda one: one.start())


def find_things(text: str, thing: Thing) -> Iterator[tuple[Span, str]]:
    """(span, name) of every occurrence of a kind of thing, in order."""
    if thing is Thing.TERMS:
        yield from defined_terms(text)
        return
    if thing is Thing.PARTIES:
        yield from parties(text)
        return
    if thing is Thing.DEADLINES:
        yield from deadlines(text)
        return
    dates = [Span(*found.span()) for found in DATE.finditer(text)] if thing is Thing.DURATIONS else []
    for found in _found(text, thing):
        span = Span(found.end() - len(found.group().lstrip()), found.end())
        if not overlaps_any(dates, span):
            yield span, text[span.start : span.end]
