"""Extends spans that hold one end of a range to both: "from 1.12 | to 1.14", "not under 7 | nor over 11"."""

from __future__ import annotations

import re

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["with_both_ends", "within_brackets"]

MAX_BRACKET_CHARS = 200  # in front of a span, in which a bracket may be opened
MAX_END_CHARS = 60  # of the other end of a range
_LESS = r"(?:less|fewer|lower|smaller|shorter|sooner|earlier)"
_MORE = r"(?:more|greater|higher|larger|longer|later)"
# both limits, with the number and the noun behind the second: "no fewer than seven nor more than eleven"
_LIMITS = lazy_pattern(
    rf"\b(?:(?:not|no|neither)\s+(?:be\s+)?{_LESS}\s+than\s+[^.;:]{{1,50}}?\s(?:n?or|and|but|nor\s+be)\s+"
    rf"(?:(?:not|no)\s+)?{_MORE}\s+than"
    r"|(?:from\s+)?(?:an?\s+|the\s+)?minimum\s+of\s+[^.;:]{1,40}?\s(?:up\s+to|to|and)\s+"
    r"(?:an?\s+|the\s+)?maximum\s+of"
    r"|at\s+least\s+[^.;:]{1,40}?\s(?:and|but)\s+(?:at\s+most|up\s+to|no(?:t)?\s+more\s+than))"
    r"\s+[\w$€£%.,-]*\w%?(?:\s\(\d+%?\))?",
    re.IGNORECASE,
)
_ASKS_ONE_LIMIT = lazy_pattern(
    r"\b(?:max(?:imum)?|min(?:imum)?|(?:at )?(?:most|least)|longest|shortest|highest|lowest|limit|more|less"
    r"|fewer)\b",
    re.IGNORECASE,
)
_TO = lazy_pattern(r"to\s+\S")
_FROM = lazy_pattern(r"\bfrom\s+(?:[^\s.,;:()]|[.,](?=\S)){1,30}(?:\s+[^\s.,;:()\d]{1,20}){0,2}\s+$")
_DIGIT = lazy_pattern(r"\d")


def with_both_ends(question: str, text: str, span: Span, unit: Span) -> Span:
    """The span with the other limit, or the "from …" in front of a span that begins with "to …".

    A question about one of the limits gets this one.

    Args:
        unit: the sentence or table cell that contains the span.
    """
    if _ASKS_ONE_LIMIT.search(question):
        return span
    for limits in _LIMITS.finditer(text, unit.start, unit.end):
        whole = Span(limits.start(), limits.end())
        if whole.overlaps(span):
            return Span(min(whole.start, span.start), max(whole.end, span.end))
    if not _TO.match(text, span.start, span.end) or not _DIGIT.search(text, span.start, span.end):
        return span
    first = max(unit.start, span.start - MAX_END_CHARS)
    origin = _FROM.search(text[first : span.start])
    return Span(first + origin.start(), span.end) if origin and _DIGIT.search(origin.group()) else span


def within_brackets(text: str, span: Span) -> Span:
    """The span up to a closing bracket that was opened before it: "$2.35 per share | ), compared with …"."""
    before = text[max(0, span.start - MAX_BRACKET_CHARS) : span.start].rpartition("\n\n")[2]
    depth = 0
    for at in range(span.start, span.end):
        depth += (text[at] == "(") - (text[at] == ")")
        if depth < 0:
            is_opened = before.count("(") > before.count(")")  # not the label "a)"
            return Span(span.start, at) if is_opened and text[span.start : at].strip() else span
    return span
