"""Style sheets → the rules in them that decide what a reader sees: hidden, struck and raised text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

__all__ = [
    "NOISE",
    "PROPERTIES",
    "QUOTED",
    "SELECTOR",
    "Compound",
    "Rule",
    "compound_of",
    "fits",
    "own_of",
    "rules_of",
]

PROPERTIES = {
    "display": "display", "visibility": "visibility", "text-decoration": "text-decoration",
    "text-decoration-line": "text-decoration", "vertical-align": "vertical-align", "top": "top",
    "list-style": "list-style-type", "list-style-type": "list-style-type",
}  # fmt: skip
NOISE = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.S)
QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*+\"|'(?:[^'\\\n]|\\.)*+'")
MARK = re.compile(r"[{}]")
SCREEN = re.compile(r"@media\s+(?:only\s+)?(?:all|screen)\s*|@layer\b[^;]*", re.I)
SELECTOR = re.compile(r"(?:[\w-]+|\*)?(?:[.#][\w-]+)*")
COMPOUND_PARTS = re.compile(r"[.#]?[\w-]+")
COMBINED = re.compile(r"\s*[>+~]\s*|\s+")
DYNAMIC = re.compile(r"::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]")
IMPORTANT = re.compile(r"\s*!\s*important\s*$", re.I)
MOST_RULES = 20_000
MOST_ANCESTORS = 8  # in a selector


@dataclass(frozen=True, slots=True)
class Compound:
    """The name, id and classes of an element, or what a selector asks of them ("" for any)."""

    tag: str
    id: str
    classes: frozenset[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One selector with its declarations.

    `ancestors` are the elements that it must lie in, outermost first. `is_certain` is False where the
    selector also asks what only a browser knows: the pointer, a checked box, the element before it.
    """

    subject: Compound
    ancestors: tuple[Compound, ...]
    declared: tuple[tuple[str, str, bool], ...]  # property, value, whether it is important
    weight: tuple[int, int, int]
    is_certain: bool


def rules_of(sheet: str) -> Iterator[Rule]:
    """The rules for screens that set one of the properties, in order, up to 20,000."""
    count = 0
    for prelude, block in _blocks(QUOTED.sub('""', NOISE.sub(" ", sheet))):
        declared = tuple(_declared(block))
        if not declared:
            continue
        for selector in prelude.split(","):
            if (rule := _rule(selector.strip(), declared)) is not None:
                yield rule
                count += 1
        if count > MOST_RULES:
            return


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and declarations of each rule that holds on every screen."""
    begin = skipped = 0
    prelude = ""
    for mark in MARK.finditer(sheet):
        written = sheet[begin : mark.start()]
        begin = mark.end()
        if mark[0] == "{":
            prelude = written.rpartition(";")[2].strip()
            if skipped or (prelude.startswith("@") and not SCREEN.fullmatch(prelude)):
                skipped += 1
        elif skipped:
            skipped -= 1
        elif prelude and not prelude.startswith("@"):
            yield prelude, written
            prelude = ""


def _declared(block: str) -> Iterator[tuple[str, str, bool]]:
    for declaration in block.split(";"):
        name, _, value = declaration.partition(":")
        known = PROPERTIES.get(name.strip().lower())
        if known:
            plain = IMPORTANT.sub("", value)
            yield known, plain.strip().lower(), plain != value


def _rule(selector: str, declared: tuple[tuple[str, str, bool], ...]) -> Rule | None:
    plain = DYNAMIC.sub("", selector)
    if "::" in selector or ":before" in selector or ":after" in selector:
        return None  # no element
    parts = [part for part in COMBINED.split(plain) if part]
    if not parts or len(parts) > MOST_ANCESTORS or not all(map(SELECTOR.fullmatch, parts)):
        return None
    *ancestors, subject = map(compound_of, parts)
    is_certain = plain == selector and "+" not in plain and "~" not in plain
    everything = (*ancestors, subject)
    weight = (
        sum(bool(one.id) for one in everything),
        sum(len(one.classes) for one in everything),
        sum(bool(one.tag) for one in everything),
    )
    return Rule(subject, tuple(ancestors) if is_certain else (), declared, weight, is_certain)


def own_of(element: Any) -> Compound:
    """The name, id and classes of an element."""
    return Compound(str(element.tag), element.get("id") or "", _classes(element.get("class") or ""))


@lru_cache(maxsize=4096)
def _classes(written: str) -> frozenset[str]:
    return frozenset(written.split())


def fits(own: Compound, asked: Compound) -> bool:
    """Whether an element is what a selector asks for."""
    return asked.tag in ("", own.tag) and asked.id in ("", own.id) and asked.classes <= own.classes


def compound_of(written: str) -> Compound:
    """What a selector of one element asks for."""
    parts = COMPOUND_PARTS.findall(written)
    tag = next((part for part in parts if part[0] not in ".#"), "")
    name = next((part[1:] for part in parts if part[0] == "#"), "")
    return Compound(tag.lower().strip("*"), name, frozenset(part[1:] for part in parts if part[0] == "."))
