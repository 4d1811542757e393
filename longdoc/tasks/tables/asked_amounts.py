"""Amounts that a question names, with their unit or currency: "7 years", "a 16-year-old", "over €800"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from longdoc.documents.text.number_words import CARDINAL, cardinal_value
from longdoc.lazy_pattern import lazy_pattern
from longdoc.tasks.tables.calendar_days import days_asked
from longdoc.tasks.tables.conventions import can_be_year
from longdoc.tasks.tables.numerals import numbers_in

__all__ = ["DATE", "AskedAmount", "asked_amounts"]

DATE = "date"  # the unit of days without a year

_AMOUNT = lazy_pattern(
    r"(?P<over>\b(?:more than|over|above|exceeding|greater than|older than|longer than)\s)?"
    r"(?P<under>\b(?:less than|under|below|fewer than|younger than|shorter than)\s)?"
    r"(?P<currency>[$€£¥]|\b(?:eur|usd|gbp|chf)\b)?\s?"
    rf"(?<![\w.,/:-])(?P<number>\d[\d,.]*\d|\d|(?P<words>{CARDINAL})(?![^\W\d_]))(?![\d:/]|[.,]\d)"
    r"(?P<scale>\s?(?:k|million|thousand|billion)\b)?"
    r"(?:[\s-]?(?P<unit>%|€|[^\W\d_]{1,15}))?",
    re.IGNORECASE,
)
_AGED = lazy_pattern(r"\b(?:aged?|age of|i am|i['’]m|turns?)\s$", re.IGNORECASE)
_CURRENCIES = {
    "$": "$", "usd": "$", "dollar": "$", "dollars": "$", "€": "€", "eur": "€", "euro": "€", "euros": "€",
    "£": "£", "gbp": "£", "pounds": "£", "¥": "¥", "chf": "chf", "francs": "chf",
}  # fmt: skip
_LEAN = 1e-6  # share of a bound by which "more than" it is above it


@dataclass(frozen=True, slots=True)
class AskedAmount:
    """An amount in a question.

    Attributes:
        value: the amount; a little more or less than written behind "more than" and "less than". For days
            without a year, the middle of them in months from 1 on, and `spread` is half of their length.
        text: as written, with its unit.
        unit: the word behind it, in lower case; "" for none; DATE for days.
        currency: its sign; "" for none.
    """

    value: float
    text: str
    unit: str
    currency: str
    spread: float = 0.0


def asked_amounts(question: str) -> tuple[AskedAmount, ...]:
    """The amounts of a question, in order; years such as 2024 are none.

    >>> [(one.value, one.unit, one.currency) for one in asked_amounts("What do 3 kg cost in 2024?")]
    [(3.0, 'kg', '')]
    >>> [(one.value, one.unit, one.currency) for one in asked_amounts("Which rate applies to £15,000?")]
    [(15000.0, '', '£')]
    """
    days = [
        AskedAmount((first + last) / 2, text, DATE, "", (last - first) / 2)
        for (first, last), text in days_asked(question)
    ]
    return (*_amounts(question), *days)


def _amounts(question: str) -> Iterator[AskedAmount]:
    for found in _AMOUNT.finditer(question):
        words = found["words"]
        value = float(cardinal_value(words)) if words else numbers_in(found["number"])[0]
        unit = (found["unit"] or "").lower()
        currency = _CURRENCIES.get((found["currency"] or unit).lower(), "")
        if words and not unit:
            continue
        if can_be_year(value) and "," not in found["number"] and not (unit or currency or found["scale"]):
            continue
        if _AGED.search(question, 0, found.start("number")):
            unit = "years"
        scaled = value * (numbers_in(f"1{found['scale']}")[0] if found["scale"] else 1.0)
        lean = _LEAN * (bool(found["over"]) - bool(found["under"]))
        text = question[found.start("number") : found.end()]
        yield AskedAmount(scaled * (1 + lean), text, "" if currency == unit else unit, currency)
