"""Computes the list numbers that Word displays but does not store in paragraphs: "7.2", "(a)", "第三条"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

__all__ = ["Numbering", "written_number"]

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int
    legal: bool
    style: str | None


class Numbering:
    """Counts the numbered paragraphs of a document as Word does."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._list_of: dict[str, str] = {}
        self._same_as: dict[str, str] = {}  # by a kind of list without levels: the one with its levels
        self._starts: dict[tuple[str, int], int] = {}
        self._counters: dict[str, dict[int, int]] = defaultdict(dict)
        self._started: set[tuple[str, int]] = set()
        if root is None:
            return
        self._read_levels(root)
        for number in root.iter(f"{W}num"):
            self._read_list(number)

    def label(self, list_id: str, depth: int) -> str:
        """Count and return the next label of a list at a depth; "" if it has none."""
        kind = self._list_of.get(list_id)
        level = self._levels.get(kind or "", {}).get(depth)
        if kind is None or level is None:
            return ""
        counters = self._counters[kind]
        if (list_id, depth) in self._starts and (list_id, depth) not in self._started:
            counters.pop(depth, None)
        self._started.add((list_id, depth))
        start = self._starts.get((list_id, depth), level.start)
        counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            del counters[deeper]
        if level.form == "bullet":
            return "•"
        return re.sub(
            r"%(\d)", lambda match: self._part(kind, level, int(match[1]) - 1), level.pattern
        ).strip()

    def depth_of(self, list_id: str, style: str) -> str:
        """The list depth that is bound to a paragraph style; "" if there is none."""
        levels = self._levels.get(self._list_of.get(list_id, ""), {})
        return next((str(depth) for depth, level in levels.items() if style and level.style == style), "")

    def _part(self, kind: str, level: _Level, depth: int) -> str:
        own = self._levels[kind].get(depth)
        if own is None:
            return ""
        value = self._counters[kind].get(depth, own.start)
        return written_number(value, "decimal" if level.legal else own.form)

    def _read_levels(self, root: Any) -> None:
        """Read the levels of all kinds of lists; a kind that only names a style is that of the style."""
        of_style: dict[str, str] = {}
        styles: dict[str, str] = {}
        for abstract in root.iter(f"{W}abstractNum"):
            kind = abstract.get(f"{W}abstractNumId") or ""
            levels = {_number(level.get(f"{W}ilvl")): _level(level) for level in abstract.iter(f"{W}lvl")}
            self._levels[kind] = levels
            if levels and (style := _value(abstract, "styleLink", "")):
                of_style.setdefault(style, kind)
            elif not levels:
                styles[kind] = _value(abstract, "numStyleLink", "")
        self._same_as = {kind: of_style[style] for kind, style in styles.items() if style in of_style}

    def _read_list(self, number: Any) -> None:
        list_id = number.get(f"{W}numId")
        abstract = number.find(f"{W}abstractNumId")
        if list_id is None or abstract is None:
            return
        kind = abstract.get(f"{W}val") or ""
        self._list_of[list_id] = self._same_as.get(kind, kind)
        for override in number.iter(f"{W}lvlOverride"):
            start = override.find(f"{W}startOverride")
            if start is not None:
                self._starts[list_id, _number(override.get(f"{W}ilvl"))] = _number(start.get(f"{W}val"), 1)


def _level(element: Any) -> _Level:
    style = _value(element, "pStyle", "")
    return _Level(
        form=_value(element, "numFmt", "decimal"),
        pattern=_value(element, "lvlText", ""),
        start=_number(_value(element, "start", "1"), 1),
        legal=element.find(f"{W}isLgl") is not None,
        style=style or None,
    )


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return default if found is None else found.get(f"{W}val") or default


def _number(written: str | None, default: int = 0) -> int:
    if not written or not written.isascii() or not written.isdigit() or len(written) >= 7:
        return default
    return int(written)


def written_number(value: int, form: str) -> str:
    """The number of a list item in one of Word's formats, such as "lowerRoman" or "chineseCounting"."""
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if form == "upperLetter" else letters
    if form in ("lowerRoman", "upperRoman"):
        return _roman(value).upper() if form == "upperRoman" else _roman(value)
    if form.startswith(("chinese", "japaneseCounting", "ideographTraditional", "taiwaneseCounting")):
        return _chinese(value)
    if form == "decimalZero":
        return f"{value:02d}"
    return "" if form == "none" else str(value)


def _roman(value: int) -> str:
    written = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        count, value = divmod(value, size)
        written += sign * min(count, 9)
    return written


def _chinese(value: int) -> str:
    if not 0 < value < 1000:
        return str(value)
    hundreds, tens, ones = value // 100, value // 10 % 10, value % 10
    written = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        written += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        written += "零"
    return written + (DIGITS[ones] if ones else "")
