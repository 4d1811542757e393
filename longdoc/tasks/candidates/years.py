"""Figures of another year or month than a question names: "$4.2 million in 2023" is no revenue of 2022."""

from __future__ import annotations

import re

from longdoc.tasks.candidates.figures import MAX_CHARS, figures_like, is_figure
from longdoc.tasks.months import ENGLISH_MONTHS, SHORT_MONTHS
from longdoc.tasks.parts_of_year import part_of_year
from longdoc.tasks.terms import lowered, question_terms

__all__ = ["figure_of_time_asked", "is_of_other_time", "is_of_other_years_event"]

_TIME = rf"(?:(?:{ENGLISH_MONTHS}),?\s+)?(?:1[5-9]|20)\d\d|{ENGLISH_MONTHS}"
_TIMES = re.compile(rf"\b(?:{_TIME})\b")
_PART = r"(?P<part>(?:H[12]|Q[1-4]|[12]H|[1-4]Q)\s)?"  # of a year
# but "May we …?" asks for a permission, and "for 2000 users" names a number
_ASKED_TIMES = re.compile(
    r"(?!^May\s(?:I|we|you|he|she|it|they|one|an?|the|any|my|our|your|this)\b)"
    rf"(?!\d\d00\s\w+s\b)\b(?:{_TIME})\b"
)
_BEHIND = re.compile(
    rf"(?:\s[a-z]{{3,15}}){{0,2}}?\s(?:in|for|during|at\ the\ end\ of)\s(?P<time>{_TIME})\b(?!\s?[-–/])"
)
_BEFORE = re.compile(
    rf"\b(?:[Ii]n|[Ff]or|[Dd]uring|[Aa]t\ the\ end\ of)\s(?P<time>{_TIME}),?\s"
    r"(?:(?:it|they|there|this|we)\s)?"
    r"(?:was|were|is|are|had|came\ to|amounted\ to|reached|stood\ at|totall?ed)?\s?"
    r"(?:(?:only|about|some|around|nearly|over)\s)?$"
    rf"|\((?:[Ii]n\s)?{_PART}(?P<beside>{_TIME}):\s?$"
)
_OTHER_BESIDE = re.compile(rf"\s?\((?:[Ii]n\s)?{_PART}(?P<time>{_TIME}):\s?[^()]{{1,40}}\)")
# a line of a list that begins with its date: "- Mar 15: $121,460.45"
_DATED_LINE = re.compile(
    rf"\W*(?P<month>{ENGLISH_MONTHS}|(?:{SHORT_MONTHS})\b\.?)?(?:(?<=[a-z.])\s)?(?:\d{{1,2}}(?:st|nd|rd|th)?(?!\d))?"
    r"(?:,?\s)?(?P<year>(?:1[5-9]|20)\d\d)?:\s(?=\W{0,3}\d)"
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
# what happens again in other years: "The 2021 SIGCSE award", "the 2019 annual report"
_OF_YEAR = re.compile(
    r"\b(?P<year>(?:1[5-9]|20)\d\d)\s(?P<event>[A-Za-z][\w’'-]*(?:\s[A-Za-z][\w’'-]*){0,4})"
)
MONTH_CHARS = 3  # that tell months apart
_WHEN = re.compile(r"\bwhen\b|\b(?:what|which)\s(?:year|month|date|day)\b|\bsince\b", re.IGNORECASE)


def is_of_other_time(question: str, sentence: str, start: int, end: int) -> bool:
    """Whether the figure [start, end) of a sentence is that of another time than the question names.

    >>> sentence = "Revenue in 2023 was $4.2 million, up from $3.9 million in 2022."
    >>> is_of_other_time("What was revenue in 2022?", sentence, 20, 32)
    True
    >>> is_of_other_time("What was revenue in 2023?", sentence, 20, 32)
    False
    """
    asked, own = _asked(question), _time_of(sentence, start, end)
    answer = sentence[start:end]
    if is_figure(answer) and _is_in_line_of_other_time(asked, sentence, start):
        return True
    beside = _OTHER_BESIDE.match(sentence, end)  # "£1.3 million (2023: £2.0 million)"
    if beside and part_of_year(beside["part"] or "") not in (None, part_of_year(question)):
        beside = None
    if beside and asked == {beside["time"]} and len(answer) <= MAX_CHARS and not _TIMES.search(answer):
        return True
    if len(asked) != 1 or not own or not is_figure(answer):
        return False
    if _TIMES.search(answer):
        return False
    (time,) = asked
    return _exclude(time, own)


def is_of_other_years_event(question: str, sentence: str, start: int, end: int, heading: str) -> bool:
    """Whether [start, end) of a sentence is about what the question names, but of another year.

    Args:
        heading: of the section, which may name the year that is asked for.

    >>> sentence = "The 2021 service award was given to Ada Lund."
    >>> is_of_other_years_event("Who won the award in 2020?", sentence, 36, 44, "Awards")
    True
    >>> is_of_other_years_event("Who won the award in 2021?", sentence, 36, 44, "Awards")
    False
    >>> is_of_other_years_event("Who spoke in 2020?", sentence, 36, 44, "Awards")
    False
    """
    asked = {year for time in _asked(question) for year in _YEAR.findall(time)}
    if len(asked) != 1 or _YEAR.search(sentence[start:end]):
        return False
    if asked & set(_YEAR.findall(f"{sentence} {heading}")):
        return False
    terms = [term for term in question_terms(question) if not term.text.isdigit()]
    events = [lowered(found["event"]) for found in _OF_YEAR.finditer(sentence)]
    return any(len(term.places(event)) for event in events for term in terms)


def figure_of_time_asked(question: str, sentence: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a figure like [start, end) stands in a sentence that is of the time which a question names.

    >>> sentence = "Revenue in 2023 was $4.2 million, up from $3.9 million in 2022."
    >>> figure_of_time_asked("What was revenue in 2022?", sentence, 20, 32)
    (42, 54)
    """
    (asked,) = _asked(question)
    after = end if _OTHER_BESIDE.match(sentence, end) else 0
    for at in figures_like(sentence, start, end, after):
        own = _time_of(sentence, *at)
        if own and set(asked.split()) & set(own.split()) and not _exclude(asked, own):
            return at
    return None


def _exclude(one: str, other: str) -> bool:
    """Whether two times name different years, or different months; a month and a year may be of each other.

    >>> _exclude("March 2022", "2023"), _exclude("March", "2023"), _exclude("March", "May 2023")
    (True, False, True)
    """
    parts = [{word.isdigit(): word for word in time.replace(",", "").split()} for time in (one, other)]
    return any(parts[0][is_year] != parts[1][is_year] for is_year in parts[0].keys() & parts[1].keys())


def _asked(question: str) -> set[str]:
    """The times that a question names; none if it asks for a time itself."""
    return set() if _WHEN.search(question) else {found.group() for found in _ASKED_TIMES.finditer(question)}


def _is_in_line_of_other_time(asked: set[str], sentence: str, start: int) -> bool:
    """Whether [start, …) is all that stands behind the date at the beginning of a line.

    >>> _is_in_line_of_other_time({"February"}, "- Mar 15: $121,460.45", 10)
    True
    >>> _is_in_line_of_other_time({"March 2017"}, "- Mar 15: $121,460.45", 0)
    False
    """
    line = _DATED_LINE.match(sentence)
    if line is None or len(asked) != 1 or start > line.end():
        return False
    (time,) = asked
    month, _, year = time.rpartition(" ") if time[-1].isdigit() else (time, "", "")
    others = [(month, line["month"] and line["month"][:MONTH_CHARS]), (year, line["year"])]
    return any(one and other and not one.startswith(other) for one, other in others)


def _time_of(sentence: str, start: int, end: int) -> str:
    found = _BEHIND.match(sentence, end) or _BEFORE.search(sentence[max(0, start - 80) : start])
    return (found["time"] or found.groupdict().get("beside") or "") if found else ""
