"""Extends a reference to the whole series of them: "Section 1.4 (Feedback), Section 5 (Term), …"."""

from __future__ import annotations

import re

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["whole_references"]

MAX_CHARS = 1500  # of a series
MAX_REFERENCE_CHARS = 80  # between two references of a series
_HEADS = lazy_pattern(r"(?:section|article|clause|paragraph|schedule|exhibit|rule)(?=s?\b)", re.IGNORECASE)
_JOINT = lazy_pattern(r",\s|;\s|\b(?:and|or)\b|&")


def whole_references(question: str, text: str, span: Span, unit: Span) -> Span | None:
    """The whole series of references such as "Section 4 (Payment), Section 5.5 (Effect)"; None for others."""
    head = _HEADS.match(text, span.start, span.end)
    if head is None or any(map(str.isdigit, question)):
        return None
    # Section 4(a) (Payment & Taxes)
    one = rf"\b{head.group()}s?\s\d[\w.]*(?:\([a-z\d]{{1,3}}\))*(?:\s\([^()\n]{{1,80}}\))?"
    found = list(re.finditer(one, text[unit.start : unit.end], re.IGNORECASE))
    at = next((n for n, match in enumerate(found) if match.start() + unit.start == span.start), None)
    if at is None:
        return None
    first = last = at
    inside = text[unit.start : unit.end]
    while first and _in_series(inside, found[first - 1], found[first]):
        first -= 1
    while last + 1 < len(found) and _in_series(inside, found[last], found[last + 1]):
        last += 1
    whole = Span(found[first].start(), found[last].end()).shifted(unit.start)
    return whole if last - first > 1 and len(whole) <= MAX_CHARS else None


def _in_series(text: str, one: re.Match[str], other: re.Match[str]) -> bool:
    """Whether only the rest of a member and a comma or conjunction stand between two references."""
    between = text[one.end() : other.start()]
    return len(between) <= MAX_REFERENCE_CHARS and bool(_JOINT.search(between))
