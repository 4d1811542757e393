"""Dates at the wrong end of a period: "from 1 June 2026" does not say when a lease ends."""

from __future__ import annotations

import re

from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.months import ANY_MONTH
from longdoc.tasks.whole.dates import DATE

__all__ = ["is_other_end", "labelled_end", "requested_end"]

_DATE_CHARS = 30  # a longer answer may hold both ends
_WHEN = lazy_pattern(r"\b(?:when|what (?:date|time|day|year))\b|何时|什么时候|哪天|哪一天", re.IGNORECASE)
_IS_OVER = (  # "is it over?", but not "is he over 18?" or "was it taken over?"
    r"(?:\b(?:is|are|was|were|be)|['’]s)\b[^?]{0,200}?(?<!taken )(?<!taking )(?<!handed )(?<!turned )"
    r"\bover\s{0,9}(?:[?,.;]|$|(?:and|or|for|in|on|this|today|tonight)\b)"
)
_ASKS_END = lazy_pattern(
    r"\b(?:ends?|ended|expires?|expired|finish(?:es|ed)?|stops?|stopped|runs? out|closes?|closed"
    rf"|terminates?)\b|{_IS_OVER}|结束|到期|届满|终止|截止",
    re.IGNORECASE,
)
_ASKS_BEGIN = lazy_pattern(
    r"\b(?:begins?|began|starts?|started|commences?|commenced|opens?|opened|takes? effect)\b"
    r"|开始|起始|生效|起算",
    re.IGNORECASE,
)
# of forms and cover sheets: "Begin Date: | 5/9/2023"
_BEGIN_LABEL = r"\b(?:begin(?:ning)?|start(?:ing)?|commencement|effective)\s+date\b[ \t]*[:|][ \t|]*"
_END_LABEL = r"\b(?:end(?:ing)?|expir(?:y|ation)|termination)\s+date\b[ \t]*[:|][ \t|]*"
_BEGINS = lazy_pattern(
    rf"(?:{_BEGIN_LABEL}|\b(?:beg[ai]n(?:s|ning)?|start(?:s|ed|ing)?|commenc(?:es?|ed|ing)|from|since|effective)"
    r"\s+(?:(?:on|from|at|in|of|as of)\s+)?|自|从)$",
    re.IGNORECASE,
)
# a day on which agreements begin, and never end
_FIRST_DAY = lazy_pattern(
    r"(?:(?:on|as of|from|upon|with)\s+)?(?:the\s+)?(?:(?:effective|commencement)\s+date|date\s+hereof"
    r"|(?:date|day)\s+of\s+(?:(?:its|the|this)\s+)?(?:execution|signature|signing|issue)\b[^.;]{0,40})",
    re.IGNORECASE,
)
# before a dash, another number is that of a session or a room: "Session 2 – 10:30"
_TIME_OR_DATE = rf"(?:\d[:./h-]\d\d|(?<!\d)\d{{4}}|\d\s?[ap]\.?m\.?|\b{ANY_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?)"
_ENDS = lazy_pattern(
    rf"(?:{_END_LABEL}|\b(?:end(?:s|ed|ing)?|expir(?:es?|ed|ing)|until|till|through|terminat(?:es?|ed|ing))"
    r"\s+(?:(?:on|at|in)\s+)?|\d\w*(?:\s+[ap]\.?m\.?)?\s*to\s*"
    rf"|{_TIME_OR_DATE}\s*[–—-]\s*|(?<!\w)\d{{1,2}}(?:st|nd|rd|th)?[–—-]|日\s*(?:至|到))$",
    re.IGNORECASE,
)
_TO = lazy_pattern(
    r"(?:\b(?:to|until|till|through|ends?|ending|expires?|expiring)\s+(?:and including\s+)?(?:on\s+)?"
    r"|[–—-]\s*|至|到)$",
    re.IGNORECASE,
)
_LABELLED_BEGIN = lazy_pattern(rf"{_BEGIN_LABEL}(?P<date>{DATE.pattern})", re.IGNORECASE)
_LABELLED_END = lazy_pattern(rf"{_END_LABEL}(?P<date>{DATE.pattern})", re.IGNORECASE)
_DATE_OR_TIME = lazy_pattern(rf"{DATE.pattern}|(?<!\d)\d{{1,2}}[:.]\d\d(?!\d)(?:\s?[ap]\.?m\b)?")


# closed from 1 June, terminated effective 1 June; not open until 5 June
_ENDS_FROM = lazy_pattern(
    r"\b(?:close|closing|terminat|expir|cancel|suspend|stop|end|ceas)\w*\s+(?:as\s+)?(?:effective|from|since|on)\b"
    r"[^.;,\d]{0,20}$",
    re.IGNORECASE,
)
_BEGINS_UNTIL = lazy_pattern(
    r"\b(?:closed|suspended|not\s+(?:\w+\s+)?(?:open|begin|start|commence)\w*|n['’]t\s+(?:open|begin|start)\w*)"
    r"\s+(?:until|till|through)\b[^.;,\d]{0,20}$",
    re.IGNORECASE,
)


def is_other_end(question: str, answer: str, preceding: str) -> bool:
    """Whether an answer is the date when something begins and the question asks when it ends, or vice versa.

    Args:
        preceding: the text in front of the answer, 30 characters or more.

    >>> is_other_end("When does the lease end?", "1 June 2026", "The lease begins on ")
    True
    >>> is_other_end("When does the lease end?", "31 May 2029", "runs for three years, to ")
    False
    >>> is_other_end("When does the lease begin?", "31 May 2029", "from 1 June 2026 to ")
    True
    >>> is_other_end("When does the agreement end?", "on the date of its execution", "shall commence ")
    True
    >>> is_other_end("When does the contract end?", "5/9/2023", "Begin Date: | ")
    True
    """
    asks_end, asks_begin = _asks_when(_ASKS_END, question), _asks_when(_ASKS_BEGIN, question)
    if asks_end == asks_begin:
        return False
    if asks_end and _FIRST_DAY.fullmatch(answer.strip()):
        return True
    if len(answer) > _DATE_CHARS or not any(map(str.isdigit, answer)):
        return False
    if (_ENDS_FROM if asks_end else _BEGINS_UNTIL).search(preceding):
        return False
    return bool((_BEGINS if asks_end else _ENDS).search(preceding))


def requested_end(question: str, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the other date of a period stands.

    Args:
        sentence: a sentence in which [start, end) is the date at the end that is not asked for.

    >>> requested_end("When does it end?", "It runs from 1 June 2026 to 31 May 2029.", 13, 24)
    (28, 39)
    """
    asks_end = _asks_when(_ASKS_END, question)
    for match in _DATE_OR_TIME.finditer(sentence):
        before = sentence[: match.start()]
        if (
            (match.start() >= end and _TO.search(before))
            if asks_end
            else (match.end() <= start and _BEGINS.search(before))
        ):
            return match.span()
    return None


def labelled_end(question: str, text: str) -> tuple[int, int] | None:
    """Where the date stands that a label gives for the end asked about; None if there are several.

    >>> labelled_end("When does the contract end?", "Begin Date: 5/9/2023\\nEnd Date: 5/8/2024")
    (31, 39)
    """
    label = _LABELLED_END if _asks_when(_ASKS_END, question) else _LABELLED_BEGIN
    found = list(label.finditer(text))
    return found[0].span("date") if len({match["date"] for match in found}) == 1 else None


def _asks_when(event: re.Pattern[str], question: str) -> bool:
    """Whether a question asks when something happens: the event follows the question word."""
    when = _WHEN.search(question)
    return when is not None and event.search(question, when.end()) is not None
