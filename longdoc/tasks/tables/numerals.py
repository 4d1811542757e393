"""Reads numbers as written: signs, thousands separators, decimal marks, and scales such as "million"."""

from __future__ import annotations

import re
from typing import Literal

from longdoc.tasks.currencies import CODES, SIGN

__all__ = ["decimal_mark_in", "number_of", "numbers_in"]

_GAPS = " '’\u00a0\u2009\u202f"  # between thousands
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[-−–])?\s{{0,9}}(?:[A-Z]{{3}}|{SIGN})?\s{{0,9}}"
    rf"(?P<digits>\d{{1,3}}(?P<gap>[{_GAPS}])\d{{3}}(?:(?P=gap)\d{{3}}){{0,6}}(?!(?P=gap)?\d)(?:[.,]\d+)?"
    r"|\d[\d.,]*\d|\d|\.\d+)"
)
_BEFORE = re.compile(
    r"[^\w(]*(?:\(\W*|[A-Za-z]{1,3}\.? ?\W*)?"
)  # signs, "c.", "No.", "EUR"; a cell with more before the number is a name
_COMMA_DECIMAL = re.compile(
    r"\d{1,3}(?:\.\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}|\d+,(?:\d{1,2}|\d{4,})|(?:0|\d{4,}),\d{3}"
)
_POINT_DECIMAL = re.compile(
    r"\d{1,3}(?:,\d{2,3})+\.\d+|\d{1,3}(?:,\d{2,3}){2,}|\d+\.(?:\d{1,2}|\d{4,})|(?:0|\d{4,})\.\d{3}"
)
_AMBIGUOUS = re.compile(r"\d{1,3}[.,]\d{3}")
_POINT_READING = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
# after the digits: 1.2E+05, 3½, and 45- as business software writes negative amounts
_EXPONENT = re.compile(r"E([-+]?\d{1,2})(?![\w.,])", re.IGNORECASE)
_FRACTIONS = {"¼": 0.25, "½": 0.5, "¾": 0.75, "⅓": 1 / 3, "⅔": 2 / 3, "⅛": 0.125}
_MINUS_BEHIND = re.compile(rf"[-−]\s?(?:{SIGN}|[A-Z]{{3}})?\s?$")
# "(1.2m)" and "(350) EUR" are negative; "(001) 6.40" is a rank and a score
_CLOSED = re.compile(r"[^()\d]{0,12}\)\W*(?:[^\W\d]{1,4}\W*)?$")
_SCALE = re.compile(
    r"\s{0,2}(?:(?P<word>trillion|billion|milliard|million|thousand|lakh|crore|(?:tn|bn|mn|k|mio|mrd|tsd)\b)"
    r"|(?P<letter>[tbm])\b)",
    re.IGNORECASE,
)
_SCALES = {
    "trillion": 1e12, "tn": 1e12, "t": 1e12, "billion": 1e9, "bn": 1e9, "b": 1e9,
    "million": 1e6, "mn": 1e6, "m": 1e6, "thousand": 1e3, "k": 1e3, "lakh": 1e5, "crore": 1e7,
    "milliard": 1e9, "mrd": 1e9, "mio": 1e6, "tsd": 1e3,
}  # fmt: skip
_MONEY = re.compile(rf"\s?(?:{SIGN}|(?:{CODES})\b)", re.IGNORECASE)

CURRENCY_CHARS = 5  # before a sign or a number in which a currency is looked for: "EUR -"


def number_of(text: str, decimal_comma: bool = False) -> float | None:
    """The number that a cell begins with; None if it begins with words.

    Args:
        decimal_comma: whether "1,200" is 1.2 and "1.200" is 1200; numbers that can be read in one way only
            ignore it.

    >>> number_of("($1.2m)"), number_of("1.200,50 €"), number_of("1,200"), number_of("1,200", True)
    (-1200000.0, 1200.5, 1200.0, 1.2)
    """
    found = _first(text)
    if found is None:
        return None
    amount = _amount(found["digits"], decimal_comma) + _FRACTIONS.get(
        text[found.end() : found.end() + 1], 0.0
    )
    amount *= _scale(found) * _power(found)
    in_brackets = found["open"] and _CLOSED.match(text, found.end())
    is_negative = found["sign"] or in_brackets or _MINUS_BEHIND.match(text, found.end())
    return -amount if is_negative else amount


def decimal_mark_in(text: str) -> Literal[",", "."] | None:
    """The decimal mark that the number of a cell must have been written with; None if either fits.

    >>> [decimal_mark_in(text) for text in ("950,00", "1.200.000", "9.5", "1.200")]
    [',', ',', '.', None]
    """
    found = _first(text)
    return _decimal_mark(_without_gaps(found["digits"])) if found else None


def numbers_in(text: str) -> list[float]:
    """All numbers in a text, in order; one with a scale also without it, as in columns headed "in millions".

    >>> numbers_in("more than 2 million in 2019")
    [2000000.0, 2.0, 2019.0]
    """
    numbers: list[float] = []
    for found in _NUMBER.finditer(text):
        amount, scale = _amount(found["digits"], decimal_comma=False), _scale(found)
        numbers += [amount] if scale == 1 else [amount * scale, amount]
    return numbers


def _first(text: str) -> re.Match[str] | None:
    """The first number, if no words stand before it."""
    found = _NUMBER.search(text)
    return found if found and _BEFORE.fullmatch(text, 0, found.start("digits")) else None


def _amount(digits: str, decimal_comma: bool) -> float:
    plain = _without_gaps(digits)
    mark = _decimal_mark(plain)
    if mark == "," or (mark is None and decimal_comma and _AMBIGUOUS.fullmatch(plain)):
        return float(plain.replace(".", "").replace(",", "."))
    found = _POINT_READING.match(plain)
    return float(found[0].replace(",", "")) if found else 0.0


def _without_gaps(digits: str) -> str:
    return digits.translate({ord(gap): None for gap in _GAPS})


def _decimal_mark(plain: str) -> Literal[",", "."] | None:
    if _COMMA_DECIMAL.fullmatch(plain):
        return ","
    return "." if _POINT_DECIMAL.fullmatch(plain) else None


def _power(found: re.Match[str]) -> float:
    """The power of ten after a number with a point or before a signed exponent: "12E4" may be a code."""
    exponent = _EXPONENT.match(found.string, found.end())
    if exponent is None or not (exponent[1][0] in "+-" or set(found["digits"]) & set(".,")):
        return 1.0
    return 10.0 ** int(exponent[1])


def _scale(found: re.Match[str]) -> float:
    """The factor after a number; a lone letter counts beside a currency only, since "m" can mean metres.

    The exception is a capital M right after the digits: metres are written with a small letter.
    """
    text, end = found.string, found.end()
    after = _SCALE.match(text, end)
    if after is None:
        return 1.0
    start = max(0, found.start() - CURRENCY_CHARS)
    money = _MONEY.search(text, start, found.start("digits")) or _MONEY.match(text, after.end())
    if after["letter"] and not money and after[0] != "M":
        return 1.0
    return _SCALES[(after["word"] or after["letter"]).lower()]
