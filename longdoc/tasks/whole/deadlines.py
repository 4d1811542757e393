"""Dates and periods by which something must be done: "no later than 3 May", "within 30 days of notice"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from longdoc.documents.types import Span
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.whole.dates import DATE, DURATION
from longdoc.tasks.whole.overlaps import overlaps_any

__all__ = ["deadlines"]

BEFORE_CHARS = 60  # of a date, in which the words stand that make it a deadline
_DATE_LED = lazy_pattern(
    r"(?:\b(?:by|until|till|before|(?:no|not)\s+later\s+than|on\s+or\s+before|at\s+the\s+latest|latest"
    r"|(?:is|are|falls?|becomes?)\s+due(?:\s+(?:on|by))?|due(?:\s+date)?|payable(?:\s+on)?|deadline|expires?(?:\s+on)?"
    r"|(?:ends?|closes?)(?:\s+on)?|bis(?:\s+(?:zum|spätestens))?|spätestens(?:\s+(?:am|bis|zum))?|fällig(?:\s+am)?|Frist"
    r"|avant(?:\s+le)?|jusqu['’]au|au\s+plus\s+tard(?:\s+le)?|antes\s+del?|hasta(?:\s+el)?|a\s+más\s+tardar(?:\s+el)?"
    r"|entro(?:\s+il)?|uiterlijk(?:\s+op)?|vóór)(?:\s+(?:the|end\s+of|midnight\s+on|close\s+of\s+business\s+on"
    r"|\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?\s+on))*"
    r"|截止(?:到|至|日期)?|不迟于|不晚于|最迟)\s*[:：|]?\s*$",
    re.IGNORECASE,
)
_DATE_FOLLOWED = lazy_pattern(r"\s*(?:at\s+the\s+latest|之?前|以前|截止|为止)", re.IGNORECASE)
_PERIOD_LED = lazy_pattern(
    r"(?:\b(?:within|(?:no|not)\s+later\s+than|at\s+the\s+latest|(?:no|not)\s+more\s+than|at\s+least|(?:no|not)\s+less\s+than"
    r"|innerhalb(?:\s+von)?|binnen|dans\s+(?:les|un\s+délai\s+de)|en\s+el\s+plazo\s+de|entro)"
    r"(?:\s+(?:the|a|an|first|next|period\s+of|maximum\s+of|\d{1,2}[:.]\d\d(?:\s?[ap]\.?m\.?)?))*|应?当?(?:在|于)|自.{1,20}?起)\s*$",
    re.IGNORECASE,
)
# behind a period, what it is counted from or to: "within 30 days of notice", "at least two months before"
_PERIOD_FOLLOWED = lazy_pattern(
    r"['’]?\s*(?:\([^()\n]{1,20}\)\s*)?(?:(?:prior\s+)?(?:written\s+)?notice\b|(?:of|after|from|following|before|prior\s+to|in\s+advance"
    r"|upon|nach|vor|ab|après|avant)\b|[内之以]?[内前后])",
    re.IGNORECASE,
)
_OPEN_LED = lazy_pattern(r"\b(?:within|(?:no|not)\s+later\s+than)\b", re.IGNORECASE)


def deadlines(text: str) -> Iterator[tuple[Span, str]]:
    """Every date and period that the words around it make a deadline, in order."""
    dates = [Span(*found.span()) for found in DATE.finditer(text)]
    found = [span for span in dates if _is_due(text, span)]
    for period in DURATION.finditer(text):
        span = Span(*period.span())
        if not overlaps_any(dates, span) and _is_limit(text, span):
            found.append(span)
    for span in sorted(found):
        yield span, text[span.start : span.end]


def _is_due(text: str, span: Span) -> bool:
    before = text[max(0, span.start - BEFORE_CHARS) : span.start]
    return bool(_DATE_LED.search(before) or _DATE_FOLLOWED.match(text, span.end))


def _is_limit(text: str, span: Span) -> bool:
    """Whether something must be done within a period, or before or after it."""
    before = text[max(0, span.start - BEFORE_CHARS) : span.start]
    led = _PERIOD_LED.search(before)
    if led is None:
        return bool(_NOTICE.match(text, span.end))
    return bool(_OPEN_LED.search(led.group()) or _PERIOD_FOLLOWED.match(text, span.end))


_NOTICE = lazy_pattern(r"['’]\s*(?:prior\s+)?(?:written\s+)?notice\b", re.IGNORECASE)
