"""CSS counters: the numbers that style sheets write before items and headings, as in exports of Google Docs.

A counter holds for the element that resets it, for its later siblings, and for everything in these (CSS
Lists 3, section 4).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from longdoc.documents.web.lists import LETTERS, ROMAN, written_as
from longdoc.documents.web.style_sheets import NOISE, QUOTED, SELECTOR, Compound, compound_of, fits, own_of
from longdoc.lazy_pattern import lazy_pattern

__all__ = ["COUNTED", "write_counters"]

COUNTED = "data-longdoc-counted"  # the attribute of an item for what is written before it
HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p"))
MOST_RULES = 2_000
MOST_ELEMENTS = 200_000
_RULE = lazy_pattern(r"(?P<selectors>[^{};]{1,2000})\{(?P<block>[^{}]{0,4000})\}")
_DECLARED = lazy_pattern(
    r"(?i)(?:^|;)\s*(?P<name>content|counter-(?:reset|increment|set))\s*:\s*(?P<value>[^;]+)"
)
_COUNT = lazy_pattern(r"([A-Za-z_][\w-]*)(?:\s+(-?\d{1,6}))?")
_PART = lazy_pattern(
    rf"(?P<quoted>{QUOTED.pattern})|counter\(\s*(?P<one>[\w-]+)\s*(?:,\s*(?P<style>[\w-]+)\s*)?\)"
    rf"|counters\(\s*(?P<all>[\w-]+)\s*,\s*(?P<between>{QUOTED.pattern})\s*(?:,\s*(?P<styles>[\w-]+)\s*)?\)"
)
_ESCAPE = lazy_pattern(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))")
_BEFORE = re.compile(r"::?before$")
_FORMS = {"alpha": LETTERS, "latin": LETTERS, "roman": ROMAN}


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a rule asks of an element, and of one around it or of its parent, and what it then says."""

    subject: Compound
    around: Compound | None
    is_parent: bool
    name: str
    value: str

    def holds_for(self, element: Any) -> bool:
        if not fits(own_of(element), self.subject):
            return False
        if self.around is None:
            return True
        if self.is_parent:
            parent = element.getparent()
            return parent is not None and fits(own_of(parent), self.around)
        return any(fits(own_of(outer), self.around) for outer in element.iterancestors())


@dataclass(slots=True)
class _Counters:
    """The counters that hold at a place of the tree: by name, depth and value from the outermost."""

    held: dict[str, list[list[int]]] = field(default_factory=dict)

    def enter(self, depth: int) -> None:
        for instances in self.held.values():
            while instances and instances[-1][0] > depth:
                instances.pop()

    def reset(self, name: str, value: int, depth: int) -> None:
        instances = self.held.setdefault(name, [])
        if instances and instances[-1][0] == depth:
            instances[-1][1] = value
        else:
            instances.append([depth, value])

    def add(self, name: str, value: int, depth: int) -> None:
        if not self.held.get(name):
            self.reset(name, 0, depth)
        self.held[name][-1][1] += value

    def values(self, name: str) -> list[int]:
        return [value for _, value in self.held.get(name, ())] or [0]


def write_counters(root: Any, sheets: Iterable[str]) -> None:
    """Write what style sheets count before items into their attribute, before headings into their text."""
    counting = [sheet for sheet in sheets if "counter" in sheet]
    rules = [rule for sheet in counting for rule in _rules(NOISE.sub(" ", sheet))][:MOST_RULES]
    if not any(rule.name == "content" for rule in rules):
        return
    by_key: dict[str, list[_Asked]] = {}
    for rule in rules:
        by_key.setdefault(_key(rule.subject), []).append(rule)
    counters = _Counters()
    for count, (element, depth) in enumerate(_with_depth(root)):
        if count > MOST_ELEMENTS:
            return
        _count(element, depth, by_key, counters)


def _count(element: Any, depth: int, by_key: dict[str, list[_Asked]], counters: _Counters) -> None:
    counters.enter(depth)
    own = own_of(element)
    found = [rule for key in (own.tag, *(f".{one}" for one in own.classes)) for rule in by_key.get(key, ())]
    said = {rule.name: rule.value for rule in found if rule.holds_for(element)}
    for name, value in _COUNT.findall(said.get("counter-reset", "")):
        counters.reset(name, int(value or 0), depth)
    for name, value in _COUNT.findall(said.get("counter-increment", "")):
        if name != "none":
            counters.add(name, int(value or 1), depth)
    for name, value in _COUNT.findall(said.get("counter-set", "")):
        counters.add(name, int(value or 0) - counters.values(name)[-1], depth)
    mark = _written(said.get("content", ""), counters)
    if mark and own.tag == "li":
        element.set(COUNTED, mark)
    elif mark and own.tag in HEADINGS:
        element.text = f"{mark} {(element.text or '').lstrip()}"


def _written(content: str, counters: _Counters) -> str:
    """What a `content` with counters shows; "" if it has none."""
    parts, counted = [], False
    for part in _PART.finditer(content):
        if part["quoted"]:
            parts.append(_unescaped(part["quoted"][1:-1]))
        elif part["one"]:
            parts.append(_number(counters.values(part["one"])[-1], part["style"]))
            counted = True
        else:
            between = _unescaped(part["between"][1:-1])
            parts.append(
                between.join(_number(value, part["styles"]) for value in counters.values(part["all"]))
            )
            counted = True
    return " ".join("".join(parts).split()) if counted else ""


def _number(value: int, style: str | None) -> str:
    case, _, form = (style or "").lower().partition("-")
    return written_as(value, _FORMS.get(form, ""), is_upper=case == "upper")


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda match: chr(min(int(match[1], 16), 0xFFFD)) if match[1] else match[2], text)


def _rules(sheet: str) -> Iterator[_Asked]:
    for rule in _RULE.finditer(sheet):
        declared = [(one["name"].lower(), one["value"].strip()) for one in _DECLARED.finditer(rule["block"])]
        for selector in rule["selectors"].split(",") if declared else ():
            is_before = _BEFORE.search(selector.strip()) is not None
            told = [(name, value) for name, value in declared if (name == "content") == is_before]
            plain = _BEFORE.sub("", selector.strip())
            parts = re.split(r"\s*>\s*|\s+", plain)
            if plain and len(parts) <= 2 and all(map(SELECTOR.fullmatch, parts)):
                around = compound_of(parts[0]) if len(parts) == 2 else None
                for name, value in told:
                    yield _Asked(compound_of(parts[-1]), around, ">" in plain, name, value)


def _key(asked: Compound) -> str:
    return f".{min(asked.classes)}" if asked.classes else asked.tag


def _with_depth(root: Any) -> Iterator[tuple[Any, int]]:
    """The elements in document order, each with the number of those around it."""
    stack = [(root, 0)]
    while stack:
        element, depth = stack.pop()
        if isinstance(element.tag, str):
            yield element, depth
            stack.extend((child, depth + 1) for child in reversed(element))
