"""Lists whose items are lettered, in Roman numerals or in parentheses: "a.", "iv)", "(1)", "#."."""

from __future__ import annotations

import re
from collections.abc import Sequence

from longdoc.documents.text.roman_numerals import in_roman

__all__ = ["LETTERED", "MOST_LINES_APART", "follows", "numbers_after"]

LETTERED = re.compile(
    r"(?P<indent> {0,12})(?P<open>\(?)(?P<number>[A-Za-z]|[ivxlc]{2,6}|[IVXLC]{2,6}|#|\d{1,3})(?P<close>[.)])"
    r"[ \t]+(?P<words>\S.*)$"
)
MOST_LINES_APART = 12
MOST_ROMAN = 100
ROMAN = {in_roman(number): number for number in range(1, MOST_ROMAN)}


def follows(item: re.Match[str], lines: Sequence[str]) -> bool:
    """Whether the next item of a list comes soon: "b." after "a.", "ii." or "j." after "i."."""
    coming = numbers_after(item["number"])
    for line in lines[:MOST_LINES_APART]:
        other = LETTERED.match(line)
        if (
            other
            and other.group("open", "close") == item.group("open", "close")
            and other["number"] in coming
        ):
            return True
    return False


def numbers_after(number: str) -> set[str]:
    """What may be the number of the next item: "j" or "ii" after "i"."""
    if number == "#":
        return {"#"}
    if number.isdigit():
        return {str(int(number) + 1)}
    found = set()
    if len(number) == 1 and number not in "zZ":
        found.add(chr(ord(number) + 1))
    if (roman := ROMAN.get(number.lower())) is not None and roman + 1 < MOST_ROMAN:
        written = in_roman(roman + 1)
        found.add(written if number.islower() else written.upper())
    return found
