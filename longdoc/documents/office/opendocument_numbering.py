"""Computes the numbers that OpenDocument programs display but do not store: "2.1", "(a)".

A list style says for each level how its numbers are written; the outline style says it of headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from longdoc.documents.office.number_forms import written_number
from longdoc.documents.office.opendocument_names import EXTENDED, PARAGRAPHS, STYLE, TEXT, number_of

__all__ = ["labels_of"]

LIST, ITEM, LIST_HEADER, HEADING, NUMBERED = (
    f"{TEXT}{name}" for name in ("list", "list-item", "list-header", "h", "numbered-paragraph")
)
WRITTEN = f"{TEXT}number"  # as some programs write it
DELETED = f"{TEXT}tracked-changes"
PATTERN = f"{EXTENDED}num-list-format"
XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
CHINESE = ("一", "壹")  # formats that begin so count in Chinese
MOST_LEVELS = 10
MOST_NUMBER = 10_000
MOST_PATTERN_CHARS = 200
MOST_PARENTS = 20  # of a style

Counts = dict[int, int]


@dataclass(frozen=True, slots=True)
class _Level:
    """How the numbers of one level are written; in `pattern`, "%2%" is the number of the second level."""

    form: str
    start: int
    pattern: str


@dataclass(frozen=True, slots=True)
class _List:
    """A list, or one within an item of another, which counts with it."""

    style: str
    level: int
    counts: Counts = field(default_factory=dict)


def labels_of(body: Any, *roots: Any) -> dict[Any, str]:
    """By paragraph or heading: the number displayed before it.

    Further paragraphs of a numbered item have "", and those of an item that has no number are not included.

    Args:
        body: the text, or the slides.
        roots: the trees with the styles; those of a later one replace others of the same name.
    """
    numbers = _Numbers(_Styles(roots))
    for element in body.iter(ITEM, HEADING, NUMBERED):
        if next(element.iterancestors(DELETED), None) is not None:
            continue
        if element.tag == ITEM:
            numbers.count_item(element)
        elif element.tag == NUMBERED:
            numbers.count_paragraph(element)
        elif element.getparent().tag not in (ITEM, LIST_HEADER) and element not in numbers.labels:
            numbers.count_heading(element)
    return numbers.labels


class _Numbers:
    """Counts items and headings in the order of the document."""

    def __init__(self, styles: _Styles) -> None:
        self.labels: dict[Any, str] = {}
        self._styles = styles
        self._outline: Counts = {}
        self._lists: dict[Any, _List] = {}
        self._by_id: dict[str, Counts] = {}
        self._last_of_style: dict[str, Counts] = {}

    def count_item(self, item: Any) -> None:
        around = item.getparent()
        if around is None or around.tag != LIST:
            return
        paragraphs = list(item.iterchildren(*PARAGRAPHS))
        one = self._list(around)
        levels = self._styles.lists.get(one.style, {})
        if not paragraphs or one.level not in levels:
            return
        label = _counted(levels, one.level, one.counts, item.get(f"{TEXT}start-value"))
        if label := (item.findtext(WRITTEN) or "").strip() or label:
            self.labels.update(dict.fromkeys(paragraphs[1:], ""))
            self.labels[paragraphs[0]] = label

    def count_paragraph(self, numbered: Any) -> None:
        """Count a paragraph or heading that is an item without a list around it."""
        levels = self._styles.lists.get(numbered.get(f"{TEXT}style-name") or "", {})
        level = number_of(numbered.get(f"{TEXT}level"), 1)
        paragraph = next(numbered.iterchildren(*PARAGRAPHS), None)
        if paragraph is None or level not in levels:
            return
        counts = self._by_id.setdefault(f"numbered {numbered.get(f'{TEXT}list-id') or ''}", {})
        label = _counted(levels, level, counts, numbered.get(f"{TEXT}start-value"))
        if label := (numbered.findtext(WRITTEN) or "").strip() or label:
            self.labels[paragraph] = label

    def count_heading(self, heading: Any) -> None:
        level = number_of(heading.get(f"{TEXT}outline-level"), 1)
        is_unnumbered = heading.get(f"{TEXT}is-list-header") == "true"
        if (
            is_unnumbered
            or level not in self._styles.outline
            or self._styles.is_unnumbered(heading.get(f"{TEXT}style-name"))
        ):
            return
        label = _counted(self._styles.outline, level, self._outline, heading.get(f"{TEXT}start-value"))
        if label and heading.find(WRITTEN) is None:  # else its number is in its text
            self.labels[heading] = label

    def _list(self, element: Any) -> _List:
        if (known := self._lists.get(element)) is not None:
            return known
        item = element.getparent()
        style = element.get(f"{TEXT}style-name") or ""
        if item is not None and item.tag in (ITEM, LIST_HEADER):
            outer = self._list(item.getparent())
            found = _List(style or outer.style, outer.level + 1, outer.counts)
        else:
            found = _List(style, 1, self._continued(element, style))
            self._last_of_style[style] = found.counts
            self._by_id[element.get(XML_ID) or ""] = found.counts
        self._lists[element] = found
        return found

    def _continued(self, element: Any, style: str) -> Counts:
        """The numbers of the list that a list continues, or none."""
        if (named := element.get(f"{TEXT}continue-list")) in self._by_id:
            return self._by_id[named]
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        return self._last_of_style.get(style, {}) if goes_on else {}


class _Styles:
    """The levels of list styles and of the outline style, and the styles whose headings have no number."""

    def __init__(self, roots: Iterable[Any]) -> None:
        self.lists: dict[str, dict[int, _Level]] = {}
        self.outline: dict[int, _Level] = {}
        self._parents: dict[str, str] = {}
        self._list_styles: dict[str, str] = {}
        for root in roots:
            for style in root.iter(f"{TEXT}list-style"):
                self.lists[style.get(f"{STYLE}name") or ""] = _levels(style)
            for style in root.iter(f"{TEXT}outline-style"):
                self.outline = _levels(style)
            for style in root.iter(f"{STYLE}style"):
                self._take_style(style)

    def is_unnumbered(self, name: str | None) -> bool:
        """Whether a paragraph style takes the number from its headings."""
        for _ in range(MOST_PARENTS):
            if not name or name in self._list_styles:
                break
            name = self._parents.get(name, "")
        return bool(name) and self._list_styles.get(name or "") == ""

    def _take_style(self, style: Any) -> None:
        if style.get(f"{STYLE}family") != "paragraph":
            return
        name = style.get(f"{STYLE}name") or ""
        self._parents[name] = style.get(f"{STYLE}parent-style-name") or ""
        self._list_styles.pop(name, None)
        if (of_lists := style.get(f"{STYLE}list-style-name")) is not None:
            self._list_styles[name] = of_lists


def _levels(style: Any) -> dict[int, _Level]:
    """The numbered levels of a list style or an outline style; bullets and pictures are left out."""
    elements = {
        number_of(one.get(f"{TEXT}level"), 0): one
        for one in style.iterchildren(f"{TEXT}list-level-style-number", f"{TEXT}outline-level-style")
    }
    forms = {level: _form(one.get(f"{STYLE}num-format")) for level, one in elements.items()}
    return {
        level: _Level(
            forms[level],
            min(number_of(one.get(f"{TEXT}start-value"), 1), MOST_NUMBER),
            _pattern(one, level, forms),
        )
        for level, one in elements.items()
        if 1 <= level <= MOST_LEVELS
    }


def _form(written: str | None) -> str:
    written = written or ""
    return "chineseCounting" if written.startswith(CHINESE) else FORMS.get(written[:1], "")


def _pattern(element: Any, level: int, forms: dict[int, str]) -> str:
    if written := element.get(PATTERN):
        return str(written)[:MOST_PATTERN_CHARS]
    shown = number_of(element.get(f"{TEXT}display-levels"), 1)
    parts = [f"%{one}%" for one in range(max(1, level - shown + 1), level + 1) if forms.get(one)]
    prefix, suffix = (element.get(f"{STYLE}num-{name}") or "" for name in ("prefix", "suffix"))
    return f"{prefix[:MOST_PATTERN_CHARS]}{'.'.join(parts)}{suffix[:MOST_PATTERN_CHARS]}"


def _counted(levels: dict[int, _Level], level: int, counts: Counts, start: str | None) -> str:
    """Count one item; returns its label, "" if its level shows none."""
    own = levels[level]
    first = min(number_of(start, own.start), MOST_NUMBER)
    counts[level] = counts[level] + 1 if level in counts and not start else first
    for deeper in [other for other in counts if other > level]:
        del counts[deeper]
    if not own.form:
        return ""

    def number(match: re.Match[str]) -> str:
        of_level = int(match[1])
        if of_level not in levels:
            return ""
        value = counts.get(of_level, levels[of_level].start)
        form = levels[of_level].form or "none"
        return written_number(value, form if value <= MOST_NUMBER else "decimal")  # letters would grow long

    return re.sub(r"%(\d{1,2})%", number, own.pattern).strip()
