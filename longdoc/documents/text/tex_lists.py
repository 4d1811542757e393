"""The lists of TeX: what stands before each item."""

from __future__ import annotations

import re
from dataclasses import dataclass
from string import ascii_lowercase

from longdoc.documents.office.number_forms import written_number

__all__ = ["LISTS", "Lists"]

LISTS = ("itemize", "enumerate", "description")
OPTION = re.compile(r"\s*\[(?P<given>(?:[^\[\]{}]|\{[^{}]{0,200}\}){0,300})\]")
START = re.compile(r"\bstart\s*=\s*(\d{1,4})")
LABEL = re.compile(r"\blabel\s*=\s*(?P<label>\{[^{}]{0,60}\}|[^,{}]{1,60})")
COUNTED = re.compile(r"\\(?P<form>arabic|alph|Alph|roman|Roman)\s*\*")
SHORT = re.compile(r"[^A-Za-z0-9]{0,3}(?P<form>[AaIi1])[^A-Za-z0-9]{0,3}")
FORMS = {
    "arabic": "decimal", "alph": "lowerLetter", "Alph": "upperLetter", "roman": "lowerRoman",
    "Roman": "upperRoman", "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman",
    "I": "upperRoman",
}  # fmt: skip


@dataclass(slots=True)
class _List:
    """A list while it is read; `form` is that of its numbers, with `before` and `after` around them."""

    is_counted: bool
    number: int = 0
    before: str = ""
    form: str = ""
    after: str = ""


class Lists:
    """The lists that are open, the innermost last."""

    def __init__(self) -> None:
        self._open: list[_List] = []

    def begin(self, name: str, text: str, at: int) -> int:
        """Open a list; returns where its options end, which say how its items are numbered."""
        begun = _List(name == "enumerate")
        self._open.append(begun)
        if (option := OPTION.match(text, at)) is None:
            return at
        given = option["given"]
        if start := START.search(given):
            begun.number = int(start[1]) - 1
        label = LABEL.search(given)
        form = COUNTED.search(label["label"]) if label else SHORT.fullmatch(given.strip())
        if form:
            whole = form.string.strip() if not label else label["label"].strip("{}")
            begun.before, _, begun.after = whole.partition(form[0] if label else form["form"])
            begun.form = FORMS[form["form"]]
        return option.end()

    def end(self) -> None:
        """Close the innermost list."""
        if self._open:
            self._open.pop()

    def count_from(self, number: int) -> None:
        """The number of the item before the next one."""
        if self._open:
            self._open[-1].number = number

    def mark(self) -> str:
        """What stands before the next item."""
        if not self._open or not self._open[-1].is_counted:
            return "- "
        innermost = self._open[-1]
        innermost.number += 1
        number = innermost.number
        if innermost.form:
            return f"{innermost.before}{written_number(number, innermost.form)}{innermost.after} "
        depth = sum(one.is_counted for one in self._open)
        if depth == 2 and number <= len(ascii_lowercase):  # as LaTeX numbers lists within lists
            return f"({ascii_lowercase[number - 1]}) "
        return f"{written_number(number, 'lowerRoman')}. " if depth == 3 else f"{number}. "
