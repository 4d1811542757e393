"""The numbers that browsers show before the items of an ordered list: "3.", "c.", "iii."."""

from __future__ import annotations

import re
from typing import Any

from longdoc.documents.office.number_forms import written_number
from longdoc.documents.web.tables import tag_of

__all__ = ["LETTERS", "ROMAN", "OrderedList", "written_as"]

LETTERS, ROMAN = "letters", "roman"
TYPES = {"a": (LETTERS, False), "A": (LETTERS, True), "i": (ROMAN, False), "I": (ROMAN, True)}
STYLE = re.compile(r"list-style(?:-type)?\s*:\s*(?P<case>lower|upper)-(?P<form>alpha|latin|roman)", re.I)
MOST_ROMAN = 3999


class OrderedList:
    """An `ol` element, whose items are counted one by one."""

    def __init__(self, element: Any) -> None:
        is_reversed = element.get("reversed") is not None
        first = sum(tag_of(child) == "li" for child in element) if is_reversed else 1
        self._next = _number(element.get("start"), first)
        self._step = -1 if is_reversed else 1
        self._form, self._is_upper = _form(element)

    def mark(self, value: str | None) -> str:
        """The number before the next item; `value` is its attribute of this name, if it has one."""
        number = _number(value, self._next)
        self._next = number + self._step
        return f"{written_as(number, self._form, is_upper=self._is_upper)}. "


def _form(element: Any) -> tuple[str, bool]:
    """How the items of a list are numbered ("" is in digits), and whether in capitals."""
    if style := STYLE.search(element.get("style") or ""):
        return ROMAN if style["form"].lower() == "roman" else LETTERS, style["case"].lower() == "upper"
    return TYPES.get((element.get("type") or "").strip(), ("", False))


def written_as(number: int, form: str, *, is_upper: bool) -> str:
    """A number in letters, in Roman numerals, or else in digits."""
    written = str(number)
    if form == LETTERS and number > 0:
        written = _letters(number)
    elif form == ROMAN and 0 < number <= MOST_ROMAN:
        written = written_number(number, "lowerRoman")
    return written.upper() if is_upper else written


def _letters(number: int) -> str:
    """a to z, then aa, ab and so on."""
    written = ""
    while number:
        number, letter = divmod(number - 1, 26)
        written = chr(ord("a") + letter) + written
    return written


def _number(written: str | None, default: int) -> int:
    written = (written or "").strip()
    return int(written) if written.isascii() and written.isdigit() and len(written) < 7 else default
