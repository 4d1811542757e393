"""Dates, sums, percentages, durations, addresses and references in a text, English and Chinese, by rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Span
from longdoc.tasks.rules.parties import parties
from longdoc.tasks.whole.dates import DATE, DURATION
from longdoc.tasks.whole.names import defined_terms
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


def find_things(text: str, thing: Thing) -> Iterator[tuple[Span, str]]:
    """(span, name) of every occurrence of a kind of thing, in order."""
    if thing is Thing.TERMS:
        yield from defined_terms(text)
        return
    if thing is Thing.PARTIES:
        yield from parties(text)
        return
    dates = [found.span() for found in DATE.finditer(text)] if thing is Thing.DURATIONS else []
    for found in _PATTERNS[thing].finditer(text):
        start, end = found.span()
        start += len(found.group()) - len(found.group().lstrip())
        if not any(a < end and start < b for a, b in dates):
            yield Span(start, end), text[start:end]
