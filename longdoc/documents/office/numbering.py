"""Computes the list numbers that Word displays but does not store in paragraphs: "7.2", "(a)", "第三条"."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from longdoc.documents.office.number_forms import written_number

__all__ = ["Numbering"]

MOST_PATTERN_CHARS = 200
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    pattern: str
    start: int
    legal: bool
    style: str | None
    restart: int | None  # the level, from 1, from which up others restart it; 0 for none


class Numbering:
    """Counts the numbered paragraphs of a document as Word does."""

    def __init__(self, root: Any | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._own_levels: dict[tuple[str, int], _Level] = {}  # which a list has in place of its kind's
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
        if kind is None or (level := self._level_of(list_id, depth)) is None:
            return ""
        counters = self._counters[kind]
        if (list_id, depth) in self._starts and (list_id, depth) not in self._started:
            counters.pop(depth, None)
        self._started.add((list_id, depth))
        start = self._starts.get((list_id, depth), level.start)
        counters[depth] = counters.get(depth, start - 1) + 1
        for deeper in [other for other in counters if other > depth]:
            if self._is_restarted(list_id, deeper, by=depth):
                del counters[deeper]
        if level.form == "bullet":
            return "•"
        return re.sub(
            r"%(\d)", lambda match: self._part(list_id, level, int(match[1]) - 1), level.pattern
        ).strip()

    def depth_of(self, list_id: str, style: str) -> str:
        """The list depth that is bound to a paragraph style; "" if there is none."""
        levels = self._levels.get(self._list_of.get(list_id, ""), {})
        return next((str(depth) for depth, level in levels.items() if style and level.style == style), "")

    def _level_of(self, list_id: str, depth: int) -> _Level | None:
        of_kind = self._levels.get(self._list_of.get(list_id, ""), {})
        return self._own_levels.get((list_id, depth)) or of_kind.get(depth)

    def _is_restarted(self, list_id: str, deeper: int, by: int) -> bool:
        level = self._level_of(list_id, deeper)
        return level is None or level.restart is None or by < level.restart

    def _part(self, list_id: str, level: _Level, depth: int) -> str:
        own = self._level_of(list_id, depth)
        if own is None:
            return ""
        value = self._counters[self._list_of[list_id]].get(depth, own.start)
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
            place = list_id, _number(override.get(f"{W}ilvl"))
            start, level = override.find(f"{W}startOverride"), override.find(f"{W}lvl")
            if start is not None:
                self._starts[place] = _number(start.get(f"{W}val"), 1)
            if level is not None:
                self._own_levels[place] = _level(level)


def _level(element: Any) -> _Level:
    style = _value(element, "pStyle", "")
    restart = _value(element, "lvlRestart", "")
    return _Level(
        form=_value(element, "numFmt", "decimal"),
        pattern=_value(element, "lvlText", "")[:MOST_PATTERN_CHARS],
        start=_number(_value(element, "start", "1"), 1),
        legal=element.find(f"{W}isLgl") is not None,
        style=style or None,
        restart=_number(restart) if restart else None,
    )


def _value(element: Any, name: str, default: str) -> str:
    found = element.find(f"{W}{name}")
    return default if found is None else found.get(f"{W}val") or default


def _number(written: str | None, default: int = 0) -> int:
    if not written or not written.isascii() or not written.isdigit() or len(written) >= 7:
        return default
    return int(written)
