"""Writes what a page's own style sheets say of hidden, struck, raised and counted text into its elements.

The other modules look at elements and their style attributes only, whichever way a program styles its text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from longdoc.documents.web.counters import write_counters
from longdoc.documents.web.roles import DISPLAYED
from longdoc.documents.web.style_sheets import Compound, Rule, fits, own_of, rules_of
from longdoc.plurals import counted

__all__ = ["hidden_elements", "is_hidden_by_style", "told_hidden", "write_styles"]

HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.I)
LISTED = re.compile(r"\b(?:lower|upper)-(?:alpha|latin|roman)\b")
# as a word, as a length, or as LibreOffice moves a line's words
RAISED = re.compile(
    r"vertical-align\s*:\s*(?:(?:text-)?super|0?\.[2-9]\d*e[mx]|[2-9]\d(?:\.\d+)?%|(?:[3-9]|\d\d)(?:\.\d+)?p[tx])"
    r"|(?<![\w-])top\s*:\s*-0?\.[2-9]\d*em",
    re.I,
)
RAISABLE = frozenset(("span", "a", "font", "b", "i", "em", "strong", "small", "u"))
SHOWN = {"display": "none", "visibility": "hidden"}
MOST_STEPS = 2_000_000  # comparisons of an element with a selector: some seconds
Weight = tuple[bool, int, int, int, int]


def write_styles(root: Any, sheets: Iterable[str] = ()) -> tuple[str, ...]:
    """Add the declarations that matter to the style attributes, and make raised text <sup> elements.

    What a page with scripts hides may be what its scripts show, so it is not taken for hidden.

    Args:
        sheets: the style sheets to which the page refers; those inside it come after them.

    Returns:
        A notice where the page was too large for its rules.
    """
    within = [one.text_content() for one in root.iter("style") if _is_for_screens(one)]
    sheets = (*sheets, *within)
    write_counters(root, sheets)
    rules = [rule for sheet in sheets for rule in rules_of(sheet)]
    done = not rules or _Styling(root, rules).apply()
    for element in root.xpath("//*[contains(@style, 'vertical-align') or contains(@style, 'top')]"):
        if element.tag in RAISABLE and RAISED.search(element.get("style")):
            _raise(element)
    return () if done else ("its style sheets are too large to be applied to all of it",)


def hidden_elements(root: Any) -> set[Any]:
    """The elements below a root that are not displayed, as their style or attribute says."""
    marked = root.xpath(".//*[@hidden or contains(@style, 'none') or contains(@style, 'hidden')]")
    return {one for one in marked if one.get("hidden") is not None or is_hidden_by_style(one)}


def is_hidden_by_style(element: Any) -> bool:
    """Whether the style attribute of an element hides it."""
    return bool(HIDDEN_STYLE.search(element.get("style") or ""))


def told_hidden(characters: int) -> tuple[str, ...]:
    """The notice on so many characters that were left out because they are not displayed."""
    size = counted(characters, "character")
    return (f"hidden text was left out ({size})",) if characters else ()


def _is_for_screens(element: Any) -> bool:
    return (element.get("media") or "all").strip().lower() in ("all", "screen")


class _Styling:
    """The rules that may hold for some element of a page."""

    def __init__(self, root: Any, rules: list[Rule]) -> None:
        self._root = root
        self._has_scripts = next(root.iter("script"), None) is not None
        self._steps = MOST_STEPS
        self._by_key: dict[str, list[tuple[int, Rule]]] = {}
        there = {""}.union(*({*_keys(own)} for own in {own_of(one) for one in root.iter("*")}))
        for number, rule in enumerate(rules):
            if all(_key(one) in there for one in (*rule.ancestors, rule.subject)):
                self._by_key.setdefault(_key(rule.subject), []).append((number, rule))

    def apply(self) -> bool:
        """Write what prevails into the elements; whether all of them were reached."""
        known: dict[Compound, list[tuple[int, Rule]]] = {}
        for element in self._root.iter("*"):
            own = own_of(element)
            if own not in known:
                found = (pair for key in ("", *_keys(own)) for pair in self._by_key.get(key, ()))
                known[own] = [(number, rule) for number, rule in found if fits(own, rule.subject)]
            if known[own]:
                declared = self._declared(element, known[own])
                if self._steps < 0:
                    return False
                if self._has_scripts:
                    declared = {
                        name: value
                        for name, value in declared.items()
                        if name not in SHOWN or value in DISPLAYED
                    }
                _write(element, declared)
        return True

    def _declared(self, element: Any, rules: list[tuple[int, Rule]]) -> dict[str, str]:
        """The value of each property by the rule that prevails."""
        best: dict[str, tuple[Weight, str]] = {}
        never: set[str] = set()  # what does not hide it for certain
        around = (
            [own_of(outer) for outer in element.iterancestors()] if any(r.ancestors for _, r in rules) else []
        )
        for number, rule in rules:
            if not self._lies_in(around, rule.ancestors):
                continue
            for name, value, is_important in rule.declared:
                weight = (is_important, *rule.weight, number)
                if not rule.is_certain:
                    never.update([name] if name in SHOWN and value != SHOWN[name] else [])
                elif name not in best or best[name][0] < weight:
                    best[name] = weight, value
        return {name: value for name, (_, value) in best.items() if name not in never}

    def _lies_in(self, around: list[Compound], ancestors: tuple[Compound, ...]) -> bool:
        """Whether elements, innermost first, hold those that a rule asks for, in their order."""
        waiting = list(ancestors)
        self._steps -= 1 + len(around)
        if self._steps < 0:
            return False
        for outer in around:
            if waiting and fits(outer, waiting[-1]):
                waiting.pop()
        return not waiting


def _keys(own: Compound) -> Iterator[str]:
    """All things that a selector may ask of an element, one by one."""
    yield own.tag
    yield f"#{own.id}"
    yield from (f".{one}" for one in own.classes)


def _key(asked: Compound) -> str:
    """The narrowest thing that a selector asks, by which its rules are found; "" if it asks nothing."""
    if asked.id:
        return f"#{asked.id}"
    return f".{min(asked.classes)}" if asked.classes else asked.tag


def _write(element: Any, declared: dict[str, str]) -> None:
    own = element.get("style") or ""
    written = [
        f"{name}: {value}"
        for name, value in declared.items()
        if _matters(name, value) and not re.search(rf"(?:^|;)\s*{name}\b", own, re.I)
    ]
    if written:
        element.set("style", "; ".join([*written, own] if own else written))


def _matters(name: str, value: str) -> bool:
    if name in SHOWN and value.startswith(SHOWN[name]):
        return True
    if name == "display":
        return value in DISPLAYED
    if name in SHOWN:
        return False
    if name == "text-decoration":
        return "line-through" in value
    return bool(LISTED.search(value) if name == "list-style-type" else RAISED.match(f"{name}: {value}"))


def _raise(element: Any) -> None:
    """Put what is in an element into a <sup>, unless that is what is in it or around it."""
    if next(element.iter("sup"), None) is not None or next(element.iterancestors("sup"), None) is not None:
        return
    inner = element.makeelement("sup")
    inner.text, element.text = element.text, None
    inner.extend(list(element))
    element.append(inner)
