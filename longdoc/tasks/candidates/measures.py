"""Answers in a unit that the question does not ask for: "33 m" does not say how many lanes there are."""

from __future__ import annotations

import re
from functools import lru_cache

from longdoc.documents.text.number_words import CARDINAL
from longdoc.tasks.currencies import CODES, COIN, SIGN

__all__ = ["is_other_measure", "is_other_rate"]

_UNITS = {
    "money": rf"{SIGN}|(?!pounds?\b){COIN}|{CODES}",  # pounds are weights, too
    "length": r"mm|cm|(?-i:m)|km|(?:milli|centi|kilo)?met(?:er|re)s?|miles?|feet|foot|ft|inch(?:es)?|yards?",
    "weight": r"mg|(?-i:g)|kg|grams?|kilograms?|kilos?|tons?|tonnes?|ounces?|oz",
    "duration": r"ms|seconds?|sec|minutes?|min|hours?|hrs?|(?-i:h)|days?|weeks?|months?|years?",
    "area": r"m²|m2|km²|square\ \w+|hectares?|acres?",
    "volume": r"ml|(?-i:l)|lit(?:er|re)s?|gallons?|m³|m3|cubic\ \w+",
    "temperature": r"°\ ?[cf]|degrees?\ (?:celsius|fahrenheit)",
    "speed": r"km/h|kph|mph|m/s|knots",
}  # no percentages: they answer "how many", "how often" and "how far" as well
_NUMBER = rf"(?:\d[\d,.]*(?:\ (?:thousand|million|billion|hundred))?|an?|{CARDINAL}|hundred)"
_ABOUT = (
    r"(?:(?:about|approximately|around|roughly|nearly|almost|over|under|only|within|up\ to|at\ (?:least|most)"
    r"|no\ (?:more|less|longer)\ than|(?:more|less|longer)\ than)\ )?"
)
# a number and its unit, and nothing else
_AMOUNT = re.compile(
    rf"\W*{_ABOUT}(?:{SIGN}\ ?{_NUMBER}|{_NUMBER}(?:\ ?\(\d+\))?[\s-]?(?:"
    + "|".join(f"(?P<{measure}>{units})" for measure, units in _UNITS.items())
    + r"))\W*",
    re.IGNORECASE,
)
_ASKED = tuple(
    (re.compile(rf"\b(?:{words})\b", re.IGNORECASE), frozenset(measures.split()))
    for words, measures in (
        (r"how\ high", "length money temperature"),
        (r"how\ (?:tall|deep|wide)", "length"),
        (r"how\ (?:old|often|soon)", "duration"),
        (r"how\ (?:far|long)", "length duration"),
        (r"how\ heavy|how\ much\ (?:does|do|did)\b.*\bweigh", "weight"),
        (r"how\ (?:hot|cold|warm)|(?:what|which)(?:\ is\ the|\ was\ the)?\ temperature", "temperature"),
        (r"how\ (?:fast|quickly)", "speed duration"),
        (r"(?:what|which)\ percent(?:age)?", ""),
        (r"how\ much\ (?:money|do(?:es)?\b.*\bcost)", "money"),
    )
)
_ALIKE = {
    word: n
    for n, words in enumerate(("long", "wide", "deep", "high tall", "thick", "old"))
    for word in words.split()
}
_ALIKE_WORD = rf"(?a:{'|'.join(_ALIKE)})"  # "ı" equals "i" where case is ignored
_HOW = re.compile(rf"\bhow\ ({_ALIKE_WORD})\b", re.IGNORECASE)
_DIMENSION = re.compile(rf"\s({_ALIKE_WORD})\b", re.IGNORECASE)
_TIMES = ("hour", "day", "week", "month", "quarter", "year")
_RATES = tuple(
    re.compile(
        # "annual leave" is a name
        r"(?<!semi-)(?<!bi-)\b(?!annual\ (?:leave|general|report|accounts|statements?|meeting))"
        rf"(?:(?:per|each|every|an?)\ {time}\b(?!\ (?:later|ago|before|after|from|in|of|and|or))"
        rf"|(?:{adverbs})\b)",
        re.IGNORECASE,
    )
    for time, adverbs in zip(
        _TIMES, ("hourly", "daily", "weekly", "monthly", "quarterly", "yearly|annual(?:ly)?"), strict=True
    )
)
_HOW_MANY = re.compile(r"\bhow\ many\b([^?,.;]{1,60})", re.IGNORECASE)


def is_other_measure(question: str, answer: str, following: str = "") -> bool:
    """Whether an answer is an amount of something else than the question asks for.

    Args:
        following: the text behind the answer: "33 m" in "33 m long" is no depth.

    >>> is_other_measure("How many lanes does the pool have?", "33 m")
    True
    >>> is_other_measure("How many metres long is the pool?", "33 m")
    False
    >>> is_other_measure("How deep is it?", "33 m", " long"), is_other_measure("How deep is it?", "2")
    (True, False)
    """
    found = _AMOUNT.fullmatch(answer)
    asked = _measures_asked(question) if found else None
    if not found or asked is None:
        return False
    if (found.lastgroup or "money") not in asked:
        return True
    dimension, here = _HOW.search(question), _DIMENSION.match(following)
    if not dimension or not here:
        return False
    return _ALIKE[dimension[1].lower()] != _ALIKE[here[1].lower()]


def is_other_rate(question: str, answer: str, following: str = "", preceding: str = "") -> bool:
    """Whether an amount is for another time than the one asked about: by the month, and not by the week.

    Args:
        following: the text behind the answer.
        preceding: the words of its clause in front of it.

    >>> is_other_rate("What is the rent per week?", "£1,450 per month")
    True
    >>> is_other_rate("What is the weekly rent?", "£1,450", " per month, or £335 a week")
    False
    >>> is_other_rate("What is the annual rent?", "£1,450", " plus tax", "The monthly rent is ")
    True
    """
    if not any(map(str.isdigit, answer)):
        return False
    asked, said = _times_in(question), _times_in(answer + following) or _times_in(preceding)
    return bool(asked and said) and not asked & said


def _times_in(text: str) -> set[str]:
    return {time for time, rate in zip(_TIMES, _RATES, strict=True) if rate.search(text)}


@lru_cache(maxsize=256)
def _measures_asked(question: str) -> frozenset[str] | None:
    """The measures that may answer; none where a bare number does; None if the question leaves it open."""
    for words, measures in _ASKED:
        if words.search(question):
            return measures
    if many := _HOW_MANY.search(question):
        units = _UNITS.items()
        return frozenset(m for m, unit in units if re.search(rf"\b(?:{unit})\b", many[1], re.IGNORECASE))
    return None
